"""Choosing what to say: whole sentences of the best passages, each statement once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.normalize import collapsed, folded
from index.terms import spelling_key
from index.types import ReportHead
from rag.asked import Asked, asked_for, carries
from rag.citations import Quote
from rag.reranking import Ranked

COMPLETES = 0.03
"""A passage is quoted whole where that covers the question by so much more than its best
sentence; the rest of it then supplies what that sentence leaves unsaid."""
ALSO_ANSWERS = 0.93
"""A further statement counts where it covers the question at least this well, as a share of the
best one."""
MAY_REPEAT = 0.85
"""Below this share of the best score no copy of a statement is looked for."""
_TELLING = re.compile(r"\w+(?:[.,]\d+)*|[$€£¥₴₽%‰½⅓¼¾°±]|(?<!\w)[-−+](?=\d)")
_NAME_FROM = 5
"""Letters; shorter names that sound alike are too often different ones."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Consecutive whole sentences of one passage, and the other reports that say the same.

    `sentences` are offsets in the report.
    """

    quote: Quote
    sentences: tuple[tuple[int, int], ...]
    copies: tuple[ReportHead, ...] = ()

    @property
    def texts(self) -> list[str]:
        """The sentences, verbatim."""
        return [Quote(self.quote.finding, *span).text for span in self.sentences]


def select(
    question: str, ranked: Sequence[Ranked], max_sentences: int, top_k: int | None = None
) -> list[Statement]:
    """Statements to answer with, most relevant first, at most so many sentences in all.

    They come from the `top_k` best passages; those further down are only looked at for copies.
    Where the question asks for a number, a time or the like, a further statement must have one.
    Of a statement that several reports make, the earliest published one is quoted.
    """
    asked = asked_for(question)
    best = ranked[0].score_of_best
    groups: list[list[Statement]] = []
    for rank, candidate in enumerate(ranked, 1):
        if candidate.score_of_best < MAY_REPEAT * best:
            continue
        statement = _statement(candidate, asked)
        same = next((group for group in groups if _overlaps_or_repeats(statement, group)), None)
        if same is not None:
            same.append(statement)
            continue
        said = sum(len(group[0].sentences) for group in groups)
        fits = said + len(statement.sentences) <= max_sentences
        answers = candidate.score_of_best >= ALSO_ANSWERS * best
        within = top_k is None or rank <= top_k
        if not groups or (within and fits and answers and carries(asked, statement.quote.text)):
            groups.append([statement])
    return [_merge(group) for group in groups]


def _statement(ranked: Ranked, asked: Asked | None) -> Statement:
    """The best sentence of a passage, or all of it where the rest completes that sentence."""
    spans = ranked.finding.passage.sentences
    best = max(range(len(spans)), key=lambda i: (ranked.sentences[i], -i))
    alone = Statement(Quote(ranked.finding, *spans[best]), spans[best : best + 1])
    whole = Statement(Quote(ranked.finding, spans[0][0], spans[-1][1]), spans)
    completes = ranked.whole - ranked.sentences[best] >= COMPLETES
    supplies = not carries(asked, alone.quote.text) and carries(asked, whole.quote.text)
    return whole if completes or supplies else alone


def _overlaps_or_repeats(statement: Statement, group: Sequence[Statement]) -> bool:
    return any(
        _overlap(statement.quote, other.quote)
        or any(same_statement(a, b) for a in statement.texts for b in other.texts)
        for other in group
    )


def _overlap(a: Quote, b: Quote) -> bool:
    return a.report.id == b.report.id and a.start < b.end and b.start < a.end


def same_statement(a: str, b: str) -> bool:
    """True where two sentences are the same word for word, but for case and punctuation.

    Only names may be spelt otherwise (Kupyansk, Kupiansk): texts that differ in a number, a unit,
    a name, a date or a negation are never one statement.
    """
    return _telling(a) == _telling(b)


def _telling(text: str) -> list[str]:
    return [
        spelling_key(folded(word))
        if word[0].isupper() and len(word) >= _NAME_FROM
        else folded(word)
        for word in _TELLING.findall(collapsed(text))
    ]


def _merge(group: Sequence[Statement]) -> Statement:
    """The earliest of a group, with the reports of its word-for-word copies."""
    first = group[0]
    same = [s for s in group if same_statement(s.quote.text, first.quote.text)]
    original = min(same, key=_published)
    heads = {s.quote.report.id: s.quote.report for s in sorted(same, key=_published)}
    copies = tuple(head for i, head in heads.items() if i != original.quote.report.id)
    return Statement(original.quote, original.sentences, copies)


def _published(statement: Statement) -> tuple[bool, int, str, int]:
    report = statement.quote.report
    day = report.dated.published_on
    return day is None, day.toordinal() if day else 0, report.path, statement.quote.start
