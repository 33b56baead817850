"""How likely passages are to answer: the signals, and what is made of them."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp

import pytest

from rag.evidence import JUDGED, UNLIKELY, fitted, question_signals, signals, weigh
from rag.judge import Judgement
from rag.question import After
from tests.rag.corpus import evidence, finding, head, question, ranked, term


class ScriptedJudge:
    """Holds of each text what it is told to."""

    name = "scripted"

    def __init__(self, answers: dict[str, float]) -> None:
        self._answers = answers

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        return [
            Judgement(self._answers[text], (0, 4), 2 * self._answers[text]) for text in passages
        ]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        return [0.0 for _ in passages]


OPENED = ranked(finding(["Ilse Brandt opened the bridge."]), [0.8], matches=[0.9, 0.4])
HONEY = ranked(finding(["Honey bees dance."], start=900), [0.9], matches=[0.2, 0.3])
ASKED = question(
    "Who opened the bridge in Torvik?", term("opened"), term("bridge"),
    term("Torvik", is_name=True, weight=2),
)  # fmt: skip


def test_the_signals_of_a_passage_by_hand() -> None:
    judged = Judgement(2.5, (0, 11), 40.0)
    bare = {
        "always": 1.0, "relevance": 0.8, "fused": 1.0, "names_absent": 1.0, "carries": 1.0,
    }  # fmt: skip
    assert signals(ASKED, OPENED, judged) == {**bare, "answers": 2.5, "span": 12.0}
    assert signals(ASKED, OPENED, None) == bare


def test_the_judge_orders_the_evidence() -> None:
    judge = ScriptedJudge({OPENED.finding.text: 4.0, HONEY.finding.text: -6.0})
    found, confidence = weigh(ASKED, [HONEY, OPENED], judge)
    assert [e.ranked for e in found] == [OPENED, HONEY]
    weights = fitted()
    for e in found:
        measured = signals(ASKED, e.ranked, e.judgement)
        expected = sum(weight * measured[name] for name, weight in weights.passage.items())
        assert e.logit == pytest.approx(expected)
    of_question = question_signals(found)
    logit = sum(weight * of_question[name] for name, weight in weights.question.items())
    assert confidence == pytest.approx(1 / (1 + exp(-logit)))


def test_what_has_the_measure_asked_for_comes_first() -> None:
    jet = ranked(finding(["They shot down an Embraer 190 jet."]), [0.8])
    height = ranked(finding(["It was hit at 2,400 metres."], start=90), [0.7])
    judge = ScriptedJudge({jet.finding.text: 1.0, height.finding.text: -1.0})
    found, sure = weigh(question("How high was the jet?", term("jet")), [jet, height], judge)
    assert [e.ranked for e in found] == [height, jet]
    plain, surer = weigh(question("What was the jet?", term("jet")), [jet, height], judge)
    assert [e.ranked for e in plain] == [jet, height]
    assert sure < surer


def test_what_is_not_judged_comes_last_and_is_unlikely() -> None:
    texts = [f"Passage {n} is here." for n in range(JUDGED + 2)]
    found = [ranked(finding([text], start=n * 50), [0.5]) for n, text in enumerate(texts)]
    judge = ScriptedJudge({text: float(n) for n, text in enumerate(texts[:JUDGED])})
    weighed, _ = weigh(ASKED, found, judge)
    judged, rest = weighed[:JUDGED], weighed[JUDGED:]
    assert [e.ranked for e in judged] == found[:JUDGED][::-1]
    assert [(e.ranked, e.judgement, e.logit) for e in rest] == [
        (r, None, UNLIKELY) for r in found[JUDGED:]
    ]


def test_copies_are_one_source() -> None:
    texts = ["Ilse Brandt opened the bridge in Torvik.", "Ilse Brandt opened a bridge, in Torvik."]
    copies = [ranked(finding([texts[n % 2]], head(f"r{n}")), [0.8]) for n in range(JUDGED + 1)]
    judge = ScriptedJudge({texts[0]: 4.0, HONEY.finding.text: -6.0})
    with_copies, sure = weigh(ASKED, [*copies, HONEY], judge)
    alone, as_sure = weigh(ASKED, [copies[0], HONEY], judge)
    assert sure == as_sure
    assert [e.ranked for e in with_copies] == [copies[0], HONEY, *copies[1:]]
    assert with_copies[:2] == alone


def test_a_surer_judge_makes_a_surer_verdict() -> None:
    confidences = [
        weigh(ASKED, [OPENED], ScriptedJudge({OPENED.finding.text: logit}))[1]
        for logit in (-5.0, -1.0, 0.0, 1.0, 5.0)
    ]
    assert confidences == sorted(confidences)
    assert confidences[0] < 0.3 < 0.6 < confidences[-1]


def test_the_signals_of_a_question() -> None:
    found = [e for logit in (4.0, 2.0, 1.0, 0.0, -9.0) for e in evidence(OPENED, logit=logit)]
    assert question_signals(found) == {"always": 1.0, "best": 4.0, "next": 1.0}
    assert question_signals(found[::-1]) == question_signals(found)
    assert question_signals(found[:1]) == {"always": 1.0, "best": 4.0, "next": 4.0}


def test_what_ships_was_fitted_to_other_reports_than_the_seeds() -> None:
    shipped = fitted()
    assert set(shipped.passage) >= {"always", "answers", "relevance"}
    assert shipped.passage["answers"] > 0
    assert shipped.question["best"] > 0
    assert 0 < shipped.min_confidence < 1


def test_a_passage_of_the_time_is_judged_without_its_words_too() -> None:
    class Listening(ScriptedJudge):
        def judge(
            self, question: str, passages: Sequence[str], under: Sequence[str] = ()
        ) -> list[Judgement]:
            heard.extend((question, *both) for both in zip(under, passages, strict=True))
            return super().judge(question, passages, under)

    heard: list[tuple[str, str, str]] = []
    asked = question("Who opened the bridge in May 2024?", term("opened"), term("bridge"))
    asked = replace(asked, read="Who opened the bridge ?")
    both = [HONEY.finding.text, OPENED.finding.text]
    judge = Listening({both[0]: -6.0, both[1]: 4.0})
    found, _ = weigh(asked, [HONEY, OPENED], judge, lambda f: f is OPENED.finding)
    place = "A Title, r1:"
    assert heard == [
        *((asked.text, place, text) for text in both), (asked.read, place, both[1]),
    ]  # fmt: skip
    assert [e.judgement.answers for e in found if e.judgement] == [4.0, -6.0]


class WordJudge:
    """Holds that a passage answers as many as it has words of the question, less three."""

    name = "words"

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        asked = set(question.strip("?").lower().split())
        shared = [float(len(asked & set(text.lower().split()))) - 3 for text in passages]
        return [Judgement(logit, (0, 4), 2 * logit) for logit in shared]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        return [0.0 for _ in passages]


def test_a_passage_quoted_last_is_judged_by_the_question_as_it_was_asked_too() -> None:
    quoted = ranked(finding(["Which fleet serves at Olm is the third"]), [0.5])
    beside = ranked(finding(["Lund is of the third fleet"], start=150), [0.5])
    other = ranked(finding(["Which fleet sank there then"], start=300), [0.5])
    asked = question("which fleet serves there (Lund)?", term("fleet"), term("Lund"))
    ids = [r.finding.passage.id for r in (quoted, beside)]

    def logits(after: After | None) -> dict[str, float]:
        weighed, _ = weigh(asked, [other, quoted, beside], WordJudge(), after=after)
        judged = {e.ranked.finding.text: e.judgement for e in weighed}
        return {text: judgement.answers for text, judgement in judged.items() if judgement}

    alone = logits(None)
    assert list(alone.values()) == [0, 0, -2]  # "(lund)" is no word of theirs
    after = After("which fleet serves at olm?", (ids[0],), (ids[1],))
    assert logits(after) == {**alone, quoted.finding.text: 2.0}
    no_worse = After("is lund of the third fleet?", (other.finding.passage.id,), tuple(ids))
    assert logits(no_worse)[beside.finding.text] == -2


def test_what_is_beside_the_last_answer_is_judged_though_others_are_nearer() -> None:
    texts = [f"Passage {n} is here." for n in range(JUDGED + 2)]
    found = [ranked(finding([text], start=n * 50), [0.5]) for n, text in enumerate(texts)]
    judge = ScriptedJudge({text: float(n) for n, text in enumerate(texts)})
    last = found[-1].finding.passage.id
    weighed, _ = weigh(ASKED, found, judge, after=After("And then?", (), (last,)))
    judged = [e.ranked for e in weighed if e.judgement is not None]
    assert judged == [found[-1], *found[:JUDGED][::-1]]
