"""Are reports of other fields dated rightly, where their names do not tell the day?

    python -m bench.dates_of_fields [--pages FOLDER]

FOLDER holds web pages and `dates.json`, their days by file name.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.common import Figure, Result, Table, main
from bench.dated import ALL, LOOKED_AT, Dated, of_field, of_pages
from bench.fields.corpus import ASKED_ON
from index.dating import date_report
from index.types import ReportDate

RIGHT_AT_LEAST, WRONG_AT_MOST, LEAKS_AT_MOST = 0.97, 0.01, 0.0
VERDICTS = (
    "right, high", "right, medium", "right, low", "month", "none", "wrong, low", "wrong, medium",
    "wrong, high",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """A document beside the date that was read of it."""

    document: Dated
    read: ReportDate

    @property
    def right(self) -> bool:
        return self.read.published_on == self.document.day

    @property
    def leaks(self) -> bool:
        """Whether it is shown as known before its day."""
        known = self.read.known_by
        return known is not None and known < self.document.day

    @property
    def verdict(self) -> str:
        day, read = self.document.day, self.read
        if read.published_on is not None:
            return f"{'right' if self.right else 'wrong'}, {read.confidence}"
        if read.earliest is None or read.latest is None:
            return "none"
        return "month" if read.earliest <= day <= read.latest else f"wrong, {read.confidence}"


def measure(pages: Path | None = None) -> Result:
    fields = {name: [_tried(one) for one in of_field(name)] for name in ALL}
    looked = [one for name, tried in fields.items() if name in LOOKED_AT for one in tried]
    others = [one for name, tried in fields.items() if name not in LOOKED_AT for one in tried]
    groups = {"fields not looked at": others, "fields looked at, fitted to": looked}
    if pages is not None:
        groups["web pages"] = [_tried(one) for one in of_pages(pages)]
    return Result(
        name="dates_of_fields",
        title="The dates of reports of many fields",
        about=(
            f"{len(others) + len(looked):,} documents of {len(fields)} open fields under names "
            "that do not tell their day; that in their names is taken for true. Whether a file "
            "tells it was looked up by all ways of writing a day. Not looked at are the fields "
            "that nobody read while this was made, and no weights were fitted to."
        ),
        figures=[
            Figure("Right, where the file tells the day near its beginning or end, not looked at",
                   _right(others, lambda one: one.document.at_an_edge), at_least=RIGHT_AT_LEAST),
            Figure("Right, where the file tells the day anywhere, not looked at",
                   _right(others, lambda one: one.document.tells == "day")),
            Figure("Wrong with high confidence, of all, not looked at",
                   _share(others, "wrong, high"), at_most=WRONG_AT_MOST),
            Figure("Shown as known too early, of all, not looked at",
                   sum(one.leaks for one in others) / len(others), at_most=LEAKS_AT_MOST),
        ],
        tables=[
            Table("Together", ("", "documents", "tell their day", *VERDICTS, "known too early"),
                  [_row(name, tried) for name, tried in groups.items()]),
            Table("By field; a star marks those that were looked at",
                  ("", "documents", "tell their day", *VERDICTS, "known too early"),
                  [_row(f"{name}{' *' if name in LOOKED_AT else ''}", tried)
                   for name, tried in fields.items()]),
        ],
    )  # fmt: skip


def _tried(one: Dated) -> Tried:
    source = one.source
    read, _ = date_report(source.text, source.blocks, source.metadata, one.masked, ASKED_ON)
    return Tried(one, read)


def _right(tried: Sequence[Tried], among: Callable[[Tried], bool]) -> float:
    some = [one for one in tried if among(one)]
    return sum(one.right for one in some) / len(some)


def _share(tried: Sequence[Tried], verdict: str) -> float:
    return sum(one.verdict == verdict for one in tried) / len(tried)


def _row(name: str, tried: Sequence[Tried]) -> list[str]:
    counts = Counter(one.verdict for one in tried)
    tell = sum(one.document.tells == "day" for one in tried)
    numbers = [len(tried), tell, *(counts[verdict] for verdict in VERDICTS)]
    return [name, *map(str, numbers), str(sum(one.leaks for one in tried))]


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--pages", type=Path)
    parsed = parser.parse_args()
    main(lambda: measure(parsed.pages))
