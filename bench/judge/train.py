"""Trains the judge on the pairs, two passes, on the CPU: `python -m bench.judge.train [PASS]`.

It saves the weights of each pass in the work folder; `bench.reader` goes on from their mean. A PASS
alone starts from the weights of the one before it.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from torch.nn import functional

from bench.common import WORK
from bench.judge.network import MINILM_6, Judge, judge_of, load_tokenizer, padded, shortened
from bench.judge.pairs import PASSES, write
from bench.training import rising_and_falling, steadied


def weights(number: int) -> Path:
    """Where the weights of a pass are kept."""
    return WORK / "judge" / f"weights-{number}.pt"


TOKENS = 4096
"""A batch holds about so many tokens, of pairs of like length, so that little is padding."""
RATES = {1: (1e-4, 1e-3), 2: (7e-5, 3e-4)}
"""By pass: of the encoder, of the heads."""
WARM_UP, DECAY = 0.06, 0.01
SPAN_WEIGHT = 0.25
TASKS = {"answers": 0, "supports": 1}


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as tokens. `start` and `end` are token numbers, 0 for no answer, -1 for unknown."""

    ids: list[int]
    types: list[int]
    task: int
    label: float
    start: int
    end: int
    source: str


def kept(split: str, number: int) -> list[dict[str, Any]]:
    """The pairs of a pass on one side of the split, as they were written."""
    with write(number).open(encoding="utf-8") as lines:
        return [pair for line in lines if (pair := json.loads(line))["split"] == split]


def example(tokenizer: Tokenizer, pair: Mapping[str, Any]) -> Example:
    encoded = tokenizer.encode(shortened(tokenizer, pair["text"]), pair["passage"])
    start = end = -1
    if pair["task"] == "answers":
        if not pair["label"]:
            start = end = 0
        elif pair["start"] >= 0:
            inside = [
                n
                for n, (a, b) in enumerate(encoded.offsets)
                if encoded.type_ids[n] == 1 and a < pair["end"] and pair["start"] < b
            ]
            start, end = (inside[0], inside[-1]) if inside else (-1, -1)
    return Example(
        encoded.ids, encoded.type_ids, TASKS[pair["task"]], float(pair["label"]), start, end,
        pair["source"],
    )  # fmt: skip


def load(split: str, number: int) -> list[Example]:
    tokenizer = load_tokenizer()
    return [example(tokenizer, pair) for pair in kept(split, number)]


def batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Batches of about TOKENS tokens, shuffled."""
    order = sorted(examples, key=lambda e: len(e.ids) + rng.random() * 8)
    made: list[list[Example]] = [[]]
    for example in order:
        if (len(made[-1]) + 1) * len(example.ids) > TOKENS:
            made.append([])
        made[-1].append(example)
    rng.shuffle(made)
    return made


def run(judge: Judge, batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    ids, types = padded([e.ids for e in batch]), padded([e.types for e in batch])
    mask = padded([[1] * len(e.ids) for e in batch])
    with torch.autocast("cpu", torch.bfloat16):
        whole, spans = judge(ids, mask, types)
    return whole.float(), spans.float()


def loss_of(whole: torch.Tensor, spans: torch.Tensor, batch: list[Example]) -> torch.Tensor:
    tasks = torch.tensor([e.task for e in batch])
    labels = torch.tensor([e.label for e in batch])
    logits = whole[torch.arange(len(batch)), tasks]
    loss = functional.binary_cross_entropy_with_logits(logits, labels)
    starts, ends = torch.tensor([e.start for e in batch]), torch.tensor([e.end for e in batch])
    if (starts >= 0).any():
        both = functional.cross_entropy(spans[..., 0], starts, ignore_index=-1)
        both = both + functional.cross_entropy(spans[..., 1], ends, ignore_index=-1)
        loss = loss + SPAN_WEIGHT * both
    return loss


def evaluate(judge: Judge, examples: list[Example]) -> dict[str, float]:
    """Area under the ROC curve by task, and of the SQuAD part; share of spans found exactly."""
    judge.eval()
    scores, found = defaultdict(list), []
    with torch.inference_mode():
        for batch in batches(examples, random.Random(0)):
            whole, spans = run(judge, batch)
            for n, e in enumerate(batch):
                score = float(whole[n, e.task])
                scores["answers" if e.task == 0 else "supports"].append((e.label, score))
                scores[e.source.split(":")[0]].append((e.label, score))
                if e.source == "squad2_part":
                    scores["squad2_human"].append((e.label, score))
                if e.start > 0:
                    found.append(
                        int(spans[n, 1:, 0].argmax()) + 1 == e.start
                        and int(spans[n, 1:, 1].argmax()) + 1 == e.end
                    )
    judge.train()
    kept = {
        name: round(float(roc_auc_score(*zip(*pairs, strict=True))), 4)
        for name, pairs in scores.items()
        if len({label for label, _ in pairs}) == 2
    }
    return {**kept, "spans": round(float(np.mean(found)), 4)}


def prepared(
    judge: Judge, rates: tuple[float, float], steps: int
) -> tuple[torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]:
    """What trains a judge in so many steps, by the `rates` of encoder and heads, which rise first
    and then fall. Nothing is dropped out, and embeddings stay as they are."""
    steadied(judge, *judge.embeddings())
    heads = [*judge.whole.parameters(), *judge.span.parameters()]
    encoder = [p for p in judge.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": p, "lr": r} for p, r in zip((encoder, heads), rates, strict=True)],
        weight_decay=DECAY, fused=True,
    )  # fmt: skip
    return optimizer, rising_and_falling(optimizer, steps, WARM_UP)


def train(number: int) -> None:
    """One pass. Raises FileNotFoundError where the weights of the pass before it are missing."""
    torch.manual_seed(number)
    earlier = torch.load(weights(number - 1), weights_only=True) if number > 1 else None
    judge = judge_of(MINILM_6, earlier).train()
    made = batches(load("train", number), random.Random(number))
    test = load("test", 1)
    steps = len(made)
    optimizer, schedule = prepared(judge, RATES[number], steps)
    began, losses = perf_counter(), []
    for step, batch in enumerate(made, 1):
        loss = loss_of(*run(judge, batch), batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        losses.append(loss.item())
        if step % 100 == 0:
            spent = perf_counter() - began
            print(f"{step}/{steps} loss {np.mean(losses[-100:]):.3f} {spent:.0f} s", flush=True)
        if step % max(1, steps // 5) == 0 or step == steps:
            print(json.dumps(evaluate(judge, test)), flush=True)
            torch.save(judge.state_dict(), weights(number))


if __name__ == "__main__":
    for number in map(int, sys.argv[1:]) if sys.argv[1:] else PASSES:
        train(number)
