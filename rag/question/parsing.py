"""A question as asked, and what retrieval and the guardrail need to know of it."""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from math import log
from string import ascii_lowercase

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from index.calendar import Period
from index.embedding.embedder import Embedder, Vectors
from index.rules import Stage, declare
from index.storage.token_vectors import project
from index.storage.vocabulary import Vocabulary
from index.text.normalize import collapsed
from index.text.terms import FUNCTION_WORDS, stem, terms, words
from rag.question.abbreviations import other_forms
from rag.question.asked import subject_of

MISSPELLING = declare(
    "spelling-misspelt",
    Stage.QUESTION,
    "Looks a word that no report has up under those that differ by one letter.",
)
_WORD = re.compile(r"[^\W_]+")
_MISSPELT_FROM, _MISSPELT_TO = 5, 40
"""Letters; shorter words that differ by one letter are too often different words, and longer ones
are none."""
_MOST_MISSPELT = 12
"""Words of a question that no report has, of which each is looked up with a letter wrong."""


@dataclass(frozen=True, slots=True)
class After:
    """What a follow-up comes after: it as it was `asked`, the ids of the `passages` of the last
    answer, the first of them first, and of those `around` that."""

    asked: str
    passages: tuple[str, ...]
    around: tuple[str, ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """All of the passages, those of the answer first."""
        return tuple(dict.fromkeys([*self.passages, *self.around]))


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the bounds that were set beside it.

    Dates bound the published dates of the reports that are looked at, inclusively; nothing
    published after `as_of` is. `publisher` is part of a name, `report` the id of the one report
    that is looked at, and `top_k` how many of the best passages may be answered from. `told` are
    quotes of which no passage is answered from again, where something else is asked for. `after` is
    what a follow-up comes after. Only reports of the `collections` are looked at, where some are
    named, and with `dated_for_sure` only those whose date is in no doubt.
    """

    question: str
    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    publisher: str | None = None
    top_k: int | None = None
    report: str | None = None
    told: tuple[str, ...] = ()
    after: After | None = None
    collections: tuple[str, ...] = ()
    dated_for_sure: bool = False

    def asked_on(self, today: date) -> date:
        """The day from which “last week” is told: that as of which the reports are asked, if any,
        and not after today."""
        return min(today, self.as_of or today)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question.

    `word` is as asked and `key` its stem. `spellings` are the stems under which the corpus may
    have it, `also` the other forms of the abbreviation, or of what has one, that it belongs to, as
    words; `frequency` tells in how many passages the commonest of them stands. `weight` is its
    inverse document frequency (Robertson & Spärck Jones 1976, never negative).
    """

    word: str
    key: str
    spellings: tuple[str, ...]
    frequency: int
    weight: float
    also: tuple[str, ...] = ()

    @property
    def searched(self) -> tuple[str, ...]:
        """All that it is searched by, stems and words."""
        return (*words(self.word), *self.spellings, *self.also)

    def said_in(self, have: Set[str]) -> bool:
        """Whether a text of these terms has it, in any spelling or form."""
        return not have.isdisjoint(self.spellings) or self.otherwise_said_in(have)

    def otherwise_said_in(self, have: Set[str]) -> bool:
        """Whether a text of these terms has it in another spelling or form than it was asked."""
        return not have.isdisjoint(self.spellings[1:]) or any(
            have >= frozenset(terms(form)) for form in self.also
        )


@dataclass(frozen=True, slots=True, eq=False)
class ParsedQuestion:
    """A question with its terms and vectors.

    `read` is what of the text is looked up, `within` what passages are judged by where that is not
    all of it, and `of_time` the stems of the words that name its time: no passage need have them.
    `pooled` has shape (dimension,), `tokens` (n, TOKEN_DIMENSION). `term_of`, (n,), gives the
    number of the term that a token belongs to, -1 for function words. `times` are those that the
    question asks about.
    """

    text: str
    read: str
    terms: tuple[Term, ...]
    pooled: Vectors
    tokens: Vectors
    term_of: npt.NDArray[np.int32]
    of_time: frozenset[str] = frozenset()
    times: tuple[Period, ...] = ()
    within: str = ""

    @property
    def judged(self) -> str:
        """What passages are judged by."""
        return self.within or self.text

    @property
    def matter(self) -> tuple[Term, ...]:
        """The terms that name no time."""
        return tuple(t for t in self.terms if t.key not in self.of_time)


def is_misspelt(one: str, other: str) -> bool:
    """Whether two stems are long enough for one to be the other with a letter wrong, and differ in
    no more."""
    enough = min(len(one), len(other)) >= _MISSPELT_FROM
    return enough and OSA.distance(one, other, score_cutoff=1) <= 1


def parse_question(
    text: str,
    embedder: Embedder,
    vocabulary: Vocabulary,
    matter: str | None = None,
    of_time: frozenset[str] = frozenset(),
) -> ParsedQuestion:
    """Encodes a question and looks its words up in the corpus.

    `matter` is what of it is looked up, all of it if not given. `of_time` are the stems of the
    words that name its time.
    """
    matter = matter or text
    read = collapsed(subject_of(matter))
    encoding = embedder.encode([read], asked=True)[0]
    passages = vocabulary.coverage.passages
    found: dict[str, tuple[int, Term]] = {}
    kept, term_of, unknown = [], [], 0
    matches = list(_WORD.finditer(read))
    forms = other_forms([match.group() for match in matches], vocabulary)
    for match, also in zip(matches, forms, strict=True):
        pieces = [
            i for i, (a, b) in enumerate(encoding.spans) if a < match.end() and b > match.start()
        ]
        term = _term(match.group(), vocabulary, passages, also, misspelt=unknown < _MOST_MISSPELT)
        if term is not None:
            number, first = found.setdefault(term.key, (len(found), term))
            unknown += first is term and not term.frequency
        kept += pieces
        term_of += [number if term is not None else -1] * len(pieces)
    return ParsedQuestion(
        text=text,
        read=matter,
        terms=tuple(term for _, term in found.values()),
        pooled=encoding.pooled,
        tokens=project(encoding.tokens[kept]),
        term_of=np.array(term_of, dtype=np.int32),
        of_time=of_time,
    )


def _term(
    written: str, vocabulary: Vocabulary, passages: int, also: tuple[str, ...], *, misspelt: bool
) -> Term | None:
    """A word of a question; None for one without content. With `misspelt` it may have a letter
    wrong."""
    word = next(iter(words(written)), "")
    short = len(word) < 2 and not word.isdigit()
    if short or word in FUNCTION_WORDS:
        return None
    key = stem(word)
    spellings = _spellings(word, key, vocabulary, misspelt=misspelt)
    of_forms = map(vocabulary.passages_with, also)
    frequency = max([*vocabulary.document_frequency(spellings).values(), *of_forms])
    weight = log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
    return Term(written, key, spellings, frequency, weight, also)


def _spellings(word: str, key: str, vocabulary: Vocabulary, *, misspelt: bool) -> tuple[str, ...]:
    """The stem and others that sound like it; alone of what has a digit.

    Where the corpus has none of them and it may be `misspelt`: those that differ by one letter.
    """
    if any(c.isdigit() for c in key):
        return (key,)
    alike = [other for other in vocabulary.alike(key) if other != key]
    if alike or vocabulary.document_frequency([key])[key]:
        return (key, *alike)
    if not misspelt or len(word) > _MISSPELT_TO:
        return (key,)
    return (key, *MISSPELLING.chosen(_misspelt(word, key, vocabulary), without=[]))


def _misspelt(word: str, key: str, vocabulary: Vocabulary) -> list[str]:
    """Stems that the corpus has and that the word may be with one letter wrong."""
    alike: list[str] = []
    if len(key) >= _MISSPELT_FROM:
        alike = [
            other for other in vocabulary.beginning(key[:2])
            if is_misspelt(key, other)
        ]  # fmt: skip
    if not alike and len(word) > _MISSPELT_FROM:
        counted = vocabulary.document_frequency(_stems_one_letter_away(word))
        alike = [other for other, count in counted.items() if count]
    return alike


def _stems_one_letter_away(word: str) -> list[str]:
    """Stems of what a word is with a letter more, less, exchanged or changed, but for the first
    two: "minster" may be "minister", whose stem has lost its ending."""
    found: set[str] = set()
    for n in range(2, len(word) + 1):
        head, tail = word[:n], word[n:]
        found.update(head + letter + tail for letter in ascii_lowercase)
        if tail:
            found.add(head + tail[1:])
            found.update(head + letter + tail[1:] for letter in ascii_lowercase)
            found.add(head + tail[1:2] + tail[:1] + tail[2:])
    return sorted({stem(other) for other in found} - {stem(word)})
