"""Items of feeds as reports: their days, titles, addresses and texts."""

from datetime import date

import pytest

from index.dating import date_report
from index.errors import BadInput
from index.reading import Limits, Part, read_file
from index.types import Confidence, DateSource, Metadata, ReportDate, SourceText

TODAY = date(2025, 6, 1)


def read(feed: str) -> tuple[Part, ...]:
    return read_file("news.xml", feed.encode(), Limits()).parts


def rss(*items: str, head: str = "") -> str:
    made = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Quay news</title>'
        f"<link>https://lesk.example/</link>{head}{made}</channel></rss>"
    )


def atom(*entries: str) -> str:
    made = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title>'
        f'<link rel="self" href="https://lesk.example/feed/a.atom"/>{made}</feed>'
    )


def one(feed: str) -> SourceText:
    [part] = read(feed)
    if isinstance(part.read, BadInput):
        raise part.read
    return part.read


ITEM = "<title>The quay is shut</title><link>https://lesk.example/1</link><guid>q-1</guid>"
TEXT = "<description>&lt;p&gt;Its piles are rotten.&lt;/p&gt;</description>"


def test_an_item_is_a_report() -> None:
    feed = rss(
        ITEM + TEXT + "<pubDate>Fri, 3 May 2024 23:30:00 -0700</pubDate><author>Ann</author>"
    )
    [part] = read(feed)
    assert part.name == "#q-1"
    assert one(feed).metadata == Metadata(
        title="The quay is shut", publisher="Quay news", url="https://lesk.example/1",
        published_on=date(2024, 5, 3), date_source=DateSource.FEED, author="Ann",
        dated_by_text=False,
    )  # fmt: skip
    assert one(feed).text == "The quay is shut\n\nIts piles are rotten."


DAYS = [
    pytest.param(rss(ITEM + "<pubDate>Wed, 1 Jan 2025 00:30:00 +0900</pubDate>"),
                 date(2025, 1, 1), True, id="the feed's zone"),
    pytest.param(rss(ITEM + "<pubDate>soon</pubDate>"), None, True, id="no date"),
    pytest.param(rss(ITEM + "<pubDate>3 May 24 06:44 -0700</pubDate>"), date(2024, 5, 3), True,
                 id="two digits"),
    pytest.param(atom("<title>x</title><published>2024-05-03T23:30:00-07:00</published>"
                      "<updated>2024-06-01T00:00:00Z</updated>"),
                 date(2024, 5, 3), True, id="published before updated"),
    pytest.param(atom("<title>x</title><updated>2024-06-01T00:00:00Z</updated>"),
                 date(2024, 6, 1), False, id="updated alone"),
    pytest.param(rss(ITEM, head="<lastBuildDate>Fri, 3 May 2024 00:00:00 GMT</lastBuildDate>"),
                 None, True, id="the feed's own day"),
]  # fmt: skip


@pytest.mark.parametrize(("feed", "day", "stated"), DAYS)
def test_the_day_of_an_item(feed: str, day: date | None, stated: bool) -> None:
    metadata = one(feed).metadata
    assert (metadata.published_on, metadata.date_is_stated) == (day, stated)


TEXTS = [
    pytest.param(rss(ITEM + "<media:content url='x'><media:title>A photo</media:title>"
                     "<media:description>A gull.</media:description></media:content>" + TEXT),
                 "The quay is shut\n\nIts piles are rotten.", id="a picture's caption"),
    pytest.param(rss(ITEM + "<description>Its piles…</description><content:encoded>&lt;h2&gt;Why"
                     "&lt;/h2&gt;&lt;p&gt;Its piles are rotten through.&lt;/p&gt;"
                     "</content:encoded>"),
                 "The quay is shut\n\nWhy\n\nIts piles are rotten through.", id="a teaser"),
    pytest.param(rss(ITEM), "The quay is shut", id="a title alone"),
    pytest.param(rss("<title>A &amp;amp; B</title>" + TEXT), "A & B\n\nIts piles are rotten.",
                 id="a title escaped twice"),
    pytest.param(atom('<title type="html">The &lt;b&gt;quay&lt;/b&gt;</title><content type="xhtml">'
                      '<div xmlns="http://www.w3.org/1999/xhtml"><p>It is <b>shut</b>.</p></div>'
                      "</content>"), "The quay\n\nIt is shut.", id="XHTML"),
    pytest.param(rss("<title>Café&nbsp;shut</title>" + TEXT), "Café shut\n\nIts piles are rotten.",
                 id="no well-formed XML"),
]  # fmt: skip


