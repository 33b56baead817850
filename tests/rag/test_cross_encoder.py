"""A real cross-encoder, tiny and untrained, through the setting that names it."""

from pathlib import Path

import pytest

from index.errors import ModelUnusable
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.reader.cross_encoder import load_cross_encoder
from tests.rag.corpus import HARBOUR, engine_over

pytestmark = pytest.mark.slow

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "kessel", "bridge", "engineers", "glacier"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a BERT of two layers that gives one score."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("cross-encoder")
    (folder / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, num_labels=1,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_scores_of_a_real_model(model: Path) -> None:
    reranker = load_cross_encoder(str(model), "reranker")
    texts = ["The Kessel bridge", "The glacier", "Engineers"]
    scores = reranker.score("Which bridge?", texts)
    assert len(set(scores)) == 3
    assert reranker.name == str(model)
    again = reranker.score("Which bridge?", texts[::-1])
    assert again[::-1] == pytest.approx(scores, abs=1e-5)


def test_the_setting_makes_it_order_the_candidates(
    model: Path, harbour: QueryEngine, tmp_path: Path
) -> None:
    engine = engine_over(tmp_path, HARBOUR, reranker=str(model))
    asked = Query("When did engineers reopen the Kessel bridge?")
    found = engine.search(asked)
    scores = load_cross_encoder(str(model), "reranker").score(
        asked.question, [r.finding.text for r in found]
    )
    assert [r.score for r in found] == pytest.approx(scores, abs=1e-5)
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
    plain = {r.finding.passage.id: r.whole for r in harbour.search(asked)}
    assert {r.finding.passage.id: r.whole for r in found} == plain
    assert engine.ask(asked).models.model_dump() == {
        "embedder": "hashing", "reranker": str(model), "judge": None, "llm": None,
    }  # fmt: skip


@pytest.mark.parametrize("config", [None, "{}", "{"], ids=["empty", "no model", "damaged"])
def test_a_folder_that_holds_no_reranker(config: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "not one"
    folder.mkdir()
    if config is not None:
        (folder / "config.json").write_text(config, "utf-8")
    engine = engine_over(tmp_path, HARBOUR, reranker=str(folder))
    with pytest.raises(ModelUnusable, match="unset DATELINE_RERANKER") as caught:
        engine.ask(Query("When did engineers reopen the Kessel bridge?"))
    assert str(caught.value).startswith(f"The reranker {str(folder)!r} cannot be loaded (")
    assert "\n" not in str(caught.value)
