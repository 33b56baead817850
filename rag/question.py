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
from index.embedding import Embedder, Vectors
from index.normalize import collapsed
from index.rules import Stage, declare
from index.terms import FUNCTION_WORDS, spelling_key, stem, terms, words
from index.tokens import project
from index.vocabulary import Vocabulary
from rag.abbreviated import other_forms
from rag.asked import subject_of
from rag.names import also_called

CAPITAL = declare(
    "capital-is-a-name", Stage.QUESTION, "Takes a word with a capital inside a question for a name."
)
FIRST_WORD = declare(
    "first-word-no-name", Stage.QUESTION, "Takes the first word of a question for no name."
)
DIGIT = declare("digit-is-a-name", Stage.QUESTION, "Takes a word with a digit in it for a name.")
PART_OF_A_NAME = declare(
    "number-in-a-name",
    Stage.QUESTION,
    "Takes a number behind a hyphen, as in Su-34, for no number by itself.",
)
EXACT_NUMBER = declare(
    "exact-number", Stage.QUESTION, "Looks a word with a digit up as it is spelt alone."
)
ISE_OR_IZE = declare(
    "ise-or-ize", Stage.QUESTION, "Looks a word in -ise up as one in -ize, too, and the reverse."
)
STANDS_FOR = declare(
    "name-stands-for",
    Stage.QUESTION,
    "Looks a name that no report has up under those for the same state: Kremlin, Russia.",
)
MISSPELLING = declare(
    "spelling-misspelt",
    Stage.QUESTION,
    "Looks a word that no report has up under those that differ by one letter.",
)
ONE_NAME = declare(
    "forms-of-a-name",
    Stage.GUARDRAIL,
    "Takes forms, romanisations and misspellings of a name for that name.",
)

_WORD = re.compile(r"[^\W_]+")
_MISSPELT_FROM = 5
"""Letters; shorter words that differ by one letter are too often different words."""
_ENDINGS = frozenset({"", "n", "an", "ian", "i", "s", "a", "e", "es", "ese", "ish", "er"})
_FORMS_FROM = 4
"""Letters; shorter words that begin alike are too often different names."""
_ISE_OR_IZE = re.compile(r"(?<=\w{4}i)[sz](?=(?:e[drs]?|ers|ing|ations?)$)")


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
    named.
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


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question.

    `word` is as asked and `key` its stem. `spellings` are the stems under which the corpus may
    have it, `also` the other forms of the abbreviation, or of what has one, that it belongs to, as
    words; `frequency` tells in how many passages the commonest of them stands. `is_name`
    is set by a capital inside the question or a digit; `is_number` by a number that stands by
    itself, such as a day or a year, which 1990s and F-16s are not; `is_rare` where the
    embedder's vocabulary has it only in pieces. `weight` is its inverse document frequency
    (Robertson & Spärck Jones 1976, never negative).
    """

    word: str
    key: str
    spellings: tuple[str, ...]
    frequency: int
    is_name: bool
    is_rare: bool
    is_number: bool
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

    `bare` is the text without a time that bounds by itself what may be looked at, such as “as of 1
    May 2024”; empty where there is none. `read` is what of the text is looked up, and `of_time`
    the stems of the words that name its time: no passage need have them. `pooled` has shape
    (dimension,), `tokens` (n, TOKEN_DIMENSION). `term_of`, (n,), gives the number of the term that
    a token belongs to, -1 for function words. `times` are those that the question asks about.
    """

    text: str
    read: str
    terms: tuple[Term, ...]
    pooled: Vectors
    tokens: Vectors
    term_of: npt.NDArray[np.int32]
    of_time: frozenset[str] = frozenset()
    bare: str = ""
    times: tuple[Period, ...] = ()

    @property
    def names(self) -> tuple[Term, ...]:
        """The names asked about, without those of times."""
        return tuple(t for t in self.terms if t.is_name and t.key not in self.of_time)


