"""Whom or what a sentence means that does not say so itself, but leans on what stands before it.

“She resigned in May.” is borne out by any report of a resignation: it may rest only on one that
tells of whom the sentence before speaks of.
"""

from collections.abc import Iterable, Iterator

from index.text.normalize import collapsed
from index.text.terms import words
from index.types import Finding
from rag.conversation.pronouns import IMPERSONAL, PRONOUN
from rag.drafts.reading import Written
from rag.language.synonyms import key_of, meanings
from rag.verification.named import TIME_NAMES
from rag.verification.reading import Reading, read

_MOSTLY = 0.5
"""The share of a heading's words from which capitals are its style."""


def leant_on(written: Written) -> str | None:
    """The last word of the name that a sentence leans on: the first of the nearest sentence before
    it that has one, or of the heading; None for one that leans on nothing, or on nobody known.

    Who is spoken of may be named in a paragraph before; what a sentence without names is about, in
    its own.
    """
    speaks = _speaks_of_somebody(written.text)
    if not speaks and next(names(written.text), None) is not None:
        return None
    for paragraph, sentence in reversed(written.before):
        if not speaks and paragraph != written.paragraph:
            break
        for _, name in names(sentence):
            return name
    heading = list(names(written.heading))
    in_style = len(heading) > _MOSTLY * max(1, len(written.heading.split()))
    return heading[0][1] if heading and not in_style else None


def is_unclear(written: Written) -> bool:
    """Whether a sentence speaks of somebody whom nothing before it names."""
    return _speaks_of_somebody(written.text) and leant_on(written) is None


def is_meant(written: Written, finding: Finding, around: str) -> bool:
    """Whether a passage, in the paragraph `around` it, tells of what a sentence leans on."""
    meant = leant_on(written)
    if meant is None:
        return True
    head = finding.report
    stated = (head.title, head.publisher, head.originator, finding.passage.place)
    return meant in _words([around, finding.before, finding.text, *filter(None, stated)])


def _speaks_of_somebody(text: str) -> bool:
    """Whether a pronoun comes before all names, and stands for somebody or something."""
    plain = collapsed(text)
    pronoun = PRONOUN.search(plain) if IMPERSONAL.search(plain) is None else None
    first = next((start for start, _ in names(text)), len(plain))
    return pronoun is not None and pronoun.start() < first


def names(text: str) -> Iterator[tuple[int, str]]:
    """The names of a text, each with where it begins and its last word: capitals side by side that
    are none for standing first."""
    reading = read(text)
    run: list[int] = []
    for number in [n for n in range(len(reading.tokens)) if _is_name(reading, n)]:
        if run and (number != run[-1] + 1 or reading.gap(number) != " "):
            yield reading.tokens[run[0]].start, reading.tokens[run[-1]].word
            run = []
        run.append(number)
    if run:
        yield reading.tokens[run[0]].start, reading.tokens[run[-1]].word


def _is_name(reading: Reading, number: int) -> bool:
    token = reading.tokens[number]
    if not (token.capital and token.content) or token.word in TIME_NAMES:
        return False
    return not token.heads or not meanings(key_of(token.word))


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in words(collapsed(text))}
