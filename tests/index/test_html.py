"""Web pages as they are shown: hand-made ones whole, others without the page around the report."""

import time
from datetime import date
from pathlib import Path

import pytest

from index.reading import read_report
from index.reading.html import read_html
from index.reading.html_main import ONLY_LINKS, MainText, choose
from index.reading.html_walk import PageWalk
from index.rules import switched_off
from index.types import Role, SourceText
from tests.index.shown_blocks import kinds_under

RAIN = "It rained on the quay all day, and the ferry to Torvik did not run. "
MILL = "The mill burnt down in 1911, and nobody in Lesk has built another since. "


def _body(source: SourceText) -> list[str]:
    return [
        source.text[b.start : b.end] for b in source.blocks if b.role is not Role.FURNITURE
    ]  # fmt: skip


OLD = {
    "a journal with breaks": (
        "<HTML><HEAD><TITLE>Olm</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><CENTER><FONT SIZE=+2>Journal"
        f" of Ida Ross</FONT></CENTER><P>3 May 1899<BR>{RAIN}<P>4 May 1899<BR>{MILL}<BR><BR>{RAIN}"
        "<HR><A HREF=i.html>Back</A> | <A HREF=n.html>Next</A></BODY></HTML>",
        ["Journal of Ida Ross", "3 May 1899", RAIN, "4 May 1899", MILL, RAIN],
    ),
    "one long pre": (
        "<html><head><title>Olm</title></head><body><pre>\n  LOG OF THE OLM\n\n  The ship left Lesk"
        " at four in the morning with a cargo\n  of barley and of rye, and she was seen off the"
        " cape in\n  the evening of that day by two fishermen.\n</pre></body></html>",
        ["LOG OF THE OLM", "The ship left Lesk at four in the morning with a cargo of barley and of"
         " rye, and she was seen off the cape in the evening of that day by two fishermen."],
    ),
    "one cell": (
        "<title>Olm</title><table width=600><tr><td><img src=x></td><td><font face=arial>"
        f"{RAIN * 2}<br><br>{MILL}</td></tr></table>",
        [RAIN * 2, MILL],
    ),
    "nested tables": (
        "<title>Olm</title><body><table><tr><td width=20%><a href=a>Home</a><br><a href=b>News</a>"
        "</td><td><table><tr><td><font color=red>The harbour</font></td></tr><tr><td>"
        f"{RAIN}</td></tr><tr><td><p>{MILL}</td></tr></table></td></tr></table></body>",
        ["The harbour", RAIN, MILL],
    ),
    "center and font": (
        f"<title>Olm</title><center><font size=4>Old quay<br><br>{RAIN}<p><i>{MILL}</i></center>",
        ["Old quay", RAIN, MILL],
    ),
    "verse": (
        "<title>Olm</title><body><center>The tide<br>came in<br>at dawn.<br><br>The boats<br>went"
        " out.</center>",
        ["The tide", "came in", "at dawn.", "The boats", "went out."],
    ),
    "indented by a list": (
        f"<html><title>Olm</title><body><dl><dd>{RAIN}<dd>{MILL}</dl></body></html>", [RAIN, MILL]
    ),
    "indented by quotations": (
        f"<title>Olm</title><blockquote><blockquote>{RAIN}<p>{MILL}</blockquote></blockquote>",
        [RAIN, MILL],
    ),
    "frames": (
        "<html><head><title>Olm</title></head><frameset cols=20%,80%><frame src=a><frame src=b>"
        f"<noframes><body>{RAIN}</body></noframes></frameset></html>",
        [RAIN],
    ),
    "one sentence": ("<title>Olm</title><body>The quay is shut.</body>", ["The quay is shut."]),
    "nothing closed": (
        f"<title>Olm</title><h2>The quay<p>{RAIN}<ul><li>One crate<li>Two<ul><li>of fish</ul>"
        f"<li>Three</ul><p>{MILL}",
        ["The quay", RAIN, "One crate", "Two", "of fish", "Three", MILL],
    ),
    "anchors left open": (
        "<title>Olm</title>" + "".join(f"<a name=p{n}><p>Page {n}. {RAIN}" for n in range(500)),
        [f"Page {n}. {RAIN}" for n in range(500)],
    ),
    "a menu left open": (
        f"<title>Olm</title><nav><a href=a>Home</a><p>{RAIN}<p>{MILL}", [RAIN, MILL]
    ),
    "hidden wrongly": (
        f"<title>Olm</title><div hidden>x<div>y</div><p>{RAIN}<p>{MILL}", [RAIN, MILL]
    ),
    "a filing": (
        f"<DOCUMENT>\n<TYPE>EX-99.1\n<TEXT>\n<html><title>Olm</title><body><div><font>{RAIN}"
        f"</font></div><div>{MILL}</div></body></html>\n</TEXT>\n</DOCUMENT>\n",
        [RAIN, MILL],
    ),
    "nested deeply": (
        "<title>Olm</title>" + "<div><font>" * 20_000 + "The quay is shut.", ["The quay is shut."]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "words"), OLD.values(), ids=OLD.keys())
