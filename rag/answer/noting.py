"""Notes beside an answer: what of it says otherwise, and how many reports say so."""

from collections.abc import Sequence

from index.calendar import day_in_words
from rag.answer.composing import Composition
from rag.answer.disagreement import Difference
from rag.evidence.statement import Corroboration
from rag.types import Citation

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""Those that notes say in words, from 0 on."""


def notes_of(said: Composition, *, course: bool = False, asked: bool = False) -> list[str]:
    """What of an answer says otherwise, and how many reports say what it begins with: of a `course`
    of events, and where no other does, if that was `asked`."""
    citations = said.citations()
    notes = of_differences(said.differences(), citations)
    if (course and not asked) or not said.statements:
        return notes
    first = said.statements[0]
    return [*notes, *of_corroboration(first.borne_out, citations[0], asked=asked)]


def of_differences(found: Sequence[Difference], citations: Sequence[Citation]) -> list[str]:
    """A note for each difference between what is cited, corrections and then those at one time
    first; of what was said otherwise more than once later, for the next time alone."""
    told = [
        d for d in found if d.one_time or d.corrects or not _is_passed_over(d, found, citations)
    ]
    ordered = sorted(told, key=lambda d: (not d.corrects, not d.one_time))
    return [_difference(d, citations[d.earlier], citations[d.later]) for d in ordered]


def _is_passed_over(
    difference: Difference, found: Sequence[Difference], citations: Sequence[Citation]
) -> bool:
    """Whether something that is later than the one, and earlier than the other, says otherwise than
    the one, too."""
    day = citations[difference.later].published_on
    between = (
        citations[d.later].published_on for d in found
        if d.earlier == difference.earlier and not d.one_time and d.later != difference.later
    )  # fmt: skip
    return any(day is not None and other is not None and other < day for other in between)


def _difference(difference: Difference, earlier: Citation, later: Citation) -> str:
    one, other = _told(earlier), _told(later)
    if difference.corrects:
        return f"{other} may correct {one}."
    if difference.one_time and difference.figures:
        mine, theirs = difference.figures
        if earlier.report_id == later.report_id:
            return (
                f"One report has {mine}, {one}, and {theirs}, {other}; neither is preferred here."
            )
        return f"The reports differ: {one} has {mine}, {other} {theirs}; neither is preferred here."
    if difference.one_time:
        return f"{one} and {other} may contradict each other; neither is preferred here."
    if difference.figures:
        mine, theirs = difference.figures
        return f"Later {other} has {theirs}, where {one} has {mine}."
    return f"Later {other} may say otherwise than {one}."


def _told(citation: Citation) -> str:
    """A marker with who speaks and the day: [2] (Ilse Brandt, 5 May 2024)."""
    who = citation.said_by or tuple(
        name for name in (citation.originator or citation.publisher,) if name
    )
    day = [day_in_words(citation.published_on)] if citation.published_on else []
    known = [*who[:1], *day]
    return f"[{citation.n}] ({', '.join(known)})" if known else f"[{citation.n}]"


def of_corroboration(found: Corroboration, citation: Citation, *, asked: bool = False) -> list[str]:
    """A note of how many reports say what is cited, of how many sources, and which was first; none
    where no other does but copies, unless that was `asked`."""
    if not found.reports and not asked:
        return []
    dated = [(citation.published_on, _name(citation.publisher, citation.title, citation.path))]
    dated += [(h.dated.published_on, _name(h.publisher, h.title, h.path)) for h in found.reports]
    if asked:
        dated += [(copy.published_on, copy.path) for copy in citation.also_in]
    first = min(((day, name) for day, name in dated if day is not None), default=None)
    begun = f", first {first[1]} on {day_in_words(first[0])}" if first is not None else ""
    sources = "one source" if found.sources == 1 else f"{_in_words(found.sources)} sources"
    if len(dated) == 1:
        return [f"No other report was found to say what [{citation.n}] says."]
    many = _in_words(len(dated)).capitalize()
    return [f"{many} reports, of {sources}, say what [{citation.n}] says{begun}."]


def _name(publisher: str | None, title: str | None, path: str) -> str:
    return publisher or (f"“{title}”" if title else path)


def _in_words(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
