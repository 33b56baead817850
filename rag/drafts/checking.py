"""A text checked against the reports, sentence by sentence.

That something is supported which is not is the worst error here: a sentence is supported only by
one passage that has all its numbers, times, names and words (`rag.verification`), and where who or
what is meant is told by the sentences before it, only by a report that tells of that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

from index.errors import BadInput
from index.text.normalize import collapsed, without_marks
from index.times.periods import periods
from index.types import Finding
from rag.answer.outcomes import models_of
from rag.drafts.closeness import changed, lacks_a_time, nearly_said, puts_otherwise
from rag.drafts.leaning import is_meant, is_unclear, names
from rag.drafts.otherwise import Contradictions, candidates
from rag.drafts.passages import Passages, grounds_of, sentences_of
from rag.drafts.reading import Draft, Written
from rag.drafts.results import CheckedSentence, CheckedText, Verdict, counted
from rag.drafts.sources import Sources
from rag.drafts.times import told_from_writing, with_days
from rag.engine.query_engine import QueryEngine
from rag.evidence.citations import Quote, nearest, whole_passage
from rag.guardrail.scoping import bounds_of, problem
from rag.language.attribution import said_by
from rag.language.quantities import quantities
from rag.limit import limited
from rag.question.parsing import Query
from rag.searched import Corpus
from rag.types import DatedPassage
from rag.verification.nli import load_nli
from rag.verification.reading import read
from rag.verification.types import Checked, FaultKind, Grounds
from rag.verification.verifier import Verifier
from rag.verification.wording import PERSONS

SURE = 0.0
"""The logit of support from which a passage bears a sentence out that is nearly none of its own."""
_QUOTED = re.compile(r'"[^"]*"')
_NORMATIVE = re.compile(r"\b(?:should|ought)\b", re.IGNORECASE)
_UNSURE = "no passage says so for certain"
_MARKUP = str.maketrans("", "", "[]{}|*`\\")
_FEWEST_WORDS = 3
_SEARCH = "What is reported?"
"""Stands for the text where its bounds are read: it names no time."""


@dataclass(frozen=True, slots=True)
class Support:
    """A passage that bears a sentence out, or why the `nearest` does not."""

    source: DatedPassage | None
    why: str = ""
    nearest: Finding | None = None


class DraftChecker:
    """Checks sentences against one corpus within bounds. May be used by one thread at a time."""

    def __init__(self, engine: QueryEngine, query: Query) -> None:
        """`query` has the bounds; its question is not looked at. Raises BadInput where nothing can
        be looked at within them, and another DatelineError where the index cannot be used."""
        bounds = bounds_of(engine, replace(query, question=_SEARCH))
        why = problem(engine, bounds)
        if why is not None or bounds.catalog is None:
            raise BadInput(why[1] if why else "There are no reports to check a text against.")
        loaded, catalog = engine.loaded, bounds.catalog
        self._settings, self._catalog = engine.settings, catalog
        self._written_on = query.as_of
        self._coverage = bounds.coverage
        self._passages = Passages(
            loaded, catalog, engine.settings, bounds.scope, bounds.vocabulary_in(catalog)
        )
        self._verifier = Verifier(loaded.judge, loaded.embedder, load_nli(engine.settings.nli))
        self._unjudged = Verifier(None, loaded.embedder)
        self._contradictions = Contradictions(self._unjudged, loaded.embedder)
        self._sources = Sources(catalog, bounds.scope, self._passages)

    def check(self, number: int, written: Written) -> CheckedSentence:
        """The verdict on a sentence, the one of this number. Raises QuestionTimedOut where it takes
        longer than a question may."""
        with limited(self._settings.question_timeout_s):
            support = cache(partial(self._support, written))
            verdict = self._verdict(number, written, support)
            wordings = self._sources.wordings(written)
            notes = self._sources.notes(
                written.sources if verdict.verdict is not Verdict.NOT_CHECKED else (),
                lambda report_id: self._says_so(written, report_id, support),
                elsewhere=verdict.verdict is Verdict.SUPPORTED,
            )
            return verdict.model_copy(update={"notes": notes, "wordings": wordings})

    def result(self, sentences: list[CheckedSentence], draft: Draft) -> CheckedText:
        """All sentences of a text, checked."""
        return CheckedText(
            sentences=tuple(sentences),
            counts=counted(sentences),
            unread=draft.unread,
            corpus=Corpus.of(self._coverage, self._passages.gaps.words),
            models=models_of(self._settings),
        )

    def _verdict(
        self, number: int, written: Written, support: Callable[[str], Support]
    ) -> CheckedSentence:
        made = CheckedSentence(
            number=number, paragraph=written.paragraph, text=written.text,
            verdict=Verdict.NOT_CHECKED, why=_not_checked(written),
        )  # fmt: skip
        if made.why:
            return made
        if written.kind == "quotation":
            return self._sources.quotation(made, written)
        for report in self._sources.named(written.sources):
            found = support(report.id)
            if found.source is not None:
                return _with(made, Verdict.SUPPORTED, sources=(found.source,))
        return self._against_all(made, written)

    def _against_all(self, made: CheckedSentence, written: Written) -> CheckedSentence:
        """The verdict by all reports within the bounds."""
        findings = self._passages.near(written.text)
        found = self._supported_by(written, findings)
        text, quotes = self._dated(written), candidates([whole_passage(f) for f in findings])
        if found.source is not None:
            mine = {found.source.report_id, *(copy.report_id for copy in found.source.also_in)}
            against = self._contradictions.first(
                text, [q for q in quotes if q.report.id not in mine]
            )
            others = (self._passages.cited(against.quote),) if against is not None else ()
            return _with(made, Verdict.SUPPORTED, sources=(found.source,), otherwise=others)
        against = self._contradictions.first(text, quotes)
        if against is not None and not told_from_writing(_outside_quotes(text)):
            source = self._passages.cited(against.quote)
            return _with(made, Verdict.CONTRADICTED, why=against.what, sources=(source,))
        if _is_opinion(written.text):
            return _with(made, Verdict.OPINION, why="it speaks for its writer")
        closest = found.nearest or next(iter(findings), None)
        near = nearest(whole_passage(closest)) if closest is not None else None
        return _with(made, Verdict.NOT_TOLD, why=found.why, nearest=near)

    def _says_so(self, written: Written, report_id: str, support: Callable[[str], Support]) -> bool:
        if written.kind == "quotation":
            return self._sources.stands_in(written, report_id)
        return support(report_id).source is not None

    def _support(self, written: Written, report_id: str) -> Support:
        """What one report says to a sentence."""
        return self._supported_by(written, self._passages.near(written.text, report_id))

    def _supported_by(self, written: Written, findings: list[Finding]) -> Support:
        text = self._dated(written)
        if loose := told_from_writing(_outside_quotes(text)):
            words = text[loose[0].start : loose[0].end]
            return Support(None, f"“{words}” depends on the day of the text: write the date")
        if is_unclear(written):
            return Support(None, "it does not say whom or what it speaks of")
        meant = [f for f in findings if is_meant(written, f, self._around(f))]
        if not meant:
            return Support(None, "no passage near it tells of what it speaks of")
        near = nearly_said(text, [quote for f in meant for quote in sentences_of(f)])
        if near:
            return self._as_one_says(text, near)
        grounds = [grounds_of(f) for f in meant]
        checked = self._verifier.check(text, grounds)
        lacking = lacks_a_time(text, grounds[checked.number])
        if not checked.faults and not lacking and checked.support >= SURE:
            return Support(self._source(text, meant[checked.number]))
        checked = self._verifier.check(text, grounds[:1])
        return Support(None, _in_words(checked, text, grounds[0]) or _UNSURE, meant[0])

    def _as_one_says(self, text: str, near: list[Quote]) -> Support:
        """What sentences of reports bear out that a sentence nearly is, each alone. The judge is
        asked only where it has words of its own: it is unsure of what is left out or dated."""
        whys: list[str] = []
        for quote in near:
            grounds = grounds_of(quote.finding, quote.text)
            own_words = puts_otherwise(text, quote.text)
            checked = (self._verifier if own_words else self._unjudged).check(text, [grounds])
            why = _in_words(checked, text, grounds)
            if not why and changed(text, quote.text):
                why = "the passage has other names or figures, or in another order"
            if not why and own_words and checked.support < SURE:
                why = _UNSURE
            if not why:
                return Support(self._passages.cited(quote))
            whys.append(why)
        return Support(None, whys[0], near[0].finding)

    def _source(self, text: str, finding: Finding) -> DatedPassage:
        """The sentence of a passage that bears another out, or all of it where it takes both."""
        for quote in sentences_of(finding):
            checked = self._verifier.check(text, [grounds_of(finding, quote.text)])
            if not checked.faults and checked.support >= SURE:
                return self._passages.cited(quote)
        return self._passages.cited(whole_passage(finding))

    def _dated(self, written: Written) -> str:
        """A sentence as it is held against passages: without marks of notes and brackets, which
        stand around words of others, and with days for what is told from the day of its writing,
        where that is known: the day as of which the text is checked."""
        plain = without_marks(written.text).translate(_MARKUP)
        return plain if self._written_on is None else with_days(plain, self._written_on)

    def _around(self, finding: Finding) -> str:
        return self._catalog.block_text(finding.report.id, finding.passage.block)


def _in_words(checked: Checked, text: str, grounds: Grounds) -> str:
    """What is wrong with a sentence beside its grounds; nothing where nothing is."""
    if checked.faults:
        faults = sorted(checked.faults, key=lambda fault: fault.kind is FaultKind.UNSUPPORTED)
        return "; ".join(fault.what for fault in faults[:2])
    time = lacks_a_time(text, grounds)
    return f"the passage does not tell of “{time}”" if time else ""


def _with(made: CheckedSentence, verdict: Verdict, **more: object) -> CheckedSentence:
    return made.model_copy(update={"verdict": verdict, "why": "", **more})


def _not_checked(written: Written) -> str:
    """Why a sentence is not checked, in words; nothing where it is."""
    if written.kind in ("heading", "note"):
        return f"a {written.kind}"
    if written.own:
        return "words of Dateline's export"
    if written.text.rstrip("”\"')").endswith("?"):
        return "a question"
    tokens = read(written.text).tokens
    says = len(tokens) >= _FEWEST_WORDS and any(token.content for token in tokens)
    return "" if says else "it claims nothing"


def _outside_quotes(text: str) -> str:
    """A text with blanks in the place of what it quotes."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted[0]), collapsed(text))


def _is_opinion(text: str) -> bool:
    """Whether a sentence says what ought to be, or speaks for its writer of nothing that has a
    name; and gives no figure, no time and nobody's words."""
    own = _outside_quotes(text)
    if quantities(own) or periods(own, None) or said_by(own):
        return False
    speaks = any(t.word in PERSONS and t.word != "us" for t in read(own).tokens)
    return _NORMATIVE.search(own) is not None or (speaks and not any(names(own)))
