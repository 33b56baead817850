"""The exact outcome for the five seed reports: each alone, and all together."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from index.dating import date_report
from index.furniture.marking import PageLayout, lay_out
from index.furniture.recurrence import block_hash, copy_key, mark_recurring
from index.reading import read_report
from index.text.sentences import sentence_spans
from index.types import Block, Confidence, DateSource, ReportDate, Role

TODAY = date(2025, 6, 1)
ISW = "Institute for the Study of War"
ASSESSMENT = "understandingwar.org/backgrounder/russian-offensive-campaign-assessment"
TAIL = {
    "Share the Post:": "page control “Share the Post:”",
    "Wilson Center": "unrelated text after “Share the Post:”",
    "Forced displacement": "unrelated text after “Share the Post:”",
    "At the heart of this": "unrelated text after “Share the Post:”",
    "The ramifications of": "unrelated text after “Share the Post:”",
    "Organizations like": "unrelated text after “Share the Post:”",
    "International Humanit": "unrelated text after “Share the Post:”",
    "It’s not just about": "unrelated text after “Share the Post:”",
}


@dataclass(frozen=True)
class Expected:
    """`roles` are runs such as "body 4, body* 3", a star for list items."""

    file: str
    title: str
    publisher: str | None
    url: str | None
    dated: ReportDate
    roles: str
    body: int
    sentences: int
    furniture: dict[str, str] = field(default_factory=dict)


def _byline(year: int, month: int, day: int) -> ReportDate:
    return ReportDate(date(year, month, day), DateSource.BYLINE, Confidence.HIGH)


SEEDS = [
    Expected(
        "000_631bd8b393d3a37f.txt",
        f"{ISW}: Putin rules out NATO membership for Ukraine for all time",
        ISW,
        None,
        _byline(2024, 12, 26),
        "byline 1, title 1, publisher 1, body 4, body* 13, furniture 8",
        17,
        34,
        TAIL,
    ),
    Expected(
        "001_6001c5903cbb15bc.txt",
        f"{ISW}: Russian and U.S. officials deny Putin signaling openness to negotiations in "
        "Ukraine",
        ISW,
        f"https://{ASSESSMENT}-january-26-2024",
        _byline(2024, 1, 26),
        "byline 1, title 1, publisher 1, body 3, heading 1, body* 10, link 1, furniture 8",
        13,
        26,
        TAIL,
    ),
    Expected(
        "002_eff72fc49af38b3f.txt",
        "Why Putin Remains Uninterested In Meaningful Negotiations With Ukraine",
        None,
        None,
        ReportDate(
            date(2024, 5, 24),
            DateSource.TEXT,
            Confidence.LOW,
            "the latest event told is of 24 May 2024, and the 5 November 2024 that heads the page "
            "is 165 days later: the page's date, not the report's, which came out on or soon after "
            "that event",
            page_date=date(2024, 11, 5),
        ),
        "byline 1, title 1, furniture 1, body 2, furniture 3, body 5, furniture 1",
        7,
        44,
        {
            "Must read": "teaser label “Must read”",
            "Other Topics of Interest": "teaser label “Other Topics of Interest”",
            "Russia Tries to Advance": "teaser under “Other Topics of Interest”",
            "Kyiv’s Commander-in-Chief said": "teaser under “Other Topics of Interest”",
            "Latest article": "teaser label “Latest article”",
        },
    ),
    Expected(
        "003_ba82293b8337f960.txt",
        f"{ISW}: Putin signals interest in Ukraine cease-fire, but is he serious?",
        ISW,
        f"https://www.{ASSESSMENT}-december-23-2023",
        _byline(2023, 12, 23),
        "byline 1, title 1, publisher 1, body 3, heading 1, body* 11, link 1, furniture 8",
        14,
        23,
        TAIL,
    ),
    Expected(
        "004_7635a7e0255b355a.txt",
        "Putin not interested in negotiations with Kyiv, he strives to destroy Ukrainian "
        "statehood – ISW",
        None,
        None,
        _byline(2024, 11, 1),
        "title 1, body 1, byline 1, furniture 2, heading 1, body 5, heading 1, body* 7, "
        "furniture 1",
        13,
        14,
        {
            "Putin not interested in": "repeats a block above it",
            "Analysts at the Institute": "repeats a block above it",
            "Support UP or become our patron!": "page control “Support UP or become our patron!”",
        },
    ),
]


@dataclass(frozen=True)
class Page:
    text: str
    layout: PageLayout
    dated: ReportDate


def _page(file: Path) -> Page:
    _, source = read_report(file, 1_000_000)
    dated, byline = date_report(source.text, source.blocks, source.metadata, file.name, TODAY)
    return Page(source.text, lay_out(source.text, source.blocks, source.metadata, byline), dated)


def _hashes(page: Page) -> list[str]:
    return [block_hash(page.text, block) for block in page.layout.blocks]


def _runs(blocks: tuple[Block, ...]) -> str:
    names = [f"{b.role}{'*' if b.is_list_item else ''}" for b in blocks]
    return ", ".join(f"{name} {len(list(run))}" for name, run in groupby(names))


def _body(blocks: tuple[Block, ...]) -> list[Block]:
    return [block for block in blocks if block.role is Role.BODY]


by_name = pytest.mark.parametrize("expected", SEEDS, ids=lambda e: e.file[:3])


@by_name
def test_a_seed_alone(seeds: Path, expected: Expected) -> None:
    page = _page(seeds / expected.file)
    layout = page.layout
    assert (layout.title, layout.publisher, layout.url) == (
        expected.title, expected.publisher, expected.url,
    )  # fmt: skip
    assert page.dated == expected.dated
    assert _runs(layout.blocks) == expected.roles
    body = _body(layout.blocks)
    assert len(body) == expected.body
    spans = [span for b in body for span in sentence_spans(page.text, b.start, b.end)]
    assert len(spans) == expected.sentences


@by_name
def test_the_furniture_of_a_seed(seeds: Path, expected: Expected) -> None:
    page = _page(seeds / expected.file)
    found = [(page.text[b.start : b.end], b.reason) for b in page.layout.blocks if b.reason]
    assert [reason for _, reason in found] == list(expected.furniture.values())
    for (words, _), start in zip(found, expected.furniture, strict=True):
        assert words.startswith(start)


@by_name
def test_all_seeds_together_change_nothing_that_each_says_alone(
    seeds: Path, expected: Expected
) -> None:
    pages = [_page(seeds / seed.file) for seed in SEEDS]
    holders: dict[str, set[str]] = {}
    for page in pages:
        for value in _hashes(page):
            holders.setdefault(value, set()).add(copy_key(page.text, page.layout.blocks))
    page = _page(seeds / expected.file)
    recurrence = {value: len(keys) for value, keys in holders.items()}
    marked = mark_recurring(page.layout.blocks, _hashes(page), recurrence)
    assert _runs(marked) == expected.roles


def test_the_unrelated_tail_is_told_by_recurrence_too(seeds: Path) -> None:
    """Were "Share the Post:" unknown, three reports that end alike would show it."""
    for name in (SEEDS[0], SEEDS[1], SEEDS[3]):
        page = _page(seeds / name.file)
        unknown = tuple(
            Block(b.start, b.end, b.kind) if b.role is Role.FURNITURE else b
            for b in page.layout.blocks
        )
        tail = len(TAIL)
        hashes = _hashes(page)
        marked = mark_recurring(unknown, hashes, dict.fromkeys(hashes[-tail:], 3))
        assert [b.role for b in marked[-tail:]] == [Role.FURNITURE] * tail
        assert marked[:-tail] == unknown[:-tail]
