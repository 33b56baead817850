"""What a text states of itself ahead of its words."""

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from index.reading.frontmatter import read_front_matter
from index.rules import switched_off
from index.types import DateSource, Metadata, Role
from tests.index.written import roles, written

FRONT = DateSource.FRONT_MATTER
FULL = Metadata(
    title="Bridge Closed",
    publisher="The Courier",
    url="https://example.org/b",
    published_on=date(2024, 5, 24),
    date_source=DateSource.FRONT_MATTER,
)


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        pytest.param(
            "title: Bridge Closed\npublisher: The Courier\nurl: https://example.org/b\n"
            "published_on: 2024-05-24",
            FULL, id="our names",
        ),
        pytest.param(
            "Headline: Bridge\n  Closed\nSite: The Courier\nlink: https://example.org/b\n"
            "Date-Published: 24 May 2024",
            FULL, id="other names",
        ),
        pytest.param(
            'title: "Bridge Closed"\nsource: The Courier\nurl: https://example.org/b\n'
            "date: 2024-05-24T18:00:00+02:00",
            FULL, id="a time",
        ),
        pytest.param(
            "title: Ministry: bridge closed\ndate: 2024-05-24",
            Metadata("Ministry: bridge closed", None, None, date(2024, 5, 24),
                     DateSource.FRONT_MATTER),
            id="a colon in the title, no YAML",
        ),
        pytest.param("title: [a, b]\ndate: 30 February 2024", Metadata(), id="no title, no day"),
        pytest.param("date: 2 or 3 May", Metadata(), id="no year"),
        pytest.param('title: "Bridge"\t# a title\ndatum: "2024-05-24" \t\t# its day',
                     Metadata("Bridge", None, None, date(2024, 5, 24), FRONT),
                     id="tabs before comments, and a day in German"),
        pytest.param("tags: [x]", Metadata(), id="nothing of ours"),
        pytest.param("title: ~\npublisher: null\nurl:", Metadata(), id="nulls"),
        *(
            pytest.param(
                f"{key}: 2024-05-24", Metadata(published_on=date(2024, 5, 24), date_source=FRONT),
                id=key,
            )
            for key in ("pubDate", "publishedAt", "datePublished", "releaseDate", "posted_on",
                        "publication-date", "created", "date")
        ),
        pytest.param(
            'published: "2024-05-24T08:00:00Z"\nlastmod: 2024-06-01\nexpires: 2025-01-01',
            Metadata(published_on=date(2024, 5, 24), date_source=FRONT,
                     instant=datetime(2024, 5, 24, 8, tzinfo=UTC),
                     date_modified=date(2024, 6, 1)),
            id="changed and expiring",
        ),
        pytest.param(
            "published_time: 2024-05-25T01:30:00Z\ndate: 2024-05-24",
            Metadata(published_on=date(2024, 5, 24), date_source=FRONT), id="a plain day wins",
        ),
        pytest.param(
            "releaseDate: 2024-05-23T23:00:00.000Z",
            Metadata(
                published_on=date(2024, 5, 24), date_source=FRONT,
                instant=datetime(2024, 5, 23, 23, tzinfo=UTC),
                date_note="given as 23:00 UTC of 23 May 2024, which is midnight of the next day "
                "further east",
            ),
            id="midnight in another zone",
        ),
        pytest.param(
            "date: 2024-05", Metadata(date_source=FRONT, published_edtf="2024-05"), id="a month"
        ),
        pytest.param(
            "date: 5/7/22",
            Metadata(date_source=FRONT, two_readings=(date(2022, 7, 5), date(2022, 5, 7))),
            id="two readings",
        ),
        pytest.param(
            "meeting_date: 2024-05-24",
            Metadata(published_on=date(2024, 5, 24), date_source=FRONT, date_is_stated=False),
            id="a date of something",
        ),
        pytest.param(
            "permalink: /notes/2024/05/24/", Metadata(own_path="/notes/2024/05/24/"), id="a path"
        ),
        pytest.param(
            "source: https://example.org/b", Metadata(url="https://example.org/b"),
            id="an address is no publisher",
        ),
        pytest.param('title: "\\uD800"', Metadata(), id="half a character"),
        pytest.param("title: 0x" + "f" * 5000, Metadata("0x" + "f" * 5000), id="a long number"),
        pytest.param("title: 1" + ":1" * 5000, Metadata("1" + ":1" * 5000), id="base sixty"),
        pytest.param(
            "a: &a [2024-05-24, 2024-05-24]\n"
            + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n"
                      for a, b in pairwise("abcdefghijklmnopqrstuvw"))
            + "date: *w",
            Metadata(), id="an alias bomb",
        ),
        pytest.param("title: " + "[" * 60_000, Metadata("[" * 60_000), id="nested deeply"),
        pytest.param("<<: {date: 2024-05-24}", Metadata(), id="a merge"),
    ],
)  # fmt: skip
def test_front_matter(tmp_path: Path, front: str, expected: Metadata) -> None:
    text = f"---\n{front}\n---\nIt was closed.\n"
    for name in ("report.txt", "report.md"):
        source = written(tmp_path, text, name)
        shown = text if name.endswith(".txt") else "It was closed."
        assert (source.text, source.metadata) == (shown, expected)
        assert roles(source) == [("body", "It was closed.")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ntitle: [\nIt goes on\n---\nIt was closed.", id="broken"),
        pytest.param("---\nJust a sentence\n---\nIt was closed.", id="a sentence between rules"),
        pytest.param("---\ntitle: x\nIt was closed.", id="never ended"),
        pytest.param("---\nt: " + "x" * 70_000 + "\n---\nIt was.", id="larger than a header"),
    ],
)
def test_what_is_no_front_matter_is_text(tmp_path: Path, text: str) -> None:
    source = written(tmp_path, text)
    assert source.metadata == Metadata()
    assert source.blocks[0].start == 0


