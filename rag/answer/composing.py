"""An answer in the making: sentence by sentence, each with what it rests on."""

from collections.abc import Iterable, Sequence
from datetime import date

from index.text.languages import ENGLISH
from index.text.normalize import without_marks
from index.text.statements import statement_key
from index.text.terms import terms
from rag.answer.disagreement import Difference, differences
from rag.answer.measures import Measures
from rag.answer.series import series_of
from rag.evidence.citations import Quote, cite
from rag.evidence.statement import Statement
from rag.progress import Said, Tell, untold
from rag.types import Citation, Point, Sentence

COVERED = 0.5
"""A sentence of a report is said by what was written on its passage where that has this share of
its words."""


class Composition:
    """The sentences of an answer so far. Each is told as it is added, and none is twice, or in a
    course of events twice on a day; markers count from 1 in the order in which what they stand for
    is first cited."""

    def __init__(
        self,
        tell: Tell = untold,
        measures: Measures | None = None,
        *,
        course: bool = False,
        several: bool = False,
    ) -> None:
        """`measures` compare the figures of what is quoted; in a `course` of events, those of one
        time alone. Where `several` answers are asked for, they are none that differ."""
        self._measures, self._course, self._several = measures, course, several
        self.sentences: list[Sentence] = []
        self._tell = tell
        self._keys: set[str] = set()
        self._told: set[tuple[str, date | None]] = set()
        self._statements: list[Statement] = []
        self._citations: list[Citation] = []

    @classmethod
    def of(
        cls,
        statements: Sequence[Statement],
        tell: Tell = untold,
        measures: Measures | None = None,
    ) -> "Composition":
        """The statements, verbatim."""
        composition = cls(tell, measures)
        composition.quote_all(statements)
        return composition

    def quote_all(self, statements: Sequence[Statement]) -> None:
        """Adds all sentences of statements, verbatim."""
        for statement in statements:
            for span in statement.sentences:
                self.quote(statement, span)

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
        """What all the markers stand for, with those of what says otherwise."""
        found = self.differences()
        return tuple(
            cited.model_copy(
                update={
                    "later_otherwise": _markers(d.later for d in found if _is_changed(d, n)),
                    "corrected_by": _markers(
                        d.later for d in found if d.corrects and d.earlier == n
                    ),
                    "contradicts": _markers(
                        d.earlier + d.later - n for d in found
                        if d.one_time and n in (d.earlier, d.later)
                    ),
                }
            )
            for n, cited in enumerate(self._citations)
        )  # fmt: skip

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the markers stand for, in their order."""
        return tuple(self._statements)

    def differences(self) -> list[Difference]:
        """What of that which is cited says otherwise than something else of it."""
        return differences(
            self._statements, self._measures, course=self._course, several=self._several
        )

    def series(self) -> tuple[Point, ...]:
        """The course of a figure in what is cited, if there is one."""
        return series_of(self._statements, self._measures) if self._measures is not None else ()

    @property
    def in_another_language(self) -> bool:
        """Whether any of what is quoted is of a report that is not in English."""
        languages = {statement.quote.report.language for statement in self._statements}
        return bool(languages - {None, ENGLISH})

    def _add(self, text: str, statement: Statement, *, verbatim: bool) -> None:
        key = statement_key(text)
        told = key, statement.quote.report.dated.published_on if self._course else None
        if told in self._told:
            return
        self._told.add(told)
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
        citation = cite(
            marker, statement.quote, statement.copies, statement.answer,
            statement.speakers, statement.borne_out.reports,
        )  # fmt: skip
        self._statements.append(statement)
        self._citations.append(citation)
        return marker


def _text(statement: Statement, span: tuple[int, int]) -> str:
    """A sentence of a statement, without marks of endnotes."""
    return without_marks(Quote(statement.quote.finding, *span).text)


def _is_changed(difference: Difference, number: int) -> bool:
    """Whether something later says otherwise than the statement of that number."""
    changed = not difference.one_time and not difference.corrects
    return difference.earlier == number and changed


def _markers(numbers: Iterable[int]) -> tuple[int, ...]:
    """Markers count from 1."""
    return tuple(sorted(number + 1 for number in numbers))
