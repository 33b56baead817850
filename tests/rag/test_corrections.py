"""Corrections found, and joined to what they correct, with the shipped models."""

from datetime import date

import pytest

from rag.answer.disagreement import Difference
from rag.answer.noting import of_differences
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from tests.rag.corpus import answered, shipped_engine_over

FERRY = (
    "Ferry Sinks off Torvik\n\nHarbour Gazette\n\nMay 3, 2024\n\n"
    "The ferry Anna sank off Torvik on Thursday in a storm. "
    "The accident killed 21 people, the harbour office said.\n\n"
    "The ferry was built in 1974 and carried cars and lorries.\n\n"
    "Correction: an earlier version of this article misstated how many people the ferry accident "
    "killed. It was 12, not 21.\n"
)
MUSEUM = (
    "Fire in the Museum\n\nValley Courier\n\nMay 3, 2024\n\n"
    "A fire in the maritime museum at Kessel destroyed 214 paintings on Thursday. "
    "Nobody was hurt.\n"
)
NOTE = (
    "Notes of the Week\n\nValley Courier\n\nMay 8, 2024\n\n"
    "We wrote on 3 May that the fire in the museum at Kessel destroyed 214 paintings. "
    "That was wrong: 14 paintings were lost, and we regret the error.\n\n"
    "The council meets on Friday.\n"
)
LIST = (
    "From the Briefing\n\nHarbour Gazette\n\nMay 6, 2024\n\n"
    "Reports say that the council gave the owners of the mill a list of its debtors. "
    "That is wrong. That was misreported, and we did not do it.\n"
)
STARS = (
    "Notes on Stars\n\nStar Club\n\nJune 2, 2024\n\n"
    "The double star in the Swan was first measured in 1840 by Jon Vik.\n"
)
ERRATA = (
    "Corrections\n\nStar Club\n\nJune 9, 2024\n\n"
    "In last week's notes the year in which Jon Vik first measured the double star in the Swan was "
    "incorrectly given as 1840. This should instead be 1841. The club meets on Friday.\n"
)
BRIDGE = (
    "The Old Bridge\n\nHarbour Gazette\n\nMay 4, 2024\n\n"
    "The repair of the bridge at Olm cost 3.2 million crowns. The council paid for it.\n"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    folder = tmp_path_factory.mktemp("corrected")
    reports = {"ferry": FERRY, "museum": MUSEUM, "note": NOTE, "bridge": BRIDGE}
    reports |= {"list": LIST, "stars": STARS, "errata": ERRATA}
    return shipped_engine_over(folder, {f"{name}.txt": text for name, text in reports.items()})


@pytest.mark.parametrize(
    ("asked", "said", "corrected", "note"),
    [
        (Query("How many people did the ferry accident kill?"), "21 people", "It was 12, not 21.",
         "[2] (Harbour Gazette, 3 May 2024) may correct [1] (Harbour Gazette, 3 May 2024)."),
        (Query("How many paintings did the fire in the museum destroy on 2 May 2024?"),
         "214 paintings", "14 paintings were lost, and we regret the error.",
         "[2] (8 May 2024) may correct [1] (3 May 2024)."),
    ],
    ids=["in its report", "in a later one"],
)  # fmt: skip
def test_a_correction_stands_beside_what_it_corrects(
    engine: QueryEngine, asked: Query, said: str, corrected: str, note: str
) -> None:
    answer = answered(engine.ask(asked))
    quotes = [citation.quote for citation in answer.citations]
    [wrong] = [c for c in answer.citations if c.corrected_by]
    [right] = wrong.corrected_by
    assert said in wrong.quote
    assert corrected in quotes[right - 1]
    assert note in answer.notes


def test_what_is_denied_right_behind_a_quote_corrects_it(engine: QueryEngine) -> None:
    answer = answered(engine.ask(Query("Did the owners of the mill get a list of its debtors?")))
    claim = next(c for c in answer.citations if "a list of its debtors" in c.quote)
    told = claim.quote + "".join(answer.citations[n - 1].quote for n in claim.corrected_by)
    assert "misreported" in told


def test_a_correction_is_quoted_to_its_end(engine: QueryEngine) -> None:
    answer = answered(engine.ask(Query("When was the double star in the Swan first measured?")))
    quotes = [c.quote for c in answer.citations if "incorrectly given" in c.quote]
    assert quotes
    assert all(quote.endswith("This should instead be 1841.") for quote in quotes)


def test_what_came_out_later_corrects_nothing_as_of_a_day_before(engine: QueryEngine) -> None:
    asked = "How many paintings did the fire in the museum destroy?"
    answer = answered(engine.ask(Query(asked, as_of=date(2024, 5, 5))))
    assert [(c.path, c.corrected_by) for c in answer.citations] == [("museum.txt", ())]


def test_what_is_not_corrected_stands_alone(engine: QueryEngine) -> None:
    answer = answered(engine.ask(Query("How much did the repair of the bridge cost?")))
    assert [(c.path, c.corrected_by) for c in answer.citations] == [("bridge.txt", ())]


def test_a_correction_is_noted_first(engine: QueryEngine) -> None:
    answer = answered(engine.ask(Query("How many people did the ferry accident kill?")))
    cited = answer.citations[:2]
    found = [Difference(0, 1, one_time=True), Difference(0, 1, one_time=False, corrects=True)]
    assert of_differences(found, cited)[0].split(") ")[1].startswith("may correct")
