"""Questions to begin with, made from what the corpus speaks of and tried before they are shown."""

import asyncio
import re
from calendar import day_name, month_name
from collections import Counter
from collections.abc import Iterator, Sequence

from index.errors import DatelineError
from index.terms import FUNCTION_WORDS
from index.types import Report, ReportHead, Role
from rag.question import Query
from ui.service import Service

SHOWN = 4
"""Examples at a time."""
_LOOKED_AT = 60
"""Reports whose text is looked through for names, the newest ones."""
_TRIED = 12
_NAME = re.compile(
    r"(?<=[a-z,] )((?:the )?[A-Z][a-z]{3,}\b(?: [A-Z][a-z]{2,}\b)?)(?: ([a-z]+)|[.,;:’'])"
)
"""A capital inside a sentence, one or two words, and the word that follows."""
_CALENDAR = frozenset((*month_name, *day_name))


class Examples:
    """The examples of a corpus; made once for each state of it."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._making = asyncio.Lock()
        self._made: tuple[str, tuple[str, ...]] = ("", ())

    @property
    def made(self) -> tuple[str, ...]:
        """Those made so far; none where the corpus has changed since."""
        snapshot, questions = self._made
        return questions if snapshot == self._service.coverage().snapshot else ()

    async def questions(self) -> tuple[str, ...]:
        """Questions that are answered, few or none; none too where the index cannot be used."""
        async with self._making:
            snapshot = self._service.coverage().snapshot
            if self._made[0] != snapshot:
                try:
                    self._made = snapshot, await self._answered()
                except DatelineError:
                    return ()
            return self._made[1]

    async def _answered(self) -> tuple[str, ...]:
        found: list[str] = []
        for question in await asyncio.to_thread(self._candidates):
            if await self._service.answers(Query(question)):
                found.append(question)
            if len(found) == SHOWN:
                break
        return tuple(found)

    def _candidates(self) -> list[str]:
        heads = [h for h in self._service.reports() if h.dated.published_on][-_LOOKED_AT:]
        reports = [r for r in (self._service.report(head.id) for head in heads) if r is not None]
        return list(candidates(heads, frequent_names(reports)))[:_TRIED]


def frequent_names(reports: Sequence[Report]) -> list[str]:
    """Names in the reports' own text, those that most reports have first, then by frequency."""
    spread: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for report in reports:
        body = " ".join(report.text[b.start : b.end] for b in report.blocks if b.role is Role.BODY)
        found = Counter(name for name, after in _NAME.findall(body) if _is_name(name, after))
        spread.update(found.keys())
        count.update(found)
    return sorted(count, key=lambda name: (-spread[name], -count[name], name))


def candidates(heads: Sequence[ReportHead], names: Sequence[str]) -> Iterator[str]:
    """Questions about names, in forms that any corpus of dated reports may answer.

    The forms take turns, and each takes another name.
    """
    days = [head.dated.published_on for head in heads if head.dated.published_on is not None]
    if not days:
        return
    forms = (
        "What was reported about {}?",
        "What is the latest on {}?",
        f"What was reported about {{}} in {max(days):%B %Y}?",
        "What was first reported about {}?",
    )
    used: set[str] = set()
    for name in names:
        if used.isdisjoint(name.split()):
            yield forms[len(used) % len(forms)].format(name)
            used.add(name.split()[-1])


def _is_name(name: str, after: str) -> bool:
    """Whether a capital is that of a name, not of a month or of an adjective before its noun."""
    return _CALENDAR.isdisjoint(name.split()) and (not after or after in FUNCTION_WORDS)
