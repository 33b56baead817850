"""Training the reader: what a step makes likelier, the pairs between, how long a run is."""

from pathlib import Path

import pytest
import torch

from bench.judge.network import MINILM_6, Judge
from bench.judge.train import Example
from bench.reader import train
from bench.reader.candidates import Seen
from bench.reader.drawing import Group
from bench.reader.train import Plan, Reading, drawn, loss_between, loss_of
from tests.bench.networks import tiny
from tests.bench.test_reader import _searched

QUESTION = "Who opened Pier Seven?"


def _seen(text: str, *, right: bool) -> Seen:
    return Seen(
        id=text, place="", under="Minutes:", text=text, right=right, partly=False, tempting=False,
        answers=((0, len(text)),) if right else (), relevance=0.5, fused=0.5,
    )  # fmt: skip


def _group(*right: bool) -> Group:
    some = tuple(_seen(f"Passage {n} on piers.", right=flag) for n, flag in enumerate(right))
    return Group(QUESTION, some, right)


@pytest.fixture
def judge() -> Judge:
    torch.manual_seed(3)
    return Judge(tiny("bert", vocab_size=30_522))


def _pair(*ids: int, label: float) -> Example:
    types = [0, *(1 for _ in ids[1:])]
    return Example([*ids], types, task=0, label=label, start=-1, end=-1, source="drawn")


def test_pairs_of_any_length_count_alike(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    some = [_pair(5, 6, 7, label=1.0), _pair(5, 8, label=0.0), _pair(*range(5, 40), label=1.0)]
    monkeypatch.setattr(train, "TOKENS", 6)
    alone = [loss_between(judge, [one]).item() for one in some]
    assert loss_between(judge, some).item() == pytest.approx(sum(alone) / 3, abs=1e-2)


def test_a_step_makes_the_right_passage_likelier(judge: Judge) -> None:
    groups, reading = [_group(True, False, False)], Reading()
    before = loss_of(judge, groups, reading)
    before.backward()  # type: ignore[no-untyped-call]
    with torch.no_grad():
        for weight in judge.parameters():
            if weight.grad is not None:
                weight -= 0.001 * weight.grad
    assert loss_of(judge, groups, reading) < before


def test_a_run_is_as_many_whole_steps_as_the_fields_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "read", lambda _: [_searched(answerable=True)] * 10)
    each = {
        epochs: [len(step) for step in drawn(Plan(MINILM_6, Path(), ["town"], epochs, 1e-5))]
        for epochs in (0.5, 1, 2.5)
    }
    assert each == {0.5: [], 1: [6], 2.5: [6] * 4}
