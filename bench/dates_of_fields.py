"""Are reports of other fields dated rightly, where their names do not tell the day?

    python -m bench.dates_of_fields [--pages FOLDER | --first-sight]

FOLDER holds web pages and `dates.json`, their days by file name. The first sight is that of the
newer fields alone, all of them, and is measured once: before anything is looked at in them.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.common import Figure, Result, Skipped, Table, main
from bench.dated import ALL, LOOKED_AT, LOOKED_AT_SINCE, NEWER, Dated, of_field, of_pages
from bench.fields.corpus import ASKED_ON
from index.dating import DayOrder, agreed_order, date_report, orders_shown, read_in_order
from index.edtf import is_either
from index.types import ReportDate

RIGHT_AT_LEAST, WRONG_AT_MOST, LEAKS_AT_MOST = 0.97, 0.01, 0.0
VERDICTS = (
    "right, high", "right, medium", "right, low", "month", "none", "wrong, low", "wrong, medium",
    "wrong, high",
)  # fmt: skip


_COLUMNS = ("", "documents", "tell their day", *VERDICTS, "known too early")


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
    laid_out = {name: documents for name in ALL if (documents := _laid_out(name)) is not None}
    lacking = [name for name in ALL if name not in laid_out]
    fields = {name: _as_ingested(documents) for name, documents in laid_out.items()}
    looked, since, others = (
        [one for name, tried in fields.items() if _group(name) == group for one in tried]
        for group in ("*", "+", "")
    )
    groups = {
        "fields not looked at": others, "fields looked at since, not fitted to": since,
        "fields looked at, fitted to": looked,
    }  # fmt: skip
    if pages is not None:
        groups["web pages"] = [_tried(one, None) for one in of_pages(pages)]
    return Result(
        name="dates_of_fields",
        title="The dates of reports of many fields",
        about=_about(sum(map(len, fields.values())), len(fields), lacking),
        figures=[
            *_figures(others, "not looked at", bound=True),
            *_figures([*others, *since], "with those looked at since", bound=False),
        ],
        tables=[
            Table("Together", _COLUMNS, [_row(name, tried) for name, tried in groups.items()]),
            Table("By field; a star marks those looked at, a cross those looked at since", _COLUMNS,
                  [_row(f"{name} {_group(name)}".rstrip(), tried)
                   for name, tried in fields.items()]),
        ],
    )  # fmt: skip


def first_sight() -> Result:
    """The fields that came after dating had been made."""
    laid_out = {name: documents for name in NEWER if (documents := _laid_out(name)) is not None}
    fields = {name: _as_ingested(documents) for name, documents in laid_out.items()}
    every = [one for tried in fields.values() for one in tried]
    lacking = [name for name in NEWER if name not in laid_out]
    return Result(
        name="dates_of_fields_first_sight",
        title="The dates of reports of newer fields, at first sight",
        about=_about(len(every), len(fields), lacking),
        figures=_figures(every, "at first sight", bound=True),
        tables=[Table("By field", _COLUMNS, [_row(*each) for each in fields.items()])],
    )


def _about(documents: int, fields: int, lacking: Sequence[str]) -> str:
    left_out = f" Not laid out here, and left out: {', '.join(lacking)}." if lacking else ""
    return (
        f"{documents:,} documents of {fields} open fields under names that do not tell their day; "
        "that in their names is taken for true. Whether a file tells it was looked up by all ways "
        "of writing a day. Figures that may be two days are read as the field's other documents "
        "write them, as an ingest does. Not looked at are the fields that nobody read while this "
        "was made, and no weights were fitted to; a few of those that were wrong most often were "
        f"looked at since, and stand apart.{left_out}"
    )


def _figures(tried: Sequence[Tried], which: str, *, bound: bool) -> list[Figure]:
    """The figures of some documents, held against what is wanted where they are `bound`."""
    leaks = sum(one.leaks for one in tried) / len(tried)
    return [
        Figure(f"Right, where the file tells the day near its beginning or end, {which}",
               _right(tried, lambda one: one.document.at_an_edge),
               at_least=RIGHT_AT_LEAST if bound else None),
        Figure(f"Right, where the file tells the day anywhere, {which}",
               _right(tried, lambda one: one.document.tells == "day")),
        Figure(f"Wrong with high confidence, of all, {which}", _share(tried, "wrong, high"),
               at_most=WRONG_AT_MOST if bound else None),
        Figure(f"Shown as known too early, of all, {which}", leaks,
               at_most=LEAKS_AT_MOST if bound else None),
    ]  # fmt: skip


def _group(name: str) -> str:
    """The mark of a field: a star where weights were fitted to it, a cross where it was looked at
    since."""
    return "*" if name in LOOKED_AT else "+" if name in LOOKED_AT_SINCE else ""


def _laid_out(name: str) -> list[Dated] | None:
    """The documents of a field; None where its reports are not there."""
    try:
        return list(of_field(name))
    except Skipped:
        return None


def _as_ingested(documents: Sequence[Dated]) -> list[Tried]:
    """The documents of a field with their dates, as reports of one corpus."""
    shown = [orders_shown(one.source.text) for one in documents]
    order = agreed_order(Counter(next(iter(orders)) for orders in shown if len(orders) == 1))
    return [_tried(one, order) for one in documents]


def _tried(one: Dated, order: DayOrder | None) -> Tried:
    source = one.source
    read, _ = date_report(source.text, source.blocks, source.metadata, one.masked, ASKED_ON)
    if order is not None and is_either(read.published_edtf):
        read = read_in_order(read, order)
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
    parser.add_argument("--first-sight", action="store_true")
    parsed = parser.parse_args()
    main(first_sight if parsed.first_sight else lambda: measure(parsed.pages))
