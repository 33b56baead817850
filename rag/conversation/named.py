"""Follow-ups that only name somebody or something else, “And Peskov?”, are answered by what names
it or not at all."""

import re

from index.storage.catalog import Catalog
from index.text.terms import terms
from rag.answer.replies import not_named
from rag.conversation.names import names
from rag.conversation.turn import Read
from rag.types import Answer, Citation, DatedPassage, Reason, Refusal

_LED = re.compile(
    r"^\W*(?:and\b|but\b|(?:and )?(?:what|how) about\b|same (?:question )?for\b)", re.IGNORECASE
)
_MOST_WORDS = 6
"""A longer follow-up asks something of its own."""
_NEAREST = 3


def name_asked_about(asked: str, read: Read) -> str | None:
    """The name that a follow-up consists of, but for what leads to it; None for others."""
    led = _LED.match(asked)
    rest = asked[led.end() :].strip(" ?!.,") if led else ""
    found = names(rest, read)
    if len(found) != 1 or len(rest.split()) > _MOST_WORDS:
        return None
    start, end = found[0]
    return rest[start:end] if not terms(rest[:start] + rest[end:]) else None


def of_that_name(outcome: Answer | Refusal, name: str, catalog: Catalog) -> Answer | Refusal:
    """The outcome of a follow-up about a name; a refusal in the place of an answer that rests on
    nothing which has the name, in any spelling that the reports have."""
    if isinstance(outcome, Refusal) or any(_has(c, name, catalog) for c in outcome.citations):
        return outcome
    told = {"kind", "text", "reason", "nearest"}
    same = {name: getattr(outcome, name) for name in Refusal.model_fields if name not in told}
    near = tuple(_as_near(citation) for citation in outcome.citations[:_NEAREST])
    text = not_named(name, outcome.corpus.coverage)
    return Refusal(**same, text=text, reason=Reason.NO_EVIDENCE, nearest=near)


def tells_of(outcome: Answer | Refusal, words: str, catalog: Catalog) -> bool:
    """Whether an answer cites what has all words of content of a text, in any spelling that the
    reports have; no refusal does."""
    return isinstance(outcome, Answer) and any(
        _has(one, words, catalog) for one in outcome.citations
    )


def _has(citation: Citation, name: str, catalog: Catalog) -> bool:
    """Whether the quote, the paragraph around it, or what it stands under has all of a name."""
    found = catalog.findings([citation.passage_id]).get(citation.passage_id)
    around = catalog.block_text(citation.report_id, found.passage.block) if found else ""
    said = (citation.quote, around, citation.place, citation.title or "", *citation.said_by)
    have, vocabulary = set(terms("\n".join(said))), catalog.vocabulary()
    return all(not have.isdisjoint({term, *vocabulary.alike(term)}) for term in terms(name))


def _as_near(citation: Citation) -> DatedPassage:
    """A citation as a passage that is near and no source."""
    kept = {name: getattr(citation, name) for name in DatedPassage.model_fields}
    return DatedPassage.model_validate(kept)
