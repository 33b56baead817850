"""Trains the reader on fields' questions and what the search finds for them.

`python -m bench.reader.train NAME --on FIELD... [--ask FIELD...]` goes on from the weights of
`bench.reader.base`, or with `--base` from another encoder or fewer layers. A question stands with
its candidates and a null, whose logit is 0: the right passages together should be likelier than all
else, or the null where none is (a listwise softmax). Some generic pairs go between, so that what
was learned before is kept. The state is saved every few hundred steps under NAME, and a run that
was stopped goes on from there.
"""

import json
import random
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from bench.common import WORK
from bench.judge import train as pairs
from bench.judge.network import (
    MINILM_6,
    Base,
    Judge,
    judge_of,
    load_tokenizer,
    padded,
    shortened,
)
from bench.judge.published import MINILM, Published
from bench.reader.base import BASE
from bench.reader.candidates import Searched, Seen, read
from bench.reader.drawing import Group, draw
from bench.training import Progress, Stateful, of_like_length
from index.structure.place import in_its_place
from rag.evidence.evidence import READ

AT_ONCE = 6
"""Questions a step."""
TOKENS = 2048
"""A forward run holds about so many tokens, of pairs of like length."""
GENERIC = 3
"""Generic pairs a step; a base that was never trained on them needs more."""
RATE, HEADS_FASTER = 6e-5, 5
"""Of the encoder; and how many times as fast the heads learn."""
SPAN_WEIGHT, GENERIC_WEIGHT = 0.2, 0.5
_SAVED_EVERY = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage as tokens. `holds` are the numbers of the tokens that stand in
    sentences which answer; only the first, which stands for none, where none do; None where that is
    not known."""

    ids: list[int]
    types: list[int]
    holds: list[int] | None


def folder(name: str) -> Path:
    """What is kept of a run."""
    return WORK / "reader" / name


class Reading:
    """Makes tokens of questions and passages."""

    def __init__(self, encoder: Published = MINILM) -> None:
        self.tokenizer: Tokenizer = load_tokenizer(encoder)

    def pair(self, question: str, passage: Seen, *, right: bool | None) -> Pair:
        """`right` tells whether the passage answers; None if that is not asked."""
        text = in_its_place([passage.text], [passage.under])[0]
        begin = len(text) - len(passage.text)
        encoded = self.tokenizer.encode(shortened(self.tokenizer, question), text)
        holds = None if right is None else [0]
        if right:
            holds = [
                n for n, (a, b) in enumerate(encoded.offsets)
                if encoded.type_ids[n] == 1
                and any(s < b - begin and a - begin < e for s, e in passage.answers)
            ] or None  # fmt: skip
        return Pair(encoded.ids, encoded.type_ids, holds)


def run(judge: Judge, some: Sequence[Pair]) -> tuple[Tensor, list[Tensor]]:
    """The heads' logits of each pair, (pairs, 2), and of each of its tokens, (tokens, 2)."""
    chunks = of_like_length([len(pair.ids) for pair in some], TOKENS)
    wholes, spans = list[Tensor](), dict[int, Tensor]()
    for chunk in chunks:
        ids, types = (padded([getattr(some[n], what) for n in chunk]) for what in ("ids", "types"))
        mask = padded([[1] * len(some[n].ids) for n in chunk])
        with torch.autocast("cpu", torch.bfloat16):
            whole, of_tokens = judge(ids, mask, types)
        wholes.append(whole.float())
        spans |= {n: of_tokens[i, : len(some[n].ids)].float() for i, n in enumerate(chunk)}
    places = torch.tensor(np.argsort([n for chunk in chunks for n in chunk]))
    return torch.cat(wholes)[places], [spans[n] for n in range(len(some))]


def loss_of(judge: Judge, groups: Sequence[Group], reading: Reading) -> Tensor:
    some = [
        reading.pair(group.question, passage, right=right)
        for group in groups
        for passage, right in zip(group.candidates, group.right, strict=True)
    ]
    whole, spans = run(judge, some)
    losses, at = list[Tensor](), 0
    for group in groups:
        size = len(group.candidates)
        logits = torch.cat([torch.zeros(1), whole[at : at + size, 0]])
        wanted = torch.tensor([not any(group.right), *group.right])
        losses.append(torch.logsumexp(logits, 0) - torch.logsumexp(logits[wanted], 0))
        at += size
    pointed = [
        -torch.logsumexp(functional.log_softmax(span, 0)[pair.holds], 0).sum()
        for pair, span in zip(some, spans, strict=True)
        if pair.holds is not None
    ]
    return torch.stack(losses).mean() + SPAN_WEIGHT * torch.stack(pointed).mean()


def scores(judge: Judge, searched: Sequence[Searched], reading: Reading) -> list[list[float]]:
    """For each question the logits of its first candidates."""
    judge.eval()
    found = []
    with torch.inference_mode():
        for one in searched:
            some = [reading.pair(one.question, c, right=None) for c in one.candidates[:READ]]
            found.append(run(judge, some)[0][:, 0].tolist() if some else [])
    judge.train()
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """What is trained, on what and how far: `epochs` times over the fields, from the weights of
    `start`, or from the published encoder alone. `rate` is the encoder's, at its highest, and
    `generic` how many of the generic pairs go into a step. Of `part` (k, n) every n-th question
    counts, from the k-th on: n runs side by side, on one core each, learn all questions, and the
    mean of their weights is theirs together."""

    base: Base
    start: Path | None
    fields: Sequence[str]
    epochs: float
    rate: float
    generic: int = GENERIC
    seed: int = 1
    part: tuple[int, int] = (1, 1)


