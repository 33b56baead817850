"""What the page says of dates, bounds, counts and outcomes, in its language."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup, escape

from index.edtf import either_of, is_either, season_of
from index.types import Coverage, Receipt, ReportHead
from rag.drafts.results import CheckedNote, CheckedSentence, CheckedText, CheckedWording
from rag.engine.wide import Wide
from rag.question.parsing import Query
from rag.receipts.receipt import Asked
from rag.searched import Window
from rag.types import Answer, Citation, DatedPassage, Outcome
from ui.console import on_one_line, shown
from ui.rendering import Dated, Published, relations, written_by
from ui.report_schemas import ReportSummary
from ui.web.language import Texts
from ui.web.told import told

_TIME = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?")
"""A month or a day in EDTF."""
_TIMES_SHOWN = 3
_SET = re.compile(r"(?:(?:from|to|as of) \d{4}-\d\d-\d\d(?:, )?)+")
"""What was read from filters alone: the days are those that the window has."""
_ISO = re.compile(r"(from|to|as of) (\d{4}-\d\d-\d\d)")
_QUOTED = re.compile("“([^“”]*)”")
_LOOKED = {
    " (published then)": "window.looked_published",
    " (told of then, or published then or soon after)": "window.looked_event",
    " (told of then, or published then)": "window.looked_either",
}
"""What is looked at where a question names a time, as the engine ends a reading with it."""


def said(texts: Texts, english: str, holds: str = "") -> Markup:
    """What another part of the program said in English, in the language of the page; in English,
    and marked so, where it is not known."""
    found = told(texts, english, holds)
    if found is not None:
        return escape(shown(found))
    return Markup('<span lang="en">{}</span>').format(shown(english))


def refused(texts: Texts, outcome: Outcome) -> Markup:
    """Why there is no answer, and what the corpus holds."""
    return said(texts, outcome.text, covers(texts, outcome.corpus.coverage))


def covers(texts: Texts, coverage: Coverage) -> str:
    """What a corpus holds: "5 reports (2 in French), 23 December 2023 to 26 December 2024"."""
    if coverage.reports == 0:
        return texts("holds.none")
    reports = texts("holds.reports", count=coverage.reports)
    if coverage.languages:
        named = [
            texts("holds.in_language", count=many, language=texts.language_name(code))
            for code, many in coverage.languages
        ]
        reports = texts("holds.with_languages", reports=reports, languages=", ".join(named))
    if coverage.first is None or coverage.last is None:
        return texts("holds.undated", reports=reports)
    if coverage.first == coverage.last:
        return texts("holds.one_day", reports=reports, day=coverage.first)
    return texts("holds.days", reports=reports, first=coverage.first, last=coverage.last)


def day_of(texts: Texts, dated: Published) -> str:
    """The day of publication, or what is known of it: a month, a year, one of two days; or that
    there is no date."""
    if dated.published_on is not None:
        return texts.day(dated.published_on)
    edtf = dated.published_edtf
    if edtf is None:
        return texts("date.none")
    if is_either(edtf):
        one, other = either_of(edtf)
        return texts("date.either", one=one, other=other)
    return time_of(texts, edtf)


def source_of(texts: Texts, dated: Dated) -> str:
    """Where a date is from and how far it can be trusted; nothing where there is none."""
    if dated.date_source is None or (dated.published_on or dated.published_edtf) is None:
        return ""
    source = texts(f"date.source.{dated.date_source}")
    if dated.date_confidence == "high":
        return source
    return texts(f"date.confidence.{dated.date_confidence}", source=source)


def time_of(texts: Texts, edtf: str) -> str:
    """A day, a month, a season, a year or an interval of them in EDTF; any other form as it is."""
    first, slash, last = edtf.partition("/")
    if slash:
        ends = [time_of(texts, end) or "…" for end in (first, last)]
        return texts("date.span", first=ends[0], last=ends[1])
    if edtf.endswith("~"):
        return texts("date.about", time=time_of(texts, edtf[:-1]))
    season = season_of(edtf)
    if season is not None:
        return texts(f"date.season.{season[0]}", year=season[1])
    found = _TIME.fullmatch(edtf)
    if found is None:
        return edtf
    year, month, day = found.groups()
    try:
        time = date(int(year), int(month), int(day or 1))
    except ValueError:
        return edtf
    return texts.day(time) if day else texts.month(time)


def tells_of(texts: Texts, passage: DatedPassage) -> str:
    """The times that a quote speaks of, where they are not the day of publication: at most three;
    nothing where there is none."""
    published = passage.published_on.isoformat() if passage.published_on else None
    times = [time for time in passage.event_times if time != published]
    listed = "; ".join(time_of(texts, time) for time in times[:_TIMES_SHOWN])
    return texts("date.and_others", times=listed) if len(times) > _TIMES_SHOWN else listed


def pages_of(texts: Texts, passage: DatedPassage) -> str:
    """The page that a quote stands on, or from which to which; nothing for files without pages."""
    if passage.page is None:
        return ""
    last = passage.further_pages[-1].page if passage.further_pages else passage.page
    if last == passage.page:
        return texts("passage.page", page=str(last))
    return texts("passage.pages", page=str(passage.page), last=str(last))


def between(texts: Texts, first: date | None, last: date | None) -> str:
    """Bounds: "between 1 May 2024 and 3 May 2024", "on 1 May 2024", "at any time"."""
    if first is not None and first == last:
        return texts("between.same", day=first)
    if first is not None and last is not None:
        return texts("between.both", first=first, last=last)
    if first is not None:
        return texts("between.first", day=first)
    return texts("between.last", day=last) if last is not None else texts("between.none")


def window_of(texts: Texts, window: Window) -> str:
    """The time looked at, and the words of the question that it was read from."""
    looked = ""
    if window.first is not None or window.last is not None:
        span = between(texts, window.first, window.last)
        looked = texts(f"window.{window.of}", between=span)
    if window.as_of is not None:
        known = ("window.known", "window.known_alone")[not looked]
        looked = texts(known, said=looked, day=window.as_of)
    if looked and _SET.fullmatch(window.reading):
        return looked
    reading = _reading(texts, window.reading)
    key = "window.asked" if looked else "window.asked_alone"
    return texts(key, said=looked, reading=reading)


def _reading(texts: Texts, reading: str) -> str:
    """What a window was read from: options with their days, and words of the question."""
    if texts.is_english:
        return reading
    for ending, key in _LOOKED.items():
        if reading.endswith(ending):
            return texts(key, reading=_reading(texts, reading.removesuffix(ending)))

    def option(found: re.Match[str]) -> str:
        return texts(f"window.{found[1].replace(' ', '_')}", day=date.fromisoformat(found[2]))

    quoted = _QUOTED.sub(lambda found: texts("phrases.quoted", name=found[1]), reading)
    return _ISO.sub(option, quoted)


def bounds_of(texts: Texts, query: Query | Asked | None) -> str:
    """The dates and the collection set beside a question; nothing where none is."""
    if query is None:
        return ""
    set_ = []
    if query.first is not None or query.last is not None:
        span = between(texts, query.first, query.last)
        set_.append(texts("bounds.published", between=span))
    if query.as_of is not None:
        set_.append(texts("bounds.known", day=query.as_of))
    if query.dated_for_sure:
        set_.append(texts("bounds.sure"))
    set_ += [texts("bounds.collection", name=name) for name in query.collections]
    return ", ".join(set_)


def ways_of(texts: Texts, kinds: Iterable[str]) -> str:
    """The ways in which alerts are told, in words."""
    return ", ".join(texts(f"standing.way.{kind}") for kind in kinds)


def relations_of(texts: Texts, citation: Citation) -> list[tuple[Markup, tuple[int, ...]]]:
    """How others stand to a citation, and their markers; only where there are some."""
    return [(said(texts, words), others) for words, others in relations(citation)]


def told_widely(texts: Texts, wide: Wide) -> str:
    """How many reports have some words, of how many, and which was the first and the last."""
    words = ", ".join(texts("wide.quoted", word=shown(word)) for word in wide.words)
    if not wide.mentions:
        return texts("wide.none", count=wide.searched, words=words)
    many, copies = len(wide.mentions), len(wide.mentions) - len(wide.own)
    days = sorted(d for m in wide.mentions if (d := m.passage.published_on) is not None)
    return texts(
        "wide.found",
        count=many,
        of=texts("list.of", count=wide.searched),
        words=words,
        copies=texts("wide.copies", count=copies) if copies else "",
        span=texts("wide.span", first=days[0], last=days[-1]) if days else "",
    )


def writer_of(texts: Texts, answer: Answer) -> str:
    """Which language model wrote sentences of an answer; nothing where all are the reports'."""
    if written_by(answer) is None:
        return ""
    return texts("turn.written_by", model=on_one_line(answer.models.llm or ""))


