"""What training has in common, whichever network it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn


class Stateful(Protocol):
    """What can be kept and gone on with: a network, an optimizer, a schedule."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, kept: dict[str, Any], /) -> object: ...


def steadied(network: nn.Module, *embeddings: nn.Module) -> None:
    """Lets nothing drop out of a network, and its embeddings stay as they are."""
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    for part in embeddings:
        part.requires_grad_(requires_grad=False)


def rising_and_falling(
    optimizer: torch.optim.Optimizer, steps: int, warm_up: float
) -> torch.optim.lr_scheduler.LambdaLR:
    """A rate that rises for a share of the steps, and then falls to nothing."""
    warm = max(1, int(warm_up * steps))
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / warm, max(0.0, (steps - n) / (steps - warm)))
    )


def of_like_length(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """The numbers of texts, the shortest first, in groups of about so many `tokens`, padded."""
    groups: list[list[int]] = [[]]
    for n in sorted(range(len(lengths)), key=lambda n: lengths[n]):
        if groups[-1] and (len(groups[-1]) + 1) * lengths[n] > tokens:
            groups.append([])
        groups[-1].append(n)
    return groups


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a run in a file: its parts by name, and how many steps are done."""

    file: Path
    parts: Mapping[str, Stateful]

    def go_on(self) -> int:
        """Sets the parts to what was kept, if anything was, and gives the steps that are done."""
        if not self.file.exists():
            return 0
        kept = torch.load(self.file, weights_only=True)
        for name, part in self.parts.items():
            part.load_state_dict(kept[name])
        return int(kept["done"])

    def keep(self, done: int) -> None:
        """Keeps the parts as they are, all of them or what was kept before."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".new")
        states = {name: part.state_dict() for name, part in self.parts.items()}
        torch.save({**states, "done": done}, beside)
        beside.replace(self.file)
