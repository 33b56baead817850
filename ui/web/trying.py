"""What a reader may try after a refusal: each was asked before it is offered, and is answered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.errors import DatelineError
from index.types import ReportHead
from rag.conversation.names import names as names_in
from rag.conversation.turn import Read, reader
from rag.question.parsing import Query
from rag.types import Answer, Reason, Refusal
from ui.service import Service
from ui.web.examples import names
from ui.web.tries import Try, summary_of

MOST = 3
_NOTHING_TO_FIND = (Reason.EMPTY_CORPUS, Reason.QUESTION_TOO_LONG)


async def to_try(
    service: Service, query: Query, refusal: Refusal, examples: tuple[str, ...]
) -> tuple[Try, ...]:
    """What may be asked instead, few or none: the same without the filters, about the names in the
    question, the report that is nearest, and examples where the question was none."""
    if refusal.reason in _NOTHING_TO_FIND:
        return ()
    if refusal.reason is Reason.NOT_A_QUESTION:
        return tuple(Try(example, example) for example in examples[:MOST])
    found: list[Try] = []
    try:
        read = reader(service.today(), service.coverage().last)
        for offer, asked, name in _offers(query, refusal, read, service.reports()):
            tried = await service.tried(asked)
            if isinstance(tried, Answer) and names(tried, name):
                found.append(offer)
            if len(found) == MOST:
                break
    except DatelineError:
        return tuple(found)
    return tuple(found)


def _offers(
    query: Query, refusal: Refusal, read: Read, reports: Sequence[ReportHead]
) -> Iterator[tuple[Try, Query, str]]:
    """Offers, each with what is to be asked to see that it is answered, and a name that the answer
    must have."""
    free = Query(refusal.understood_as or query.question)
    bounded = replace(query, question="", after=None, told=()) != Query("")
    if bounded:
        yield Try("", query.question, unbounded=True), free, ""
    for start, end in names_in(free.question, read)[:MOST]:
        name = free.question[start:end]
        asked = f"What was reported about {name}?"
        yield Try(asked, asked, unbounded=bounded), Query(asked), name
    nearest = {passage.report_id for passage in refusal.nearest[:1]}
    for report in (one for one in reports if one.id in nearest):
        asked = summary_of(report, reports)
        yield Try(asked, asked, unbounded=bounded), Query(asked), ""
