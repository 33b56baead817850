"""Follow-ups typed in small letters, with the capitals that names have in the reports: what a
pronoun may stand for is told by them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from index.storage.catalog import Catalog
from index.text.normalize import aligned, folded
from index.text.terms import FUNCTION_WORDS, stem
from index.types import Scope
from rag.language.names import unowned
from rag.language.synonyms import key_of, meanings
from rag.question.parsing import Query

Passages = Callable[[str], Iterable[str]]
"""The texts of some passages that have a word, in any spelling."""

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_](?:[\w’'-]*\w)?")
"""Words inside a sentence, where only names have a capital."""
_LOOKED_AT = 12
"""Passages; more tell no more."""
_SHORTEST = 2
_WRITTEN_SMALL = frozenset({"us", "march", "may"})
"""Names that, in small letters, may as well be other words."""


def with_capitals(query: Query, catalog: Catalog | None, longest: int) -> Query:
    """A query with its question `recased` by the reports that were out when it is asked as of; a
    question longer than so many characters, or where there are none, as it is."""
    if catalog is None or len(query.question) > longest:
        return query
    scope = Scope(as_of=query.as_of)

    def passages(word: str) -> list[str]:
        found = catalog.search([[stem(folded(word))]], _LOOKED_AT, scope)
        return [f.text for f in catalog.findings([i for i, _ in found]).values()]

    return replace(query, question=recased(query.question, passages))


def recased(question: str, passages: Passages) -> str:
    """A question with the names in it written as in the reports; as it is, where it has capitals
    of its own behind its first word.

    A name is a word that no other stands for and the passages write with a capital wherever it
    stands inside a sentence.
    """
    if not question.strip() or any(c.isupper() for c in question.split(maxsplit=1)[-1]):
        return question
    return _WORD.sub(lambda match: _as_written(match[0], passages), question)


def _as_written(word: str, passages: Passages) -> str:
    name = unowned(aligned(word))
    plain = folded(name)
    if word[0].isupper() or len(name) < _SHORTEST or plain in FUNCTION_WORDS | _WRITTEN_SMALL:
        return word
    if meanings(key_of(plain)):
        return word
    written = _as_in_reports(name, passages)
    return word if written is None else f"{written}{word[len(name) :]}"


def _as_in_reports(name: str, passages: Passages) -> str | None:
    """A name as the passages write it, where they have it with a capital alone; else None."""
    plain = folded(name)
    written = Counter(
        found
        for text in passages(name)
        for match in _INSIDE.finditer(aligned(text))
        if folded(found := unowned(match[0])) == plain
    )
    if not written or any(form[0].islower() for form in written):
        return None
    return written.most_common(1)[0][0]
