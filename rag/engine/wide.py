"""Wide search: all reports that have some words in one passage, each with a quote, not only the few
that an answer rests on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from index.errors import BadInput
from index.rules import Stage, always, declare
from index.storage.catalog import Catalog
from index.text.normalize import collapsed
from index.text.statements import statement_hash
from index.text.terms import terms
from index.types import Finding
from rag.engine.query_engine import QueryEngine
from rag.evidence.citations import Quote, nearest, whole_passage
from rag.guardrail.scoping import bounds_of, problem
from rag.question.lettered import Lettered, lettered
from rag.question.parsing import Query, Term, parse_question
from rag.types import DatedPassage

WIDE = declare(
    "wide-search-asked",
    Stage.QUESTION,
    "Takes “how many reports mention …”, “which say …”, “when first …” to ask for all that do.",
)
_REPORTS = r"(?:reports?|articles?|documents?|texts?)"
_MENTION = (
    r"(?:mentions?|mentioned|names?|says?|tells? of|speaks? of|talks? about|covers?|discuss(?:es)?"
    r"|refers? to|writes? about|quotes?)"
)
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:how many|which|what|list (?:all|the)) {_REPORTS} (?:that )?{_MENTION} (?:that )?"
        r"(?P<what>.+)$",
        rf"^in (?:how many|which|what) {_REPORTS} (?:is|are|was|were|does|do|did) (?P<what>.+?)"
        r"(?: (?:mentioned|named|told of|discussed|quoted))?$",
        r"^when (?:was|were|is|are) (?P<what>.+?) (?:first|last) "
        r"(?:mentioned|named|reported|told of)$",
        r"^(?:the )?(?:first|last) (?:mention|report) of (?P<what>.+)$",
    )
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A report that has the words: the first passage of it that does. `copy` says that an earlier
    mention has the same statement word for word."""

    passage: DatedPassage
    copy: bool


@dataclass(frozen=True, slots=True)
class Wide:
    """All mentions of some words within the bounds, the oldest report first, undated ones last.

    `words` are those that one passage of a report must have, all of them, in any form or spelling,
    a letter that is part of a name beside its word; `searched` is how many reports were looked
    through.
    """

    what: str
    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    searched: int

    @property
    def own(self) -> tuple[Mention, ...]:
        """The mentions that are no copies."""
        return tuple(mention for mention in self.mentions if not mention.copy)

    def months(self) -> list[tuple[date, int]]:
        """How many mentions that are no copies came out in each month, by its first day, from the
        first month to the last, none left out."""
        counts = Counter(
            day.replace(day=1) for m in self.own if (day := m.passage.published_on) is not None
        )
        return [(month, counts[month]) for month in _months(counts)]


@WIDE.governs(without=always(None))
def asked_widely(question: str) -> str | None:
    """What a question asks all mentions of, in its words; None for other questions."""
    plain = collapsed(question).strip(" ?!.")
    for pattern in _ASKED:
        found = pattern.match(plain)
        if found is not None:
            return found["what"].strip(" “”\"'")
    return None


def search_widely(engine: QueryEngine, what: str, query: Query) -> Wide:
    """All reports within the bounds of a query that have the words of `what` in one passage.

    The question of the query is not read. Raises BadInput where nothing can be looked for.
    """
    bounds = bounds_of(engine, replace(query, question=what))
    why = problem(engine, bounds)
    catalog = bounds.catalog
    if why is not None or catalog is None:
        raise BadInput(why[1] if why else "There are no reports to search.")
    read = parse_question(what, engine.loaded.embedder, bounds.vocabulary_in(catalog))
    if not read.terms:
        raise BadInput(f"“{what}” has no word that can be looked for. Name what is to be found.")
    scope = bounds.scope
    ids = catalog.passages_with_all([term.searched for term in read.terms], scope)
    keys = {term.key for term in read.terms}
    letters = tuple(one for one in lettered(what) if one.of & keys)
    mentions = tuple(_mentions(catalog, ids, read.terms, letters))
    words = tuple(chain.from_iterable(_written(term, letters) for term in read.terms))
    return Wide(what, words, mentions, catalog.in_scope(scope))


def _written(term: Term, letters: Sequence[Lettered]) -> Sequence[str]:
    """A word that is looked for, with each of the letters that belong to it."""
    return [one.written for one in letters if one.key == term.key] or [term.word]


def _mentions(
    catalog: Catalog, ids: Sequence[str], asked: Sequence[Term], letters: Sequence[Lettered]
) -> Iterator[Mention]:
    found = catalog.findings(ids)
    reports: set[str] = set()
    said: set[int] = set()
    for passage_id in ids:
        finding = found[passage_id]
        if finding.report.id in reports or not all(n.said_in(finding.text) for n in letters):
            continue
        reports.add(finding.report.id)
        quote = _quote(finding, asked, letters)
        key = statement_hash(quote.text)
        yield Mention(nearest(quote), key is not None and key in said)
        if key is not None:
            said.add(key)


def _quote(finding: Finding, asked: Sequence[Term], letters: Sequence[Lettered]) -> Quote:
    """The first sentence of a passage that has all of the words, or all of the passage."""
    for span in finding.passage.sentences:
        quote = Quote(finding, *span)
        have = set(terms(quote.text))
        if all(term.said_in(have) for term in asked) and all(
            one.said_in(quote.text) for one in letters
        ):
            return quote
    return whole_passage(finding)


def _months(counts: Counter[date]) -> Iterator[date]:
    month, last = min(counts, default=date.max), max(counts, default=date.min)
    while month <= last:
        yield month
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
