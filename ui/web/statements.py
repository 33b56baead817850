"""An answer laid out so that each quote stands once: in rows by what they rest on, those that say
otherwise beside each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.normalize import collapsed, without_marks
from rag.types import Citation, Sentence
from ui.rendering import relations
from ui.web.conversation import Turn


@dataclass(frozen=True, slots=True)
class Row:
    """Citations that are read together: one, or one with those that correct it or say otherwise,
    and how they stand to it, in words."""

    citations: tuple[Citation, ...]
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What is shown of an answer: sentences in `prose`, where a language model wrote some, and
    `rows` of quotes."""

    prose: tuple[Sentence, ...]
    rows: tuple[Row, ...]


def lay_out(turn: Turn) -> Layout:
    """The answer of a turn, or what has been told of it so far."""
    sentences, citations = turn.sentences, turn.citations
    own = all(s.verbatim and _stands_in(s, citations) for s in sentences)
    order = dict.fromkeys(n for sentence in sentences for n in sentence.citations)
    return Layout(() if own else sentences, tuple(_rows([citations[n] for n in order])))


def _stands_in(sentence: Sentence, citations: dict[int, Citation]) -> bool:
    """Whether the quote that a sentence rests on has all of it."""
    said = collapsed(sentence.text)
    return any(said in collapsed(without_marks(citations[n].quote)) for n in sentence.citations)


def _rows(cited: Sequence[Citation]) -> Iterator[Row]:
    by_number = {citation.n: citation for citation in cited}
    shown: set[int] = set()
    for citation in cited:
        if citation.n in shown:
            continue
        shown.add(citation.n)
        beside: dict[int, str] = {}
        for relation, others in relations(citation):
            beside |= {n: relation for n in others if n in by_number and n not in {*shown, *beside}}
        shown.update(beside)
        relation = next(iter(beside.values()), "")
        yield Row((citation, *(by_number[n] for n in beside)), relation)
