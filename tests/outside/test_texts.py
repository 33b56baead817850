"""Plain text, Markdown, reStructuredText, web pages, rich text: made of their forms by chance."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.decoding import decode
from index.types import SourceText
from tests.outside.sound import hold_places, hold_understood, parts_of
from tests.outside.words import IN_XML, LINES, PHRASES, TEXT, WORDS, damaged, filled, words_in

PLAIN = filled(
    "{}\n", "{}\n\n", "{}\r\n", "- {}\n", "  1. {}\n", "{}\f\n", "Key: {}\n", "| {} | b |\n",
    "{}\tb\n", "> {}\n", "MR BROWN: {}\n", "[1] {}\n", "\ufeff{}\n", "3 May 2024\n\n", "{}\x0b\n",
)  # fmt: skip
RST = filled(
    "{}\n====\n\n", "====\n{}\n====\n\n", "{}\n\n", "* {}\n", "  * {}\n\n", "#. {}\n", ":Key: {}\n",
    ".. note:: {}\n\n", ".. note::\n\n   {}\n\n", ".. [1] {}\n\n", "``{}``\n\n", "*{}*\n\n",
    "::\n\n   {}\n\n", "{}::\n\n  a\n\n", "| {}\n", "`{} <https://e.org>`_\n\n", "|a| {}\n\n",
    "+---+---+\n| a | b |\n+===+===+\n| c | {} |\n+---+---+\n\n", ".. csv-table::\n\n   a, {}\n\n",
    "=== ===\na   b\n=== ===\nc   {}\n=== ===\n\n", ".. list-table::\n\n   * - {}\n     - b\n\n",
    ".. image:: {}\n\n", "    {}\n", "{}\n   {}\n\n", ".. |a| replace:: {}\n\n", "----\n\n",
)  # fmt: skip
HTML = filled(
    "<p>{}</p>", "<p>{}", "<h1>{}</h1>", "<h2>{}</h2>", "<ul><li>{}<li>{}</ul>", "<div>{}</div>",
    "<table><tr><th>a<td>{}</table>", "<table><tr><td rowspan=2>{}<td>b<tr><td>c</table>", "</div>",
    "<td colspan=9999999999999999999999>{}", "<blockquote>{}</blockquote>", "<a href='{}'>{}</a>",
    "{}<br>", "<b>{}</i>", "<script>{}</script>", "<style>{}</style>", "<!-- {} -->", "<pre>{}\n",
    "<article>{}</article>", "<nav>{}</nav>", "<footer>{}</footer>", "&amp;{}&#0;&#xD800;&nope;",
    "<time datetime='2024-05-03T23:00:00Z'>{}</time>", "<meta charset=utf-16>", "<![CDATA[{}]]>",
    "<meta property='article:published_time' content='{}'>", "<title>{}</title>", "<svg><p>{}",
    "<template>{}</template>", "<details><summary>{}</summary>", "<x-y {}>", "<dl><dt>{}<dd>{}",
    "<textarea>{}</textarea>", "<select><option>{}", "<ruby>{}<rt>{}", "<math>{}</math>", "\x00",
    "<base href='{}'>", "<link rel=canonical href='https://e.org/2024/05/03/{}'>", "<p hidden>{}",
    most=12,
)  # fmt: skip
MARKDOWN = filled(
    "{}\n\n", "# {}\n\n", "- {}\n", "> {}\n\n", "| a | b |\n|---|---|\n| c | {} |\n\n",
    "<p>{}</p>\n\n", "[{}](https://e.org)\n\n", "**{}**\n\n", "```\n{}\n```\n", "[^1]: {}\n\n",
    "{}[^1]\n\n",
)  # fmt: skip
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT, LINES,
              st.sampled_from(["2024-05-03", "2024-05-03T23:00:00Z", "NewsArticle", "Person"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["@type", "@graph", "datePublished", "dateModified", "author", "name",
                         "headline", "publisher", "title", "date", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
VALUES = st.one_of(
    LINES, IN_XML, st.dates().map(str), st.datetimes().map(str),
    st.sampled_from(["", "~", "[", "{", "[1, 2]", "'", '"a: b"', "&a", "*a", "!!python/x y", "| a",
                     "0o7", "1e999", "2024-13-45", "05/03/2024", "May 2024", "2024", "<<: *a"]),
)  # fmt: skip
KEYS = st.sampled_from(
    ["title", "date", "publisher", "source", "url", "slug", "author", "updated", "pubDate", "a b",
     "published", "?", "- x", "Title", "date_published"]
)  # fmt: skip


@given(st.one_of(PLAIN, TEXT))
def test_plain_text_is_shown_where_it_stands(text: str) -> None:
    for part in parts_of("a.txt", text.encode()):
        if isinstance(part.read, SourceText):
            hold_places(decode(text.encode()), part.read)
            hold_understood(part.read)
            shown = words_in("\n".join(part.read.text[b.start : b.end] for b in part.read.blocks))
            # lines that stand at the edges of pages alike are left out of a sentence
            assert "\f" in text or words_in(text) <= shown


@given(RST)
def test_restructured_text_is_shown_where_it_stands(text: str) -> None:
    for part in parts_of("a.rst", text.encode()):
        if isinstance(part.read, SourceText):
            hold_places(decode(text.encode()), part.read)
            hold_understood(part.read, "a.rst")


@given(HTML, st.booleans())
def test_a_page_is_shown_where_it_stands(inside: str, whole: bool) -> None:
    page = f"<!doctype html><html><body>{inside}</body></html>" if whole else inside
    for part in parts_of("a.html", page.encode()):
        if isinstance(part.read, SourceText):
            hold_places(decode(page.encode(), page=True), part.read)
            hold_understood(part.read, "a.html")
            assert words_in(part.read.text) <= words_in(page)


@given(JSON, PHRASES)
def test_a_page_is_read_whatever_it_states_of_itself(stated: object, said: str) -> None:
    linked = json.dumps(stated).replace("</", "<\\/")
    head = f'<head><script type="application/ld+json">{linked}</script></head>'
    [part] = parts_of("a.html", f"<html>{head}<body><p>{said}</p></body></html>".encode())
    assert isinstance(part.read, SourceText)
    assert said in part.read.text


@given(MARKDOWN)
def test_a_markdown_report_is_understood(text: str) -> None:
    for part in parts_of("a.md", text.encode()):
        if isinstance(part.read, SourceText):
            hold_understood(part.read, "a.md")


@given(st.lists(st.tuples(KEYS, VALUES), max_size=6), st.sampled_from(["---", "+++"]), PHRASES,
       st.sampled_from(["a.txt", "a.md"]))  # fmt: skip
def test_no_front_matter_costs_the_report(
    stated: list[tuple[str, str]], fence: str, said: str, name: str
) -> None:
    sign = ": " if fence == "---" else " = "
    head = "\n".join(f"{key}{sign}{value}" for key, value in stated)
    [part] = parts_of(name, f"{fence}\n{head}\n{fence}\n\n{said}\n".encode())
    assert isinstance(part.read, SourceText)
    assert said in part.read.text
    hold_understood(part.read, name)


@given(JSON, PHRASES)
def test_no_front_matter_in_json_costs_the_report(stated: object, said: str) -> None:
    [part] = parts_of("a.md", f"---\n{json.dumps(stated)}\n---\n\n{said}\n".encode())
    assert isinstance(part.read, SourceText)
    assert said in part.read.text


RTF = filled(
    "{}\\par ", "{\\b {}}", "\\u8364?{}", "{\\*\\generator {}}", "{\\fonttbl {}}", "\\'e9{}",
    "\\trowd {}\\cell b\\cell\\row ", "}", "{", "\\u-3?", "\\bin3 abc", "\\'zz", "\\line {}",
    "\\tab ",
    words=PHRASES,
)  # fmt: skip


@given(RTF)
def test_rich_text_is_read_or_told_of(inside: str) -> None:
    for part in parts_of("a.rtf", f"{{\\rtf1\\ansi {inside}}}".encode()):
        if isinstance(part.read, SourceText):
            hold_understood(part.read, "a.rtf")
            assert words_in(part.read.text) <= words_in(inside)


@given(st.lists(PHRASES, min_size=1, max_size=6))
def test_no_paragraph_of_rich_text_is_lost(paragraphs: list[str]) -> None:
    inside = "".join(f"{{\\pard {said}\\par}}" for said in paragraphs)
    [part] = parts_of("a.rtf", f"{{\\rtf1\\ansi {inside}}}".encode())
    assert isinstance(part.read, SourceText)
    shown = [part.read.text[b.start : b.end] for b in part.read.blocks]
    assert shown == paragraphs


_BEGINNINGS = [
    b"", b"\xef\xbb\xbf", b"\xff\xfe", b"{\\rtf1 ", b"coding: shift_jis\n",
    b"<meta charset=iso-2022-jp>",
]  # fmt: skip


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.rst", "a.html", "a.rtf", "a.csv"])
@given(st.data())
def test_any_bytes_are_read_or_told_of(name: str, data: st.DataObject) -> None:
    beginning = data.draw(st.sampled_from(_BEGINNINGS))
    sound = data.draw(st.lists(WORDS, min_size=3, max_size=9).map(" ".join)).encode()
    content = beginning + data.draw(st.one_of(st.binary(max_size=80), damaged(sound)))
    parts_of(name, content)
