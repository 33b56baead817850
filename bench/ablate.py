"""What is each hand-written rule worth, on reports that it was not written for?

`python -m bench.ablate` asks the questions of the fields that no model was trained on, and of the
seeds, with each rule switched off in turn, and counts for how many that makes a right outcome wrong
(the rule helps) or a wrong one right (it hurts), and by how much of a citation's precision it
changes. Only questions are asked again for which the rule was noted: for all others it can make no
difference. What is counted is kept by the code it was counted with, so that a run goes on where it
was stopped, and what models hold of texts by the models (`bench/remembered.py`). Rules of reading
need their reports read again; they are listed as not measured. `--without RULE` leaves rules out
from the beginning, to see what the others are worth then. Only a run over all those fields with all
rules renews `bench/results`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from bench.common import SEEDS, Figure, Result, Skipped, Table, keep, show
from bench.fields.corpus import ASKED_ON, HELD, Field, ingest, load, open_ones, sum_of
from bench.remembered import SavedJudge, SearchingOnce, judgements_of
from index.rules import Stage, declared, noting, switched_off
from rag.build import build_engine
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.evaluation.run import Examiner
from ui.console import progress


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all rules in force: whether its outcome is right, the share of its citations
    that answer, and which rules counted."""

    known: KnownQuestion
    right: bool
    precision: float | None
    fired: frozenset[str]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a rule is worth in a field: how often it was noted, the ids of the questions that it
    helps and hurts, and the sum of what it adds to their citation precision."""

    noted: int = 0
    helps: tuple[str, ...] = ()
    hurts: tuple[str, ...] = ()
    precision: float = 0.0


def seeds() -> Field:
    """The five seed reports as a field, without what is measured of windows."""
    return Field("seeds", SEEDS / "reports", tuple(read_questions(SEEDS / "questions.jsonl")))


def count(field: Field, without: Sequence[str], tell: Callable[[str], None]) -> dict[str, Worth]:
    """What each rule is worth in a field, those left out aside. Raises Skipped where it has no
    index."""
    left_out = sha256(" ".join(sorted(without)).encode()).hexdigest()[:8]
    named = f"ablation-{sum_of(field.settings)}-{left_out}"
    file = field.answers(named).with_suffix(".json")
    kept: dict[str, Worth] = {}
    if file.exists():
        kept = {name: Worth(**worth) for name, worth in json.loads(file.read_text("utf-8")).items()}
    rules = [
        rule.name for rule in declared().values()
        if rule.stage is not Stage.INGEST and rule.name not in without
    ]  # fmt: skip
    if all(name in kept for name in rules):
        return kept
    engine = SearchingOnce(build_engine(field.settings, today=lambda: ASKED_ON))
    judge = engine.loaded.judge
    if engine.catalog is None or not isinstance(judge, SavedJudge):
        raise Skipped(f"{field.name} has no index")
    judge.take(judgements_of(field))
    examiner = Examiner(engine, engine.catalog)
    with switched_off(without):
        asked = list(_with_all(examiner, field.questions))
        judge.keep(judgements_of(field))
        noted = {name: [one for one in asked if name in one.fired] for name in rules}
        for name in sorted(rules, key=lambda name: len(noted[name])):
            if name in kept:
                continue
            tell(f"{field.name}: {name}")
            kept[name] = _without(name, examiner, noted[name])
            stated = {name: asdict(worth) for name, worth in kept.items()}
            file.write_text(json.dumps(stated), "utf-8")
    judge.keep(judgements_of(field))
    return kept


def _with_all(examiner: Examiner, questions: Sequence[KnownQuestion]) -> Iterator[Asked]:
    for known in questions:
        with noting() as fired:
            right, precision = examiner.marks(known)
        yield Asked(known, right, precision, frozenset(fired))


def _without(name: str, examiner: Examiner, noted: Sequence[Asked]) -> Worth:
    helps, hurts, more = list[str](), list[str](), 0.0
    with switched_off([name]):
        for one in noted:
            right, precision = examiner.marks(one.known)
            if right != one.right:
                (helps if one.right else hurts).append(one.known.id)
            if precision is not None and one.precision is not None:
                more += one.precision - precision
    return Worth(len(noted), tuple(helps), tuple(hurts), round(more, 4))


def measure(names: Sequence[str], without: Sequence[str] = ()) -> Result:
    """Counts for the seeds and for these open fields."""
    fields = [*(load(name) for name in names), seeds()]
    counted: dict[str, dict[str, Worth]] = {}
    with progress() as bar:
        task = bar.add_task("", total=len(fields))
        for field in fields:
            ingest(field)
            counted[field.name] = count(
                field, without, lambda what: bar.update(task, description=what)
            )
            bar.advance(task)
    rules = declared()
    measured = [r for r in rules.values() if r.name in counted["seeds"]]
    reading = [r for r in rules.values() if r.stage is Stage.INGEST]
    rows, pays = [], 0
    for rule in measured:
        found = [counted[name][rule.name] for name in names]
        helps, hurts = (sum(len(getattr(w, way)) for w in found) for way in ("helps", "hurts"))
        own, precision = counted["seeds"][rule.name], sum(w.precision for w in found)
        pays += helps > hurts
        rows.append((helps - hurts, precision, [
            rule.name, str(rule.stage), str(sum(w.noted for w in found)), str(helps), str(hurts),
            f"{precision:+.1f}", str(len(own.helps)), str(len(own.hurts)), rule.about,
        ]))  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[1]))
    return Result(
        name="ablation",
        title="What each hand-written rule is worth",
        about=(
            f"Each rule switched off alone; the seeds, which most were written with, and "
            f"{len(names)} fields which none was written for and no model was trained on: "
            f"{', '.join(names)}. A rule "
            "helps a question whose outcome is right with it and wrong without, and hurts one the "
            "other way round. A right outcome is an answer with all facts, or a refusal where no "
            "report answers. What it adds to the share of citations that answer is summed over "
            "questions that are answered with it and without. Rules that stand in for each other "
            "look worthless alone."
        ),
        figures=[
            Figure("rules measured", len(rows)),
            Figure("of them help more questions of open fields than they hurt", pays),
            Figure("rules of reading, not measured", len(reading)),
        ],
        tables=[
            Table(
                "By rule, the most hurtful on open fields first",
                ("rule", "stage", "noted", "helps", "hurts", "precision", "helps seeds",
                 "hurts seeds", "about"),
                [row for *_, row in rows],
            ),
            Table(
                "Rules of reading, not measured yet",
                ("rule", "about"),
                [[r.name, r.about] for r in reading],
            ),
        ],
    )  # fmt: skip


def main() -> None:
    """Runs the ablation as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="open fields; those held from training if none")
    parser.add_argument("--without", nargs="*", default=[], metavar="RULE", help="left out always")
    given = parser.parse_args()
    names, without = open_ones(parser, given.names, HELD), given.without
    try:
        whole = set(HELD) <= set(names) and not without
        (keep if whole else show)(measure(names, without))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")


if __name__ == "__main__":
    main()