def test_pages_made_by_hand_are_read_whole(page: str, words: list[str]) -> None:
    source = read_html(page)
    assert source.metadata.title == "Olm"
    read = [text for text in _body(source) if text not in ("Home", "News", "x", "y")]
    assert read == [text.strip() for text in words]


PAGE = f"""<html><head><title>The pier | The Courier</title></head><body>
<nav><a href=/>Home</a></nav><div class=menu><a href=/w>World</a> <a href=/s>Sport</a></div>
<main><article><h1>The pier</h1><p>3 May 2024</p>
<p>He said <q>it holds</q>.<sup>1</sup> It covers 5&nbsp;m<sup>2</sup> and <del>not</del> <time
datetime=2024-05-01>1 May</time> more.<sup><a href="#n2">[2]</a></sup> caf&eacute; &#8220;x&#148;
AT&T <!-- not shown --><a href="#n3">[3]</a></p>
<p>{RAIN}</p><p>The board bought:</p>
<ul><li>ships:<ul><li>Olm<li>Ister</ul><li>a crane</ul>
<h2>Figures</h2>
<table><caption>Tonnes</caption><thead><tr><th rowspan=2>Year<th colspan=2>Grain</tr>
<tr><th>Barley<th>Rye</tr></thead><tr><td rowspan=2>1903<td>4,015<td>12</tr><tr><td>-<td>7</tr>
<tr><td>1904<td colspan=2>none</tr></table>
<table><tr><td>From:</td><td>Ida Ross</td></tr><tr><td>To:</td><td>The board</td></tr></table>
<table><tr><td>Net sales</td><td>$</td><td>44.2</td></tr><tr><td>Loss</td><td>(2.1</td><td>)</td>
</tr></table>
<blockquote>No ship may moor there.<footer>Ines Aldery</footer></blockquote>
<figure><img><figcaption>The pier in 1903</figcaption></figure>
<dl><dt>Ship</dt><dd>Olm</dd></dl><details><summary>More</summary>{MILL}</details>
<ol><li id=fn2>See the log. <a href="#r2">↩</a></ol></article></main>
<aside><p>A sale of old cranes begins on Monday at the yard.</p></aside>
<div id=comments><p>I like it.</p></div><div style="display: none">secret</div>
<script>var a = "<p>no</p>";</script><footer>Imprint</footer></body></html>"""


def test_what_a_page_is_made_of() -> None:
    grain = "Year; Grain Barley; Grain Rye"
    assert kinds_under(read_html(PAGE)) == [
        ("heading", "", "The pier"),
        ("paragraph", "", "3 May 2024"),
        ("paragraph", "",
         "He said “it holds”. It covers 5 m2 and 1 May more. café “x” AT&T"),
        ("paragraph", "", RAIN.strip()),
        ("paragraph", "", "The board bought:"),
        ("list_item", "The board bought:", "ships:"),
        ("list_item", "ships:", "Olm"),
        ("list_item", "ships:", "Ister"),
        ("list_item", "The board bought:", "a crane"),
        ("heading", "", "Figures"),
        ("caption", "", "Tonnes"),
        ("table_row", grain, "1903; 4,015; 12"),
        ("table_row", grain, "1903; -; 7"),
        ("table_row", "Year; Grain Barley, Grain Rye", "1904; none"),
        ("key_value", "", "From: Ida Ross"),
        ("key_value", "", "To: The board"),
        ("table_row", "", "Net sales; $44.2"),
        ("table_row", "", "Loss; (2.1)"),
        ("quote", "", "No ship may moor there."),
        ("quote", "", "Ines Aldery"),
        ("caption", "", "The pier in 1903"),
        ("key_value", "", "Ship: Olm"),
        ("paragraph", "", "More"),
        ("paragraph", "", MILL.strip()),
        ("note", "", "See the log."),
    ]  # fmt: skip


MODERN = f"""<html><head><title>The pier falls | The Courier</title></head><body>
<div id=top><a href=/>The Courier</a><div class=menu><ul><li><a href=/w>World</a><li><a href=/b>
Business</a><li><a href=/s>Sport</a></ul></div><div><a href=/in>Sign in</a></div></div>
<div class=content><h1>The pier falls</h1><div class=byline>By Ida Ross</div><div>3 May 2024</div>
<div class=share><a href=f>Share on Face</a> <a href=t>Tweet</a></div>
{"".join(f"<p>{n}. {RAIN}{MILL}</p>" for n in range(6))}
<div class=related><h3>Related</h3><ul><li><a href=1>Crane sold to Torvik</a><li><a href=2>Ferry to
be scrapped next year</a></ul></div><h2>What comes next</h2>
{"".join(f"<p>{n}. {MILL}{RAIN}</p>" for n in range(6))}
<table><tr><th>Year<th>Ships</tr><tr><td>1903<td>12</tr></table></div>
<div class=teasers><h3>More from the Courier</h3><p><a href=3>A storm of words</a></p><p>The mayor
met the union.</p></div><div id=comments><p>What a pity, I walked there as a child.</p></div>
<div class=foot><a href=i>Imprint</a> <a href=p>Privacy</a></div></body></html>"""


