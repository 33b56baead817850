"""What comes of checking a text against the reports: a verdict for each of its sentences."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from rag.searched import Corpus, Frozen, Models
from rag.types import DatedPassage


class Verdict(StrEnum):
    """What the reports say to a sentence."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_TOLD = "not_told"
    OPINION = "opinion"
    NOT_CHECKED = "not_checked"


class Bears(StrEnum):
    """Whether what a text names as its source says so."""

    NAMED = "named_report_says_so"
    ANOTHER = "another_report_says_so"
    NONE = "no_report_says_so"
    UNKNOWN = "names_no_report"


class NamedReport(Frozen):
    """A report that a note or a link of the text names."""

    report_id: str
    path: str
    title: str | None


class CheckedNote(Frozen):
    """A footnote or a link of the text: as it is written, the reports of the corpus that it names,
    and whether they say what it is set to."""

    text: str
    reports: tuple[NamedReport, ...]
    bears: Bears

    @property
    def holds(self) -> bool:
        """Whether nothing of it is to be looked at again."""
        return self.bears in (Bears.NAMED, Bears.UNKNOWN)


class CheckedWording(Frozen):
    """Words that the text has in quotation marks: whether they stand so in a report, in one that
    the text names where it names one, and where. `replaced_at` is when another text took the place
    of the one in which the named report had them; None where it never had, as far as is known."""

    text: str
    stands: bool
    source: DatedPassage | None = None
    replaced_at: datetime | None = None


class CheckedSentence(Frozen):
    """A sentence of the text.

    `sources` are the passages that support it or, where it is contradicted, those that say
    otherwise. `otherwise` are passages of other reports that say otherwise than a supported
    sentence. `nearest` is the passage that is nearest to one that no report tells, and no source.
    """

    number: int = Field(ge=1)
    paragraph: int = Field(ge=1)
    text: str = Field(min_length=1)
    verdict: Verdict
    why: str = Field(description="Why it has that verdict, in words; empty where it is supported.")
    sources: tuple[DatedPassage, ...] = ()
    otherwise: tuple[DatedPassage, ...] = ()
    nearest: DatedPassage | None = None
    notes: tuple[CheckedNote, ...] = ()
    wordings: tuple[CheckedWording, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing of it is to be looked at again: no claim without support, no note that
        does not bear it out, no wording that does not stand in its report."""
        told = self.verdict not in (Verdict.CONTRADICTED, Verdict.NOT_TOLD)
        borne = all(note.holds for note in self.notes)
        return told and borne and all(wording.stands for wording in self.wordings)


class CheckedText(Frozen):
    """A text with all its sentences in order, and how many have each verdict.

    `unread` says in words what of the text was not read, as pictures.
    """

    sentences: tuple[CheckedSentence, ...]
    counts: dict[Verdict, int]
    unread: tuple[str, ...]
    corpus: Corpus
    models: Models

    @property
    def holds(self) -> bool:
        """Whether all sentences hold."""
        return all(sentence.holds for sentence in self.sentences)


def counted(sentences: "list[CheckedSentence]") -> dict[Verdict, int]:
    """How many sentences have each verdict, in the order of the verdicts."""
    return {verdict: sum(s.verdict is verdict for s in sentences) for verdict in Verdict}
