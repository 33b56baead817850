"""Does a refusal say nothing that is not so?

`python -m bench.refusals` takes the answers that were kept of open and held fields
(`python -m bench.fields`), and holds each sentence of each refusal against the full text of the
reports (`bench/refusals_verified.py`). `--code SUM` takes those of other code or settings. Of what
is not so, the question's id and the sentence are told. It ends with 1 where any is.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.common import Figure, Result, Skipped, Table, keep, show
from bench.fields.corpus import HELD, OPEN, answers_of, load, open_ones, sum_of
from bench.refusals_verified import UNKNOWN, Statement, has_the_answer, kinds, statements
from bench.shelf import shelf_of
from rag.evaluation.record import Record
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Verified:
    """The refusals of some fields, their sentences, and how many of them show a passage that has
    the facts of a right answer."""

    refusals: int
    withheld: int
    said: tuple[Statement, ...]

    @property
    def false(self) -> list[Statement]:
        return [one for one in self.said if one.wrong]


def verified(name: str, code: str) -> Verified | None:
    """The refusals of a field that were kept of some code, held against its reports; None where no
    answer was. Raises Skipped where they cannot be read."""
    field = load(name)
    records = answers_of(field, code)
    if not records:
        return None
    shelf = shelf_of(field.settings.data_dir)
    refused: list[Record] = [record for record in records if record.refused]
    said = tuple(one for record in refused for one in statements(record, shelf))
    return Verified(len(refused), sum(map(has_the_answer, refused)), said)


def result_of(found: Mapping[str, Verified], code: str) -> Result:
    """The sentences by kind, and those that are not so."""
    said = [one for field in found.values() for one in field.said]
    false = [one for field in found.values() for one in field.false]
    counted, wrong = (Counter(one.kind for one in some) for some in (said, false))
    return Result(
        name="refusals",
        title="What refusals say, held against the reports",
        about=(
            "Every sentence of every refusal of open and held fields: names are looked for among "
            "the words of all reports, times among their days, numbers in the passages that are "
            f"shown. The sum of code and settings is {code}; fields: {', '.join(found)}."
        ),
        figures=[
            Figure("sentences that are not so", len(false), at_most=0),
            Figure("sentences", len(said)),
            Figure("refusals", sum(field.refusals for field in found.values())),
            Figure(
                "refusals that show a passage with the facts of the answer",
                sum(field.withheld for field in found.values()),
            ),
        ],
        tables=[
            Table(
                "By kind",
                ("sentence", "said", "so", "not so"),
                [
                    [kind, str(counted[kind]), str(counted[kind] - wrong[kind]), str(wrong[kind])]
                    for kind in (*kinds(), UNKNOWN)
                    if counted[kind]
                ],
            ),
            Table(
                "Not so",
                ("question", "sentence", "why"),
                [[one.question, one.text, one.wrong] for one in false],
            ),
        ],
    )


def measure(names: Sequence[str], code: str) -> dict[str, Verified]:
    """The refusals that were kept of those of these fields that were asked. Raises Skipped where
    none was."""
    fields = {name: verified(name, code) for name in names}
    found = {name: field for name, field in fields.items() if field is not None}
    if not found:
        raise Skipped(f"no answers of {code} are kept; ask the fields first, or name others' sum")
    if lacking := [name for name in names if name not in found]:
        print(f"no answers of {code} are kept of {', '.join(lacking)}", file=sys.stderr)
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Runs the program; 1 where something is not so."""
    about, _, _ = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(prog="python -m bench.refusals", description=about)
    parser.add_argument("names", nargs="*", metavar="FIELD", help="all open and held ones if none")
    parser.add_argument("--code", metavar="SUM", help="whose answers: this code's if not given")
    options = parser.parse_args(given)
    names = open_ones(parser, options.names, (*OPEN, *HELD))
    code = options.code or sum_of(Settings())
    try:
        found = measure(names, code)
    except Skipped as reason:
        print(f"skipped: {reason}", file=sys.stderr)
        return 1
    whole = options.code is None and {*OPEN, *HELD} <= set(found)
    (keep if whole else show)(result_of(found, code))
    return 1 if any(field.false for field in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
