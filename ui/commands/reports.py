"""`dateline reports`: what the corpus holds, and what is known of one report."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from index.calendar import day_in_words
from index.errors import BadInput
from index.storage.catalog import Catalog
from index.storage.kept_tables import LeftOf
from index.text.languages import ENGLISH, language_name
from index.types import Abbreviation, ReportHead, edited_in_words
from rag.guardrail.wording import covers, empty_corpus
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, show, shown
from ui.naming import report_named
from ui.rendering import NO_DATE, earlier_in_words
from ui.report_schemas import ReportSummary

_DAY_WIDTH = 10
"""Of a day in figures; what is known where there is none may be longer."""


def run_reports(data_dir: Path | None, *, as_json: bool) -> int:
    """Prints all reports, the oldest first; exit 3 where there are none."""
    catalog = Catalog.open(read_settings(data_dir))
    heads = catalog.report_heads() if catalog else []
    out = console()
    if as_json:
        _print_json([_summary(head) for head in heads])
    elif catalog is None or not heads:
        out.print(empty_corpus())
    else:
        for head in heads:
            show(out, _lines(head))
        out.print(f"\n{covers(catalog.coverage())}.")
    if catalog is not None and not as_json:
        show(out, _left(catalog))
    return EXIT_ANSWER if heads else EXIT_REFUSAL


def run_report(data_dir: Path | None, name: str, *, as_json: bool) -> int:
    """Prints what is known of one report; exit 3 where there are none at all.

    Raises BadInput where there is no report of that id or file.
    """
    catalog = Catalog.open(read_settings(data_dir))
    if catalog is None:
        console().print(empty_corpus())
        return EXIT_REFUSAL
    if catalog.earlier(name) is not None:
        catalog = catalog.with_earlier()
    left = catalog.left_of(name)
    if left is not None:
        raise BadInput(f"The report {name} is not in the index any more. {_kept_of(left)}.")
    report_id = report_named(catalog, name)
    head = catalog.heads([report_id])[report_id]
    if as_json:
        _print_json({**_summary(head), **_pages(catalog, report_id)})
    else:
        show(console(), [*_lines(head), *_more(head, catalog.abbreviations(report_id))])
    return EXIT_ANSWER


def _left(catalog: Catalog) -> Iterator[Text]:
    """Of which reports that are gone texts are kept."""
    left = [one for one in catalog.all_left() if one.texts]
    if left:
        yield Text()
        yield Text("Reports that are not in the index any more, of which texts are kept:")
    for one in left:
        yield _aside(f"{shown(one.path or one.report_id)}: {_kept_of(one)}", "yellow")


def _kept_of(left: LeftOf) -> str:
    """What is kept of a report that is gone, and what takes it out."""
    texts = "an earlier text" if left.texts == 1 else f"{left.texts} earlier texts"
    kept = f"{texts} of it, to check citations by" if left.texts else "What was noted of it"
    return f"{kept}; `dateline erase {left.report_id}` takes that out"


def _summary(head: ReportHead) -> dict[str, object]:
    return ReportSummary.of(head).model_dump(mode="json")


def _pages(catalog: Catalog, report_id: str) -> dict[str, object]:
    paged = catalog.paged.of_report(report_id)
    return {"pages": paged.count if paged is not None else None}


def _print_json(told: object) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2))


def _lines(head: ReportHead) -> Iterator[Text]:
    dated = head.dated
    day = dated.published_on.isoformat() if dated.published_on else dated.published_edtf or NO_DATE
    publisher = f" — {head.publisher}" if head.publisher else ""
    if head.originator and head.originator != head.publisher:
        publisher += f", by {head.originator}" if publisher else f" — by {head.originator}"
    yield Text.assemble(
        (day.ljust(_DAY_WIDTH), "bold"), "  ", shown(f"{head.title or head.path}{publisher}")
    )
    source = f"date: {dated.source}, {dated.confidence} · " if dated.source else ""
    yield _aside(f"{source}{shown(head.path)}")
    told = head.told
    if told.first is not None and told.last is not None:
        cutoff = f", data until {day_in_words(told.data_cutoff)}" if told.data_cutoff else ""
        span = f"{day_in_words(told.first)} to {day_in_words(told.last)}"
        yield _aside(f"speaks of {span}{cutoff}")
    if head.language not in (None, ENGLISH):
        yield _aside(f"in {language_name(head.language)}: found by words, judged poorly")
    for line in earlier_in_words(head.superseded_on):
        yield _aside(line, "yellow")
    if head.gone_since is not None:
        day = day_in_words(head.gone_since.date())
        yield _aside(f"its file is gone: not there since {day}", "yellow")
    if dated.note:
        yield _aside(shown(dated.note), "yellow")


def _more(head: ReportHead, explained: Sequence[Abbreviation]) -> Iterator[Text]:
    """What the list leaves out of a report."""
    if head.language is None:
        yield _aside("language: not told, its text is short or in several")
    elif head.language == ENGLISH:
        yield _aside("in English")
    if head.url:
        yield _aside(shown(head.url))
    if head.collections:
        yield _aside(f"in the collections {shown('; '.join(head.collections))}")
    if head.edited:
        yield _aside(
            f"edited: {edited_in_words(head.edited)}; `dateline edit {head.id} --reset` undoes it"
        )
    if head.unread:
        yield _aside(f"not read: {shown('; '.join(head.unread))}", "yellow")
    if explained:
        pairs = "; ".join(f"{pair.short}, {pair.long}" for pair in explained)
        yield _aside(f"explains {shown(pairs)}")
    if head.sha256 and head.retrieved_at:
        yield _aside(f"read {head.retrieved_at:%Y-%m-%d %H:%M} UTC, sha256 {head.sha256}")
    yield _aside(f"id: {head.id}")


def _aside(text: str, style: str = "dim") -> Text:
    return Text(f"            {text}", style=style)
