"""A report summed up in its own words: its leading sentences, which reports put first for that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.calendar import day_in_words
from index.rules import Stage, always, declare
from index.storage.catalog import Catalog
from index.structure.lines import is_ended
from index.text.normalize import collapsed, folded
from index.text.terms import terms
from index.types import Finding, ReportHead, Scope
from rag.evidence.citations import whole_passage
from rag.evidence.statement import Statement

SUMMARY_ASKED = declare(
    "summary-asked",
    Stage.QUESTION,
    "Takes “summarise …” and “summary of …” to ask for the leading sentences of a report.",
)
_LOOKED_AT = 40
"""Passages from the beginning of a report among which its leading sentences are looked for."""
_ASKED = re.compile(
    r"^\W*(?:(?:please|kindly|can you|could you|would you) )*"
    r"(?:give (?:me |us )?|write (?:me |us )?|show (?:me |us )?)?"
    r"(?:(?:a|an|the) )?(?:(?:short|brief|quick) )?"
    r"(?:summari[sz]e|sum up|summary(?: of| for)?)\b[\s:,]*(?P<what>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_POLITE = re.compile(r"(?<![\s,])[\s,]*+\b(?:for (?:me|us)|please)\b[\s.!?]*+$", re.IGNORECASE)
_A_REPORT = frozenset(terms("report article document text file story piece"))


@dataclass(frozen=True, slots=True)
class Summary:
    """The leading statements of a report."""

    report: ReportHead
    statements: tuple[Statement, ...]


@SUMMARY_ASKED.governs(without=always(None))
def asked_for(question: str) -> str | None:
    """What a question asks a summary of, as it names it, which may be nothing; None where it asks
    for none."""
    found = _ASKED.match(collapsed(question))
    return _POLITE.sub("", found["what"]).strip(" .!?“”\"'") if found else None


def summary_of(what: str, catalog: Catalog, scope: Scope, most: int) -> Summary | None:
    """The leading sentences, at most so many, of the report of a scope that is named; None where
    none is, or more than one may be meant."""
    report = _named(what, [head for head in catalog.report_heads() if scope.holds(head)])
    if report is None:
        return None
    ids = catalog.passage_ids(report.id)[:_LOOKED_AT]
    found = catalog.findings(ids)
    statements = tuple(_leading([found[passage_id] for passage_id in ids], most))
    return Summary(report, statements) if statements else None


def _named(what: str, reports: list[ReportHead]) -> ReportHead | None:
    """The one report that is meant: of this title or file, the latest of several, or else the only
    one whose title and file have all the words; where nothing is named, the only one there is."""
    plain = folded(collapsed(what))
    called = [r for r in reports if plain in (folded(r.title or ""), folded(r.path))]
    if called:
        return max(called, key=lambda r: (str(r.dated.latest or ""), r.path))
    words = set(terms(what)) - _A_REPORT
    having = [r for r in reports if words <= set(terms(_label(r)))]
    return having[0] if len(having) == 1 else None


def _label(report: ReportHead) -> str:
    day = report.dated.published_on
    dated = f"{day_in_words(day)} {day}" if day else ""
    return f"{report.title or ''} {report.path} {report.publisher or ''} {dated}"


def _leading(passages: list[Finding], most: int) -> Iterator[Statement]:
    """The first passages of whole sentences, none of which overlap; any, where none is of such."""
    whole = [p for p in passages if all(is_ended(text, len(text)) for text in p.sentences)]
    end, left = 0, most
    for passage in whole or passages:
        spans = passage.passage.sentences
        if passage.passage.start >= end and spans and len(spans) <= left:
            yield Statement(whole_passage(passage), spans)
            end, left = passage.passage.end, left - len(spans)
