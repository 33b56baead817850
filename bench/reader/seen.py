"""What is seen of questions when they are asked, for fitting the guardrail's weights.

A field is asked its own questions, and some of the other fields': what is asked of reports on other
matters altogether has no answer there.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.common import WORK
from bench.fields.corpus import ASKED_ON, HELD, Field, code_of, ingest, load
from bench.remembered import SavedJudge, judgements_of, remembering
from rag.build import build_engine
from rag.evaluation.gold import Span, is_relevant
from rag.evaluation.places import Files
from rag.evaluation.questions import KnownQuestion, Place
from rag.evidence.evidence import Evidence
from rag.guardrail.decision import read
from rag.guardrail.scoping import bounds_of
from rag.guardrail.surroundings import surroundings_in
from rag.settings import NO_JUDGE, SHIPPED_JUDGE
from ui.files import write_whole

JUDGES = (SHIPPED_JUDGE, NO_JUDGE)
STRANGE = "of another field"
"""The kind of a question that another field was asked."""
STRANGERS = 2
"""Questions of each other held field that a field is asked."""
_UNHURRIED_S = 600.0
"""Seconds for a question, on a machine that has more to do."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A question with the signals of what was read for it. `right` tells which passages answer, and
    `like` which only look like it."""

    field: str
    known: KnownQuestion
    measured: Sequence[Mapping[str, float]]
    right: Sequence[bool]
    like: Sequence[bool]

    @property
    def own(self) -> bool:
        """Whether the question is on the field's own reports."""
        return self.known.kind != STRANGE


def see(field: Field, judge: str) -> list[Seen]:
    """What was seen of a field's questions with a judge or without one, asked now where that was
    not kept."""
    file = _file(field, judge)
    if not file.exists():
        kept = dict[str, list[str]]()
        for name, seen in _see(field):
            kept.setdefault(name, []).append(json.dumps(_as_row(seen)))
        file.parent.mkdir(parents=True, exist_ok=True)
        for name, lines in kept.items():
            write_whole(_file(field, name), "\n".join(lines) + "\n")
    known = {one.id: one for one in asked_of(field)}
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [Seen(field.name, known[i], *rest) for i, *rest in rows]


def _file(field: Field, judge: str) -> Path:
    return WORK / "reader" / "seen" / f"{field.name}-{judge}-{_code()}.jsonl"


def asked_of(field: Field) -> list[KnownQuestion]:
    """A field's questions, and those of other held fields, the same in every run."""
    draw = Random(field.name)
    strangers = [
        KnownQuestion(
            id=f"{name}/{known.id}", question=known.question, answerable=False, kind=STRANGE
        )
        for name in HELD if name != field.name
        for known in draw.sample(load(name).questions, STRANGERS)
    ]  # fmt: skip
    return [*field.questions, *strangers]


def _code() -> str:
    """A short sum of all that signals depend on: the code, and the models but for the weights."""
    return code_of("index", "rag", without="fitted.json")


def _as_row(seen: Seen) -> list[object]:
    return [seen.known.id, list(seen.measured), list(seen.right), list(seen.like)]


def _see(field: Field) -> Iterator[tuple[str, Seen]]:
    """All questions of a field, asked once, as they are seen with each of JUDGES. Raises
    LookupError where nothing was ingested."""
    ingest(field)
    settings = field.settings.model_copy(update={"question_timeout_s": _UNHURRIED_S})
    engine = remembering(build_engine(settings, today=lambda: ASKED_ON))
    catalog, saved = engine.catalog, engine.loaded.judge
    if catalog is None:
        raise LookupError(f"nothing was ingested of {field.name}")
    if isinstance(saved, SavedJudge):
        saved.take(judgements_of(field))
    files = Files(catalog)
    for known in asked_of(field):
        _, trace = engine.ask_traced(known.query)
        if trace is None or not any(e.signals for e in trace.evidence):
            continue
        bounds = bounds_of(engine, known.query)
        around = surroundings_in(catalog, bounds)
        bare = read(trace.question, trace.ranked, around, None, bounds.window)
        for judge, evidence in zip(JUDGES, (trace.evidence, bare), strict=True):
            yield judge, _seen(field.name, known, evidence, files)
    if isinstance(saved, SavedJudge):
        saved.keep(judgements_of(field))


def _seen(name: str, known: KnownQuestion, evidence: Sequence[Evidence], files: Files) -> Seen:
    some = [e for e in evidence if e.signals]
    found = [e.ranked.finding.passage for e in some]
    spans = [Span(p.report_id, p.start, p.end) for p in found]

    def among(places: Sequence[Place]) -> list[bool]:
        gold = [span for place in places if (span := files.span(place)) is not None]
        return [is_relevant(span, gold) for span in spans]

    signals = [e.signals for e in some]
    return Seen(name, known, signals, among(known.spans), among(known.nearest))
