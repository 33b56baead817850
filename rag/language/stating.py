"""Whether sentences state something, or ask it, set a condition for it or deny it."""

import re
from collections.abc import Sequence

from index import language
from rag.types import StatedAs

_FOUND = language.patterns("attribution", "stated_as")
_SPARED = language.patterns("attribution", "not_stated_as")
_PATTERNS = {
    StatedAs[name.upper()]: re.compile(
        rf"\b(?:(?:{_SPARED[name]})\b|(?P<found>{found}))", re.IGNORECASE
    )
    for name, found in _FOUND.items()
}
"""Each passes over what only looks like what it finds."""
_ASKING = re.compile(
    r"(?<![?!？！؟])(?P<marks>[?!？！؟]++)"
    r"(?:[ \"'”’»)\]*_†‡¹²³⁰-⁹]|\[\w{1,5}\]|\(\d{1,3}\))*+$"
)
"""What a sentence ends with, behind which quotation marks and the marks of notes may stand."""


def stated_as(sentences: Sequence[str]) -> tuple[StatedAs, ...]:
    """All that some sentences are: a question where each of them is one, the others where one
    is."""
    asked = bool(sentences) and all(map(_asks, sentences))
    found = [kind for kind in _PATTERNS if any(_is_stated_as(kind, s) for s in sentences)]
    return (*((StatedAs.QUESTION,) if asked else ()), *found)


def _asks(sentence: str) -> bool:
    ending = _ASKING.search(sentence)
    return ending is not None and not set(ending["marks"]) <= set("!！")


def _is_stated_as(kind: StatedAs, sentence: str) -> bool:
    return any(match["found"] for match in _PATTERNS[kind].finditer(sentence))
