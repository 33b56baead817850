"""An answer laid out so that each quote stands once."""

import re
from datetime import date
from typing import Any

from index.types import Confidence, Coverage, DateSource
from rag.progress import Said
from rag.types import Citation, Sentence
from ui.rendering import tells_of
from ui.web.conversation import Conversation, Turn
from ui.web.pages import thread
from ui.web.statements import Layout, Row, lay_out


def cited(n: int, quote: str, **more: Any) -> Citation:
    return Citation(
        n=n, report_id=f"r{n}", passage_id=f"p{n}", path=f"r{n}.txt", title=f"Report {n}",
        publisher=None, url=None, published_on=date(2024, 5, n), date_source=DateSource.BYLINE,
        date_confidence=Confidence.HIGH, date_note=None, event_dates=(), quote=quote, start=0,
        end=len(quote), **more,
    )  # fmt: skip


def told(*said: tuple[Sentence, Citation]) -> Turn:
    """A turn that has been told so much."""
    return Turn("When?", told=[Said(sentence, (citation,)) for sentence, citation in said])


OPEN = cited(1, "The bridge opened.[4] It rained.", later_otherwise=(2,))
SHUT = cited(2, "The bridge stayed shut.")
FAIR = cited(3, "A fair was held.")


def test_what_is_quoted_stands_in_rows_alone_and_what_contradicts_beside_it() -> None:
    turn = told(
        (Sentence(text="The bridge opened.", citations=(1,)), OPEN),
        (Sentence(text="A fair was held.", citations=(3,)), FAIR),
        (Sentence(text="The bridge stayed shut.", citations=(2,)), SHUT),
    )
    assert lay_out(turn) == Layout(
        (), (Row((OPEN, SHUT), "Later reported otherwise"), Row((FAIR,)))
    )
    shown = thread(Conversation(turns=[turn]), Coverage(3, 3, None, None, ""))
    shown = re.sub(r'="[^"]*"', "", shown)  # what is copied is in an attribute
    for words in ("The bridge opened.", "The bridge stayed shut.", "A fair was held."):
        assert shown.count(words) == 1
    assert shown.count("Later reported otherwise") == 1


def test_what_was_written_stands_above_its_quotes() -> None:
    written = Sentence(text="The bridge was opened again.", citations=(1,), verbatim=False)
    assert lay_out(told((written, OPEN))) == Layout((written,), (Row((OPEN,)),))


def test_both_dates_are_said_where_they_differ() -> None:
    times = ("2024-05-03", "2024-05-02", "2024-06~", "2021-09/2021-12", "2025-21")
    assert tells_of(cited(3, "It rained.", event_times=times)) == (
        "2 May 2024; about June 2024; September 2021 to December 2021 and others"
    )
    assert tells_of(cited(3, "It rained.", event_times=("2024-05-03",))) == ""
    assert tells_of(cited(3, "It rained.", event_times=("2025-21",))) == "spring 2025"
