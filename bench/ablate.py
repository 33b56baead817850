"""What is each hand-written rule worth, on reports that it was not written for?

`python -m bench.ablate` asks the questions of the fields that no model was trained on, and of the
seeds, with each rule switched off in turn, and counts for how many that makes a right outcome wrong
(the rule helps) or a wrong one right (it hurts). Only questions are asked again for which the rule
was noted: for all others it can make no difference. What is counted is kept by the code it was
counted with, so that a run goes on where it was stopped. Rules of reading need their reports read
again; they are listed as not measured. Only a run over all those fields renews `bench/results`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bench.common import SEEDS, Figure, Result, Skipped, Table, keep, show
from bench.fields.corpus import ASKED_ON, HELD, Field, ingest, load, open_ones, sum_of
from index.embedding import Embedder, Encoding
from index.rules import Stage, declared, noting, switched_off
from rag.build import build_engine
from rag.engine import QueryEngine
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.evaluation.run import Examiner
from rag.judge import Judge, Judgement
from ui.console import progress


class SavedJudge:
    """A judge that reads each passage once a question."""

    def __init__(self, judge: Judge) -> None:
        self.name = judge.name
        self._judge = judge
        self._known: dict[tuple[str, str, str], Judgement] = {}

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        read = list(zip(passages, under or [""] * len(passages), strict=True))
        new = [one for one in dict.fromkeys(read) if (question, *one) not in self._known]
        judged = self._judge.judge(question, [t for t, _ in new], [u for _, u in new])
        for one, judgement in zip(new, judged, strict=True):
            self._known[question, *one] = judgement
        return [self._known[question, *one] for one in read]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        return self._judge.support(claim, passages)


class SavedEmbedder:
    """An embedder that encodes each text once, alone."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._known: dict[str, Encoding] = {}

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        for text in texts:
            if text not in self._known:
                (self._known[text],) = self._embedder.encode([text])
        return [self._known[text] for text in texts]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all rules in force: whether its outcome is right, and which rules counted."""

    known: KnownQuestion
    right: bool
    fired: frozenset[str]


def remembering(engine: QueryEngine) -> QueryEngine:
    """An engine over the same index that does none of the models' work twice."""
    loaded = engine.loaded
    judge = SavedJudge(loaded.judge) if loaded.judge is not None else None
    saved = replace(loaded, embedder=SavedEmbedder(loaded.embedder), judge=judge)
    return QueryEngine(engine.catalog, engine.settings, lambda _: saved, engine.today, saved)


def seeds() -> Field:
    """The five seed reports as a field, without what is measured of windows."""
    return Field("seeds", SEEDS / "reports", tuple(read_questions(SEEDS / "questions.jsonl")))


def count(field: Field, tell: Callable[[str], None]) -> dict[str, dict[str, list[str]]]:
    """For each rule that was noted, the ids of the questions it was noted for, helps and hurts."""
    file = field.answers(f"ablation-{sum_of(field.settings)}").with_suffix(".json")
    kept: dict[str, dict[str, list[str]]] = {}
    if file.exists():
        kept = json.loads(file.read_text("utf-8"))
    rules = [rule.name for rule in declared().values() if rule.stage is not Stage.INGEST]
    if all(name in kept for name in rules):
        return kept
    engine = remembering(build_engine(field.settings, today=lambda: ASKED_ON))
    if engine.catalog is None:
        raise Skipped(f"{field.name} has no index")
    examiner = Examiner(engine, engine.catalog)
    asked = list(_with_all(examiner, field.questions))
    for name in rules:
        if name in kept:
            continue
        tell(f"{field.name}: {name}")
        kept[name] = _without(name, examiner, asked)
        file.write_text(json.dumps(kept), "utf-8")
    return kept


def _with_all(examiner: Examiner, questions: Sequence[KnownQuestion]) -> Iterator[Asked]:
    for known in questions:
        with noting() as fired:
            right = examiner.is_right(known)
        yield Asked(known, right, frozenset(fired))


def _without(name: str, examiner: Examiner, asked: Sequence[Asked]) -> dict[str, list[str]]:
    noted = [one for one in asked if name in one.fired]
    with switched_off([name]):
        now = {one.known.id: examiner.is_right(one.known) for one in noted}
    return {
        "noted": [one.known.id for one in noted],
        "helps": [one.known.id for one in noted if one.right and not now[one.known.id]],
        "hurts": [one.known.id for one in noted if not one.right and now[one.known.id]],
    }


def measure(names: Sequence[str]) -> Result:
    """Counts for the seeds and for these open fields."""
    fields = [seeds(), *(load(name) for name in names)]
    counted: dict[str, dict[str, dict[str, list[str]]]] = {}
    with progress() as bar:
        task = bar.add_task("", total=len(fields))
        for field in fields:
            ingest(field)
            counted[field.name] = count(field, lambda what: bar.update(task, description=what))
            bar.advance(task)
    rules = declared()
    measured = [rule for rule in rules.values() if rule.stage is not Stage.INGEST]

    def total(name: str, what: str, of: Sequence[str]) -> int:
        return sum(len(counted[field][name][what]) for field in of)

    rows = []
    for rule in measured:
        open_ones = [total(rule.name, what, names) for what in ("noted", "helps", "hurts")]
        own = [total(rule.name, what, ["seeds"]) for what in ("helps", "hurts")]
        rows.append([rule.name, str(rule.stage), *map(str, open_ones), *map(str, own), rule.about])
    rows.sort(key=lambda row: (int(row[3]) - int(row[4]), row[0]))
    pays = sum(int(row[3]) > int(row[4]) for row in rows)
    return Result(
        name="ablation",
        title="What each hand-written rule is worth",
        about=(
            f"Each rule switched off alone; the seeds, which most were written with, and "
            f"{len(names)} fields which none was written for and no model was trained on: "
            f"{', '.join(names)}. A rule "
            "helps a question whose outcome is right with it and wrong without, and hurts one the "
            "other way round. A right outcome is an answer with all facts, or a refusal where no "
            "report answers; quotes that are more than needed cost nothing here. Rules that stand "
            "in for each other look worthless alone."
        ),
        figures=[
            Figure("rules measured", len(rows)),
            Figure("of them help more questions of open fields than they hurt", pays),
            Figure("rules of reading, not measured", len(rules) - len(measured)),
        ],
        tables=[
            Table(
                "By rule, the most hurtful on open fields first",
                ("rule", "stage", "noted", "helps", "hurts", "helps seeds", "hurts seeds", "about"),
                rows,
            ),
            Table(
                "Rules of reading, not measured yet",
                ("rule", "about"),
                [[r.name, r.about] for r in rules.values() if r.stage is Stage.INGEST],
            ),
        ],
    )  # fmt: skip


def main() -> None:
    """Runs the ablation as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="open fields; those held from training if none")
    names = open_ones(parser, parser.parse_args().names, HELD)
    try:
        (keep if set(HELD) <= set(names) else show)(measure(names))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")


if __name__ == "__main__":
    main()
