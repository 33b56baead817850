"""What a sentence puts in quotation marks stands so in the passage."""

import re
from collections.abc import Iterator

from index.text.normalize import collapsed
from rag.verification.types import Fault, FaultKind

_QUOTED = re.compile(r'"([^"]+)"|(?<![\w\'])\'([^\']{2,}?)\'(?!\w)')
_TRIMMED = " .,;:!?…"


def quotes(sentence: str, passage: str) -> Iterator[Fault]:
    """Quoted words that the passage has not, white space, marks and a first capital aside."""
    plain, have = collapsed(sentence), collapsed(passage)
    if plain.count('"') % 2:
        yield Fault(FaultKind.QUOTE, "a quotation mark is opened or closed alone")
    for quoted in quoted_in(plain):
        said = quoted.strip(_TRIMMED)
        if said and not any(form in have for form in _forms(said)):
            yield Fault(FaultKind.QUOTE, f"the passage has no words “{said}”")


def quoted_in(text: str) -> Iterator[str]:
    """What a text has between quotation marks, single ones too."""
    for match in _QUOTED.finditer(collapsed(text)):
        yield match[1] or match[2]


def _forms(said: str) -> tuple[str, ...]:
    return said, said[0].lower() + said[1:], said[0].upper() + said[1:]
