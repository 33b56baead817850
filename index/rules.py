"""Hand-written rules by name: each can be switched off, and where it made a difference is noted.

A rule is a gate, a veto, a boost or a special case that somebody wrote with examples in mind. It
is declared once, at the top of the module that it lives in, and either governs a function or is
asked whether a case of its applies. What a rule is worth is told by asking questions without it.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
V = TypeVar("V")


class Stage(StrEnum):
    """Where on the way from a file to an answer a rule acts, in that order."""

    INGEST = "ingest"
    QUESTION = "question"
    SEARCH = "search"
    GUARDRAIL = "guardrail"
    SELECTION = "selection"


_OFF: ContextVar[frozenset[str]] = ContextVar("rules switched off", default=frozenset())
_FIRED: ContextVar[set[str] | None] = ContextVar("rules that made a difference", default=None)
_RULES: dict[str, "Rule"] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """A hand-written rule. `about` says in one line what it does. Made by `declare`."""

    name: str
    stage: Stage
    about: str

    @property
    def on(self) -> bool:
        """Whether the rule is in force; it is, unless it was switched off."""
        return self.name not in _OFF.get()

    def applies(self, condition: bool) -> bool:
        """The condition of a special case where the rule is in force, else False."""
        applied = condition and self.on
        if applied:
            self._note()
        return applied

    def chosen(self, value: V, without: V) -> V:
        """`value` where the rule is in force, else `without`; the two must be comparable."""
        if not self.on:
            return without
        if _FIRED.get() is not None and value != without:
            self._note()
        return value

    def governs(self, without: Callable[..., Any]) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A decorator of a function that is the rule.

        `without` takes what the function takes and gives what it would give if there were no such
        rule. The function's results must be comparable with `==`. What is cached may not depend
        on a rule: a governed function stands outside the cache.
        """

        def decorate(function: Callable[P, R]) -> Callable[P, R]:
            @wraps(function)
            def governed(*args: P.args, **kwargs: P.kwargs) -> R:
                if not self.on:
                    instead: R = without(*args, **kwargs)
                    return instead
                result = function(*args, **kwargs)
                if _FIRED.get() is not None:
                    with _not_noting():
                        instead = without(*args, **kwargs)
                    self.chosen(result, instead)
                return result

            return governed

        return decorate

    def _note(self) -> None:
        fired = _FIRED.get()
        if fired is not None:
            fired.add(self.name)


def declare(name: str, stage: Stage, about: str) -> Rule:
    """A new rule of that name. Raises ValueError where there is one already."""
    if name in _RULES:
        raise ValueError(f"There are two rules named {name!r}.")
    _RULES[name] = Rule(name, stage, about)
    return _RULES[name]


def declared() -> dict[str, Rule]:
    """All rules of the modules that were imported, by name, in order of stage and name."""
    stages = list(Stage)
    ordered = sorted(_RULES.values(), key=lambda rule: (stages.index(rule.stage), rule.name))
    return {rule.name: rule for rule in ordered}


def always(value: V) -> Callable[..., V]:
    """A function that gives the value, whatever it is called with."""
    return lambda *_args, **_kwargs: value


@contextmanager
def _not_noting() -> Iterator[None]:
    """Within it, nothing is noted: what is only tried for comparison makes no difference."""
    token = _FIRED.set(None)
    try:
        yield
    finally:
        _FIRED.reset(token)


@contextmanager
def switched_off(names: Collection[str]) -> Iterator[None]:
    """Within it, the rules of these names are not in force. Raises ValueError for unknown names."""
    unknown = sorted(set(names) - _RULES.keys())
    if unknown:
        raise ValueError(f"There is no rule named {unknown[0]!r}.")
    token = _OFF.set(_OFF.get() | frozenset(names))
    try:
        yield
    finally:
        _OFF.reset(token)


def is_noted() -> bool:
    """Whether it is noted which rules make a difference."""
    return _FIRED.get() is not None


@contextmanager
def noting() -> Iterator[set[str]]:
    """Gives a set to which each rule's name is added that makes a difference within it."""
    fired: set[str] = set()
    token = _FIRED.set(fired)
    try:
        yield fired
    finally:
        _FIRED.reset(token)
