"""What counts as a change of an answer: what it rests on, not how it is worded or ordered."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest

from index.types import Confidence, DateSource
from rag.answer.changes import Basis, Change, Kind, change
from rag.searched import Corpus, Models
from rag.types import Answer, Citation, Reason, Refusal, Sentence

BRIDGE = "The repairs of the bridge cost 3.2 million crowns in all."
MORE = "The repairs of the bridge cost 4.1 million crowns in all, the auditors found."
SAME = "In all, said the mayor, 3.2 million crowns were paid to the crews."
CORPUS = Corpus.model_validate(
    {"reports": 1, "passages": 1, "from": None, "to": None, "snapshot": "s"}
)
SEARCHED: dict[str, Any] = {
    "question": "What did it cost?", "text": "It.", "window": None, "confidence": 0.5,
    "corpus": CORPUS, "models": Models(embedder="e"), "timings_ms": {},
}  # fmt: skip


def cited(n: int, report_id: str, quote: str, answering: str = "", **more: Any) -> Citation:
    at = quote.find(answering) if answering else -1
    span = {} if at < 0 else {"answer_start": at + 10, "answer_end": at + 10 + len(answering)}
    return Citation.model_validate(
        {
            "n": n, "report_id": report_id, "passage_id": f"{report_id}-p", "path": "a.txt",
            "title": None, "publisher": None, "url": None, "published_on": date(2024, 5, 3),
            "date_source": DateSource.BYLINE, "date_confidence": Confidence.HIGH,
            "date_note": None, "event_dates": (), "quote": quote, "start": 10,
            "end": 10 + len(quote), **span, **more,
        }
    )  # fmt: skip


def answer(*citations: Citation) -> Answer:
    sentences = tuple(Sentence(text=c.quote, citations=(c.n,)) for c in citations)
    return Answer(**SEARCHED, sentences=sentences, citations=citations)


REFUSAL = Refusal(**SEARCHED, reason=Reason.NO_EVIDENCE)
FIRST = answer(cited(1, "r1", BRIDGE, "3.2 million crowns"))


def changed(
    before: Answer | Refusal, now: Answer | Refusal, new: Collection[str] = (), lost: bool = False
) -> Change | None:
    return change(Basis.of(before), now, set(new).__contains__, lost=lost)


@pytest.mark.parametrize(
    ("before", "now", "new", "found"),
    [
        (REFUSAL, REFUSAL, [], None),
        (REFUSAL, FIRST, [], Change(kind=Kind.FIRST_ANSWER, fresh=(1,))),
        (FIRST, REFUSAL, [], Change(kind=Kind.NO_LONGER_ANSWERED)),
        (FIRST, FIRST, [], None),
        (FIRST, answer(cited(1, "r2", MORE, "4.1 million crowns"), cited(2, "r1", BRIDGE)), ["r2"],
         Change(kind=Kind.NEW_VALUE, fresh=(1,))),
        (FIRST, answer(cited(1, "r2", MORE, "4.1 million crowns")), [], None),
        (FIRST, answer(cited(1, "r2", SAME, "3.2 million crowns")), ["r2"], None),
        (FIRST, answer(cited(1, "r2", "Repairs of the bridge cost a lot.")), ["r2"],
         Change(kind=Kind.NEW_VALUE, fresh=(1,))),
        (FIRST, answer(cited(1, "r2", f"Mayors spoke. {BRIDGE}")), ["r2"], None),
        (answer(cited(1, "r1", f"It is known now. {BRIDGE}", "3.2 million crowns")),
         answer(cited(1, "r2", f"It is known now. {MORE}", "4.1 million crowns")), ["r2"],
         Change(kind=Kind.NEW_VALUE, fresh=(1,))),
    ],
    ids=["none still", "first", "none any more", "the same", "another value",
         "a report that was there", "the same value in other words", "other words, no value",
         "the same sentence, copied with another", "another value after the same sentence"],
)  # fmt: skip
def test_kinds(
    before: Answer | Refusal, now: Answer | Refusal, new: list[str], found: Change | None
) -> None:
    assert changed(before, now, new) == found


def test_a_contradiction_is_told_once() -> None:
    one = cited(1, "r1", BRIDGE, "3.2 million crowns", contradicts=(2,))
    other = cited(2, "r2", MORE, "4.1 million crowns", contradicts=(1,))
    disputed = answer(one, other)
    assert changed(FIRST, disputed, ["r2"]) == Change(kind=Kind.CONTRADICTION, fresh=(2,))
    turned = answer(
        other.model_copy(update={"n": 1, "contradicts": (2,)}),
        one.model_copy(update={"n": 2, "contradicts": (1,)}),
    )
    assert changed(disputed, turned, ["r2"]) is None


def test_other_reports_come_in_where_one_is_gone() -> None:
    old = answer(cited(1, "r3", MORE, "4.1 million crowns"))
    assert changed(FIRST, old) is None
    assert changed(FIRST, old, lost=True) == Change(kind=Kind.NEW_VALUE, fresh=(1,))


def test_a_report_is_taken_out_of_a_basis() -> None:
    first, second = cited(1, "r1", BRIDGE, contradicts=(2,)), cited(2, "r2", MORE, contradicts=(1,))
    both = Basis.of(answer(first, second))
    assert both.reports == {"r1", "r2"}
    left = both.without("r2")
    assert (left.answered, left.reports, left.against, left.lost) == (True, {"r1"}, (), True)
    assert both.without("r9") == both
