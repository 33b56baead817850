"""Refusals over two reports, put together by hand."""

from datetime import date

from bench.refusals_verified import statements
from bench.shelf import Page, Shelf
from index.types import Confidence, DateSource
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.record import Ranking, Record, Trail
from rag.guardrail.verdict import Lack
from rag.searched import Corpus, Models, Window
from rag.types import DatedPassage, Reason, Refusal

MAY, JUNE = date(2024, 5, 3), date(2024, 6, 9)
TEXTS = {
    "bridge": (
        "Engineers reopened the Kessel bridge on May 2 after 14 months of repairs. Mayor Ilse "
        "Brandt cut the rib-\nbon. Two hundred guests came in March 2021.",
        "The Bridge",
        "Harbour Gazette",
        MAY,
    ),
    "museum": (
        "A storm tore the roof off the museum. The Ørsted firm of the U.S. has put it on "
        "again.\n\nFORECASTER ÁVILA",
        "The Roof of Torvik",
        "Valley Courier",
        JUNE,
    ),
}
BRIDGE, MUSEUM = (TEXTS[name][0] for name in ("bridge", "museum"))


def page(name: str) -> Page:
    text, title, publisher, day = TEXTS[name]
    end = text.index("\n\n") if "\n\n" in text else len(text)
    return Page(name, title, f"{name}.txt", publisher, None, day, day, day, text, ((0, end),))


SHELF = Shelf((page("bridge"), page("museum")))


def passage(quote: str, day: date = MAY) -> DatedPassage:
    return DatedPassage(
        report_id="bridge", passage_id="p", path="bridge.txt", title=None, publisher=None, url=None,
        published_on=day, date_source=DateSource.BYLINE, date_confidence=Confidence.HIGH,
        date_note=None, event_dates=(), quote=quote, start=0, end=len(quote),
    )  # fmt: skip


def record(
    text: str,
    *near: DatedPassage,
    question: str = "What did the mayor open?",
    asked: tuple[date | None, date | None] | None = None,
    as_of: date | None = None,
    lack: Lack = Lack.UNANSWERED,
    reason: Reason = Reason.NO_EVIDENCE,
    llm: str | None = None,
    report: str | None = None,
    facts: tuple[str, ...] = (),
    timed_out: bool = False,
    searched: bool = True,
) -> Record:
    """A question that was refused with a text."""
    bounds = asked or ((None, None) if as_of else None)
    window = bounds and Window(first=bounds[0], last=bounds[1], as_of=as_of, reading="“then”")
    refusal = Refusal(
        question=question, text=text, window=window or None, confidence=0.1,
        corpus=Corpus(reports=2, passages=2, first=MAY, last=JUNE, snapshot="s"),
        models=Models(embedder="e", llm=llm), timings_ms={}, reason=reason, nearest=near,
    )  # fmt: skip
    known = KnownQuestion(
        id="q1", question=question, answerable=bool(facts), facts=facts, report=report
    )
    trail = Trail(
        in_passages=None, found_at=None, read_at=None, confidence=0.1, lack=lack
    ) if searched else None  # fmt: skip
    return Record(
        known=known, outcome=refusal, right=False, confidence=0.1, timed_out=timed_out,
        ranking=Ranking(recall=(None,), reciprocal_rank=None, ndcg=None), trail=trail,
    )  # fmt: skip


def wrong(one: Record, shelf: Shelf = SHELF) -> list[str]:
    """What is not so of the sentences of a refusal."""
    return [said.wrong for said in statements(one, shelf) if said.wrong]


B, M = passage(BRIDGE), passage(MUSEUM.partition("\n")[0], JUNE)
HOLDS = "The corpus holds 2 reports, 3 May 2024 to 9 June 2024."