def test_the_page_around_a_report_is_left_out() -> None:
    source = read_html(MODERN)
    assert source.text.startswith("The pier falls\n\nBy Ida Ross\n\n3 May 2024\n\n0. It rained")
    assert source.text.count(RAIN.strip()) == source.text.count(MILL.strip()) == 12
    assert ("heading", "", "What comes next") in kinds_under(source)
    assert ("table_row", "Year; Ships", "1903; 12") in kinds_under(source)
    for words in ("World", "Sign in", "Tweet", "Crane sold", "Related", "storm", "pity", "Imprint"):
        assert words not in source.text


def test_titles_and_levels() -> None:
    source = read_html(PAGE)
    headings = [(b.role, b.level) for b in source.blocks if b.level]
    assert headings == [(Role.TITLE, 1), (Role.HEADING, 2)]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("“it holds”. It covers 5 m2", "it holds</q>.<sup>1</sup> It covers 5&nbsp;m<sup>2"),
        ("café “x” AT&T", "caf&eacute; &#8220;x&#148;\nAT&T"),
        ("4,015; 12", "4,015<td>12"),
        ("Ship: Olm", "Ship</dt><dd>Olm"),
    ],
)
def test_where_the_words_stand_in_the_file(words: str, there: str) -> None:
    source = read_html(PAGE)
    assert source.source is not None
    start = source.text.index(words)
    span = source.source.to_source(start, start + len(words))
    assert span is not None
    assert PAGE[slice(*span)] == there


def test_places_are_those_of_the_whole_file(tmp_path: Path) -> None:
    file = f"<DOCUMENT>\n<TYPE>EX-99.1\n<html><body><p>{RAIN}</p></body></html>"
    (tmp_path / "a.htm").write_text(file, "utf-8")
    source = read_report(tmp_path / "a.htm", 1000)[1]
    assert source.source is not None
    assert source.source.to_source(0, len(source.text)) == (
        file.index("It"),
        file.index("run.") + 4,
    )


def test_powers_and_marks_are_told_apart() -> None:
    page = f"<p>{RAIN.strip()}<sup>12</sup> Over 10<sup>5</sup> m<sup>3</sup>, the 5<sup>th</sup>."
    assert _body(read_html(page)) == [RAIN + "Over 10^5 m3, the 5th."]


def test_a_short_menu_in_lines_is_only_links() -> None:
    whole = choose(PageWalk("<td><a href=a>A</a><br><a href=b>B</a><p>Words.").found, None)
    assert whole is not None
    assert whole.only_links == [True, True, False]


def test_only_links_are_furniture_where_the_page_is_read_whole() -> None:
    page = "<title>Olm</title><p><a href=a>News of the day</a><p>The quay is shut, says he."
    whole = choose(PageWalk(page).found, None)
    assert whole is not None
    assert whole.only_links == [True, False]
    with switched_off([ONLY_LINKS.name]):
        assert choose(PageWalk(page).found, None) == MainText(whole.blocks, [False, False])


def test_a_page_of_links_alone_is_kept() -> None:
    source = read_html("<title>Olm</title><p><a href=a>The quay</a><p><a href=b>The mill</a>")
    assert [block.role for block in source.blocks] == [Role.BODY, Role.BODY]


@pytest.mark.parametrize(
    "pump",
    ["<", "<a ", "<a href=\"", "<!--", "&amp", "<b>", "<table><tr><td>x ", "<ul><li>x ", "<p>x",
     "<sup>1", "<a href=#>[1]</a>", "<script>", "<nav>", "<div hidden>", "<br>", "<td>x",
     "<tr><td rowspan=99 colspan=99>x", "<dt>x<dd>y", "<h1>x<p>y", "<q>", "</p>", "</table>x",
     "<nav></nav>x ", "x<br>", "<title>", "<pre>\n", "<x hidden>y</x>", "<a name=x>y "],
)  # fmt: skip
def test_long_pages_take_their_share_of_time(pump: str) -> None:
    begun = time.perf_counter()
    PageWalk(pump * 5_000)
    assert time.perf_counter() - begun < 10


def test_a_fraction_apart_from_a_number_is_no_power() -> None:
    page = f"<p>{RAIN}It held 5 <sup>1</sup>/<sub>2</sub> tons."
    assert _body(read_html(page)) == [RAIN + "It held 5 1/2 tons."]


def test_front_matter_above_a_page_is_what_it_states() -> None:
    page = (
        "---\nlayout: post\ntitle: 'Olm: a pier falls'\nsummary: The pier fell on a Monday.\n"
        "date: 2019-08-14 14:11:10 GMT\n---\n<p>Its piles broke in the night.</p>\n"
        "<p>It was old.</p>"
    )
    source = read_html(page)
    assert (source.metadata.title, source.metadata.published_on) == (
        "Olm: a pier falls", date(2019, 8, 14),
    )  # fmt: skip
    assert _body(source) == [
        "The pier fell on a Monday.", "Its piles broke in the night.", "It was old.",
    ]  # fmt: skip
    at = source.text.index("Its piles broke")
    assert source.source is not None
    start, end = source.source.to_source(at, at + 15) or (0, 0)
    assert page[start:end] == "Its piles broke"