def test_a_title_in_front_matter_makes_headings_of_all(tmp_path: Path) -> None:
    source = written(tmp_path, "---\ntitle: Bridge\n---\n# Closed\n\nIt was.", "report.md")
    assert source.metadata.title == "Bridge"
    assert [b.role for b in source.blocks] == [Role.HEADING, Role.BODY]


def test_broken_front_matter_without_its_rule() -> None:
    text = "---\ntitle: Dam: it fell\n---\nIt fell.\n"
    assert read_front_matter(text).metadata.title == "Dam: it fell"
    with switched_off(["front-matter-broken"]):
        assert read_front_matter(text).metadata.title is None


PROSE = [
    pytest.param("description: The bridge was closed.", "The bridge was closed.", id="plain"),
    pytest.param('summary: "It\'s \\"closed\\" \\u2013 for good"', "It's \"closed\" – for good",
                 id="double quotes"),
    pytest.param("abstract: 'It''s closed\n  for good'", "It's closed for good",
                 id="single quotes over two lines"),
    pytest.param("excerpt: >-\n  The bridge\n  was closed.\ntags: [x]", "The bridge was closed.",
                 id="folded"),
    pytest.param("einleitung: Am Montag wurde die Brücke für alle Fahrzeuge gesperrt.",
                 "Am Montag wurde die Brücke für alle Fahrzeuge gesperrt.",
                 id="a sentence by another name"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["report.md", "report.txt", "report.rst"])
@pytest.mark.parametrize(("front", "shown"), PROSE)
def test_prose_in_front_matter_is_a_block_with_its_place(
    tmp_path: Path, name: str, front: str, shown: str
) -> None:
    text = f"---\ntitle: Bridge\n{front}\n---\nNobody was hurt.\n"
    source = written(tmp_path, text, name)
    assert roles(source) == [("body", shown), ("body", "Nobody was hurt.")]
    word = "closed" if "closed" in shown else "Montag"
    start = source.text.index(word)
    span = (
        (start, start + 6) if source.source is None else source.source.to_source(start, start + 6)
    )
    assert span is not None
    assert text[slice(*span)] == word


def test_prose_in_toml_is_a_block_and_what_is_none_or_told_again_is_not(tmp_path: Path) -> None:
    text = (
        '+++\ntitle = "Bridge"\ndescription = """\nA first note.\n\nA \\"second\\" one."""\n'
        'keywords = "bridge, river, quay, board, tonnes, ports, ships, cargo"\n'
        'layout = "post"\nteaser = "Nobody was hurt there."\n[extra]\nsummary = "Not at the top."\n'
        "+++\nNobody was hurt there. It was late.\n"
    )
    source = written(tmp_path, text, "report.md")
    assert [words for _, words in roles(source)] == [
        "A first note.", 'A "second" one.', "Nobody was hurt there. It was late.",
    ]  # fmt: skip
    assert source.source is not None
    begin = source.text.index("one.")
    span = source.source.to_source(begin, begin + 4)
    assert span is not None
    assert text[slice(*span)] == "one."


def test_without_its_rule_no_prose_of_front_matter_is_shown(tmp_path: Path) -> None:
    with switched_off(["front-matter-prose"]):
        source = written(tmp_path, "---\nsummary: It was closed.\n---\nIt was late.", "report.md")
    assert roles(source) == [("body", "It was late.")]
