"""Leaving out of a quote what tells of other times than the one asked about."""

from collections.abc import Sequence
from dataclasses import replace

from index.calendar import Period
from index.rules import Stage, declare
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement
from rag.retrieval.passage_times import is_of

OF_THE_TIME = declare(
    "sentences-of-the-time",
    Stage.SELECTION,
    "Leaves out of a quote the sentences that tell of other times than the one asked about.",
)


@OF_THE_TIME.governs(without=lambda statement, _: statement)
def of_the_time(statement: Statement, asked: Sequence[Period]) -> Statement:
    """A statement without what it begins or ends with that tells of other times alone, where the
    rest tells of one asked about."""
    times = statement.quote.finding.times

    def tells(span: tuple[int, int]) -> list[bool]:
        within = [t for t in times if span[0] <= t.start and t.end <= span[1]]
        return [any(is_of(period, t) for period in asked) for t in within]

    told = [tells(span) for span in statement.sentences]
    if not any(map(any, told)):
        return statement
    kept = [n for n, some in enumerate(told) if any(some) or not some]
    spans = statement.sentences[kept[0] : kept[-1] + 1]
    quote = Quote(statement.quote.finding, spans[0][0], spans[-1][1])
    answer = statement.answer
    inside = answer is not None and quote.start <= answer[0] and answer[1] <= quote.end
    return replace(statement, quote=quote, sentences=spans, answer=answer if inside else None)
