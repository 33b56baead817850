"""Which passages put right what another says, and which of them are of what is quoted.

“An earlier version misstated the toll; it was 12, not 21” is told from other text by a linear model
of a passage's vector (`bench/corrections.py` trained it; `rag/models/corrections/README.md` is its
card), not by words that are listed. Corrections are looked for by what one of the quote would say,
in the report quoted and in all that came out no earlier.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder, Vectors
from index.rules import Stage, declare
from index.settings import SHIPPED_EMBEDDER
from index.storage.catalog import Catalog
from index.storage.store import Stores
from index.types import Finding, Scope
from rag.answer.lead_ins import quoting
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement
from rag.retrieval.candidates import nearest_passages
from rag.retrieval.gaps import Gaps

WITH_CORRECTIONS = declare(
    "correction-beside-it",
    Stage.SELECTION,
    "Quotes beside a statement the passage that corrects it.",
)
RIGHT_BEHIND = declare(
    "correction-right-behind",
    Stage.SELECTION,
    "Takes a correction that stands right behind a quote for one of it, however far its matter.",
)
TO_ITS_END = declare(
    "correction-to-its-end",
    Stage.SELECTION,
    "Quotes a correction with the sentence behind it, where that goes on to put something right.",
)

FOLDER = Path(__file__).parent.parent / "models" / "corrections"
SURE = 0.5
"""The logit from which a passage is a correction."""
OF_ONE_MATTER = 0.5
"""The cosine from which a correction is of what a statement says."""
BEHIND, FAR = 3, 40
"""Passages beside the one quoted that are looked at, and characters between a quote and what stands
right behind it, at most."""
IN_ITS_REPORT, IN_OTHERS = 3, 5
"""Passages nearest to what a correction would say that are looked at, in the report quoted and in
all."""
_WOULD_SAY = "Correction: an earlier version was wrong. {quote}"


@dataclass(frozen=True, slots=True)
class Library:
    """Where corrections are looked for, and what reads them."""

    catalog: Catalog
    stores: Stores
    embedder: Embedder
    scope: Scope
    gaps: Gaps | None = None

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One of each text as it stands alone, in rows."""
        return np.stack([encoding.pooled for encoding in self.embedder.encode(texts)])


@WITH_CORRECTIONS.governs(without=lambda statements, _: list(statements))
def with_corrections(statements: Sequence[Statement], library: Library) -> list[Statement]:
    """The statements with what corrects the first of them behind it, and each that is a correction
    with what it puts right; as they are, where another encoder than the shipped one is set."""
    if library.embedder.name != SHIPPED_EMBEDDER:
        return list(statements)
    vectors = library.vectors([s.quote.text for s in statements])
    correcting = [bool(logit >= SURE) for logit in _logits(vectors)]
    told = [
        _to_its_end(replace(s, corrects=_put_right(n, statements, vectors, correcting)), library)
        if correcting[n] else s
        for n, s in enumerate(statements)
    ]  # fmt: skip
    if correcting[0] or any(told[0].quote in s.corrects for s in told):
        return told
    found = _correction_of(told[0], vectors[0], library)
    if found is None or any(found.quote.overlaps(s.quote) for s in told):
        return told
    return [told[0], _to_its_end(found, library), *told[1:]]


@TO_ITS_END.governs(without=lambda statement, _: statement)
def _to_its_end(statement: Statement, library: Library) -> Statement:
    """A correction with the next sentence, where with its last one that puts something right, too:
    “It was given as May 3. It was May 4.”"""
    passage, last = statement.quote.finding.passage, statement.sentences[-1]
    beside = library.catalog.findings(library.catalog.passages_beside(passage.id, 1)).values()
    following = [
        f for f in beside
        if f.passage.block == passage.block and f.passage.sentences[0] == last
        and len(f.passage.sentences) > 1
    ]  # fmt: skip
    report = library.catalog.report(passage.report_id) if following else None
    if report is None or _logits(library.vectors([following[0].text]))[0] < SURE:
        return statement
    return quoting(statement, report, [*statement.sentences, following[0].passage.sentences[1]])


def _put_right(
    number: int, statements: Sequence[Statement], vectors: Vectors, correcting: Sequence[bool]
) -> tuple[Quote, ...]:
    """The quotes of statements that the one of a number, a correction, puts right."""
    finding = statements[number].quote.finding
    near = vectors @ vectors[number] >= OF_ONE_MATTER
    return tuple(
        s.quote for n, s in enumerate(statements)
        if near[n] and not correcting[n] and _may_correct(finding, s.quote)
    )  # fmt: skip


def _correction_of(statement: Statement, own: Vectors, library: Library) -> Statement | None:
    """The likeliest correction of a statement with that vector; None where there is none."""
    quote = statement.quote
    (would,) = library.vectors([_WOULD_SAY.format(quote=quote.text)])
    able = [f for f in _near(would, quote, library) if _may_correct(f, quote)]
    if not able:
        return None
    vectors = library.vectors([f.text for f in able])
    logits, nearness = _logits(vectors), vectors @ own
    likely = [
        (float(logits[n]), -n) for n, f in enumerate(able)
        if logits[n] >= SURE
        and (nearness[n] >= OF_ONE_MATTER or RIGHT_BEHIND.applies(_is_right_behind(f, quote)))
    ]  # fmt: skip
    if not likely:
        return None
    best = able[-max(likely)[1]]
    spans = best.passage.sentences
    return Statement(Quote(best, spans[0][0], spans[-1][1]), spans, corrects=(quote,))


def _near(would: Vectors, quote: Quote, library: Library) -> list[Finding]:
    """The passages that are nearest to what a correction would say."""
    anywhen = replace(library.scope, times=())
    ids = list[str]()
    for scope, many in (
        (replace(anywhen, report=quote.report.id), IN_ITS_REPORT),
        (anywhen, IN_OTHERS),
    ):
        found = nearest_passages(would, library.catalog, library.stores, scope, many, library.gaps)
        ids += [passage_id for passage_id, _ in found]
    passage = quote.finding.passage
    beside = library.catalog.passages_beside(passage.id, BEHIND)
    findings = library.catalog.findings(list(dict.fromkeys([*ids, *beside]))).values()
    return [f for f in findings if library.scope.holds(f.report)]


def _is_right_behind(found: Finding, quote: Quote) -> bool:
    """Whether a passage begins right behind a quote, in its report: “That is wrong.” tells by its
    place alone what it is of."""
    passage = found.passage
    after = passage.start - quote.end
    return passage.report_id == quote.report.id and 0 <= after <= FAR


def _may_correct(found: Finding, quote: Quote) -> bool:
    """Whether a passage may correct a quote: it is another, of its report or of one that came out
    no earlier."""
    passage = found.passage
    if passage.report_id == quote.report.id:
        return passage.end <= quote.start or quote.end <= passage.start
    mine, theirs = quote.report.dated.published_on, found.published_on
    return mine is not None and theirs is not None and theirs >= mine


def _logits(vectors: Vectors) -> Vectors:
    stated = _weights()
    logits: Vectors = vectors @ stated[:-1] + stated[-1]
    return logits


@cache
def _weights() -> Vectors:
    """Those of a vector's numbers, and the constant."""
    stated = json.loads((FOLDER / "weights.json").read_text("utf-8"))
    return np.array([*stated["weights"], stated["constant"]], dtype=np.float32)
