"""Is the same found and answered on both set-ups, and is the ingest into the second as fast?
`python -m bench.scale.both` holds one folder with all in files against a catalog in PostgreSQL and
vectors on a Chroma server, on the seeds and on open fields that are named.
"""

import argparse
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.common import SEEDS, WORK, Figure, Result, Table, main, spread
from bench.corpus import campaign_files, shipped
from bench.fields.corpus import ASKED_ON, load, open_ones
from bench.scale.parts import Parts, started
from index.files import find_files
from index.ingestion.ingest import Ingest
from rag.build import build_engine
from rag.evaluation.questions import read_questions
from rag.question.parsing import Query
from rag.settings import Settings

FOLDER = WORK / "scale/both"
KINDS = ("files", "servers")
FIELDS = ("hazard_updates", "polar_news")
"""Open fields that are asked where none is named."""
_READ_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""When all reports are read, as it is told with citations."""


@dataclass
class Asked:
    """What was asked of one corpus: how many questions, seconds by set-up, and what differs."""

    questions: int = 0
    passages: int = 0
    taken: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    other_passages: list[str] = field(default_factory=list)
    other_outcomes: list[tuple[str, str]] = field(default_factory=list)


def measure(names: Sequence[str], every: int, reports: int, rounds: int) -> Result:
    corpora = {"seeds": (SEEDS / "reports", [q.question for q in _seeds()])}
    for one in map(load, names):
        corpora[one.name] = (one.folder, [known.question for known in one.questions])
    with started(FOLDER) as parts:
        rates = _ingested(campaign_files(reports), parts, rounds)
        asked = {
            name: _asked(name, folder, questions[::every], parts)
            for name, (folder, questions) in corpora.items()
        }
    return Result(
        name="scale_both", title="The same answers on both set-ups", about=_about(reports),
        figures=_figures(asked, rates),
        tables=[
            Table("Questions", _QUESTIONS, [_row(name, one) for name, one in asked.items()]),
            Table("What differs", ("", "question", "in"), _differing(asked)),
            Table("Ingest of reports, everything included", _RATES, _rates(rates)),
        ],
    )  # fmt: skip


def _seeds() -> list[Any]:
    return read_questions(SEEDS / "questions.jsonl")


def _about(reports: int) -> str:
    return (
        "One set-up has all in files of its folder, with the settings as they are. The other has "
        "its catalog in PostgreSQL and its vectors on a Chroma server, both on the same machine "
        "over loopback, and nothing is scanned there, so that Chroma is asked. The reports are "
        "read by both at the same moment, as it were; each question is searched for and asked of "
        "both whole engines, and what they answer compared to the byte, but for the milliseconds "
        f"that it took. Before, {reports} campaign reports are ingested into an empty folder of "
        "each, the model loaded before, in turn. Other programs may have shared the cores: the "
        f"load average was {os.getloadavg()[1]:.1f} over the last minutes."
    )


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    begun = perf_counter()
    yield
    into.append(perf_counter() - begun)


def _setups(name: str, parts: Parts) -> dict[str, Settings]:
    files, servers = (FOLDER / f"{name}-{kind}" for kind in KINDS)
    return {"files": Settings(data_dir=files), "servers": parts.settings(servers)}


def _read(settings: Settings, folder: Path, today: date) -> int:
    """Ingests a folder; the passages that were embedded."""
    ingest = Ingest(settings, shipped, today, clock=lambda: _READ_AT)
    return ingest.run(find_files([folder])).embedded


def _ingested(folder: Path, parts: Parts, rounds: int) -> list[dict[str, float]]:
    """Passages a second by round and set-up; the one that comes first takes turns."""
    shipped().encode(["warm up"])
    rates = []
    for number in range(rounds):
        setups, found = _setups(f"ingest_{number}", parts), dict[str, float]()
        for kind in KINDS if number % 2 else KINDS[::-1]:
            begun = perf_counter()
            found[kind] = _read(setups[kind], folder, ASKED_ON) / (perf_counter() - begun)
        rates.append(found)
    return rates


def _asked(name: str, folder: Path, questions: Sequence[str], parts: Parts) -> Asked:
    """Each question asked of both, one set-up after the other for each."""
    setups, asked = _setups(name, parts), Asked(len(questions))
    _read(setups["files"], folder, ASKED_ON)
    _share_tokens(setups["files"].data_dir, setups["servers"].data_dir)
    if _read(setups["servers"], folder, ASKED_ON):
        raise ValueError("the vectors of tokens were not found where they had been copied to")
    engines = {kind: build_engine(setups[kind], shipped, lambda: ASKED_ON) for kind in KINDS}
    asked.passages = engines["files"].coverage().passages
    for question in questions:
        found, said = [], list[dict[str, Any]]()
        for kind, engine in engines.items():
            some = engine.search(Query(question))
            found.append([one.finding.passage.id for one in some])
            with _timed(asked.taken[kind]):
                outcome = engine.ask(Query(question))
            said.append(outcome.model_dump(mode="json", exclude={"timings_ms"}))
        if found[0] != found[1]:
            asked.other_passages.append(question)
        if differing := _keys(*said):
            asked.other_outcomes.append((question, ", ".join(differing)))
    return asked


def _share_tokens(from_folder: Path, into: Path) -> None:
    """Copies the vectors of tokens, so that nothing is encoded twice."""
    into.mkdir(parents=True)
    for file in from_folder.glob("tokens-*"):
        shutil.copy(file, into)


def _keys(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The names of what two outcomes do not have in common."""
    return [key for key in {**one, **other} if one.get(key) != other.get(key)]


