"""The shipped judge, really run, and what is said when its files are not in order."""

import json
import shutil
from pathlib import Path
from threading import Thread

import pytest

from index.errors import ModelUnusable
from rag.limit import QuestionTimedOut, limited
from rag.reader.judge import FOLDER, Judgement, OnnxJudge, check_files

pytestmark = pytest.mark.slow

PASSAGE = (
    "Engineers reopened the Kessel bridge on 2 May after 14 months of repairs. "
    "The mayor, Ilse Brandt, thanked the crews."
)


@pytest.fixture(scope="module")
def judge() -> OnnxJudge:
    return OnnxJudge()


def test_what_is_answered_is_told_from_what_is_not(judge: OnnxJudge) -> None:
    asked = {
        "When did the Kessel bridge reopen?": True,
        "Who is the mayor?": True,
        "How long did the repairs of the bridge take?": True,
        "What is the capital of France?": False,
        "How many paintings does the museum hold?": False,
    }
    logits = {question: judge.judge(question, [PASSAGE])[0].answers for question in asked}
    answered = [logits[question] for question, is_answered in asked.items() if is_answered]
    others = [logits[question] for question, is_answered in asked.items() if not is_answered]
    assert min(answered) > max(others)


def test_the_span_that_answers(judge: OnnxJudge) -> None:
    found = judge.judge("Who is the mayor?", [PASSAGE])[0]
    assert found.span is not None
    assert "Ilse Brandt" in PASSAGE[slice(*found.span)]


def test_support_of_a_claim(judge: OnnxJudge) -> None:
    (true,) = judge.support("The Kessel bridge was reopened in May.", [PASSAGE])
    (false,) = judge.support("The Kessel bridge has never been repaired.", [PASSAGE])
    (beside,) = judge.support("The museum was built in 1901.", [PASSAGE])
    assert true > max(false, beside)


def test_each_passage_is_judged_by_itself(judge: OnnxJudge) -> None:
    question, other = "When did the Kessel bridge reopen?", "Honey bees dance."
    together = judge.judge(question, [other, PASSAGE, other])
    assert len(together) == 3
    assert together[0] == together[2]
    assert together[1].answers > together[0].answers
    alone = judge.judge(question, [PASSAGE])[0]
    assert together[1].answers == pytest.approx(alone.answers, abs=0.3)
    assert judge.judge(question, []) == []


@pytest.mark.parametrize(
    ("question", "passage"),
    [("", ""), ("?", "\u0000\ud7ff"), ("x" * 5000, "y " * 9000), ("Who?", "\N{PILE OF POO}" * 50)],
    ids=["empty", "odd characters", "endless", "emoji"],
)
def test_any_text_can_be_judged(judge: OnnxJudge, question: str, passage: str) -> None:
    (found,) = judge.judge(question, [passage])
    assert isinstance(found, Judgement)
    if found.span is not None:
        assert 0 <= found.span[0] < found.span[1] <= len(passage)


def test_several_threads(judge: OnnxJudge) -> None:
    expected = judge.judge("Who is the mayor?", [PASSAGE])
    found: list[list[Judgement]] = []
    threads = [
        Thread(target=lambda: found.append(judge.judge("Who is the mayor?", [PASSAGE])))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_passages_read_side_by_side_are_judged_as_one_by_one() -> None:
    passages = [PASSAGE, "Honey bees dance.", PASSAGE * 2, "", "The mayor left."] * 3
    one, three = OnnxJudge(threads=1), OnnxJudge(threads=3)
    expected = one.judge("Who is the mayor?", passages)
    assert three.judge("Who is the mayor?", passages) == expected
    assert three.support("The mayor left.", passages) == one.support("The mayor left.", passages)


@pytest.mark.parametrize("threads", [1, 2])
def test_what_has_no_time_left_is_not_read(threads: int) -> None:
    judge = OnnxJudge(threads=threads)
    with limited(0.0), pytest.raises(QuestionTimedOut):
        judge.judge("Who is the mayor?", [PASSAGE] * 400)
    (after,) = judge.judge("Who is the mayor?", [PASSAGE])
    assert after.span is not None


def test_what_ships_is_small_and_whole() -> None:
    assert (
        check_files() == json.loads((FOLDER / "shipped.json").read_text())["sha256"]["model.onnx"]
    )
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 30_000_000


def test_other_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "judge"
    shutil.copytree(FOLDER, folder)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelUnusable, match=r"The judge's tokenizer.json is not the one that was"):
        OnnxJudge(folder)
    shutil.rmtree(folder)
    with pytest.raises(ModelUnusable, match="The judge's files cannot be read"):
        OnnxJudge(folder)


def test_a_question_of_more_words_than_are_read_with_a_passage() -> None:
    (judgement,) = OnnxJudge().judge("Russia " * 285, ["Russia fell."])
    assert -20 < judgement.answers < 20