def begun(plan: Plan) -> Judge:
    """The network that training begins with."""
    torch.manual_seed(plan.seed)
    state = torch.load(plan.start, weights_only=True) if plan.start is not None else None
    return judge_of(plan.base, state).train()


def drawn(plan: Plan) -> list[list[Group]]:
    """The questions of each step with their candidates."""
    first, of = plan.part
    searched = [one for field in plan.fields for one in read(field)[first - 1 :: of]]
    groups = [
        group
        for epoch in range(ceil(plan.epochs))
        for group in draw(searched, random.Random(plan.seed + epoch))
    ][: int(plan.epochs * len(searched))]
    return [groups[at : at + AT_ONCE] for at in range(0, len(groups) - AT_ONCE + 1, AT_ONCE)]


def generic(steps: int, plan: Plan) -> list[list[pairs.Example]]:
    """The pairs that go between, of each step."""
    tokenizer, draws = load_tokenizer(plan.base.encoder), random.Random(plan.seed)
    every = pairs.kept("train", 2)
    return [
        [pairs.example(tokenizer, draws.choice(every)) for _ in range(plan.generic)]
        for _ in range(steps)
    ]


def loss_between(judge: Judge, some: Sequence[pairs.Example]) -> Tensor:
    """What is lost by generic pairs, read in groups of like length."""
    lost = torch.zeros(())
    for chunk in of_like_length([len(one.ids) for one in some], TOKENS):
        of_chunk = [some[n] for n in chunk]
        share = len(of_chunk) / len(some)
        lost = lost + share * pairs.loss_of(*pairs.run(judge, of_chunk), of_chunk)
    return lost


def train(name: str, plan: Plan) -> Judge:
    """The network trained as planned; what was kept under the name is gone on with."""
    judge, reading, each = begun(plan), Reading(plan.base.encoder), drawn(plan)
    ballast = generic(len(each), plan)
    optimizer, schedule = pairs.prepared(judge, (plan.rate, HEADS_FASTER * plan.rate), len(each))
    parts: dict[str, Stateful] = {"judge": judge, "optimizer": optimizer, "schedule": schedule}
    progress = Progress(folder(name) / "state.pt", parts)
    done = progress.go_on()
    began, losses = perf_counter(), list[float]()
    for step, (groups, between) in enumerate(zip(each, ballast, strict=True), 1):
        if step <= done:
            continue
        loss = loss_of(judge, groups, reading)
        losses.append(loss.item())
        if between:
            loss = loss + GENERIC_WEIGHT * loss_between(judge, between)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if step % 50 == 0:
            spent = perf_counter() - began
            print(f"{step}/{len(each)} loss {np.mean(losses[-50:]):.3f} {spent:.0f} s", flush=True)
        if step % _SAVED_EVERY == 0:
            progress.keep(step)
    folder(name).mkdir(parents=True, exist_ok=True)
    torch.save(judge.state_dict(), folder(name) / "weights.pt")
    return judge


def _part(text: str) -> tuple[int, int]:
    """K and N of K/N. Raises ValueError, which argparse tells, for what is none."""
    first, of = map(int, text.split("/"))
    if not 1 <= first <= of:
        raise ValueError(text)
    return first, of


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--on", nargs="+", required=True, help="the fields that are trained on")
    parser.add_argument("--ask", nargs="*", default=[], help="fields whose scores are kept")
    parser.add_argument("--epochs", type=float, default=1.5)
    parser.add_argument(
        "--base", type=Base.named, default=MINILM_6,
        help="an encoder and how many of its layers, such as mpnet-6; minilm-6 if not given",
    )  # fmt: skip
    parser.add_argument(
        "--from", dest="start", type=Path,
        help="weights to go on from; if not given, for minilm those of bench.reader.base, "
        "and for others those that are published",
    )  # fmt: skip
    parser.add_argument("--rate", type=float, default=RATE, help="of the encoder, at its highest")
    parser.add_argument("--generic", type=int, default=GENERIC, help="generic pairs a step")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--part",
        type=_part,
        default=(1, 1),
        metavar="K/N",
        help="every N-th question from the K-th",
    )
    given = parser.parse_args()
    if both := set(given.on) & set(given.ask):
        parser.error(f"{min(both)} is trained on; its scores would say nothing")
    start = given.start or (BASE if given.base.encoder is MINILM else None)
    plan = Plan(
        given.base, start, given.on, given.epochs, given.rate, given.generic, given.seed, given.part
    )
    judge = train(given.name, plan)
    for field in given.ask:
        found = scores(judge, searched := read(field), Reading(given.base.encoder))
        lines = [json.dumps([o.id, s]) for o, s in zip(searched, found, strict=True)]
        (folder(given.name) / f"{field}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        print(field, flush=True)


if __name__ == "__main__":
    main()
