"""Networks that are small enough to be made anew for each test."""

import torch
from torch import nn
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

SIZES = {
    "hidden_size": 48, "intermediate_size": 96, "num_attention_heads": 12,
    "num_hidden_layers": 3, "attn_implementation": "eager",
}  # fmt: skip


def tiny(kind: str, vocab_size: int = 50) -> nn.Module:
    """An encoder of a kind, all of whose weights are drawn, the same every time."""
    sizes = {**SIZES, "vocab_size": vocab_size}
    if kind == "bert":
        encoder: nn.Module = BertModel(BertConfig(**sizes), add_pooling_layer=False)
    else:
        config = MPNetConfig(**sizes, max_position_embeddings=260)
        encoder = MPNetModel(config, add_pooling_layer=False)
    draws = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for weight in encoder.parameters():
            weight.normal_(0, 0.3, generator=draws)
    return encoder.eval()
