"""The blocks of a source as tests compare them: their kinds, their words, what they stand under."""

from index.types import SourceText


def words(source: SourceText) -> list[str]:
    return [source.text[b.start : b.end] for b in source.blocks]


def kinds(source: SourceText) -> list[tuple[str, str]]:
    return [(b.kind.value, source.text[b.start : b.end]) for b in source.blocks]


def under(source: SourceText) -> list[tuple[str, str]]:
    """What each block stands under, and its words."""
    return [(b.under, source.text[b.start : b.end]) for b in source.blocks]


def kinds_under(source: SourceText) -> list[tuple[str, str, str]]:
    """The kind of each block, what it stands under, and its words."""
    return [(b.kind.value, b.under, source.text[b.start : b.end]) for b in source.blocks]
