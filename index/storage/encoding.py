"""Passages to the vectors that are kept of them."""

from collections.abc import Sequence

from index.embedding.embedder import Embedder
from index.storage.token_vectors import PassageVectors, compress
from index.text.normalize import collapsed

Read = tuple[str, str, Sequence[str]]
"""What models read of a passage: what it stands under, its text and the sentences in it."""
_AT_ONCE = 128
"""Passages whose token vectors are held uncompressed at one time; 100 to 400 kB each."""


def reading_text(place: str, passage_text: str, sentences: Sequence[str]) -> tuple[str, list[int]]:
    """What the embedder is given of a passage, after all that it stands under, and where that and
    then its sentences end in it."""
    text, ends = place, [len(place)]
    for sentence in sentences or [passage_text]:
        text = f"{text} {collapsed(sentence)}".lstrip()
        ends.append(len(text))
    return text, ends


def encode_passages(embedder: Embedder, passages: Sequence[Read]) -> list[PassageVectors]:
    """Vectors to keep for passages, in order."""
    read = [reading_text(place, text, sentences) for place, text, sentences in passages]
    by_length = sorted(range(len(read)), key=lambda i: -len(read[i][0]))
    kept: dict[int, PassageVectors] = {}
    for at in range(0, len(read), _AT_ONCE):
        some = by_length[at : at + _AT_ONCE]
        encodings = embedder.encode([read[i][0] for i in some])
        kept.update((i, compress(e, *read[i])) for i, e in zip(some, encodings, strict=True))
    return [kept[i] for i in range(len(read))]
