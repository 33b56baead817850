"""Words that a rewording may put for one another."""

from functools import cache
from pathlib import Path

from index import language
from index.text.terms import stem

PARTICLES = language.words("words", "particles")
"""What makes a verb another one: "pull out", "go off"."""


@cache
def _bases() -> dict[str, str]:
    verbs = language.stated("verbs")["irregular"].replace("\n", "|").split("|")
    return {form: forms[0] for forms in map(str.split, verbs) if forms for form in forms[1:]}


def key_of(word: str, particle: str = "") -> str:
    """The stem of a word in small letters, of the base form of an irregular verb; with a particle
    behind it, that of both: "went off" as "go_off"."""
    verb, _, written = word.partition("_")
    behind = particle or written
    key = stem(_bases().get(verb, verb))
    return f"{key}_{behind}" if behind else key


WORDNET = Path(__file__).parent / "wordnet" / "synonyms.txt"
"""A word's key a line, with the numbers of the groups of one meaning that it is in: WordNet 3.0,
whose licence lies beside it, in the more frequent senses. `bench/grounding_wordnet.py` writes it,
anew wherever `key_of` changes."""


@cache
def _groups() -> dict[str, str]:
    lines = WORDNET.read_text("utf-8").splitlines()
    return {key: numbers for key, _, numbers in (line.partition(" ") for line in lines)}


@cache
def meanings(key: str) -> frozenset[str]:
    """The groups of words of one meaning that a stem is in, by their numbers."""
    return frozenset(_groups().get(key, "").split())


def alike(one: str, other: str) -> bool:
    """Whether a rewording may put one word for the other, both given as stems."""
    return bool(meanings(one) & meanings(other))
