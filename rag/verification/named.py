"""The names of a sentence are named in the passage, or by its report of itself."""

from collections.abc import Iterator

from index import language
from rag.language.synonyms import alike
from rag.verification.alignment import Pair, is_same
from rag.verification.reading import Reading
from rag.verification.types import Fault, FaultKind

_LONG_FORMS = language.groups("names", "long_forms")
TIME_NAMES = language.words("checking", "time_names")


def names(pair: Pair) -> Iterator[Fault]:
    """Names that the passage has not."""
    for number, token in enumerate(pair.sentence.tokens):
        if not token.capital or token.word in TIME_NAMES or token.word[0].isdigit():
            continue
        if token.heads and not _heads_as_name(pair, number):
            continue
        if not (is_known(pair, number) or _is_spelt_out(pair, number)):
            written = pair.sentence.written(number)
            yield Fault(FaultKind.NAME, f"the passage has no name “{written}”")


def is_known(pair: Pair, number: int) -> bool:
    """Whether the passage, or the report of itself, has a name or what it stands for."""
    token = pair.sentence.tokens[number]
    if pair.same[number] or any(is_same(token, t) for t in pair.stated.tokens):
        return True
    if token.word in initials_of_names(pair.passage) or token.word in initials_of_names(
        pair.stated
    ):
        return len(token.word) > 1 and pair.sentence.written(number).isupper()
    # an office written with a capital: "Foreign Minister" for "foreign minister"
    small = all(not pair.passage.tokens[i].capital for i in pair.near[number])
    return bool(pair.near[number]) and not token.heads and small


def _heads_as_name(pair: Pair, number: int) -> bool:
    """Whether a sentence's first word is a name and not capitalised for standing there.

    It is no name where it is near in meaning to what is none: another name that is near to it, as
    one newspaper is to another, is another name.
    """
    token = pair.sentence.tokens[number]
    if pair.same[number] or not token.content:
        return False
    near = (pair.passage.tokens[i] for i in pair.near[number])
    return not any(not other.capital or alike(token.key, other.key) for other in near)


def initials_of_names(reading: Reading) -> frozenset[str]:
    """The initials of every run of names, small words within it left out or not."""
    found: set[str] = set()
    for start, token in enumerate(reading.tokens):
        if not token.capital:
            continue
        letters = ""
        for other in reading.tokens[start : start + 9]:
            if other.capital:
                letters += other.word[0]
                found.add(letters)
            elif other.word not in ("of", "the", "for", "and", "on", "s", "to"):
                break
    return frozenset(letters for letters in found if len(letters) > 1)


def _is_spelt_out(pair: Pair, number: int) -> bool:
    """Whether a word is part of what initials in the passage stand for."""
    have = {t.word for t in (*pair.passage.tokens, *pair.stated.tokens)}
    window = [t.word for t in pair.sentence.tokens[max(0, number - 3) : number + 4]]
    word = pair.sentence.tokens[number].word
    for short, long in _LONG_FORMS.items():
        beside = any(tuple(window[i : i + len(long)]) == long for i in range(len(window)))
        if word in long and short in have and beside:
            return True
    return False
