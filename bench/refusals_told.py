"""A refusal parted into its sentences, each with what verifies it.

A verifier is a function that `says` has made that of all sentences of a pattern.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bench.plain_text import folded
from bench.shelf import Page, Shelf
from rag.evaluation.record import Record
from rag.types import Refusal


@dataclass(frozen=True)
class Refused:
    """A refusal with the reports that it speaks of."""

    record: Record
    refusal: Refusal
    shelf: Shelf

    @property
    def question(self) -> str:
        return self.record.known.question

    @property
    def near(self) -> list[str]:
        """The passages that are shown with it."""
        return [passage.quote for passage in self.refusal.nearest]

    @cached_property
    def out(self) -> Shelf:
        """The reports that may be spoken of: none that came out after the day it is asked as of."""
        window = self.refusal.window
        return self.shelf.out_by(window.as_of if window else None)

    @property
    def asked(self) -> tuple[date, date] | None:
        """The time asked about, as it was read."""
        window = self.refusal.window
        if window is None or (window.first is None and window.last is None):
            return None
        return window.first or date.min, window.last or date.max


Verifier = Callable[[re.Match[str], Refused], str]
"""What is not so of a sentence, in words that quote no report; nothing where it is so."""

DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
PUBLISHED = rf"published (?:between {DAY} and {DAY}|on (?:or (?:before|after) )?{DAY})"
QUOTED = r"“[^”]*”"
WORDS = rf"(?P<words>{QUOTED}(?:, {QUOTED})*(?: or {QUOTED})?)"
WITHIN = rf"(?P<within>(?: in the report “.+?”| of “.+?”)?(?: {PUBLISHED})?)"
_VERIFIERS: list[tuple[str, re.Pattern[str], Verifier]] = []


def says(kind: str, pattern: str) -> Callable[[Verifier], Verifier]:
    """Makes a function the verifier of the sentences that a pattern matches."""

    def register(verifier: Verifier) -> Verifier:
        _VERIFIERS.append((kind, re.compile(rf"{pattern}(?= |$)", re.DOTALL), verifier))
        return verifier

    return register


UNKNOWN = "a sentence that no verifier knows"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a refusal, its kind, and what is not so of it; nothing where it is so."""

    question: str
    kind: str
    text: str
    wrong: str


def statements(record: Record, shelf: Shelf) -> Iterator[Statement]:
    """The sentences of a record's refusal, each held against the reports; none of an answer."""
    if not isinstance(record.outcome, Refusal):
        return
    told, at = Refused(record, record.outcome, shelf), 0
    text = record.outcome.text
    while at < len(text):
        for kind, pattern, verifier in _VERIFIERS:
            match = pattern.match(text, at)
            if match is not None:
                yield Statement(record.known.id, kind, match[0], verifier(match, told))
                break
        else:
            yield Statement(record.known.id, UNKNOWN, text[at:], "nothing is known of it")
            return
        at = match.end() + 1


def has_the_answer(record: Record) -> bool:
    """Whether a passage that is shown with a refusal has the facts of a right answer."""
    known = record.known
    if not isinstance(record.outcome, Refusal) or not known.answerable:
        return False
    return any(known.states_facts(passage.quote) for passage in record.outcome.nearest)


def kinds() -> list[str]:
    """The kinds of sentences that are known, in the order in which they are looked for."""
    return list(dict.fromkeys(kind for kind, _, _ in _VERIFIERS))


def quoted(match: re.Match[str]) -> list[str]:
    return re.findall(r"“([^”]*)”", match["words"])


def date_in(words: str) -> date:
    return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007


def pages_of(within: str, shelf: Shelf) -> list[Page]:
    """The reports that are meant by the words for what was looked at."""
    found = list(shelf.pages)
    report = re.search(r"report “(.+?)”", within, re.DOTALL)
    if report is not None:
        found = [p for p in found if (p.title or p.name) == report[1]]
    publisher = re.search(r" of “(.+?)”", within)
    if publisher is not None:
        found = [p for p in found if folded(publisher[1]) in folded(p.publisher or "")]
    days = [date_in(day) for day in re.findall(DAY, within)]
    if days:
        first = date.min if "or before" in within else days[0]
        last = date.max if "or after" in within else days[-1]
        found = [p for p in found if p.published and first <= p.published <= last]
    return found
