"""Over the seeds: a language model that writes well, and one that makes things up.

`planted.jsonl` has true sentences and sixty kinds of faults; passages are named as P1.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.text.statements import statement_key
from rag.build import build_engine
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer
from tests.model_scripts import Asked, Script, written
from tests.model_server import serving_model
from tests.rag.corpus import answered

pytestmark = pytest.mark.slow
LINES = (Path(__file__).parent / "planted.jsonl").read_text("utf-8").splitlines()
PLANTED = [json.loads(line) for line in LINES]
QUESTIONS = sorted({planted["question"] for planted in PLANTED})
AT_ONCE = 10
"""Sentences written in one answer; more than a dozen are not read."""
TRUE = "true"

Ask = Callable[[str, Script], Answer]


@pytest.fixture(scope="module")
def ask(indexed_seeds: Path) -> Iterator[Ask]:
    """Asks the seeds' engine, which has its answers written by a script."""
    scripts: list[Script] = []
    with serving_model(lambda asked: scripts[-1](asked)) as server:
        chosen = {"data_dir": indexed_seeds, "llm_judge": "off", **server.settings}
        engine = build_engine(Settings.model_validate(chosen))

        def ask(question: str, script: Script) -> Answer:
            scripts.append(script)
            return answered(engine.ask(Query(question)))

        yield ask


def saying(sentences: list[str]) -> Script:
    """A model that writes these, and says that all rest on the first passage."""

    def script(_: Asked) -> str:
        return written(*((sentence, ["P1"]) for sentence in sentences))

    return script


def of(question: str, *, true: bool) -> list[list[str]]:
    """Sentences on a question, a few at once."""
    found = [p["sentence"] for p in PLANTED if p["question"] == question]
    kinds = {p["sentence"]: p["kind"] for p in PLANTED}
    chosen = [sentence for sentence in found if (kinds[sentence] == TRUE) is true]
    return [chosen[at : at + AT_ONCE] for at in range(0, len(chosen), AT_ONCE)]


def test_there_are_sixty_kinds_of_faults() -> None:
    kinds = {planted["kind"] for planted in PLANTED} - {TRUE}
    assert len(kinds) >= 60
    assert sum(planted["kind"] == TRUE for planted in PLANTED) >= 35


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_planted_fault_is_shown(question: str, ask: Ask) -> None:
    for faults in of(question, true=False):
        outcome = ask(question, saying(faults))
        shown = [s.text for s in outcome.sentences if not s.verbatim]
        assert shown == []
        assert [dropped.text for dropped in outcome.dropped] == faults
        assert all(dropped.why for dropped in outcome.dropped)
        assert outcome.sentences, "the reports' own words stand in their place"


def test_few_true_sentences_are_dropped(ask: Ask) -> None:
    lost = []
    total = 0
    for question in QUESTIONS:
        for sentences in of(question, true=True):
            outcome = ask(question, saying(sentences))
            lost += [(dropped.text, dropped.why) for dropped in outcome.dropped]
            total += len(sentences)
    assert len(lost) <= 0.09 * total, "\n".join(map(str, lost))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_program_tells_which_passage_a_sentence_rests_on(question: str, ask: Ask) -> None:
    """Whatever the model says of it: it names a passage that there is not."""
    sentences = of(question, true=True)[0]
    outcome = ask(question, lambda _: written(*((s, ["P99"]) for s in sentences)))
    for sentence in outcome.sentences:
        for n in sentence.citations:
            quote = outcome.citations[n - 1].quote
            shared = set(statement_key(sentence.text).split()) & set(statement_key(quote).split())
            assert len(shared) >= 3, (sentence.text, quote)