def is_misspelt(one: str, other: str) -> bool:
    """Whether two stems are long enough for one to be the other with a letter wrong, and differ in
    no more."""
    enough = min(len(one), len(other)) >= _MISSPELT_FROM
    return enough and OSA.distance(one, other, score_cutoff=1) <= 1


@ONE_NAME.governs(without=lambda one, other: one == other)
def are_one_name(one: str, other: str) -> bool:
    """Whether two stems are one name, misspelt or in another form."""
    if one[0] != other[0] or min(len(one), len(other)) < _FORMS_FROM:
        return False
    short, long = sorted((one, other), key=len)
    inside = long.startswith(short) and long[len(short) :] in _ENDINGS
    return inside or spelling_key(one) == spelling_key(other) or is_misspelt(one, other)


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
    asked, read = collapsed(matter), collapsed(subject_of(matter))
    begins = 0 if asked.startswith(read) else -1
    encoding = embedder.encode([read])[0]
    passages = vocabulary.coverage.passages
    found: dict[str, tuple[int, Term]] = {}
    kept, term_of = [], []
    matches = list(_WORD.finditer(read))
    forms = other_forms([match.group() for match in matches], vocabulary)
    for match, also in zip(matches, forms, strict=True):
        pieces = [
            i for i, (a, b) in enumerate(encoding.spans) if a < match.end() and b > match.start()
        ]
        capital = match.group()[0].isupper()
        is_first = capital and match.start() <= begins
        term = _term(match, capital, is_first, len(pieces), vocabulary, passages, also)
        if term is not None:
            number, _ = found.setdefault(term.key, (len(found), term))
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
    match: re.Match[str],
    capital: bool,
    is_first: bool,
    pieces: int,
    vocabulary: Vocabulary,
    passages: int,
    also: tuple[str, ...],
) -> Term | None:
    word = next(iter(words(match.group())), "")
    short = len(word) < 2 and not word.isdigit()
    if short or word in FUNCTION_WORDS:
        return None
    key = stem(word)
    spellings = _spellings(word, key, vocabulary)
    of_forms = map(vocabulary.passages_with, also)
    frequency = max([*vocabulary.document_frequency(spellings).values(), *of_forms])
    weight = log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
    has_digit = any(c.isdigit() for c in word)
    is_number = word.isdigit()
    part_of_a_name = match.start() > 1 and re.search(r"[^\W\d]-$", match.string[: match.start()])
    if is_number and PART_OF_A_NAME.applies(bool(part_of_a_name)):
        is_number = False
    if FIRST_WORD.applies(is_first):
        capital = False
    return Term(
        word=match.group(),
        key=key,
        spellings=spellings,
        frequency=frequency,
        is_name=CAPITAL.applies(capital) or DIGIT.applies(has_digit),
        is_rare=pieces > 1,
        is_number=is_number,
        weight=weight,
        also=also,
    )


def _spelt_otherwise(word: str, key: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The stem and others that sound like it.

    Where the corpus has none of them: what the name stands for, or else one letter misspelt.
    """
    alike = [other for other in vocabulary.alike(key) if other != key]
    across = stem(_ISE_OR_IZE.sub(lambda letter: "z" if letter[0] == "s" else "s", word))
    there = across not in (key, *alike) and vocabulary.document_frequency([across])[across] > 0
    if ISE_OR_IZE.applies(there):
        alike.append(across)
    if alike or vocabulary.document_frequency([key])[key]:
        return (key, *alike)
    others = sorted(stem(other) for other in also_called(word))
    known = [other for other in others if vocabulary.document_frequency([other])[other]]
    alike = STANDS_FOR.chosen(known, without=[])
    return (key, *(alike or MISSPELLING.chosen(_misspelt(word, key, vocabulary), without=[])))


@EXACT_NUMBER.governs(without=_spelt_otherwise)
def _spellings(word: str, key: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The stem alone of what has a digit, and others as it is spelt for any other word."""
    if any(c.isdigit() for c in key):
        return (key,)
    return _spelt_otherwise(word, key, vocabulary)


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
