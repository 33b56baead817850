"""A wide search told to a person, and as CSV."""

import csv
from collections.abc import Iterator
from io import StringIO

from rich.text import Text

from index.calendar import day_in_words
from rag.engine.wide import Mention, Wide
from ui.console import on_one_line, shown
from ui.rendering import dated_line

COLUMNS = (
    "published_on", "published_edtf", "date_source", "date_confidence", "title", "publisher",
    "path", "url", "quote", "start", "end", "copy", "report_id", "passage_id",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BAR = 40


def told(wide: Wide) -> str:
    """How many reports have the words, of how many, and which was the first and the last."""
    words = ", ".join(f"“{shown(word)}”" for word in wide.words)
    of = f"{wide.searched:,} report{'' if wide.searched == 1 else 's'}"
    if not wide.mentions:
        return f"None of {of} has {words} in one passage, in any spelling."
    many, copies = len(wide.mentions), len(wide.mentions) - len(wide.own)
    apart = f", {copies} of them word for word as another" if copies else ""
    days = sorted(d for m in wide.mentions if (d := m.passage.published_on) is not None)
    span = f", first on {day_in_words(days[0])}, last on {day_in_words(days[-1])}" if days else ""
    has = "has" if many == 1 else "have"
    return f"{many:,} of {of} {has} {words} in one passage{apart}{span}."


def wide_lines(wide: Wide) -> Iterator[Text]:
    """All of it: the count, bars by month, and a quote of each report."""
    yield Text(told(wide), style="bold")
    months = wide.months()
    most = max((many for _, many in months), default=0)
    for month, many in months if len(months) > 1 else ():
        yield Text(f"  {month:%Y-%m} {'█' * round(_BAR * many / most)} {many}", style="dim")
    for number, mention in enumerate(wide.mentions, 1):
        copy = " (word for word as an earlier one)" if mention.copy else ""
        yield Text(f"{number}. {dated_line(mention.passage)}{copy}", style="cyan")
        yield Text(f"    “{on_one_line(mention.passage.quote)}”", style="dim")


def as_csv(wide: Wide) -> str:
    """A row for each report, with a head. No cell is read as a formula by a program of sheets."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows([_cell(value) for value in _row(mention)] for mention in wide.mentions)
    return out.getvalue()


def _row(mention: Mention) -> list[object]:
    fields = mention.passage.model_dump(mode="json")
    return [mention.copy if name == "copy" else fields[name] for name in COLUMNS]


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
