"""What training has in common: groups of like length, the rate, runs that are gone on with."""

from pathlib import Path

import pytest
import torch

from bench.training import Progress, of_like_length, rising_and_falling, steadied


def test_texts_are_grouped_by_their_length() -> None:
    assert of_like_length([5, 1, 4, 9, 1], 10) == [[1, 4], [2, 0], [3]]
    assert of_like_length([], 10) == [[]]


def test_the_rate_rises_and_falls() -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = rising_and_falling(optimizer, 10, 0.2)
    rates = []
    for _ in range(10):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    assert rates == pytest.approx([0.5, 1.0, 1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125])


def test_nothing_drops_out_and_embeddings_stay() -> None:
    words = torch.nn.Embedding(3, 2)
    network = torch.nn.Sequential(words, torch.nn.Dropout(0.1), torch.nn.Linear(2, 1))
    steadied(network, words)
    assert network[1].p == 0.0
    learned = [name for name, p in network.named_parameters() if p.requires_grad]
    assert learned == ["2.weight", "2.bias"]


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "run" / "state.pt"
    network = torch.nn.Linear(2, 1)
    assert Progress(file, {"network": network}).go_on() == 0
    Progress(file, {"network": network}).keep(7)
    other = torch.nn.Linear(2, 1)
    assert Progress(file, {"network": other}).go_on() == 7
    assert torch.equal(other.weight, network.weight)
    assert [kept.name for kept in file.parent.iterdir()] == ["state.pt"]
