"""What stands in the footnotes of an exported document: each citation once, and where it was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rag.types import Answer, Citation, Sentence
from ui.console import on_one_line
from ui.links import followable
from ui.rendering import dated_line, earlier_in_words, stated_in_words, tells_of


@dataclass(frozen=True, slots=True)
class Noted:
    """Consecutive sentences that rest on the same, and the texts of the notes behind them."""

    sentences: tuple[Sentence, ...]
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences, one behind the other."""
        return " ".join(on_one_line(sentence.text) for sentence in self.sentences)


@dataclass(slots=True)
class Footnotes:
    """The notes of a document so far, numbered from 1. A report's passage is given in full where it
    is first cited, and by the number of that note afterwards."""

    _first: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _made: int = 0

    def of(self, answer: Answer) -> Iterator[Noted]:
        """The sentences of an answer with their notes, in order."""
        by_number = {citation.n: citation for citation in answer.citations}
        for numbers, some in groupby(answer.sentences, key=lambda sentence: sentence.citations):
            yield Noted(tuple(some), tuple(self._note(by_number[n]) for n in numbers))

    def _note(self, citation: Citation) -> str:
        self._made += 1
        place = (citation.report_id, citation.start, citation.end)
        before = self._first.setdefault(place, self._made)
        return source_of(citation) if before == self._made else f"As in note {before}."


def source_of(citation: Citation) -> str:
    """A citation in full, on a line: report, date with its doubt, quote and what it is that does
    not simply state, address, day of access."""
    said = [f"{dated_line(citation)}."]
    if told := tells_of(citation):
        said.append(f"It tells of {told}.")
    said.append(f"“{on_one_line(citation.quote)}”")
    said += stated_in_words(citation)
    if citation.date_note:
        said.append(f"Date doubtful: {on_one_line(citation.date_note)}.")
    said += earlier_in_words(citation.superseded_on)
    said += _where(citation)
    return " ".join(said)


def _where(citation: Citation) -> Sequence[str]:
    read = f"{citation.retrieved_at:%Y-%m-%d}" if citation.retrieved_at else ""
    url = followable(citation.url)
    accessed = f" (read {read})" if read else ""
    return [f"{on_one_line(url or citation.path)}{accessed}."]
