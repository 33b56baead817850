"""An answer in the making: sentence by sentence, each with what it rests on."""

from collections.abc import Sequence

from index.normalize import without_marks
from index.statements import statement_key
from index.terms import terms
from rag.citations import Quote, cite
from rag.contradiction import says_otherwise
from rag.progress import Said, Tell, untold
from rag.selection import Statement
from rag.types import Citation, Sentence

COVERED = 0.5
"""A sentence of a report is said by what was written on its passage where that has this share of
its words."""


class Composition:
    """The sentences of an answer so far. Each is told as it is added, and none is twice; markers
    count from 1 in the order in which what they stand for is first cited."""

    def __init__(self, tell: Tell = untold) -> None:
        self.sentences: list[Sentence] = []
        self._tell = tell
        self._keys: set[str] = set()
        self._statements: list[Statement] = []
        self._citations: list[Citation] = []

    @classmethod
    def of(cls, statements: Sequence[Statement], tell: Tell = untold) -> "Composition":
        """The statements, verbatim."""
        composition = cls(tell)
        for statement in statements:
            for span in statement.sentences:
                composition.quote(statement, span)
        return composition

    def quote(self, statement: Statement, span: tuple[int, int]) -> None:
        """Adds one of a statement's sentences as its report has it."""
        self._add(_text(statement, span), statement, verbatim=True)

    def write(self, text: str, statement: Statement) -> None:
        """Adds a sentence that was written and rests on a statement."""
        self._add(text, statement, verbatim=False)

    def unsaid(self, statement: Statement) -> list[tuple[int, int]]:
        """Those of a statement's sentences that are neither quoted nor told in other words."""
        return [span for span in statement.sentences if not self._says(statement, span)]

    def _says(self, statement: Statement, span: tuple[int, int]) -> bool:
        text = _text(statement, span)
        if statement_key(text) in self._keys:
            return True
        resting = [
            sentence.text for sentence in self.sentences
            for n in sentence.citations if statement.quote.overlaps(self._statements[n - 1].quote)
        ]  # fmt: skip
        told, wanted = set(terms(" ".join(resting))), set(terms(text))
        return bool(resting) and len(wanted & told) >= COVERED * len(wanted)

    def citations(self) -> tuple[Citation, ...]:
        """What all the markers stand for, with those of later reports that say otherwise."""
        return tuple(
            cited.model_copy(update={"later_otherwise": _later_otherwise(s, self._statements)})
            for cited, s in zip(self._citations, self._statements, strict=True)
        )

    def _add(self, text: str, statement: Statement, *, verbatim: bool) -> None:
        key = statement_key(text)
        if key in self._keys:
            return
        self._keys.add(key)
        marker = self._marker(statement)
        sentence = Sentence(text=text, citations=(marker,), verbatim=verbatim)
        self.sentences.append(sentence)
        self._tell(Said(sentence, (self._citations[marker - 1],)))

    def _marker(self, statement: Statement) -> int:
        """The marker of a statement's quote, cited anew where it was not yet."""
        for n, cited in enumerate(self._citations, 1):
            quote = statement.quote
            if (cited.report_id, cited.start, cited.end) == (
                quote.report.id, quote.start, quote.end,
            ):  # fmt: skip
                return n
        marker = len(self._citations) + 1
        citation = cite(marker, statement.quote, statement.copies, statement.answer)
        self._statements.append(statement)
        self._citations.append(citation)
        return marker


def _text(statement: Statement, span: tuple[int, int]) -> str:
    """A sentence of a statement, without marks of endnotes."""
    return without_marks(Quote(statement.quote.finding, *span).text)


def _later_otherwise(statement: Statement, statements: Sequence[Statement]) -> tuple[int, ...]:
    """Numbers of the statements of later reports that say otherwise."""
    day = statement.quote.report.dated.published_on
    return tuple(
        n
        for n, other in enumerate(statements, 1)
        if day is not None
        and (later := other.quote.report.dated.published_on) is not None
        and later > day
        and any(says_otherwise(a, b) for a in statement.texts for b in other.texts)
    )
