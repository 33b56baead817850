"""Asks for both sides, corrections, states that return and how many say so.

    python -m bench.disagreement [--half unseen|second|open] [--only ID ...] [--first-sight]
                                 [--show]

Each line of `bench/disagreement.jsonl` is a question on a field of `bench.fields`, of one `kind`:

- `disagreement`: every one of its `sides` must be quoted, none alone.
- `correction`: the corrected value must be quoted; where the `wrong` one is quoted too, its
  citation must be tied to another (`corrected_by`, `contradicts`, `later_otherwise`), or its quote
  must hold both.
- `return`: every one of its `sides`, in their order, must be quoted: a state that returns is told
  again.
- `repetition`: the statement must be quoted, every report of its `groups` named, and the number of
  independent ones told as one of `independent`. Reports of a group have it from each other; where
  all are of one group it is enough that no higher number is told.

A side is quoted where a citation overlaps one of its places (`spans`: file, start, end) and its
quote matches `value`. `half` tells questions apart: those of `unseen` and of `second`, which came
later and keeps to other fields where it can, were written from the reports alone, before their
writer knew the code; those of `open` were not. The figures of a half that is asked alone, and with
`--first-sight` those of a first run, are kept apart from those of other runs.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from bench.common import ROOT, WORK, Figure, Result, Skipped, Table, keep, show
from bench.fields.corpus import ASKED_ON, ingest, load
from rag.build import build_engine
from rag.question.parsing import Query
from rag.types import Answer, Citation, Outcome

Half = Literal["unseen", "second", "open"]
HALVES: tuple[Half, ...] = get_args(Half)
UNSEEN: tuple[Half, ...] = ("unseen", "second")
"""The halves that were written from the reports alone."""
QUESTIONS = ROOT / "bench" / "disagreement.jsonl"
KINDS = ("disagreement", "correction", "return", "repetition")
WANTED = 0.85
"""The share of right outcomes that is aimed at."""
_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_COUNTED = re.compile(
    rf"(?<!\[)\b(?P<number>\d+|{'|'.join(_NUMBERS)})\b(?P<between>(?:\W+\w+){{0,3}}?)\W+"
    r"(?P<what>reports|sources?)\b",
    re.IGNORECASE,
)
_SEEN = "What answers has been mended since with them in view. "
_BESIDE = re.compile(r"\b(?:other|others|further|more)\b", re.IGNORECASE)


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class Side(_Read):
    """A value, as a pattern, and the places that state it."""

    value: str
    spans: tuple[tuple[str, int, int], ...]

    def quoted_by(self, citation: Citation) -> bool:
        """Whether a citation quotes this value from one of its places."""
        start, end = citation.source_start, citation.source_end
        if start is None or end is None:
            start, end = citation.start, citation.end
        there = any(
            Path(citation.path).name == file and start < last and first < end
            for file, first, last in self.spans
        )
        return (
            there and re.search(self.value, citation.quote, re.IGNORECASE | re.DOTALL) is not None
        )


class Asked(_Read):
    """A question and what a right outcome must have; see the head of this file."""

    id: str
    field: str
    kind: Literal["disagreement", "correction", "return", "repetition"]
    half: Half
    question: str
    sides: tuple[Side, ...]
    wrong: Side | None = None
    groups: tuple[tuple[str, ...], ...] = ()
    independent: tuple[int, ...] = ()


class Scored(_Read):
    """What came of a question; `lacks` says in words what keeps it from being right."""

    asked: Asked
    outcome: Outcome
    lacks: tuple[str, ...]

    @property
    def line(self) -> str:
        told = "right" if not self.lacks else "; ".join(self.lacks)
        return f"{self.asked.id} {self.asked.question}: {told}"


def questions(half: str | None, only: Sequence[str]) -> list[Asked]:
    """The questions of a half, or of all, by field."""
    lines = QUESTIONS.read_text("utf-8").splitlines()
    read = [Asked.model_validate_json(line) for line in lines]
    kept = [a for a in read if half in (None, a.half) and (not only or a.id in only)]
    return sorted(kept, key=lambda a: a.field)


def lacking(asked: Asked, outcome: Outcome) -> list[str]:
    """What an outcome lacks to be right, in words; empty where it is."""
    if not isinstance(outcome, Answer):
        return [f"refused ({outcome.reason})"]
    places = [
        [n for n, c in enumerate(outcome.citations) if side.quoted_by(c)] for side in asked.sides
    ]
    lacks = [f"side {n} is not quoted" for n, found in enumerate(places, 1) if not found]
    if asked.kind == "correction" and asked.wrong is not None:
        lacks += _untied(asked, asked.wrong, outcome)
    if asked.kind == "return" and not lacks and not _in_order(places):
        lacks.append("its entries are out of order")
    if asked.kind == "repetition":
        lacks += _uncounted(asked, outcome)
    return lacks


def _untied(asked: Asked, wrong: Side, outcome: Answer) -> list[str]:
    """The wrong value where it is quoted as if nothing had corrected it."""
    for citation in outcome.citations:
        tied = citation.corrected_by or citation.contradicts or citation.later_otherwise
        both = asked.sides[0].quoted_by(citation)
        if wrong.quoted_by(citation) and not tied and not both:
            return ["the wrong value stands untied"]
    return []


def _in_order(places: Sequence[Sequence[int]]) -> bool:
    """Whether a citation can be picked for each side so that none comes before the last."""
    at = 0
    for found in places:
        later = [n for n in found if n >= at]
        if not later:
            return False
        at = min(later)
    return True


def _uncounted(asked: Asked, outcome: Answer) -> list[str]:
    """Reports that are not named, and a number of them that is not told or is too high."""
    named = {Path(c.path).name for c in outcome.citations}
    for citation in outcome.citations:
        named |= {Path(copy.path).name for copy in (*citation.also_in, *citation.agreeing)}
    missing = sorted({file for group in asked.groups for file in group} - named)
    lacks = [f"{len(missing)} of its reports not named"] if missing else []
    told = set(numbers_told(" ".join([outcome.text, *outcome.notes])))
    if max(asked.independent) == 1:
        return lacks + (
            [f"{max(told)} are told as independent"] if max(told, default=1) > 1 else []
        )
    return lacks if told & set(asked.independent) else [*lacks, "how many say so is not told"]


def numbers_told(text: str) -> list[int]:
    """The numbers of independent reports that a text tells: those of sources, where there are any,
    else those of reports; beside “others”, one more."""
    told: dict[bool, list[int]] = {True: [], False: []}
    for match in _COUNTED.finditer(text):
        written = match["number"].lower()
        number = int(written) if written.isdigit() else _NUMBERS.index(written) + 1
        beside = bool(_BESIDE.search(match["between"]))
        told[match["what"].lower().startswith("source")].append(number + beside)
    return told[True] or told[False]


def ask(asked: Sequence[Asked]) -> Iterator[Scored]:
    """What comes of each question; a field is ingested where its index is not up to date."""
    for name, of_field in groupby(asked, key=lambda a: a.field):
        field = load(name)
        ingest(field)
        engine = build_engine(field.settings, today=lambda: ASKED_ON)
        for one in of_field:
            outcome = engine.ask(Query(one.question))
            yield Scored(asked=one, outcome=outcome, lacks=tuple(lacking(one, outcome)))


def result(scored: Sequence[Scored], name: str, title: str, *, seen: bool) -> Result:
    """The shares that are right, by kind and half, and what the others lack; `seen` says that the
    code was changed with the questions in view."""
    right = [not one.lacks for one in scored]
    rows = [
        [kind, half, str(len(of)), str(sum(not one.lacks for one in of)), str(refused)]
        for half in HALVES
        for kind in KINDS
        if (of := [s for s in scored if s.asked.kind == kind and s.asked.half == half])
        for refused in [sum(not isinstance(one.outcome, Answer) for one in of)]
    ]
    lacking_rows = [[s.asked.id, s.asked.field, "; ".join(s.lacks)] for s in scored if s.lacks]
    figures = [Figure("right of all", sum(right) / len(right), at_least=WANTED)]
    for half in UNSEEN:
        of_half = [not one.lacks for one in scored if one.asked.half == half]
        if of_half and len(of_half) < len(right):
            figures.append(Figure(f"right of {half}", sum(of_half) / len(of_half), at_least=WANTED))
    return Result(
        name=name,
        title=title,
        about=(
            f"{len(scored)} questions on {len({s.asked.field for s in scored})} open fields; those "
            "of the halves `unseen` and `second` were written from the reports alone, before their "
            f"writer knew the code that answers. {_SEEN if seen else ''}What is right is said at "
            "the head of `bench/disagreement.py`."
        ),
        figures=figures,
        tables=[
            Table("By kind", ["kind", "half", "questions", "right", "refused"], rows),
            Table("What was lacking", ["question", "field", "lacks"], lacking_rows),
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Disagreement, correction, return, repetition.")
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--only", nargs="+", default=[], metavar="ID")
    parser.add_argument("--first-sight", action="store_true", help="keep the figures apart")
    parser.add_argument("--show", action="store_true", help="print the figures, keep nothing")
    options = parser.parse_args()
    asked = questions(options.half, options.only)
    if not asked:
        parser.error("no question has these ids")
    try:
        scored = list(_told(ask(asked)))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    found = result(scored, *named(options.half, options.first_sight), seen=not options.first_sight)
    (show if options.show or options.only else keep)(found)


def named(half: Half | None, first: bool) -> tuple[str, str]:
    """The name and the title of a result, those of a half and of a first run told apart."""
    name = ["disagreement", half, "first_sight" if first else None]
    title = ["Both sides", half and f"{half} half", "at first sight" if first else None]
    return "_".join(filter(None, name)), ", ".join(filter(None, title))


def _told(scored: Iterator[Scored]) -> Iterator[Scored]:
    """Prints what came of each question, and keeps it to be read."""
    WORK.mkdir(exist_ok=True)
    with (WORK / "disagreement.jsonl").open("w", encoding="utf-8") as out:
        for one in scored:
            print(one.line, flush=True)
            kept = {"id": one.asked.id, "lacks": one.lacks, **one.outcome.model_dump(mode="json")}
            out.write(json.dumps(kept, ensure_ascii=False) + "\n")
            out.flush()
            yield one


if __name__ == "__main__":
    main()
