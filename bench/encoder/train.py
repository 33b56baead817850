"""Trains the encoder on fields' questions and the passages that answer them.

`python -m bench.encoder.train NAME --on FIELD...` goes on from the published weights, or from those
of an earlier run (`--from`). A batch is questions on one field with a passage that answers each,
and some that the search found and that do not: of all passages of the batch those that answer a
question should be nearer to it than the others, by the vectors of whole texts and by late
interaction of the tokens' vectors, as the token store keeps them. The state is saved every few
hundred steps under NAME, and a run that was stopped goes on from there.
"""

import random
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from bench.common import WORK
from bench.fields.corpus import open_ones
from bench.judge.network import padded
from bench.reader.candidates import Searched, read
from bench.training import Progress, Stateful, of_like_length, rising_and_falling, steadied
from index.embedding.minilm import FOLDER, tokenizer_of
from index.embedding.sentence_transformer import official_weights
from index.storage.token_vectors import projection
from index.structure.place import in_its_place
from index.text.normalize import collapsed

AT_ONCE = 16
"""Questions a step, all of one field."""
WRONG = 2
"""Passages a question that were found for it and do not answer."""
FROM_FIRST = 12
"""They are drawn from so many of the nearest."""
TEMPTED = 0.5
"""How often one of them is a passage that only looks like an answer, where there is one."""
SCALES = (20.0, 40.0)
"""What cosines of whole texts, and late interactions, are multiplied with before the softmax."""
TOKENS = 2048
"""A forward run holds about so many tokens, of texts of like length."""
RATE, DECAY, WARM_UP = 2e-5, 0.01, 0.1
_SAVED_EVERY = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions of one field, passages as they are embedded, and for each question which of these
    answer it (questions, passages) and which are left out for having a part of the answer."""

    questions: list[str]
    passages: list[str]
    right: Tensor
    left_out: Tensor


def folder(name: str) -> Path:
    """What is kept of a run."""
    return WORK / "encoder" / name


def batches(fields: Sequence[str], draw: random.Random) -> list[Batch]:
    """One pass over fields, shuffled."""
    made = []
    for field in fields:
        some = [s for s in read(field) if any(c.right for c in s.candidates)]
        draw.shuffle(some)
        made += [_batch(some[at : at + AT_ONCE], draw) for at in range(0, len(some), AT_ONCE)]
    draw.shuffle(made)
    return [batch for batch in made if len(batch.questions) > AT_ONCE // 2]


def _batch(some: Sequence[Searched], draw: random.Random) -> Batch:
    passages: dict[str, str] = {}
    for one in some:
        for n in _drawn(one, draw):
            seen = one.candidates[n]
            passages[seen.id] = in_its_place([collapsed(seen.text)], [seen.place])[0]
    marks = [[_mark(one, passage) for passage in passages] for one in some]
    return Batch(
        [one.question for one in some],
        list(passages.values()),
        torch.tensor([[mark == "right" for mark in row] for row in marks]),
        torch.tensor([[mark == "partly" for mark in row] for row in marks]),
    )


def _drawn(one: Searched, draw: random.Random) -> Iterator[int]:
    """The numbers of the candidates that a question comes with: one that answers first."""
    numbers = range(len(one.candidates))
    right = [n for n in numbers if one.candidates[n].right]
    wrong = [n for n in numbers if not (one.candidates[n].right or one.candidates[n].partly)]
    tempting = [n for n in wrong if one.candidates[n].tempting]
    yield draw.choice(right[:4])
    nearest = wrong[:FROM_FIRST]
    chosen = draw.sample(nearest, min(WRONG, len(nearest)))
    if tempting and draw.random() < TEMPTED:
        chosen[:1] = [draw.choice(tempting)]
    yield from chosen


def _mark(one: Searched, passage: str) -> str:
    seen = next((c for c in one.candidates if c.id == passage), None)
    if seen is None:
        return ""
    return "right" if seen.right else "partly" if seen.partly else ""


class Encoding:
    """Makes vectors of texts, as `index.embedding.minilm` and `index.storage.token_vectors` do."""

    def __init__(self, start: Path | None) -> None:
        self.network: nn.Module = AutoModel.from_pretrained(
            official_weights(), add_pooling_layer=False, attn_implementation="eager"
        )
        if start is not None:
            self.network.load_state_dict(torch.load(start, weights_only=True))
        self._tokenizer = tokenizer_of(FOLDER)
        self._projection = torch.from_numpy(projection(384))

    def __call__(self, texts: Sequence[str]) -> tuple[Tensor, list[Tensor]]:
        """Of each text its vector, (texts, dimension), and those of its words' tokens, as they are
        kept."""
        tokenized = self._tokenizer.encode_batch(list(texts))
        pooled, tokens = dict[int, Tensor](), dict[int, Tensor]()
        for chunk in of_like_length([len(one.ids) for one in tokenized], TOKENS):
            ids = padded([tokenized[n].ids for n in chunk])
            mask = padded([[1] * len(tokenized[n].ids) for n in chunk])
            with torch.autocast("cpu", torch.bfloat16):
                last = self.network(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            sums = (last * mask.unsqueeze(-1)).sum(dim=1) / mask.sum(dim=1, keepdim=True)
            for row, n in enumerate(chunk):
                pooled[n] = functional.normalize(sums[row], dim=-1)
                words = _of_words(texts[n], tokenized[n].offsets)
                unit = functional.normalize(last[row][words], dim=-1)
                tokens[n] = functional.normalize(unit @ self._projection, dim=-1)
        numbers = range(len(texts))
        return torch.stack([pooled[n] for n in numbers]), [tokens[n] for n in numbers]


def _of_words(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """The numbers of the tokens with a letter or a digit; the first where there is none."""
    return [
        n for n, (start, end) in enumerate(offsets) if any(c.isalnum() for c in text[start:end])
    ] or [0]  # fmt: skip


def loss_of(encoding: Encoding, batch: Batch) -> Tensor:
    asked, words = encoding(batch.questions)
    passages, of_passages = encoding(batch.passages)
    every, sizes = torch.cat(of_passages), [len(tokens) for tokens in of_passages]
    late = torch.stack([
        torch.stack([part.max(dim=1).values.mean() for part in (tokens @ every.T).split(sizes, 1)])
        for tokens in words
    ])  # fmt: skip
    both = zip(SCALES, (asked @ passages.T, late), strict=True)
    return torch.stack([_listwise(scale * near, batch) for scale, near in both]).sum()


def _listwise(scores: Tensor, batch: Batch) -> Tensor:
    """All that answer together against all else, (questions, passages)."""
    scores = scores.masked_fill(batch.left_out, -1e4)
    right = scores.masked_fill(~batch.right, -1e4)
    return (torch.logsumexp(scores, 1) - torch.logsumexp(right, 1)).mean()


def train(name: str, fields: Sequence[str], passes: float, start: Path | None, seed: int) -> None:
    """Goes over fields so many times; what was kept under the name is gone on with."""
    torch.manual_seed(seed)
    encoding = Encoding(start)
    network = encoding.network.train()
    steadied(network, network.embeddings)  # type: ignore[arg-type]
    learned = [p for p in network.parameters() if p.requires_grad]
    each = [batches(fields, random.Random(seed + number)) for number in range(ceil(passes))]
    drawn = [batch for one in each for batch in one][: int(passes * len(each[0]))]
    steps = len(drawn)
    optimizer = torch.optim.AdamW(learned, lr=RATE, weight_decay=DECAY, fused=True)
    schedule = rising_and_falling(optimizer, steps, WARM_UP)
    parts: dict[str, Stateful] = {
        "network": network, "optimizer": optimizer, "schedule": schedule,
    }  # fmt: skip
    progress = Progress(folder(name) / "state.pt", parts)
    done = progress.go_on()
    began, losses = perf_counter(), list[float]()
    for step, batch in enumerate(drawn[done:], start=done + 1):
        loss = loss_of(encoding, batch)
        losses.append(loss.item())
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if step % 20 == 0:
            spent = perf_counter() - began
            print(f"{step}/{steps} loss {np.mean(losses[-20:]):.3f} {spent:.0f} s", flush=True)
        if step % _SAVED_EVERY == 0:
            progress.keep(step)
    folder(name).mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), folder(name) / "weights.pt")


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--on", nargs="+", required=True, help="the fields that are trained on")
    parser.add_argument("--passes", type=float, default=2.0)
    parser.add_argument("--from", dest="start", type=Path, help="the published ones if not given")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    train(given.name, open_ones(parser, given.on), given.passes, given.start, given.seed)


if __name__ == "__main__":
    main()
