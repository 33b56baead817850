"""Words of a question that are short for something, or in full what the reports shorten, by the
abbreviations that these explain."""

import re
from collections.abc import Sequence

from index.rules import Stage, declare
from index.storage.vocabulary import Vocabulary
from index.text.abbreviations import key_of_form
from index.text.terms import FUNCTION_WORDS, words
from rag.language.synonyms import key_of, meanings

LOOKED_UP = declare(
    "abbreviation-looked-up",
    Stage.QUESTION,
    "Looks an abbreviation up by what the reports say that it stands for, too, and the reverse.",
)
A_WORD = declare(
    "abbreviation-no-word",
    Stage.QUESTION,
    "Takes what is a word too for an abbreviation only where it is written as one: AID, not aid.",
)

_AT_MOST = 15
"""Words of a form: no long form has more."""
_NO_LETTER = re.compile(r"\W|s$")
"""What two ways to write a short form may differ in: marks, and the ending of several."""


def other_forms(asked: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """For each word of a question, in order, the other forms of what it belongs to, in alphabetical
    order: “national hurricane center” for NHC, “nhc” for each word of National Hurricane Center.

    Of several that the reports give, all, but one of those that differ in endings only. Forms are
    words in small letters, as the index has them.
    """
    found: list[dict[str, str]] = [{} for _ in asked]
    for first, end, form in LOOKED_UP.chosen(_forms(asked, vocabulary), without=[]):
        for number in range(first, end):
            found[number].setdefault(key_of_form(form), form)
    return [tuple(sorted(forms.values())) for forms in found]


def _forms(asked: Sequence[str], vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """Which words of a question, from the first up to the end, have which other form."""
    spans = _spans(asked)
    found = []
    for pair in vocabulary.abbreviations(list(spans)):
        short, long = " ".join(words(pair.short)), " ".join(words(pair.long))
        for first, end in spans.get(key_of_form(pair.short), ()):
            written = asked[first:end]
            if not A_WORD.applies(_is_word(written) and not _alike(written, pair.short)):
                found.append((first, end, long))
        if not A_WORD.applies(_is_word([short])):
            found += [(*span, short) for span in spans.get(key_of_form(pair.long), ())]
    return found


def _spans(asked: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """All runs of a question's words that are no longer than a form, by their keys."""
    stems = [key_of_form(word) for word in asked]
    found: dict[str, list[tuple[int, int]]] = {}
    for first in range(len(stems)):
        for end in range(first + 1, min(first + _AT_MOST, len(stems)) + 1):
            found.setdefault(" ".join(stems[first:end]), []).append((first, end))
    return found


def _is_word(form: Sequence[str]) -> bool:
    """Whether a form, in small letters, is an English word."""
    small = " ".join(form).lower()
    return small in FUNCTION_WORDS or bool(meanings(key_of(small)))


def _alike(written: Sequence[str], short: str) -> bool:
    """Whether words are written as a short form is, in one or several of it."""
    one, other = (_NO_LETTER.sub("", form) for form in ("".join(written), short))
    return one == other
