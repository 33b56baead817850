"""What no report tells is not answered with what is near; what is asked in few or odd words is.

With the shipped models, over small reports.
"""

import pytest

from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from tests.rag.corpus import answered, refused, shipped_engine_over

pytestmark = pytest.mark.slow
REPORTS = {
    "depot.txt": (
        "Fire at the Lund depot kills four\n\nHarbour Gazette\n\n12 April 2024\n\n"
        "A fire at the Lund depot on Thursday evening killed four people, the fire brigade said. "
        "The sprinklers had been out of order since March, two workers said.\n\n"
        "Nine people were taken to hospital."
    ),
    "inquiry.txt": (
        "Toll of the depot fire rises to five\n\nHarbour Gazette\n\n20 April 2024\n\n"
        "The number of people killed in the fire at the Lund depot rose to five on Friday. The "
        "wardens have not yet spoken to the manager, Ole Kramer, who is on leave in Hald."
    ),
    "letters.txt": (
        "Letters of the guild were read by others\n\nHarbour Gazette\n\n3 May 2024\n\n"
        "Mayor Ilse Brandt said on Friday that she was worried by what the Courier had found out "
        "about the letters.\n\nThe head of the guild, Otto Weiss, will meet the wardens on Monday."
    ),
    "pier.txt": (
        "Hald gets a new pier\n\nHarbour Gazette\n\n9 May 2024\n\n"
        "Hald builds a new pier for the ferries. It costs 7.2 million crowns."
    ),
    "rate-may.txt": (
        "Bank of Torvik leaves its rate\n\nBank of Torvik\n\n2 May 2024\n\n"
        "The board decided to keep the deposit rate at 3.25 percent."
    ),
    "rate-september.txt": (
        "Bank of Torvik lowers its rate\n\nBank of Torvik\n\n6 September 2024\n\n"
        "The board decided to lower the deposit rate by a quarter point to 3.00 percent."
    ),
}


UNSURE = pytest.mark.xfail(
    strict=True,
    reason="the reader takes what is on the matter for half an answer: confidence .45 to .70 where "
    ".41 do",
)
BESIDE = pytest.mark.xfail(
    strict=True,
    reason="the reader takes “Nine people were taken to hospital.” for the answer, which stands "
    "right before it",
)
"""Known faults, each with its cause."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return shipped_engine_over(tmp_path_factory.mktemp("untold"), REPORTS)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        pytest.param("Why did the manager of the depot flee?", "Ole Kramer", marks=UNSURE),
        pytest.param("Who is to blame for the fire at the depot?", "Ole Kramer", marks=UNSURE),
        pytest.param("How much did the ferry accident cost the town?", "costs", marks=UNSURE),
        ("Why did Mayor Brandt resign over the letters?", "Ilse Brandt"),
        ("How much did the fire cost the depot?", "fire"),
    ],
    ids=[
        "an act that is not told",
        "blame that nobody lays",
        "a pronoun's sentence on the like",
        "an act of somebody who is named",
        "a pronoun's sentence",
    ],
)
def test_what_is_taken_for_granted_and_not_told_is_refused(
    engine: QueryEngine, question: str, shown: str
) -> None:
    outcome = refused(engine.ask(Query(question)))
    assert any(shown in near.quote for near in outcome.nearest)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Peskov", "No report has “Peskov” in it."),
        ("And Zaphod Beeblebrox?", "No report has “Zaphod” or “Beeblebrox” in it."),
        ("How did Houston explain the reading of the oxygen gauge?", "No "),
        ("At what height above the sea does the last tree grow?", "No "),
        ("On which farm was bird flu found?", "No "),
    ],
    ids=["a name", "a name that follows on nothing", "a flight", "a mountain", "a farm"],
)
def test_what_is_on_other_matters_is_refused(engine: QueryEngine, question: str, why: str) -> None:
    assert refused(engine.ask(Query(question))).text.startswith(why)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("how many ppl were killed in the depot fire in lund", "five", marks=BESIDE),
        ("deposit rate as of june 2024", "3.25 percent"),
    ],
    ids=["words of chat", "telegraphic"],
)
def test_few_or_odd_words_are_answered(engine: QueryEngine, question: str, said: str) -> None:
    assert said in answered(engine.ask(Query(question))).text
