"""Which lies on reports of many subjects the verifier lets a model tell: `python -m bench.lies`.

The reports stand in open fields, divided by field: what the verifier is mended with (fitted), and
what it is only measured on (kept). Sentences of both were changed by hand, by somebody who had not
seen the verifier, and by rule. A line of `lies.jsonl` names a report, the characters of a sentence
and of the passage that it is of, and the characters within the sentence that were replaced, by
what; the reports' text is not among it.

    python -m bench.lies --fitted     every lie shown and every true sentence lost, of the fitted
                                      fields alone; keeps nothing
    python -m bench.lies              both halves, totals by kind; keeps the result
"""

import json
import random
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from bench.common import Figure, Result, Table, main
from bench.corpus import shipped
from bench.fields.corpus import load
from bench.grounding_faults import CHANGES
from bench.grounding_rewordings import RULES
from bench.grounding_true import Told
from index.structure.blocks import split_blocks
from index.text.normalize import without_marks
from index.text.sentences import sentence_spans
from rag.reader.judge import OnnxJudge
from rag.verification.types import Grounds
from rag.verification.verifier import Verifier

WRITTEN = Path(__file__).parent / "lies.jsonl"
FIELDS = {
    "fitted": (
        "press_briefings", "accident_reports", "labour_statistics", "tropical_cyclone",
        "farm_weekly", "disaster_response",
    ),
    "kept": (
        "city_executive_orders", "missionary_monthly", "weather_station", "witness_testimony",
        "cash_rate_briefings", "space_missions", "book_notes",
    ),
}  # fmt: skip
TRUE, SHORTENED = "true", "shortened and changed"
BY_RULE = (
    "number", "date", "name", "name of the same passage", "negation", "opposite", "roles", "unit",
    "hedge lost", "speaker lost", "condition lost",
)  # fmt: skip
SHORTENING = ("asides left out", "last clause left out")
CHANGED_WHEN_SHORT = ("number", "name of the same passage", "roles", "opposite")
EACH, SEED, LEAST, MOST = 3, 20261201, 10, 60
"""Sentences of a field that a rule changes; the seed; the words of a sentence."""
FIRST_SIGHT = 0.182, 0.348
SHOWN_AT_MOST, LOST_AT_MOST = 0.02, 0.08


@dataclass(frozen=True, slots=True)
class Case:
    """A written sentence, what it rests on, and how it was made; `kind` is `true` of a rewording
    by hand."""

    kind: str
    by_hand: bool
    true: bool
    sentence: str
    grounds: Grounds


def cases(part: str) -> list[Case]:
    """All sentences of a half: those written by hand, then those made by rule."""
    return [*_written(part), *(case for field in FIELDS[part] for case in _by_rule(field))]


def _written(part: str) -> Iterator[Case]:
    for line in WRITTEN.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["part"] != part:
            continue
        text = _text(row["field"], row["file"])
        (start, end), (first, last) = row["sentence"], row["replaced"]
        sentence = text[start:first] + row["by"] + text[last:end]
        passage = slice(*row["passage"])
        yield Case(
            row["kind"], True, row["kind"] == TRUE, _capital(_one_line(sentence)),
            Grounds(_one_line(text[passage]), _day_of(row["file"])),
        )  # fmt: skip


def _by_rule(field: str) -> Iterator[Case]:
    pool = _pool(field)
    for rule in RULES:
        yield from (Case(rule, False, True, s, t.grounds) for t, s in _made(rule, pool))
    for kind in (*BY_RULE, SHORTENED):
        yield from (Case(kind, False, False, s, t.grounds) for t, s in _made(kind, pool))


def _made(how: str, pool: Sequence[Told]) -> Iterator[tuple[Told, str]]:
    rng, made = random.Random(SEED), 0
    for told in pool:
        sentence = _changed(how, told, rng, pool)
        if sentence is not None and sentence != told.sentence:
            yield told, sentence
            made += 1
        if made == EACH:
            return


def _changed(how: str, told: Told, rng: random.Random, pool: Sequence[Told]) -> str | None:
    if how in RULES:
        return RULES[how](told)
    if how in CHANGES:
        return CHANGES[how](told, rng, pool)
    shortened = (RULES[rule](told) for rule in SHORTENING)
    short = next((sentence for sentence in shortened if sentence), None)
    if short is None:
        return None
    return CHANGES[rng.choice(CHANGED_WHEN_SHORT)](Told(short, told.grounds), rng, pool)


