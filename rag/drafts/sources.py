"""What a text names and quotes as its sources, held against the reports."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from index.storage.catalog import Catalog
from index.text.normalize import collapsed
from index.types import ReportHead, Scope
from rag.drafts.named import NamedReports
from rag.drafts.passages import Passages, has_in_order
from rag.drafts.reading import Written
from rag.drafts.results import (
    Bears,
    CheckedNote,
    CheckedSentence,
    CheckedWording,
    NamedReport,
    Verdict,
)
from rag.evidence.citations import nearest, whole_passage
from rag.types import DatedPassage

_QUOTED = re.compile(r'"([^"]{2,2000})"')
_LEFT_OUT = re.compile(r"\[?\.\.\.\]?|\[?…\]?|\[[^\[\]]{1,80}\]")
_ENDS = " .,;:!?\"'"
_MARKS = ' “”"'
_FEWEST_WORDS = 4
"""Words from which what stands in quotation marks is a wording, and no title or word set apart."""
_LONGEST = 500


class Sources:
    """The sources that texts name, in one corpus within a scope."""

    def __init__(self, catalog: Catalog, scope: Scope, passages: Passages) -> None:
        self._catalog, self._scope, self._passages = catalog, scope, passages
        self._reports = NamedReports(catalog)

    def named(self, sources: Sequence[str]) -> list[ReportHead]:
        """The reports that notes and links name and that are looked at, each once."""
        found = {h.id: h for source in sources for h in self._reports.of(source)}
        return [head for head in found.values() if self._scope.holds(head)]

    def notes(
        self, sources: Sequence[str], says_so: Callable[[str], bool], *, elsewhere: bool
    ) -> tuple[CheckedNote, ...]:
        """Each note with whether a report that it names says so, by its id, or, `elsewhere`, only
        others do."""
        return tuple(self._note(source, says_so, elsewhere) for source in sources)

    def _note(self, source: str, says_so: Callable[[str], bool], elsewhere: bool) -> CheckedNote:
        heads = self.named([source])
        if not heads:
            bears = Bears.UNKNOWN
        elif any(says_so(head.id) for head in heads):
            bears = Bears.NAMED
        else:
            bears = Bears.ANOTHER if elsewhere else Bears.NONE
        named = [NamedReport(report_id=h.id, path=h.path, title=h.title) for h in heads]
        return CheckedNote(text=source[:_LONGEST], reports=tuple(named), bears=bears)

    def wordings(self, written: Written) -> tuple[CheckedWording, ...]:
        """What a sentence has in quotation marks, and in its notes, each with where it stands."""
        if written.kind in ("heading", "note"):
            return ()
        if written.kind == "quotation":
            return (self._wording(written.text, written.sources),)
        own = [self._wording(words, written.sources) for words in _quoted(written.text)]
        of_notes = [
            self._wording(words, [source])
            for source in written.sources if self.named([source]) for words in _quoted(source)
        ]  # fmt: skip
        return (*own, *of_notes)

    def stands_in(self, written: Written, report_id: str) -> bool:
        """Whether a report has the words of a block that is quoted."""
        parts = _parts(written.text)
        return bool(parts) and self._passages.with_wording(report_id, parts) is not None

    def quotation(self, made: CheckedSentence, written: Written) -> CheckedSentence:
        """The verdict on a sentence of a block that is quoted: it must stand so in a report."""
        source = self._where(written.text, written.sources)
        if source is not None:
            return made.model_copy(
                update={"verdict": Verdict.SUPPORTED, "why": "", "sources": (source,)}
            )
        near = self._passages.near(written.text)[:1]
        return made.model_copy(
            update={
                "verdict": Verdict.NOT_TOLD,
                "why": "these words stand so in no report",
                "nearest": nearest(whole_passage(near[0])) if near else None,
            }
        )

    def _wording(self, words: str, sources: Sequence[str]) -> CheckedWording:
        source = self._where(words, sources)
        return CheckedWording(
            text=words.strip(_MARKS)[:_LONGEST],
            stands=source is not None,
            source=source,
            replaced_at=self._stood_until(words, sources) if source is None else None,
        )

    def _stood_until(self, words: str, sources: Sequence[str]) -> datetime | None:
        """When the text of a named report was replaced in which a wording stood."""
        parts = _parts(words)
        return next(
            (
                earlier.replaced_at
                for head in self.named(sources)
                for earlier in self._catalog.earlier_of(head.id)
                if parts and has_in_order(earlier.text, parts)
            ),
            None,
        )

    def _where(self, words: str, sources: Sequence[str]) -> DatedPassage | None:
        """Where a wording stands: in a report that is named, or else in one that is found by it."""
        parts = _parts(words)
        named = [head.id for head in self.named(sources)]
        if not parts:
            return None
        found = named or list(
            dict.fromkeys(f.report.id for f in self._passages.near(max(parts, key=len)))
        )
        for report_id in found:
            finding = self._passages.with_wording(report_id, parts)
            if finding is not None:
                return nearest(whole_passage(finding))
        return None


def _parts(words: str) -> list[str]:
    """The parts of a wording between what it leaves out, without the marks around them."""
    parts = (part.strip(_ENDS) for part in _LEFT_OUT.split(collapsed(words)))
    return [part for part in parts if part]


def _quoted(text: str) -> Iterator[str]:
    """The wordings in quotation marks of a text."""
    for match in _QUOTED.finditer(collapsed(text)):
        if len(match[1].split()) >= _FEWEST_WORDS:
            yield match[1]
