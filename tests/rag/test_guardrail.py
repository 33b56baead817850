"""The verdict on evidence."""

from math import exp

import pytest

from index.types import Finding
from rag.guardrail import Surroundings, Verdict, judge, probability
from rag.question import Term
from rag.retrieval import Candidate
from tests.rag.corpus import finding, question, ranked, term


def _text(found: Finding) -> str:
    return found.text


PLAIN = Surroundings(_text, lambda word: False)

NEAR = ranked(finding(["Ilse Brandt opened the bridge."]), [0.9], matches=[0.9, 0.9])
FAR = ranked(
    finding(["Honey bees dance."]), [0.1], matches=[0.1, 0.1], candidate=Candidate("x", 40, None, 0)
)


def test_the_probability_by_hand() -> None:
    asked = question("Did Ilse Brandt see Torvik?", term("Brandt", is_name=True),
                     term("Torvik", is_name=True))  # fmt: skip
    logit = -8.748 + 9.689 * 0.9 - 1.006 * 0.5 + 2.751 * 1.0
    assert probability(asked, NEAR) == pytest.approx(1 / (1 + exp(-logit)), abs=1e-12)


def test_enough_evidence() -> None:
    asked = question("who opened the bridge", term("opened"), term("bridge"))
    verdict = judge(asked, [NEAR], PLAIN, 0.31)
    assert verdict == Verdict((NEAR,), probability(asked, NEAR), True)
    assert not verdict.off_topic


def test_the_bar_is_the_setting() -> None:
    asked = question("who opened the bridge", term("opened"), term("bridge"))
    sure = probability(asked, NEAR)
    assert judge(asked, [NEAR], PLAIN, sure).enough
    assert not judge(asked, [NEAR], PLAIN, sure + 1e-9).enough


def test_nothing_near() -> None:
    asked = question("which planet has rings", term("planet"), term("rings"))
    verdict = judge(asked, [FAR], PLAIN, 0.31)
    assert verdict == Verdict((FAR,), probability(asked, FAR), False)
    assert verdict.off_topic


def test_no_words_or_no_passages() -> None:
    assert judge(question("the of"), [NEAR], PLAIN, 0.31) == Verdict((), 0.0, False)
    assert judge(question("bridge", term("bridge")), [], PLAIN, 0.31) == Verdict((), 0.0, False)


@pytest.mark.parametrize(
    ("text", "asked", "missing"),
    [
        ("Who heads Rosatom?", term("Rosatom", 0, is_name=True), ("Rosatom",)),
        ("who heads rosatom?", term("rosatom", 0, is_rare=True), ("rosatom",)),
        ("Who heads rosatom?", term("rosatom", 0, is_rare=True), ()),
        ("Who heads Rosatom?", term("Rosatom", 3, is_name=True), ()),
        ("who likes marmalade?", term("marmalade", 0), ()),
    ],
    ids=["name", "rare word, all lower case", "rare word beside a capital", "known", "plain word"],
)
def test_names_that_no_report_has(text: str, asked: Term, missing: tuple[str, ...]) -> None:
    near = ranked(finding(["The firm has a new head."]), [0.9], matches=[0.49])
    verdict = judge(question(text, asked), [near], PLAIN, 0.0)
    assert verdict.missing == missing
    assert verdict.nowhere is bool(missing)
    assert verdict.enough is not bool(missing)
    assert not verdict.off_topic


def test_a_name_that_stands_in_a_title_alone() -> None:
    near = ranked(finding(["The firm has a new head."]), [0.9], matches=[0.1])
    asked = question("Who heads Rosatom?", term("Rosatom", 0, is_name=True))
    titled = Surroundings(_text, lambda word: word == "Rosatom")
    verdict = judge(asked, [near], titled, 0.0)
    assert verdict == Verdict((near,), 0.01, False, ("Rosatom",), nowhere=False)


def test_a_name_known_by_meaning() -> None:
    near = ranked(finding(["Japan will help."]), [0.9], matches=[0.5])
    asked = question("Will Tokyo help?", term("Tokyo", 0, is_name=True))
    assert judge(asked, [near], PLAIN, 0.0).enough


def test_numbers_of_the_question() -> None:
    plain = ranked(finding(["It was 2023."]), [0.9], matches=[0.9])
    dated = ranked(finding(["It was then."], start=500), [0.8], matches=[0.8])
    asked = question("What was in 2024?", term("2024", is_name=True))
    around = {plain.finding.text: "It was 2023.", dated.finding.text: "It was then.\n3 May 2024"}
    surroundings = Surroundings(lambda found: around[found.text], lambda word: False)
    verdict = judge(asked, [plain, dated], surroundings, 0.0)
    assert verdict.evidence == (dated,)
    verdict = judge(asked, [plain], surroundings, 0.0)
    assert verdict == Verdict((plain,), 0.05, False, ("2024",))
