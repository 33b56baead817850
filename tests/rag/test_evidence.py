"""How likely passages are to answer: the signals, and what is made of them."""

from collections.abc import Sequence
from math import exp

import pytest

from index.structure.place import read_under
from rag.evidence.evidence import (
    LIKE,
    READ,
    UNLIKELY,
    Evidence,
    certainty,
    fitted,
    question_signals,
    signals,
    weigh,
)
from rag.question.parsing import After
from rag.reader.judge import Judgement
from tests.rag.corpus import finding, head, question, ranked, term


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


OPENED = ranked(finding(["Ilse Brandt opened the bridge."]), [0.8], matches=[0.9, 0.9, 0.4])
HONEY = ranked(finding(["Honey bees dance."], start=900), [0.9], matches=[0.2, 0.2, 0.3])
ASKED = question(
    "Who opened the bridge in Torvik?", term("opened"), term("bridge"),
    term("Torvik", weight=2),
)  # fmt: skip


def test_the_signals_of_a_passage_by_hand() -> None:
    judged = Judgement(2.5, (0, 11), 40.0)
    bare = {
        "always": 1.0, "relevance": 0.8, "fused": 1.0, "of_time": 1.0, "near": 0.0, "asks": 0.0,
    }  # fmt: skip
    assert signals(ASKED, OPENED, judged) == {**bare, "answers": 2.5, "span": 12.0}
    assert signals(ASKED, OPENED, None) == bare
    assert signals(ASKED, OPENED, None, is_of_the_time=False) == {**bare, "of_time": 0.0}


def test_a_passage_of_questions_alone_is_told() -> None:
    said = ["Who opened the bridge?", "“Was it Ilse Brandt?”"]
    assert signals(ASKED, ranked(finding(said), [0.8, 0.8]), None)["asks"] == 1.0
    mixed = [said[0], "Ilse Brandt did."]
    assert signals(ASKED, ranked(finding(mixed), [0.8, 0.8]), None)["asks"] == 0.0


def test_the_judge_orders_the_evidence() -> None:
    judge = ScriptedJudge({OPENED.finding.text: 4.0, HONEY.finding.text: -6.0})
    found = weigh(ASKED, [HONEY, OPENED], judge)
    assert [e.ranked for e in found] == [OPENED, HONEY]
    weights = fitted().judged
    for e in found:
        supported = {"support": 0.0} if e is found[0] else {}
        assert e.signals == {**signals(ASKED, e.ranked, e.judgement), **supported}
        for value, given in (
            (e.logit, weights.passage),
            (e.score, weights.order),
            (e.nearness, weights.nearest),
        ):
            expected = sum(weight * e.signals[name] for name, weight in given.items())
            assert value == pytest.approx(expected)


def test_passages_are_ordered_by_score_and_not_by_likelihood() -> None:
    first, second = (
        ranked(finding([text], start=n * 50), [0.5]) for n, text in enumerate(("One.", "Two."))
    )
    judge = ScriptedJudge({"One.": 1.0, "Two.": 1.2})
    found = weigh(ASKED, [first, second], judge)
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)


def test_short_words_that_stand_twice_are_two_tellings() -> None:
    texts = ["Deaths: 14.", "Deaths: 14.", f"{OPENED.finding.text} It was {'very ' * 9}cold."]
    found = [
        ranked(finding([text], head(f"r{n}"), n * 90), [0.5])
        for n, text in enumerate([*texts, texts[-1]])
    ]
    weighed = weigh(ASKED, found, ScriptedJudge(dict.fromkeys(texts, 1.0)))
    read = [e.ranked for e in weighed if e.judgement is not None]
    assert sorted(r.finding.report.id for r in read) == ["r0", "r1", "r2"]


def test_nothing_is_certain_of_what_was_not_read() -> None:
    assert certainty([]) == 0.0
    assert certainty([Evidence(OPENED, None, 1.0, 1.0)]) == 0.0


def test_the_certainty_by_hand() -> None:
    judge = ScriptedJudge({OPENED.finding.text: 4.0, HONEY.finding.text: -6.0})
    found = weigh(ASKED, [HONEY, OPENED], judge)
    measured = question_signals([e.signals for e in found])
    weights = fitted().judged.question
    logit = sum(weight * measured[name] for name, weight in weights.items())
    assert certainty(found) == pytest.approx(1 / (1 + exp(-logit)))


def test_without_a_judge_the_search_alone_is_weighed() -> None:
    found = weigh(ASKED, [HONEY, OPENED], None)
    weights = fitted().unjudged
    assert [e.judgement for e in found] == [None, None]
    for e in found:
        expected = sum(weight * e.signals[name] for name, weight in weights.order.items())
        assert e.score == pytest.approx(expected)


