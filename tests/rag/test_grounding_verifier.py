"""Which grounds a written sentence is shown with, if any."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.embedding.embedders import load_embedder
from index.settings import SHIPPED_EMBEDDER
from rag.reader.judge import Judgement, OnnxJudge
from rag.verification.support import LEAST
from rag.verification.types import Checked, Fault, FaultKind, Grounds
from rag.verification.verifier import Verifier
from tests.doubles import HashingEmbedder
from tests.rag.grounding import grounds

TRUE = "Engineers reopened the Kessel bridge after 14 months of repairs."
ELSEWHERE = "Curators moved 214 paintings to a school in Torvik."
FALSE = "Engineers reopened the Kessel bridge after 15 months of repairs."


class Opinionated:
    """A judge whose support of a text is told beforehand."""

    name = "opinionated"

    def __init__(self, logits: dict[str, float]) -> None:
        self._logits = logits

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        return [Judgement(0.0, None, 0.0) for _ in passages]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        return [self._logits[passage] for passage in passages]


def test_the_grounds_without_faults_go_before_the_better_supporting() -> None:
    judge = Opinionated({FALSE: 3.0, TRUE: 1.0, ELSEWHERE: 5.0})
    some = [grounds(ELSEWHERE), grounds(FALSE), grounds(TRUE)]
    checked = Verifier(judge, HashingEmbedder()).check(
        "The Kessel bridge was reopened after 14 months of repairs.", some
    )
    assert (checked.number, checked.faults) == (2, ())


def test_without_any_the_best_supporting_with_its_faults() -> None:
    checked = Verifier(None, HashingEmbedder()).check(FALSE, [grounds(ELSEWHERE), grounds(TRUE)])
    assert checked.number == 1
    assert checked.support == 0.0
    assert Fault(FaultKind.NUMBER, "the passage has no number “15 months”") in checked.faults


def test_facts_merged_from_two_passages_are_a_fault() -> None:
    merged = "Engineers reopened the Kessel bridge, and curators moved 214 paintings to a school."
    for some in ([grounds(TRUE), grounds(ELSEWHERE)], [grounds(ELSEWHERE), grounds(TRUE)]):
        assert Verifier(None, HashingEmbedder()).check(merged, some).faults


def test_too_little_support_is_a_fault_but_for_words_of_the_passage() -> None:
    verifier = Verifier(Opinionated({TRUE: LEAST - 5}), HashingEmbedder())
    reworded = "The Kessel bridge was reopened after 14 months of repairs."
    kinds = [fault.kind for fault in verifier.check(reworded, [grounds(TRUE)]).faults]
    assert kinds == [FaultKind.UNSUPPORTED]
    assert verifier.check(TRUE, [grounds(TRUE)]).faults == ()


def test_no_grounds_and_no_words() -> None:
    verifier = Verifier(None, HashingEmbedder())
    nothing = Fault(FaultKind.UNSUPPORTED, "there is no passage to rest on")
    assert verifier.check(TRUE, []) == Checked(0, 0.0, (nothing,))
    assert verifier.check(TRUE, [Grounds("")]).faults
    assert verifier.check("", [grounds(TRUE)]).faults
    assert verifier.check("…!", [grounds(TRUE)]).faults


def test_several_threads_find_what_one_finds() -> None:
    verifier = Verifier(None, HashingEmbedder())
    some = [grounds(TRUE), grounds(ELSEWHERE), grounds(FALSE)]
    asked = [TRUE, FALSE, ELSEWHERE, "The bridge is closed."] * 5
    alone = [verifier.check(sentence, some) for sentence in asked]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda s: verifier.check(s, some), asked)) == alone


@pytest.mark.slow
def test_words_of_one_meaning_with_the_shipped_models() -> None:
    verifier = Verifier(OnnxJudge(), load_embedder(SHIPPED_EMBEDDER))
    passage = "The Kremlin is attempting to amend the law and purchase microchips."
    said = verifier.check("The Kremlin is trying to change the law.", [grounds(passage)])
    assert said.faults == ()
    unsaid = verifier.check("The Kremlin is trying to abolish the law.", [grounds(passage)])
    assert said.support > unsaid.support
    assert FaultKind.WORDS in {fault.kind for fault in unsaid.faults}
