"""A conversation as one page of HTML with footnotes, which needs nothing else."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from index.calendar import day_in_words
from rag.types import Answer, Refusal
from ui.console import on_one_line
from ui.export.footnotes import Footnotes
from ui.export.kept import TITLE, Kept, cited
from ui.links import followable
from ui.rendering import dated_line, written_by

_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:17px/1.55 Georgia,serif}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}.aside,footer,ol{font-size:.85rem}"
    "sup a{text-decoration:none}"
)


def as_html(kept: Sequence[Kept], today: date) -> str:
    """A page of the questions with their answers, each citation a footnote."""
    body = "\n".join(_body(kept, today))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{TITLE}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n"
        "</html>\n"
    )


def _body(kept: Sequence[Kept], today: date) -> Iterator[str]:
    numbered, notes = Footnotes(), list[str]()
    yield f"<h1>{TITLE}</h1>"
    yield f'<p class="aside">Exported on {day_in_words(today)}.</p>'
    for one in kept:
        yield f"<h2>{_safe(one.question)}</h2>"
        yield from (f'<p class="aside">{_safe(line)}</p>' for line in one.heads)
        if isinstance(one.outcome, Answer):
            yield from _answer(one.outcome, numbered, notes)
        elif isinstance(one.outcome, Refusal):
            yield f"<p><b>No answer.</b> {_safe(one.outcome.text)}</p>"
        else:
            yield f"<p>{_safe(one.problem or 'Not answered.')}</p>"
    if notes:
        yield "<footer><h2>Notes</h2><ol>"
        for number, note in enumerate(notes, 1):
            yield f'<li id="note-{number}">{_safe(note)} <a href="#at-{number}">↩</a></li>'
        yield "</ol></footer><h2>Reports cited</h2><ul>"
        for report in cited(kept):
            url = followable(report.url)
            link = f' <a href="{escape(url)}" rel="nofollow">{_safe(url)}</a>' if url else ""
            yield f"<li>{_safe(dated_line(report))}{link}</li>"
        yield "</ul>"


def _answer(answer: Answer, numbered: Footnotes, notes: list[str]) -> Iterator[str]:
    for noted in numbered.of(answer):
        marks = []
        for note in noted.notes:
            notes.append(note)
            n = len(notes)
            marks.append(f'<sup id="at-{n}"><a href="#note-{n}">{n}</a></sup>')
        yield f"<p>{_safe(noted.text)}{''.join(marks)}</p>"
    written = written_by(answer)
    for line in (*answer.notes, *((written,) if written else ())):
        yield f'<p class="aside">{_safe(line)}</p>'


def _safe(text: str) -> str:
    return escape(on_one_line(text))
