"""Questions to begin with, made from what the corpus speaks of and tried before they are shown."""

import asyncio
import re
from calendar import day_name, month_name
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from index.errors import DatelineError
from index.text.normalize import aligned
from index.text.terms import FUNCTION_WORDS, terms
from index.types import Report, ReportHead, Role
from rag.language.attribution import said_by
from rag.question.parsing import Query
from rag.types import Answer
from ui.service import Service
from ui.web.tries import summary_of

SHOWN = 4
"""Examples at a time."""
_LOOKED_AT = 60
"""Reports whose text is looked through for names, the newest ones."""
_TRIED = 16
_COMMON = 0.6
"""What is named in a larger share of the reports is what all of them are about."""
_AS_ADJECTIVE = 2
"""What stands before another word so many times as often as it does not is an adjective."""
_NAME = re.compile(
    r"(?<=[a-z,] )((?:the )?[A-Z][a-z]{3,}\b(?: [A-Z][a-z]{2,}\b){0,2})(?: ([a-z]+)|[.,;:’'])"
)
"""A capital inside a sentence, up to three words, and the word that follows."""
_CALENDAR = frozenset((*month_name, *day_name))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be an example, and the name that its answer must have; none for one that
    needs no check of that."""

    question: str
    name: str = ""


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
        for candidate in await asyncio.to_thread(self._candidates):
            tried = await self._service.tried(Query(candidate.question))
            if isinstance(tried, Answer) and names(tried, candidate.name):
                found.append(candidate.question)
            if len(found) == SHOWN:
                break
        return tuple(found)

    def _candidates(self) -> list[Candidate]:
        heads = [h for h in self._service.reports() if h.dated.published_on][-_LOOKED_AT:]
        reports = [r for r in (self._service.report(head.id) for head in heads) if r is not None]
        return list(islice(candidates(heads, frequent_names(reports), speakers(reports)), _TRIED))


def names(answer: Answer, name: str) -> bool:
    """Whether what an answer quotes has all of a name, or stands under it."""
    said = (f"{c.quote} {c.place} {c.title} {' '.join(c.said_by)}" for c in answer.citations)
    return set(terms(name)) <= set(terms(" ".join(said)))


def frequent_names(reports: Sequence[Report]) -> list[str]:
    """Names in the reports' own text: first those that stand in titles too, then those that most
    reports have, then by frequency. What nearly all reports name is left out,
    and so are publishers."""
    spread: Counter[str] = Counter()
    count: Counter[str] = Counter()
    before_a_noun: Counter[str] = Counter()
    for report in reports:
        found = _NAME.findall(_body(report))
        alone = Counter(name for name, after in found if not after or after in FUNCTION_WORDS)
        before_a_noun.update(Counter(name for name, _ in found) - alone)
        spread.update(alone.keys())
        count.update(alone)
    titles = set(terms(" ".join(report.head.title or "" for report in reports)))
    publishers = set(terms(" ".join(report.head.publisher or "" for report in reports)))
    most = max(2, _COMMON * len(reports))
    return sorted(
        (
            name
            for name in count
            if spread[name] <= most
            and not set(terms(name)) <= publishers
            and before_a_noun[name] <= _AS_ADJECTIVE * count[name]
            and _CALENDAR.isdisjoint(name.split())
        ),
        key=lambda n: (not set(terms(n)) <= titles, -spread[n], -len(n.split()), -count[n], n),
    )


def speakers(reports: Iterable[Report]) -> list[str]:
    """Names that the reports give words to, those that most do first."""
    said = Counter(name for r in reports for name in dict.fromkeys(said_by(_body(r))))
    return sorted(said, key=lambda name: (-said[name], name))


def candidates(
    heads: Sequence[ReportHead], named: Sequence[str], speak: Sequence[str] = ()
) -> Iterator[Candidate]:
    """Questions about names, in forms that any corpus of dated reports may answer, and the summary
    of the newest report. No name is asked about twice."""
    used: set[str] = set()

    def fresh(some: Iterable[str], form: str) -> Iterator[Candidate]:
        for name in some:
            if used.isdisjoint(name.split()):
                used.update(name.split())
                yield Candidate(form.format(name), name)

    about = fresh(named, "What was reported about {}?")
    latest = fresh(named, "What is the latest on {}?")
    say = fresh(speak, "What did {} say?")
    newest = [Candidate(summary_of(head, heads)) for head in heads[-1:]]
    turns = zip_longest(about, say, latest)
    yield from islice((c for c in chain.from_iterable(turns) if c is not None), SHOWN - 1)
    yield from newest
    yield from (c for c in chain.from_iterable(turns) if c is not None)


def _body(report: Report) -> str:
    text = (report.text[b.start : b.end] for b in report.blocks if b.role is Role.BODY)
    return aligned(" ".join(text))
