"""What a web page states of its dates in its markup."""

from datetime import date

import pytest

from index.reading.html import read_html

DAY = date(2024, 5, 24)
OTHER = "2019-02-03"
PARAGRAPH = "<p>" + "The minister spoke at length about the plan for peace. " * 6 + "</p>"


def _published(head: str = "", body: str = "") -> date | None:
    page = (
        f"<html><head><title>T</title>{head}</head><body><article><h1>T</h1>{body}{PARAGRAPH}"
        "</article></body></html>"
    )
    stated = read_html(page).metadata
    return stated.published_on if stated.date_is_stated else None


def _json(description: str) -> str:
    return f'<script type="application/ld+json">{description}</script>'


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-05-24T23:30:00-05:00">',
        '<meta name="date-published" content="2024-05-24">',
        '<meta name="DC.date.issued" content="2024-05-24">',
        '<meta name="parsely-pub-date" content="2024-05-24T12:00:00Z">',
        '<meta itemprop="datePublished" content="2024-05-24">',
    ],
)
def test_a_named_field_of_the_head(head: str) -> None:
    assert _published(head) == DAY


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2024-05-24">',
        '<meta property="article:expiration_time" content="2024-05-24">',
        '<meta property="book:release_date" content="2024-05-24">',
        '<meta property="og:image" content="/img/2024/05/24/quay.jpg">',
    ],
    ids=["modified", "expiring", "of a book", "an image"],
)
def test_a_field_of_something_else(head: str) -> None:
    assert _published(head) is None


@pytest.mark.parametrize(
    "description",
    [
        pytest.param('{"@type":"NewsArticle","datePublished":"2024-05-24"}', id="alone"),
        pytest.param(
            '{"@graph":[{"@type":"WebPage","datePublished":"2019-02-03"},'
            '{"@type":"BlogPosting","datePublished":"2024-05-24"}]}',
            id="an article of a page",
        ),
        pytest.param(
            '{"@type":"ClaimReview","itemReviewed":{"@type":"Claim","datePublished":"2019-02-03"},'
            '"datePublished":"2024-05-24"}',
            id="a claim that is reviewed",
        ),
        pytest.param(
            '{"@type":"Review","itemReviewed":{"@type":"Book","datePublished":"2019-02-03"},'
            '"datePublished":"2024-05-24"}',
            id="a book that is reviewed",
        ),
        pytest.param(
            '{"image":[{"@type":"ImageObject","datePublished":"2019-02-03"}],'
            '"video":{"@type":"VideoObject","uploadDate":"2019-02-03"},'
            '"comment":[{"@type":"Comment","datePublished":"2019-02-03"}],'
            '"@type":["NewsArticle"],"datePublished":"2024-05-24"}',
            id="pictures and comments",
        ),
        pytest.param(
            '[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":'
            '"2019-02-03"}]},{"@type":"http://schema.org/NewsArticle","datePublished":'
            '"2024-05-24"}]',
            id="teasers",
        ),
        pytest.param(
            '{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2024-05-24"}}',
            id="what a page is mainly about",
        ),
    ],
)
def test_a_description_is_read_by_its_structure(description: str) -> None:
    assert _published(_json(description)) == DAY


@pytest.mark.parametrize(
    "description",
    [
        '{"@type":"ImageObject","datePublished":"2024-05-24"}',
        '{"@type":"Event","startDate":"2024-05-24"}',
        '{"@type":"NewsArticle","datePublished":"2024-05-24"',
    ],
    ids=["an image", "an event", "cut short"],
)
def test_a_description_of_something_else(description: str) -> None:
    assert _published(_json(description)) is None


def test_the_last_change_is_kept_apart() -> None:
    head = _json('{"@type":"Article","datePublished":"2024-05-24","dateModified":"2026-04-24"}')
    page = f"<html><head>{head}</head><body><h1>T</h1>{PARAGRAPH}</body></html>"
    stated = read_html(page).metadata
    assert (stated.published_on, stated.date_modified) == (DAY, date(2026, 4, 24))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            '<time class="entry-date published" datetime="2024-05-24">x</time>', id="time"
        ),
        pytest.param('<span itemprop="datePublished">24 May 2024</span>', id="in words"),
        pytest.param(
            '<div itemscope itemtype="https://schema.org/Article"><time itemprop="datePublished" '
            'datetime="2024-05-24">x</time><div itemprop="comment" itemscope '
            'itemtype="https://schema.org/Comment"><time itemprop="datePublished" '
            'datetime="2019-02-03">y</time></div></div>',
            id="not a comment's",
        ),
    ],
)
def test_elements_that_are_named(body: str) -> None:
    assert _published(body=body) == DAY


@pytest.mark.parametrize(
    "body",
    [
        '<aside><time class="published" datetime="2024-05-24">x</time></aside>',
        '<div class="related-stories"><time class="published" datetime="2024-05-24">x</time></div>',
        "<footer>Page generated 2024-05-24</footer>",
        '<time datetime="2024-05-24">x</time>',
    ],
    ids=["beside the text", "of a teaser", "of the foot", "not named"],
)
def test_elements_that_are_none_of_the_report(body: str) -> None:
    assert _published(body=body) is None


def test_a_text_in_tei_is_of_its_source() -> None:
    page = (
        "<TEI><teiHeader><fileDesc><publicationStmt><date when='2019-02-03'/></publicationStmt>"
        "<sourceDesc><bibl><date when='1887-05-26'>May 26</date></bibl></sourceDesc></fileDesc>"
        f"</teiHeader><text><body><head>T</head>{PARAGRAPH}</body></text></TEI>"
    )
    assert read_html(page).metadata.published_on == date(1887, 5, 26)


@pytest.mark.parametrize(
    ("value", "day"),
    [("1974-11-08", date(1974, 11, 8)), ("1974-10-15", None)],
    ids=["the day in its words", "another day"],
)
def test_a_text_in_tei_whose_edition_has_a_later_day(value: str, day: date | None) -> None:
    page = (
        "<TEI><teiHeader><fileDesc><publicationStmt><date type='posted' when='2019-02-03'/>"
        f"<date type='created' when='{value}'>November 8, 1974</date></publicationStmt>"
        "<sourceDesc><p>A copy.</p></sourceDesc></fileDesc></teiHeader>"
        f"<text><body><date type='created' when='1970-01-02'/>{PARAGRAPH}</body></text></TEI>"
    )
    assert read_html(page).metadata.published_on == day


@pytest.mark.parametrize(
    ("written", "day", "readings"),
    [
        ("24/05/2024", DAY, None),
        ("05/04/2024", None, (date(2024, 4, 5), date(2024, 5, 4))),
    ],
    ids=["one day", "figures of two days"],
)
def test_an_xml_document_with_its_matter_set_apart(
    written: str, day: date | None, readings: tuple[date, date] | None
) -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<records>\n  <record>\n    <title>T</title>\n'
        f"    <period>20100624 - 20130627</period>\n    <release-date>{written}</release-date>\n"
        f"    <content><![CDATA[{PARAGRAPH}]]></content>\n  </record>\n</records>\n"
    )
    stated = read_html(page).metadata
    assert (stated.published_on, stated.two_readings) == (day, readings)