@cache
def _pool(field: str) -> tuple[Told, ...]:
    """Sentences of a field's reports with the two that they are of, in an order of chance."""
    found = []
    for file in sorted(load(field).folder.iterdir()):
        if file.suffix not in (".txt", ".md"):
            continue
        text = _text(field, file.name)
        for block in split_blocks(text):
            spans = sentence_spans(text, block.start, block.end)
            for first, second in zip(spans[::2], spans[1::2], strict=False):
                grounds = Grounds(_one_line(text[first[0] : second[1]]), _day_of(file.name))
                found += [
                    Told(sentence, grounds)
                    for start, end in (first, second)
                    if _is_whole(sentence := _one_line(text[start:end]))
                ]
    random.Random(SEED).shuffle(found)
    return tuple(found)


def _is_whole(sentence: str) -> bool:
    words = sentence.split()
    begun = sentence[:1].isupper() and sentence[-1:] in '.”"'
    return begun and LEAST <= len(words) <= MOST and without_marks(sentence) == sentence


@cache
def _text(field: str, file: str) -> str:
    return (load(field).folder / file).read_bytes().decode("utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _day_of(file: str) -> date:
    """The day that the report came out, which the names of all these files begin with."""
    return date.fromisoformat(file[:10])


def measure() -> Result:
    verifier = Verifier(OnnxJudge(), shipped())
    figures, tables = [], []
    for part in FIELDS:
        tried = [(case, _is_shown(verifier, case)) for case in cases(part)]
        figures += _figures(part, tried)
        tables.append(_table(part, tried))
    return Result(
        name="lies",
        title="Lies on reports of many subjects",
        about=(
            "A written sentence is held against the two sentences of the report that it was made "
            "of. Those by hand were written by somebody who had not seen the verifier; the fields "
            f"fitted are {', '.join(FIELDS['fitted'])}, those kept {', '.join(FIELDS['kept'])}. "
            f"By rule up to {EACH} of a field each way. Before anything was mended for these, "
            f"{FIRST_SIGHT[0]:.3f} of the lies by hand in the fields kept were shown and "
            f"{FIRST_SIGHT[1]:.3f} of the true sentences lost."
        ),
        figures=figures,
        tables=tables,
    )


def _is_shown(verifier: Verifier, case: Case) -> bool:
    return not verifier.check(case.sentence, [case.grounds]).faults


def _figures(part: str, tried: Sequence[tuple[Case, bool]]) -> list[Figure]:
    figures = []
    for by_hand, how in ((True, "by hand"), (False, "by rule")):
        false = [shown for case, shown in tried if not case.true and case.by_hand is by_hand]
        true = [shown for case, shown in tried if case.true and case.by_hand is by_hand]
        figures += [
            Figure(f"Lies shown, {part}, {how} (of {len(false)})",
                   sum(false) / max(1, len(false)), at_most=SHOWN_AT_MOST),
            Figure(f"True sentences lost, {part}, {how} (of {len(true)})",
                   true.count(False) / max(1, len(true)), at_most=LOST_AT_MOST),
        ]  # fmt: skip
    return figures


def _table(part: str, tried: Sequence[tuple[Case, bool]]) -> Table:
    """By kind: how many there are and how many were shown, of a lie, or lost, of a true one."""
    wrong = Counter(_row(case) for case, shown in tried if shown is not case.true)
    rows = [
        [*row, str(count), str(wrong[row])]
        for row, count in sorted(Counter(_row(case) for case, _ in tried).items())
    ]
    heads = ("", "made", "kind", "sentences", "shown, or lost where true")
    return Table(f"Of the fields {part}", heads, rows)


def _row(case: Case) -> tuple[str, str, str]:
    return (
        "true" if case.true else "false",
        "by hand" if case.by_hand else "by rule",
        "reworded" if case.kind == TRUE else case.kind,
    )


def show_fitted() -> None:
    """Prints each sentence of the fitted fields that was judged wrongly, and why."""
    verifier = Verifier(OnnxJudge(), shipped())
    for case in cases("fitted"):
        faults = verifier.check(case.sentence, [case.grounds]).faults
        if bool(faults) is case.true:
            why = "; ".join(f"{fault.kind}: {fault.what}" for fault in faults)
            print(f"{' '.join(_row(case))}\n  {case.sentence}\n  {case.grounds.text}\n  {why}\n")


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m bench.lies", description=__doc__.partition("\n")[0])
    parser.add_argument("--fitted", action="store_true", help="show what is wrong, of these alone")
    if parser.parse_args().fitted:
        show_fitted()
    else:
        main(measure)
