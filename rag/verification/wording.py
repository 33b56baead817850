"""Every word of a sentence is said by the passage, in the same form or in the same meaning."""

from collections.abc import Iterator

from index import language
from rag.language.opposites import denies_by_prefix
from rag.verification.alignment import Pair, is_same
from rag.verification.named import is_known
from rag.verification.types import Fault, FaultKind

_PASSED = language.words("checking", "leads_on") | language.words("checking", "saying")
_WHOLLY = language.groups("checking", "says_as_much")
PERSONS = language.words("words", "persons")
_SHOWN = 6


def wording(pair: Pair) -> Iterator[Fault]:
    """Words that the passage does not say."""
    said = {t.word for t in pair.passage.tokens}
    unsaid = [n for n in range(len(pair.sentence.tokens)) if not _is_said(pair, n)]
    for number in unsaid[:_SHOWN]:
        word = pair.sentence.written(number)
        yield Fault(FaultKind.WORDS, f"the passage does not say “{word}”")
    for number, token in enumerate(pair.sentence.tokens):
        needed = _WHOLLY.get(token.word)
        if needed and not said.intersection(needed) and not _quoted(pair, number):
            yield Fault(FaultKind.WORDS, f"the passage does not say “{token.word}”")
        lower = token.word in PERSONS and not (token.word == "us" and token.capital)
        if lower and token.word not in said:
            yield Fault(FaultKind.UNSUPPORTED, f"“{token.word}” is nobody in the passage")


def _is_said(pair: Pair, number: int) -> bool:
    token = pair.sentence.tokens[number]
    if not token.content or any(c.isdigit() for c in token.word):
        return True
    if pair.found(number) or token.word in _PASSED:
        return True
    if token.is_name:
        return True  # a name, looked at elsewhere
    if len(token.word) == 1 or any(is_same(token, t) for t in pair.stated.tokens):
        return True
    if any(denies_by_prefix(token.word, t.word) for t in pair.passage.tokens):
        return True  # whether that is denied is looked at elsewhere
    return (token.capital and is_known(pair, number)) or _is_number_or_time(pair, number)


def _quoted(pair: Pair, number: int) -> bool:
    before = pair.sentence.text[: pair.sentence.tokens[number].start]
    return before.count('"') % 2 == 1


def _is_number_or_time(pair: Pair, number: int) -> bool:
    return pair.sentence.tokens[number].word in _NUMBER_AND_TIME_WORDS


_NUMBER_AND_TIME_WORDS = language.words("checking", "numbers_and_times")