_QUESTIONS = ("", "passages", "questions", "same passages, same order",
              "same outcome to the byte", "seconds an answer, files", "servers")  # fmt: skip


def _row(name: str, asked: Asked) -> list[str]:
    return [
        name, f"{asked.passages:,}", str(asked.questions),
        str(asked.questions - len(asked.other_passages)),
        str(asked.questions - len(asked.other_outcomes)),
        *(spread(asked.taken[kind]) for kind in KINDS),
    ]  # fmt: skip


def _differing(asked: dict[str, Asked]) -> list[list[str]]:
    rows = []
    for name, one in asked.items():
        outcomes = dict(one.other_outcomes)
        for question in dict.fromkeys([*one.other_passages, *outcomes]):
            where = ["passages"] if question in one.other_passages else []
            rows.append(
                [name, question, ", ".join([*where, *filter(None, [outcomes.get(question)])])]
            )
    return rows or [["", "nothing", ""]]


_RATES = ("round", *(f"{kind}, passages a second" for kind in KINDS), "rate, as a share")


def _rates(rates: Sequence[dict[str, float]]) -> list[list[str]]:
    return [
        [str(n), *(f"{one[kind]:.1f}" for kind in KINDS), f"{one['servers'] / one['files']:.2f}"]
        for n, one in enumerate(rates, 1)
    ]


def _figures(asked: dict[str, Asked], rates: Sequence[dict[str, float]]) -> list[Figure]:
    questions = sum(one.questions for one in asked.values())
    passages, outcomes = (
        1 - sum(len(differing(one)) for one in asked.values()) / questions for differing in _LISTED
    )
    of_files, of_servers = (sum(1 / one[kind] for one in rates) for kind in KINDS)
    return [
        Figure("questions that find the same passages in the same order", passages, at_least=1),
        Figure("outcomes that are the same to the byte", outcomes, at_least=1),
        Figure("ingest into the servers, rate as a share of that into files",
               of_files / of_servers, at_least=0.8),
    ]  # fmt: skip


_LISTED: tuple[Callable[[Asked], Sequence[object]], ...] = (
    lambda one: one.other_passages, lambda one: one.other_outcomes,
)  # fmt: skip

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.scale.both", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="FIELD", help="open fields, beside the seeds")
    parser.add_argument("--every", type=int, default=1, help="of the questions, so many-th")
    parser.add_argument("--reports", type=int, default=4, help="campaign reports to ingest")
    parser.add_argument("--rounds", type=int, default=4)
    given = parser.parse_args()
    chosen = open_ones(parser, given.names, FIELDS)
    main(lambda: measure(chosen, given.every, given.reports, given.rounds))
