"""The judge as a network: a published encoder read as a cross-encoder, with three heads.

From question (or claim) and passage it gives one logit that the passage answers the question,
one that it supports the claim, and for each token the logits that the answer starts and ends
there (Devlin et al. 2019); the first token stands for "no answer".
"""

from argparse import ArgumentTypeError
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from bench.judge.published import ALL, MINILM, MPNET, Published

LONGEST_TEXT, LONGEST = 64, 256
"""Tokens of the question or claim, and of both together."""
_LAYER = "encoder.encoder.layer."
_APART = "encoder.encoder.relative_attention_bias.weight"


@dataclass(frozen=True, slots=True)
class Base:
    """What a judge begins as: the first layers of a published encoder."""

    encoder: Published
    layers: int

    @property
    def name(self) -> str:
        """Such as `minilm-6`."""
        return f"{self.encoder.name}-{self.layers}"

    @classmethod
    def named(cls, name: str) -> "Base":
        """Raises ArgumentTypeError for a name that is none."""
        encoder, _, layers = name.partition("-")
        if encoder not in ALL or not layers.isdecimal() or not int(layers):
            examples = " or ".join(f"{each}-6" for each in ALL)
            raise ArgumentTypeError(f"{name} is no encoder with its layers, such as {examples}")
        return cls(ALL[encoder], int(layers))


MINILM_6 = Base(MINILM, 6)


class Judge(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: nn.Module) -> None:
        """`encoder` is one of BERT's or MPNet's kind, without a pooling layer."""
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.whole = nn.Linear(width, 2)
        self.span = nn.Linear(width, 2)

    def embeddings(self) -> list[nn.Module]:
        """What stands for words, their places and, in MPNet, how far these are apart."""
        apart = getattr(self.encoder.encoder, "relative_attention_bias", None)
        return [part for part in (self.encoder.embeddings, apart) if part is not None]

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor]:
        """((batch, 2): answers, supports), ((batch, tokens, 2): start, end)."""
        typed = hasattr(self.encoder.embeddings, "token_type_embeddings")
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask,
            **({"token_type_ids": token_type_ids} if typed else {}),
        ).last_hidden_state  # fmt: skip
        spans = self.span(hidden)
        seen = torch.cat([torch.ones_like(input_ids[:, :1]), token_type_ids[:, 1:]], dim=1)
        seen = (seen * attention_mask).unsqueeze(-1)
        return self.whole(hidden[:, 0]), spans - 1e4 * (1 - seen)


def judge_of(base: Base, state: Mapping[str, Tensor] | None = None) -> Judge:
    """A judge whose heads have learned nothing, or with the weights of another that has as many
    layers or more: those beyond are left out. Raises RuntimeError where these are of another kind.
    """
    encoder = AutoModel.from_pretrained(
        base.encoder.folder, num_hidden_layers=base.layers, add_pooling_layer=False,
        attn_implementation="eager",
    )  # fmt: skip
    judge = Judge(encoder)
    if state is not None:
        kept = judge.state_dict().keys()
        judge.load_state_dict({name: value for name, value in state.items() if name in kept})
    return judge


def base_of(state: Mapping[str, object]) -> Base:
    """The base that a judge's weights are of, by their names."""
    layers = {int(name.split(".")[3]) for name in state if name.startswith(_LAYER)}
    return Base(MPNET if _APART in state else MINILM, len(layers))


def load_tokenizer(encoder: Published = MINILM) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(encoder.folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    return tokenizer


def shortened(tokenizer: Tokenizer, text: str) -> str:
    """`text` without what stands after its LONGEST_TEXT-th token."""
    encoded = tokenizer.encode(text[:2000], add_special_tokens=False)
    if len(encoded.ids) <= LONGEST_TEXT:
        return text
    return text[: encoded.offsets[LONGEST_TEXT - 1][1]]


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (width - len(row))] for row in rows])
