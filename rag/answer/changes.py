"""What has changed of the answer to a question, told by what it rests on and not by its wording.

An answer rests on the sentences that it quotes and on the words of them that answer. Sentences are
the same where `index.text.statements` says so; values are the same where they have the same terms.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from hashlib import sha256
from typing import Self

from index.text.sentences import sentence_spans
from index.text.statements import statement_key
from index.text.terms import terms
from rag.searched import Frozen
from rag.types import Answer, Citation, Refusal


class Kind(StrEnum):
    """How the answer to a question has changed."""

    FIRST_ANSWER = "first_answer"
    NEW_VALUE = "new_value"
    CONTRADICTION = "contradiction"
    NO_LONGER_ANSWERED = "no_longer_answered"


class Statement(Frozen):
    """What a citation says: keys of its sentences, and the terms of the words that answer, sorted;
    none where no few words do."""

    report_id: str
    sentences: tuple[str, ...]
    value: tuple[str, ...]

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """What a citation of an answer says."""
        spans = sentence_spans(citation.quote, 0, len(citation.quote))
        keys = tuple(_key(citation.quote[start:end]) for start, end in spans)
        answering = ""
        if citation.answer_start is not None and citation.answer_end is not None:
            first, last = citation.answer_start - citation.start, citation.answer_end
            answering = citation.quote[first : last - citation.start]
        return cls(
            report_id=citation.report_id,
            sentences=keys or (_key(citation.quote),),
            value=tuple(sorted(set(terms(answering)))),
        )

    def says_as(self, other: "Statement") -> bool:
        """Whether the words that answer are the same, or one has all sentences of the other: how
        much is quoted around what answers may differ."""
        if self.value and self.value == other.value:
            return True
        own, others = set(self.sentences), set(other.sentences)
        return own <= others or others <= own


class Basis(Frozen):
    """What an outcome rests on.

    `against` are pairs of sentences, by their keys, one of which contradicts or corrects the other;
    `lost` says that something it rested on was taken out for good.
    """

    answered: bool
    statements: tuple[Statement, ...] = ()
    against: tuple[tuple[str, str], ...] = ()
    lost: bool = False

    @classmethod
    def of(cls, outcome: Answer | Refusal) -> Self:
        """What an answer or refusal rests on; a refusal on nothing."""
        if isinstance(outcome, Refusal):
            return cls(answered=False)
        return cls(
            answered=True,
            statements=tuple(map(Statement.of, outcome.citations)),
            against=tuple(dict.fromkeys(pair for pair, _ in _disputes(outcome))),
        )

    def without(self, report_id: str) -> "Basis":
        """The same with nothing of a report."""
        kept = tuple(one for one in self.statements if one.report_id != report_id)
        said = {key for one in kept for key in one.sentences}
        return Basis(
            answered=self.answered,
            statements=kept,
            against=tuple(pair for pair in self.against if said.issuperset(pair)),
            lost=self.lost or len(kept) < len(self.statements),
        )

    @property
    def reports(self) -> frozenset[str]:
        """The ids of the reports that it rests on."""
        return frozenset(one.report_id for one in self.statements)


class Change(Frozen):
    """How an answer has changed; `fresh` are the markers of the citations that are new in it."""

    kind: Kind
    fresh: tuple[int, ...] = ()


def change(
    before: Basis, outcome: Answer | Refusal, is_new: Callable[[str], bool], *, lost: bool
) -> Change | None:
    """How an outcome differs from what an earlier one rested on; None where it does not.

    `is_new` tells of a report's id whether it was not among the reports then, and `lost` whether a
    report that was cited is not among them any more. That reports which were there all the time
    are cited now in the place of others is no change: new ones move the weights of words.
    """
    if isinstance(outcome, Refusal):
        return Change(kind=Kind.NO_LONGER_ANSWERED) if before.answered else None
    if not before.answered:
        return Change(kind=Kind.FIRST_ANSWER, fresh=tuple(c.n for c in outcome.citations))
    may_tell = {c.n for c in outcome.citations if lost or is_new(c.report_id)}
    fresh = tuple(c.n for c in outcome.citations if c.n in may_tell and _is_fresh(before, c))
    for pair, markers in _disputes(outcome):
        if pair not in before.against and not may_tell.isdisjoint(markers):
            return Change(kind=Kind.CONTRADICTION, fresh=fresh)
    return Change(kind=Kind.NEW_VALUE, fresh=fresh) if fresh else None


def _is_fresh(before: Basis, citation: Citation) -> bool:
    said = Statement.of(citation)
    return not any(said.says_as(one) for one in before.statements)


def _disputes(answer: Answer) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """The pairs of citations that contradict or correct each other: their first sentences by key,
    in the order of these, and their markers."""
    first = {c.n: Statement.of(c).sentences[0] for c in answer.citations}
    for citation in answer.citations:
        for other in (*citation.contradicts, *citation.corrected_by):
            a, b = sorted((first[citation.n], first[other]))
            yield (a, b), (citation.n, other)


def _key(sentence: str) -> str:
    return sha256((statement_key(sentence) or sentence).encode("utf-8", "replace")).hexdigest()[:16]