def counts_of(texts: Texts, checked: CheckedText) -> str:
    """12 sentences: 7 supported, 1 contradicted, 2 not told, 2 not checked."""
    verdicts = [
        texts("check.verdict_count", number=n, verdict=texts(f"check.verdict.{verdict}"))
        for verdict, n in checked.counts.items() if n
    ]  # fmt: skip
    return texts("check.sentences", count=len(checked.sentences), verdicts=", ".join(verdicts))


def why_of(texts: Texts, sentence: CheckedSentence) -> Markup:
    """Why a sentence has its verdict, as a sentence of its own."""
    why = on_one_line(sentence.why)
    found = told(texts, why)
    sentence_of = f"{(found or why)[:1].upper()}{(found or why)[1:]}."
    return said(texts, sentence_of) if found is None else escape(sentence_of)


def note_of(texts: Texts, note: CheckedNote) -> str:
    """A note of a text with what the report that it names says."""
    return texts(
        "check.note", text=on_one_line(note.text), bears=texts(f"check.bears.{note.bears}")
    )


def wording_of(texts: Texts, wording: CheckedWording) -> str:
    """A wording in quotation marks, and whether it stands in a report."""
    key = "check.stands" if wording.stands else "check.stands_nowhere"
    if wording.replaced_at is not None:
        day = texts.day(wording.replaced_at.date())
        return texts("check.stood", text=on_one_line(wording.text), day=day)
    return texts(key, text=on_one_line(wording.text))


def receipt_of(texts: Texts, receipt: Receipt) -> Sequence[str]:
    """A report that was edited or removed, and a line for each thing that is otherwise now."""
    before, after = receipt.before, receipt.after
    if after is None:
        title = before.title or before.path
        return [texts("receipt.removed", title=title, path=before.path, id=before.id)]
    was, now = _as_told(texts, before), _as_told(texts, after)
    changed = [
        texts("receipt.changed", name=texts(f"receipt.{name}"), was=was[name], now=now[name])
        for name in was if was[name] != now[name]
    ]  # fmt: skip
    head = texts("receipt.head", path=after.path, id=after.id)
    return [head, *(changed or [texts("receipt.same")])]


def _as_told(texts: Texts, head: ReportHead) -> dict[str, str]:
    summary = ReportSummary.of(head)
    source = source_of(texts, summary)
    dated = day_of(texts, summary)
    return {
        "published": f"{dated} ({source})" if source else dated,
        "publisher": head.publisher or texts("receipt.not_stated"),
        "title": head.title or texts("receipt.none"),
        "collections": ", ".join(head.collections) or texts("receipt.none"),
    }
