"""A question that a reader is offered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Try:
    """A question to be pressed: `label` as shown, empty for the same as before;
    `unbounded` where no filter is to hold."""

    label: str
    question: str
    unbounded: bool = False