def test_a_passage_of_the_time_that_is_asked_about_is_told_apart() -> None:
    judge = ScriptedJudge({OPENED.finding.text: 1.0, HONEY.finding.text: 1.0})
    found = weigh(ASKED, [HONEY, OPENED], judge, lambda f: f is OPENED.finding)
    assert {e.ranked.finding.text: e.signals["of_time"] for e in found} == {
        OPENED.finding.text: 1.0, HONEY.finding.text: 0.0,
    }  # fmt: skip


def test_what_is_not_judged_comes_last_and_is_unlikely() -> None:
    texts = [f"Passage {n} is here." for n in range(READ + 2)]
    found = [ranked(finding([text], start=n * 50), [0.5]) for n, text in enumerate(texts)]
    judge = ScriptedJudge({text: n / 4 for n, text in enumerate(texts[:READ])})
    weighed = weigh(ASKED, found, judge)
    judged, rest = weighed[:READ], weighed[READ:]
    assert [e.ranked for e in judged] == found[:READ][::-1]
    assert [(e.ranked, e.judgement, e.score) for e in rest] == [
        (r, None, UNLIKELY) for r in found[READ:]
    ]


def test_copies_are_one_source() -> None:
    texts = ["Ilse Brandt opened the bridge in Torvik.", "Ilse Brandt opened a bridge, in Torvik."]
    copies = [ranked(finding([texts[n % 2]], head(f"r{n}")), [0.8]) for n in range(READ + 1)]
    judge = ScriptedJudge({texts[0]: 4.0, HONEY.finding.text: -6.0})
    with_copies = weigh(ASKED, [*copies, HONEY], judge)
    alone = weigh(ASKED, [copies[0], HONEY], judge)
    assert certainty(with_copies) == certainty(alone)
    assert [e.ranked for e in with_copies] == [copies[0], HONEY, *copies[1:]]
    assert with_copies[:2] == alone


def test_a_surer_judge_makes_a_surer_verdict() -> None:
    confidences = [
        certainty(weigh(ASKED, [OPENED], ScriptedJudge({OPENED.finding.text: logit})))
        for logit in (-5.0, -1.0, 0.0, 1.0, 5.0)
    ]
    assert confidences == sorted(confidences)
    assert confidences[0] < 0.3 < 0.6 < confidences[-1]


def test_the_signals_of_a_question() -> None:
    first = {"of_time": 1.0, "relevance": 0.4, "answers": 1.0}
    second = {"of_time": 0.0, "relevance": 0.9, "answers": -2.0}
    assert question_signals([first, second]) == {
        "always": 1.0, "timed": 1.0, "most_of_time": 1.0, "first_of_time": 1.0,
        "most_relevance": 0.9, "first_relevance": 0.4, "most_answers": 1.0, "first_answers": 1.0,
        "unlike": 0.0,
    }  # fmt: skip
    assert question_signals([first])["timed"] == 0.0
    assert question_signals([first])["unlike"] == pytest.approx(LIKE - 0.4)
    assert question_signals([second, first | {"support": -1.5}])["support"] == -1.5


def test_what_ships_was_fitted_to_other_reports_than_the_seeds() -> None:
    shipped = fitted()
    assert shipped.judged.order["answers"] > 0
    assert shipped.judged.nearest["relevance"] > 0
    assert not set(shipped.unjudged.order) & {"answers", "span"}
    assert 0 < shipped.judged.min_confidence < 1
    assert 0 < shipped.unjudged.min_confidence < 1


def test_a_passage_is_judged_in_its_place() -> None:
    class Listening(ScriptedJudge):
        def judge(
            self, question: str, passages: Sequence[str], under: Sequence[str] = ()
        ) -> list[Judgement]:
            heard.extend(under)
            return super().judge(question, passages, under)

    heard: list[str] = []
    weigh(ASKED, [OPENED], Listening({OPENED.finding.text: 4.0}))
    assert heard == [read_under(OPENED.finding)]


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
        weighed = weigh(asked, [other, quoted, beside], WordJudge(), after=after)
        judged = {e.ranked.finding.text: e.judgement for e in weighed}
        return {text: judgement.answers for text, judgement in judged.items() if judgement}

    alone = logits(None)
    assert list(alone.values()) == [0, 0, -2]  # "(lund)" is no word of theirs
    after = After("which fleet serves at olm?", (ids[0],), (ids[1],))
    assert logits(after) == {**alone, quoted.finding.text: 2.0}
    no_worse = After("is lund of the third fleet?", (other.finding.passage.id,), tuple(ids))
    assert logits(no_worse)[beside.finding.text] == -2


def test_what_is_beside_the_last_answer_is_judged_though_others_are_nearer() -> None:
    texts = [f"Passage {n} is here." for n in range(READ + 2)]
    found = [ranked(finding([text], start=n * 50), [0.5]) for n, text in enumerate(texts)]
    judge = ScriptedJudge({text: n / 4 for n, text in enumerate(texts)})
    last = found[-1].finding.passage.id
    weighed = weigh(ASKED, found, judge, after=After("And then?", (), (last,)))
    judged = [e.ranked for e in weighed if e.judgement is not None]
    assert judged == [found[-1], *found[:READ][::-1]]
