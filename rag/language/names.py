"""Names that stand for one another: a capital or a seat for the state that it speaks for."""

import re
from functools import cache

from index import language

_STANDS_FOR = language.groups("names", "seats")


@cache
def also_called(name: str) -> frozenset[str]:
    """Other words in small letters for the state or body that a name in small letters means; its
    people mean it too: "americans"."""
    found = set(_STANDS_FOR.get(name, ()))
    for seat, others in _STANDS_FOR.items():
        if name in others:
            found |= {seat, *others}
    if not found and name.endswith("ns"):
        return also_called(name.removesuffix("s"))
    return frozenset(found - {name})


def unowned(word: str) -> str:
    """A word without the ending of an owner: "Torvik" of "Torvik's"."""
    return re.sub(r"['’]s?$", "", word)
