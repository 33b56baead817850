"""An answer in the making: sentence by sentence, each with what it rests on."""

from collections.abc import Sequence

from index.normalize import without_marks
from rag.citations import Quote, cite
from rag.contradiction import says_otherwise
from rag.progress import Said, Tell, untold
from rag.selection import Statement
from rag.types import Citation, Sentence


class Composition:
    """The sentences of an answer so far. Each is told as it is added; markers count from 1 in the
    order in which what they stand for is first cited."""

    def __init__(self, tell: Tell = untold) -> None:
        self.sentences: list[Sentence] = []
        self._tell = tell
        self._statements: list[Statement] = []
        self._citations: list[Citation] = []

    @classmethod
    def of(cls, statements: Sequence[Statement], tell: Tell = untold) -> "Composition":
        """The statements, verbatim."""
        composition = cls(tell)
        for statement in statements:
            composition.quote(statement)
        return composition

    def quote(self, statement: Statement) -> None:
        """Adds a statement's sentences as its report has them."""
        for span in statement.sentences:
            text = without_marks(Quote(statement.quote.finding, *span).text)
            self._add(text, statement, verbatim=True)

    def write(self, text: str, statement: Statement) -> None:
        """Adds a sentence that was written and rests on a statement."""
        self._add(text, statement, verbatim=False)

    def cites(self, statement: Statement) -> bool:
        """Whether some sentence rests on words of the statement."""
        return any(statement.quote.overlaps(cited.quote) for cited in self._statements)

    def citations(self) -> tuple[Citation, ...]:
        """What all the markers stand for, with those of later reports that say otherwise."""
        return tuple(
            cited.model_copy(update={"later_otherwise": _later_otherwise(s, self._statements)})
            for cited, s in zip(self._citations, self._statements, strict=True)
        )

    def _add(self, text: str, statement: Statement, *, verbatim: bool) -> None:
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
