"""A real model of inference, tiny and untrained, through the setting that names it."""

from collections.abc import Callable
from math import exp
from pathlib import Path

import pytest

from index.errors import ModelUnusable
from rag.verification.nli import load_nli
from rag.verification.types import FaultKind, Grounds
from rag.verification.verifier import Verifier
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, engine_over

pytestmark = pytest.mark.slow

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "kessel", "bridge", "engineers", "reopened"]
THREE = {0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}
PASSAGE, SENTENCE = "The engineers reopened the Kessel bridge.", "Engineers reopened the bridge."


@pytest.fixture(scope="module")
def model_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[int, str], float], Path]:
    """Makes a folder with a BERT of one layer with these labels, the second one favoured."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    def make(labels: dict[int, str], favour: float) -> Path:
        folder = tmp_path_factory.mktemp("nli")
        (folder / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
        BertTokenizer(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
        torch.manual_seed(7)
        config = BertConfig(
            vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=32, max_position_embeddings=64, num_labels=len(labels),
            id2label=labels,
        )  # fmt: skip
        model = BertForSequenceClassification(config)
        with torch.no_grad():
            model.classifier.bias[min(1, len(labels) - 1)] += favour
        model.save_pretrained(folder)
        return folder

    return make


def test_what_follows_and_what_does_not(
    model_of: Callable[[dict[int, str], float], Path],
) -> None:
    sure, unsure = load_nli(str(model_of(THREE, 9.0))), load_nli(str(model_of(THREE, -9.0)))
    assert sure is not None
    assert unsure is not None
    [(logit, follows)] = sure.entailed(SENTENCE, [PASSAGE])
    assert follows
    assert 1 / (1 + exp(-logit)) > 0.9
    assert [follows for _, follows in unsure.entailed(SENTENCE, [PASSAGE, PASSAGE])] == [False] * 2
    assert sure.entailed(SENTENCE, []) == []


def test_the_verifier_takes_it_in_place_of_the_judge(
    model_of: Callable[[dict[int, str], float], Path],
) -> None:
    grounds = [Grounds(PASSAGE)]
    sure, unsure = load_nli(str(model_of(THREE, 9.0))), load_nli(str(model_of(THREE, -9.0)))
    assert Verifier(None, HashingEmbedder(), sure).check(SENTENCE, grounds).faults == ()
    checked = Verifier(None, HashingEmbedder(), unsure).check(SENTENCE, grounds)
    assert [fault.kind for fault in checked.faults] == [FaultKind.UNSUPPORTED]
    assert checked.support < 0


def test_a_model_without_entailment_is_refused(
    model_of: Callable[[dict[int, str], float], Path],
) -> None:
    with pytest.raises(ModelUnusable, match="has no label of entailment") as caught:
        load_nli(str(model_of({0: "bad", 1: "good"}, 0.0)))
    assert "unset DATELINE_NLI" in str(caught.value)


def test_the_setting_loads_it(
    model_of: Callable[[dict[int, str], float], Path], tmp_path: Path
) -> None:
    folder = model_of(THREE, 9.0)
    nli = load_nli(str(folder))
    assert nli is not None
    assert nli.name == str(folder)
    model = {"llm_url": "http://127.0.0.1:9/v1", "llm_model": "m", "nli": str(folder)}
    synthesizer = engine_over(tmp_path, HARBOUR, **model).loaded.synthesizer
    assert synthesizer is not None
    assert synthesizer.model.name == "m"
    assert load_nli(None) is None
