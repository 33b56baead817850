"""Engines that do no work twice."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.remembered import SavedJudge, SearchedOnce, SearchingOnce, remembering
from index.rules import noting, switched_off
from rag.question.parsing import Query
from rag.reader.judge import Judgement
from tests.rag.corpus import HARBOUR, engine_over


class CountingJudge:
    """Judges a text by its length, and counts what it reads."""

    name = "counting"

    def __init__(self) -> None:
        self.read = 0

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        self.read += len(passages)
        return [Judgement(len(p) / 9, (0, 1) if p else None, float("-inf")) for p in passages]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        self.read += len(passages)
        return [float(len(p)) for p in passages]


def test_what_was_judged_is_not_judged_again_nor_in_a_later_run(tmp_path: Path) -> None:
    judge = CountingJudge()
    saved = SavedJudge(judge)
    first = saved.judge("Who?", ["Brandt.", ""], ["Olm:", ""])
    assert saved.judge("Who?", ["", "Brandt."], ["", "Olm:"]) == first[::-1]
    assert saved.support("Who?", ["Brandt."]) == [7.0]
    assert judge.read == 3
    saved.keep(tmp_path / "judged.json")
    later = SavedJudge(judge)
    later.take(tmp_path / "judged.json")
    assert later.judge("Who?", ["Brandt.", ""], ["Olm:", ""]) == first
    assert later.support("Who?", ["Brandt."]) == [7.0]
    assert judge.read == 3
    later.take(tmp_path / "none.json")


def test_answers_are_the_same(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR)
    once = SearchingOnce(engine)
    asked = Query("When was the Kessel bridge reopened?")
    told = engine.ask(asked).model_copy(update={"timings_ms": {}})
    for other in (remembering(engine), once, once):
        assert other.ask(asked).model_copy(update={"timings_ms": {}}) == told


def test_a_search_is_done_again_where_a_rule_is_off_that_counted(tmp_path: Path) -> None:
    once = SearchingOnce(engine_over(tmp_path, HARBOUR))
    asked = Query("When was the Kessel bridge reopened?")
    with noting() as fired:
        once.ask(asked)
    (key, found), *_ = once.searches.items()
    once.searches[key] = replace(found, ranked=(), fired=frozenset({"bare-topic"}))
    assert once.ask(asked).kind == "refusal"
    with noting() as again:
        once.ask(asked)
    assert again == {"bare-topic"} | (again & fired)
    with switched_off(["bare-topic"]):
        assert once.ask(asked).kind == "answer"
    assert SearchedOnce.__doc__