@pytest.mark.parametrize(("feed", "text"), TEXTS)
def test_the_text_of_an_item(feed: str, text: str) -> None:
    source = one(feed)
    assert source.text == text
    assert source.metadata.title == text.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("link", "publisher"),
    [("https://news.lesk.example/1", "Quay news"), ("https://orrin.example/1", None)],
    ids=["of the site", "from elsewhere"],
)
def test_what_a_feed_collects_is_not_its_own(link: str, publisher: str | None) -> None:
    assert one(rss(f"<title>x</title><link>{link}</link>")).metadata.publisher == publisher


def test_an_address_is_made_whole() -> None:
    assert one(atom('<title>x</title><link href="/1"/>')).metadata.url == "https://lesk.example/1"


OLD = (
    "<description>&lt;p&gt;8 May 1945&lt;/p&gt;&lt;p&gt;The quay of 1896 was rebuilt on 3 June "
    "1946, and the mole on 4 July 1996.&lt;/p&gt;</description>"
)


@pytest.mark.parametrize(
    ("head", "item", "dated"),
    [
        ("", ITEM, ReportDate(note="the report gives no date")),
        ("<pubDate>Fri, 3 May 2024 10:00:00 GMT</pubDate>", ITEM,
         ReportDate(note="the report gives no date")),
        ("<lastBuildDate>Fri, 3 May 2024 10:00:00 GMT</lastBuildDate>", ITEM,
         ReportDate(note="the report gives no date")),
        ("", ITEM.replace("example/1", "example/2024/05/02/quay"),
         ReportDate(date(2024, 5, 2), DateSource.URL, Confidence.MEDIUM, "read from the address")),
        ("", ITEM + "<pubDate>Thu, 2 May 2024 10:00:00 GMT</pubDate>",
         ReportDate(date(2024, 5, 2), DateSource.FEED, Confidence.HIGH)),
    ],
    ids=["neither", "the feed's day", "the day it was built", "the address", "its own"],
)  # fmt: skip
def test_an_item_is_not_dated_by_its_text(head: str, item: str, dated: ReportDate) -> None:
    read = one(rss(item + OLD, head=head))
    assert date_report(read.text, read.blocks, read.metadata, "news.xml#q", TODAY)[0] == dated


def test_names_stay_when_items_are_added() -> None:
    long = "<title>b</title><guid>https://lesk.example/a/long/address?with=more</guid>"
    before = [part.name for part in read(rss(ITEM, long))]
    after = [
        part.name for part in read(rss("<title>new</title><guid>q-9</guid>", ITEM, long, ITEM))
    ]
    assert after == ["#q-9", *before, "#q-1-2"]
    assert before[0] == "#q-1"
    assert len({part.content for part in read(rss(ITEM, ITEM + TEXT))}) == 2


BAD = [
    pytest.param("<a/>", "is no feed (RSS or Atom)", id="other XML"),
    pytest.param("nothing", "is no feed (RSS or Atom)", id="no XML"),
    pytest.param(rss(), "is a feed without items", id="empty"),
    pytest.param(rss("<guid>x</guid>"), "holds no text", id="an empty item"),
]


@pytest.mark.parametrize(("feed", "reason"), BAD)
def test_what_cannot_be_read(feed: str, reason: str) -> None:
    [part] = read(feed)
    assert str(part.read) == reason


def test_an_address_that_is_broken_over_lines_is_one() -> None:
    feed = rss("<title>The quay</title><link>https://lesk.example/\n  quay</link>" + TEXT)
    assert one(feed).metadata.url == "https://lesk.example/quay"
