"""The time of a question: one that takes too long is given up, and others are answered."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.engine.loaded import Loaded
from rag.engine.query_engine import QueryEngine
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.run import evaluate
from rag.limit import QuestionTimedOut, check_time, limited, uncounted
from rag.question.parsing import Query
from rag.reader.judge import Judgement
from tests.rag.corpus import HARBOUR, answered, engine_over

SLOW = "When did engineers reopen the Kessel bridge?"
QUICK = "What tore the roof off the maritime museum in Torvik?"


class SleepyJudge:
    """Finds that every passage answers, after a sleep for one question."""

    name = "sleepy"

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        time.sleep(1.4 if question == SLOW else 0.0)
        return [Judgement(9.0, (0, len(passage)), 9.0) for passage in passages]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        return [0.0 for _ in passages]


@pytest.fixture
def engine(tmp_path: Path) -> QueryEngine:
    made = engine_over(tmp_path, HARBOUR, question_timeout_s=1.2, min_confidence=0.0)
    kept = made.loaded
    loaded = Loaded(kept.stores, kept.embedder, None, SleepyJudge(), None, kept.snapshot)
    return QueryEngine(made.catalog, made.settings, lambda _: loaded, made.today)


def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(
    engine: QueryEngine,
) -> None:
    with pytest.raises(QuestionTimedOut, match=r"given up after 1\.2 seconds"):
        engine.ask(Query(SLOW))
    assert "storm" in answered(engine.ask(Query(QUICK))).text


def test_what_is_only_examined_has_the_same_limit(engine: QueryEngine) -> None:
    with pytest.raises(QuestionTimedOut):
        engine.examine(Query(SLOW))
    assert engine.examine(Query(QUICK)) is not None


def test_an_evaluation_says_so_and_goes_on(engine: QueryEngine) -> None:
    slow, quick = evaluate(
        engine,
        [
            KnownQuestion(id="a", question=SLOW, answerable=True, facts=("may 2",)),
            KnownQuestion(id="b", question=QUICK, answerable=True, facts=("storm",)),
        ],
    )
    assert (slow.timed_out, slow.refused, slow.right, slow.trail) == (True, True, False, None)
    assert slow.wrong == ("It took too long and was given up.",)
    assert quick.right


def _work(seconds: float) -> None:
    time.sleep(seconds)
    check_time()


def test_no_limit_outside_of_a_question() -> None:
    check_time()
    with uncounted():
        check_time()


def test_what_is_not_counted_takes_nothing() -> None:
    with limited(0.5):
        with uncounted():
            time.sleep(0.6)
        check_time()
        with limited(0.01):
            _work(0.02)
        with pytest.raises(QuestionTimedOut):
            _work(0.6)


STUCK = """
import signal, time
from rag.limit import QuestionTimedOut, limited, uncounted
for _ in range(2):
    start = time.monotonic()
    try:
        with limited(0.5):
            with uncounted():
                time.sleep(0.7)
            try:
                time.sleep(60)
            except QuestionTimedOut:
                pass  # as a library may that catches whatever is raised
            time.sleep(60)
    except QuestionTimedOut:
        took = time.monotonic() - start
        print(1.1 < took < 20, signal.getitimer(signal.ITIMER_REAL),
              signal.getsignal(signal.SIGALRM))
"""


def test_the_main_thread_of_a_program_is_stopped_in_the_middle_of_a_step() -> None:
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", STUCK], cwd=root, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == ("True (0.0, 0.0) 0\n" * 2, "")
