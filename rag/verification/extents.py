"""A sentence tells of as much of a thing as the passage: all or parts of it, one or the other."""

from collections.abc import Iterator

from index import language
from rag.language.synonyms import alike
from rag.verification.acts import ACT
from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.types import Fault, FaultKind

_WHOLE = language.words("checking", "whole")
_PARTS = language.words("checking", "parts")
_PARTLY = _PARTS | language.words("checking", "partly")
_OF_IT = language.words("checking", "of_it")
_WITHIN = language.words("checking", "within")
_REACH = 4
_OPEN = language.words("checking", "open")


def extents(pair: Pair) -> Iterator[Fault]:
    """Parts told as the whole, and one of two that the passage leaves open."""
    yield from _wholes(pair)
    yield from _chosen(pair)


def _wholes(pair: Pair) -> Iterator[Fault]:
    tokens = pair.sentence.tokens
    told_in_part = any(t.word in _PARTLY for t in tokens)
    for number, token in enumerate(tokens):
        parts = {_part(pair.passage, i) for i in pair.found(number)}
        if not token.content or not parts or None in parts:
            continue
        whole = _whole_before(pair.sentence, number)
        known = token.is_name or (number > 0 and tokens[number - 1].word == "the")
        bare = known and not told_in_part and _is_bare(pair.sentence, number)
        if whole or bare:
            part = next(iter(parts))
            what = pair.sentence.written(number)
            yield Fault(FaultKind.UNIT, f"the passage has “{part}” of “{what}”")
            return


def _part(reading: Reading, number: int) -> str | None:
    """The word for a part that stands before a word: "portions of the harbour"."""
    for at in range(number - 1, max(-1, number - 1 - _REACH), -1):
        word = reading.tokens[at].word
        if word in _PARTS:
            beside = reading.tokens[at + 1].word
            return word if at + 1 == number or beside in ("of", "the") else None
        if word not in _OF_IT and not reading.tokens[at].capital:
            return None
    return None


def _whole_before(reading: Reading, number: int) -> bool:
    for at in range(number - 1, max(-1, number - 1 - _REACH), -1):
        token = reading.tokens[at]
        if token.word in _WHOLE:
            return True
        if token.word not in _OF_IT and not token.capital:
            return False
    return False


def _is_bare(reading: Reading, number: int) -> bool:
    """Whether a name stands as what is told of, not as where something is."""
    at = number - 1
    while at >= 0 and (reading.tokens[at].capital or reading.tokens[at].word == "the"):
        at -= 1
    return at < 0 or reading.tokens[at].word not in _WITHIN


def _chosen(pair: Pair) -> Iterator[Fault]:
    """One told where the passage has two, one of which may not be so: "sold" for "sold or
    lent"."""
    tokens = pair.passage.tokens
    for number in range(1, len(tokens) - 1):
        one, other = tokens[number - 1], tokens[number + 1]
        if tokens[number].word != "or" or "," in pair.passage.gap(number):
            continue
        acts = ACT.search(one.word) and ACT.search(other.word) and not alike(one.key, other.key)
        if not acts or _is_open(pair.passage, number):
            continue
        for kept, left in ((number - 1, number + 1), (number + 1, number - 1)):
            said = _for(pair, kept)
            if said and not _for(pair, left) and not all(_has_or(pair.sentence, n) for n in said):
                either = f"{pair.passage.written(number - 1)} or {pair.passage.written(number + 1)}"
                yield Fault(FaultKind.MODALITY, f"the passage says “{either}”")


def _is_open(reading: Reading, at: int) -> bool:
    sentence = reading.tokens[at].sentence
    return any(t.word in _OPEN for t in reading.tokens[:at] if t.sentence == sentence)


def _for(pair: Pair, there: int) -> list[int]:
    return [n for n in range(len(pair.sentence.tokens)) if there in pair.found(n)]


def _has_or(reading: Reading, number: int) -> bool:
    beside = reading.tokens[max(0, number - 2) : number + 3]
    return any(token.word == "or" for token in beside)
