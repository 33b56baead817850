"""What is a cause and what its effect is told as the passage tells it."""

import pytest

from rag.verification.types import FaultKind
from tests.rag.grounding import kinds

STRIKE = "The ferry strike is a response to plans of the council to sell the pier."
DUE = "The port has closed its northern basin twice since May due to ice on the canal."
LEADS = "Rising tolls will drive carriers from the harbour and lead to cuts in the crews."
ALLOWS = (
    "The guild is dredging two channels at once, allowing it to land heavier cargo than before."
)
WHILE_AS = (
    "Repairs of the mill remain slow, particularly as masons are favouring the bridge over other"
    " works."
)
BEFORE = "The storm broke the lock gates. As a result, barges waited for days outside Torvik."
FORCED = "The drought forced farmers of Olm to sell sheep in June."
AFTER = "Crews left the lighthouse after the storm in March."
APART = "Ice blocked the canal on Monday. The council sold the northern pier on Tuesday."
USED = "The guild regained the right to use its seized hall after it sent deeds to the wardens."
CHEAP = "Bakers cut prices because the flour got cheaper in May."
FROZE = "The lake froze after the guild closed its office in Vik."
ANSWERED = "Brandt responded to the strike by closing the lighthouse."


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Plans of the council to sell the pier prompted the ferry strike.", STRIKE),
        ("The ferry strike was prompted by plans of the council to sell the pier.", STRIKE),
        ("Because of plans of the council to sell the pier, the ferry strike came.", STRIKE),
        ("Because of ice on the canal, the port has closed its northern basin twice.", DUE),
        ("Ice on the canal led to the port closing its northern basin.", DUE),
        ("Cuts in the crews will result from rising tolls.", LEADS),
        ("Because the guild is dredging two channels at once, it can land heavier cargo.", ALLOWS),
        ("Because masons are favouring the bridge, repairs of the mill remain slow.", WHILE_AS),
        ("Barges waited for days because the storm broke the lock gates.", BEFORE),
        ("Farmers of Olm sold sheep because of the drought.", FORCED),
        ("Because of the strike, Brandt closed the lighthouse.", ANSWERED),
    ],
)
def test_a_cause_in_other_words(sentence: str, passage: str) -> None:
    assert FaultKind.ROLES not in kinds(sentence, passage)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Plans of the council to sell the pier are a response to the ferry strike.", STRIKE),
        ("The ferry strike prompted plans of the council to sell the pier.", STRIKE),
        ("The ferry strike led to plans of the council to sell the pier.", STRIKE),
        ("Because the port has closed its northern basin, there is ice on the canal.", DUE),
        ("The closed northern basin of the port resulted in ice on the canal.", DUE),
        ("Ice on the canal is due to the port having closed its northern basin.", DUE),
        ("Cuts in the crews will drive up tolls in the harbour.", LEADS),
        ("Landing heavier cargo has let the guild dredge two channels at once.", ALLOWS),
        ("Masons are favouring the bridge because repairs of the mill remain slow.", WHILE_AS),
        ("The lock gates broke in the storm because barges waited for days.", BEFORE),
        ("Farmers of Olm caused the drought when they sold sheep.", FORCED),
        ("The strike was a response to Brandt closing the lighthouse.", ANSWERED),
    ],
)
def test_cause_and_effect_exchanged(sentence: str, passage: str) -> None:
    assert FaultKind.ROLES in kinds(sentence, passage)


@pytest.mark.parametrize(
    "sentence",
    [
        "The council sold the northern pier because of the blocked canal.",
        "Ice on the canal caused the council to sell the northern pier.",
        "The council sold the northern pier in response to ice on the canal.",
    ],
)
def test_a_cause_that_the_passage_does_not_give(sentence: str) -> None:
    assert FaultKind.ROLES in kinds(sentence, APART)


def test_who_is_allowed_something_is_no_cause_of_it() -> None:
    told = "The guild was again allowed to use its seized hall after it sent deeds to the wardens."
    assert FaultKind.ROLES not in kinds(told, USED)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Bakers cut prices, so the flour got cheaper in May.", CHEAP),
        ("Bakers cut prices, which is why the flour got cheaper in May.", CHEAP),
        ("The flour got cheaper in May since bakers cut prices.", CHEAP),
        ("The flour got cheaper in May after bakers cut prices.", CHEAP),
        ("The guild closed its office in Vik after the lake froze.", FROZE),
    ],
)
def test_what_came_first_is_not_put_last(sentence: str, passage: str) -> None:
    assert FaultKind.ROLES in kinds(sentence, passage)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The flour got cheaper in May, so bakers cut prices.", CHEAP),
        ("After the guild closed its office in Vik, the lake froze.", FROZE),
    ],
)
def test_what_came_first_may_be_told_first(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) == set()
