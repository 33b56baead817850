"""A wide search told to a person, and as CSV."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Self

from pydantic import BaseModel, ConfigDict, Field
from rich.text import Text

from index.calendar import day_in_words
from rag.engine.wide import Mention, Wide
from rag.types import DatedPassage
from ui.console import on_one_line, shown
from ui.rendering import dated_line, stated_in_words

COLUMNS = (
    "published_on", "published_edtf", "date_source", "date_confidence", "title", "publisher",
    "path", "url", "quote", "start", "end", "stated_as", "copy", "report_id", "passage_id",
)  # fmt: skip


class FoundPassage(DatedPassage):
    """The first passage of a report that has the words; `copy` says that an earlier report has the
    same words."""

    copy_: bool = Field(alias="copy")


class Month(BaseModel):
    """How many reports came out in a month, copies left out; `month` is its first day."""

    model_config = ConfigDict(frozen=True)

    month: date
    reports: int


class Found(BaseModel):
    """What a wide search found, for programs. `words` are those that a passage must have, all of
    them; `searched` is how many reports were looked through, `found` how many have the words, and
    `copies` how many of these have them word for word as an earlier one."""

    model_config = ConfigDict(frozen=True)

    what: str
    words: tuple[str, ...]
    text: str = Field(description="The same in words.")
    searched: int
    found: int
    copies: int
    months: tuple[Month, ...]
    mentions: tuple[FoundPassage, ...]

    @classmethod
    def of(cls, wide: Wide) -> Self:
        """A wide search as it is sent and printed."""
        mentions = tuple(
            FoundPassage.model_validate({**dict(m.passage), "copy": m.copy}) for m in wide.mentions
        )
        return cls(
            what=wide.what,
            words=wide.words,
            text=told(wide),
            searched=wide.searched,
            found=len(mentions),
            copies=len(mentions) - len(wide.own),
            months=tuple(Month(month=day, reports=many) for day, many in wide.months()),
            mentions=mentions,
        )


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
        for line in stated_in_words(mention.passage):
            yield Text(f"    {line}", style="yellow")


def as_csv(wide: Wide) -> str:
    """A row for each report, with a head. No cell is read as a formula by a program of sheets."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows([_cell(value) for value in _row(mention)] for mention in wide.mentions)
    return out.getvalue()


def _row(mention: Mention) -> list[object]:
    fields = mention.passage.model_dump(mode="json")
    fields |= {"copy": mention.copy, "stated_as": "; ".join(mention.passage.stated_as)}
    return [fields[name] for name in COLUMNS]


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
