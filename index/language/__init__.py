"""What is of a language and not of the program: its words and patterns, as data.

Each file under `en` has one matter, which its head tells, and is for a linguist to read and mend. A
set of words is written as a text of them, patterns one or more a line. Another language is a folder
beside it. `times.yaml` is a grammar of its own (`index.times.lexicon`).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGE = "en"


@cache
def stated(matter: str) -> Mapping[str, Any]:
    """What the file of a matter states, in lists and mappings of texts."""
    text = (files("index") / "language" / LANGUAGE / f"{matter}.yaml").read_text("utf-8")
    read: Mapping[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - texts alone
    return read


def words(matter: str, name: str) -> frozenset[str]:
    """A set of words."""
    return frozenset(in_order(matter, name))


def in_order(matter: str, name: str) -> tuple[str, ...]:
    """Words in the order that they are written in."""
    return tuple(stated(matter)[name].split())


def groups(matter: str, name: str) -> dict[str, tuple[str, ...]]:
    """Words, or names of several words in a list, by what they belong to."""
    found: Mapping[str, str | list[str]] = stated(matter)[name]
    return {
        key: tuple(some.split() if isinstance(some, str) else some) for key, some in found.items()
    }


def patterns(matter: str, name: str) -> dict[str, str]:
    """Patterns by what they tell, each one that finds any of those written."""
    return {key: "|".join(some.splitlines()) for key, some in stated(matter)[name].items()}
