"""Whether sentences state something, or ask it, set a condition for it or deny it."""

import re
from collections.abc import Sequence

from index import language
from rag.types import StatedAs

_PATTERNS = {
    StatedAs[name.upper()]: re.compile(rf"\b(?:{found})", re.IGNORECASE)
    for name, found in language.patterns("attribution", "stated_as").items()
}
_CLOSING = " \"'”’»)]*_"


def stated_as(sentences: Sequence[str]) -> tuple[StatedAs, ...]:
    """All that some sentences are: a question where each of them is one, the others where one
    is."""
    asked = bool(sentences) and all(s.rstrip(_CLOSING).endswith("?") for s in sentences)
    found = [kind for kind, p in _PATTERNS.items() if any(p.search(s) for s in sentences)]
    return (*((StatedAs.QUESTION,) if asked else ()), *found)
