"""Nothing in a written sentence is markup, an address or a marker; nor does it speak of itself."""

import re
from collections.abc import Iterator

from index.text.normalize import aligned
from rag.verification.types import Fault, FaultKind

_MARKUP = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
    r"|<[^<>\s][^<>]{0,200}>|</|&(?:#\d+|\w+);|\[[^\[\]]{0,80}\]|【[^】]{0,80}】|[{}`|\\]|\*\*|__|##+"
    r"|^\s*(?:[-*•>]|\d{1,2}[.)])\s|~~|!\[|\]\(|\b\w+=\"|@\w"
)
_ADDRESS = re.compile(
    r"\b(?:https?|ftp|data|javascript|mailto|file):\S|\bwww\.\w|[\w.+-]{1,64}@[\w-]+\.\w"
    r"|\b[\w-]{2,63}\.(?:com|org|net|ru|ua|io|info|co|gov|edu|example|test|uk|de)\b(?:/\S*)?",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\bas an? (?:ai|(?:large )?language model|assistant)\b|\b(?:the|this|these|provided|given"
    r"|above)"
    r"\s(?:\w+\s)?(?:passages?|context|excerpts?|snippets?|prompt|source text|sources? provided)\b"
    r"|\bbased on the (?:\w+\s)?(?:passages?|context|information|text|sources?|reports?)\b"
    r"|\b(?:system|developer|user|assistant)(?: prompt)?\s?:|\bNO_?(?:SOURCE|ANSWER)\b"
    r"|\b(?:I|we) (?:cannot|can't|could not|am unable|hope|will now|do not know|don't know)\b"
    r"|\b(?:ignore|disregard) (?:all |any |the )?(?:above|previous|prior|instructions)\b"
    r"|\bit is (?:important|worth|crucial|essential) (?:to|noting|mentioning)\b|\bin conclusion\b"
    r"|\bplease note\b|\bhere (?:is|are) (?:the|a|your)\b|\bmy (?:answer|instructions)\b",
    re.IGNORECASE,
)


def markup(sentence: str, passage: str) -> Iterator[Fault]:
    """Markup and addresses that the passage has not, and talk of the answering itself.

    Markers are faults even where a passage has them: they would be taken for the answer's own.
    """
    have = aligned(passage)
    for match in _MARKUP.finditer(sentence):
        if match[0] != "[sic]" or match[0] not in have:
            yield Fault(FaultKind.MARKUP, f"“{_shown(match[0])}” is no plain text")
    for match in _ADDRESS.finditer(sentence):
        if match[0] not in passage:
            yield Fault(FaultKind.MARKUP, f"the passage has no address “{_shown(match[0])}”")
    for match in _OF_ITSELF.finditer(sentence):
        if match[0].casefold() not in have.casefold():
            yield Fault(FaultKind.UNSUPPORTED, f"“{_shown(match[0])}” speaks of the answer itself")
    if not any(c.isalnum() for c in sentence):
        yield Fault(FaultKind.UNSUPPORTED, "it says nothing")
    if sentence.rstrip().endswith("?"):
        yield Fault(FaultKind.UNSUPPORTED, "it is a question")


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text[:60])
