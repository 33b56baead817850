"""Training the reader: which passages of a step are learned from, and what is lost by all."""

from pathlib import Path

import pytest
import torch

from bench.judge.network import MINILM_6, Judge
from bench.reader import train
from bench.reader.candidates import Seen
from bench.reader.drawing import Group
from bench.reader.train import Plan, Reading, drawn, loss_of, telling
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


def test_it_is_learned_from_passages_that_are_taken_for_what_they_are_not() -> None:
    groups = [_group(True, False, False), _group(False, False)]
    logits = torch.tensor([0.0, 1.0, -9.0, -8.0, 2.0])
    assert telling(groups, logits) == [0, 1, 4]


def test_of_passages_that_are_all_known_one_is_learned_from() -> None:
    assert telling([_group(True, False)], torch.tensor([10.0, -10.0])) == [0]


def test_with_all_of_the_gradient_all_passages_are_learned_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(train, "SHARE", 1.0)
    assert telling([_group(True, False, False)], torch.tensor([0.0, 1.0, -4.0])) == [0, 1, 2]


@pytest.fixture
def judge() -> Judge:
    torch.manual_seed(3)
    return Judge(tiny("bert", vocab_size=30_522))


def test_what_is_lost_counts_all_passages(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "SPAN_WEIGHT", 0.0)
    groups, reading = [_group(True, False, False), _group(False, False)], Reading()
    lost = {}
    for share in (0.1, 1.0):
        monkeypatch.setattr(train, "SHARE", share)
        lost[share] = loss_of(judge, groups, reading).item()
    assert lost[0.1] == pytest.approx(lost[1.0], abs=1e-4)


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
