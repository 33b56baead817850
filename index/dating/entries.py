"""Pages that are made of entries, as those of a diary are: a day heads each of them."""

from collections.abc import Sequence
from dataclasses import replace

from index.dating.candidates import SOON, Candidate
from index.dating.chances import Chance
from index.rules import Stage, declare

ENTRIES = declare(
    "date-first-entry", Stage.INGEST,
    "Of days that head one entry each, the first is the report's, which is known from the last.",
)  # fmt: skip


def entries_of(chances: Sequence[Chance]) -> list[Chance]:
    """The days that head the entries of a page, in order of time; none of a page that has no such
    day above all else, and another soon after it below."""
    heads = next((chance for chance in chances if heads_the_page(chance.candidate)), None)
    if heads is None:
        return []
    first = heads.candidate.day
    below = [c for c in chances if c.candidate.day > first and _heads_an_entry(c.candidate)]
    below.sort(key=lambda chance: chance.candidate.day)
    soon = bool(below) and below[0].candidate.day - first <= SOON
    return [heads, *below] if ENTRIES.applies(soon) else []


def joined(chances: Sequence[Chance]) -> list[Chance]:
    """The dates of a page, the likeliest first, with the days of its entries as one date, that of
    the first."""
    entries = entries_of(chances)
    if not entries:
        return list(chances)
    whole = replace(entries[0], probability=sum(entry.probability for entry in entries))
    others = [chance for chance in chances if chance not in entries]
    return sorted([whole, *others], key=lambda chance: -chance.probability)


def heads_the_page(candidate: Candidate) -> bool:
    """Whether a day stands alone above all else, or after a place."""
    signs = candidate.signs
    after_a_place = candidate.form == "names" and "last in line" in signs
    return "top" in signs and _is_plain(candidate) and (candidate.form == "alone" or after_a_place)


def _heads_an_entry(candidate: Candidate) -> bool:
    return not candidate.is_above_text and candidate.form == "alone" and _is_plain(candidate)


def _is_plain(candidate: Candidate) -> bool:
    """Whether a date is a day with its year, and nothing is said of what it is the day."""
    is_day = candidate.expression.is_day and candidate.expression.stated_year
    return is_day and not candidate.label and "list" not in candidate.signs
