"""The language of a report, told from its words by py3langid: langid.py (Lui & Baldwin 2012) with a
model of 139 languages, which is in the package."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.text.normalize import collapsed
from index.types import Block, Role

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
"""What the encoder, the reader and the rules were made for."""
_STRETCH = 400
"""Characters that are looked at together."""
_STRETCHES = 16
"""So many at most, spread over a report."""
_LETTERS = 150
"""Fewer in a report tell nothing."""
_SURE = 0.5
"""The probability from which a stretch is held to be in a language."""
_MOSTLY = 0.75
"""The share of the stretches that have to be in the language of a report."""
_NO_LANGUAGE = "zxx"
"""The code of what is in none: numbers, addresses."""
_LEFT_OUT = frozenset({"pcm"})
"""Nigerian Pidgin: what is written in English, with many names, is sooner taken for it."""


def language_of(text: str, blocks: Sequence[Block]) -> str | None:
    """The code (ISO 639) of the language that a report's body is in; None where that is short, or
    in several."""
    told = Counter(_told(stretch) for stretch in _stretches(text, blocks))
    for language, many in told.most_common(1):
        return language if many >= _MOSTLY * told.total() else None
    return None


@cache
def language_name(code: str) -> str:
    """What a language is called in English; its code, where it has no name there."""
    from babel import Locale  # noqa: PLC0415 - asked for few corpora

    return str(Locale("en").languages.get(code, code))


def _stretches(text: str, blocks: Sequence[Block]) -> list[str]:
    body = " ".join(collapsed(text[b.start : b.end]) for b in blocks if b.role is Role.BODY)
    if sum(map(str.isalpha, body)) < _LETTERS:
        return []
    ends = max(_STRETCH, len(body) - len(body) % _STRETCH)
    found = [body[at : at + _STRETCH] for at in range(0, ends, _STRETCH)]
    return found[:: -(-len(found) // _STRETCHES)]


def _told(stretch: str) -> str | None:
    language, probability = _identifier().classify(stretch)
    return language if probability >= _SURE and language != _NO_LANGUAGE else None


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - only at ingest

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([known for known in identifier.labels if known not in _LEFT_OUT])
    return identifier
