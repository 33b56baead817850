"""HTML: the main text and the metadata of a page, by trafilatura and htmldate.

The report's text is the extracted text: offsets refer to it, and quotes are verbatim in it.
"""

import re
from datetime import date

import trafilatura
from htmldate import find_date

from index.blocks import split_blocks
from index.dates import day_mentions
from index.errors import BadInput
from index.rules import Stage, declare
from index.types import DateSource, Metadata, SourceText

_OF_PUBLICATION = frozenset(
    {
        "article:published_time", "article:published", "og:published_time", "datepublished",
        "date-published", "date_published", "published_time", "publishdate", "publish-date",
        "publish_date", "publication_date", "publication-date", "citation_publication_date",
        "dc.date.issued", "dcterms.issued", "parsely-pub-date", "sailthru.date", "pubdate",
    }
)  # fmt: skip
_IN_JSON_LD = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{4,60})"')

PUBLISHED = declare(
    "date-html-published", Stage.INGEST,
    "What a web page's head calls the day of publication is the report's.",
)  # fmt: skip
LIKELIEST = declare(
    "date-html-likeliest", Stage.INGEST,
    "A web page that states no day of publication came out on the likeliest of its other days.",
)  # fmt: skip


def _no_day(page: str) -> date | None:
    return None


def read_html(page: str) -> SourceText:
    """The text of a web page without its navigation, and what its head states.

    Raises BadInput where no main text is found.
    """
    text = trafilatura.extract(page, include_comments=False, favor_recall=True)
    if not text:
        raise BadInput("holds no main text that could be told from the page around it")
    stated = trafilatura.extract_metadata(page)
    published = _published(page)
    day = published or _found(page)
    metadata = Metadata(
        title=stated.title or None,
        publisher=stated.sitename or None,
        url=stated.url or None,
        published_on=day,
        date_source=DateSource.HTML_META if day else None,
        date_is_stated=day is None or published is not None,
    )
    return SourceText(text, tuple(split_blocks(text)), metadata)


@PUBLISHED.governs(without=_no_day)
def _published(page: str) -> date | None:
    """The day that the page's head, or its description for search engines, calls publication's."""
    tree = trafilatura.load_html(page)
    if tree is None:
        return None
    stated = [
        element.get("content") or element.get("datetime") or ""
        for element in tree.iter("meta", "time")
        for name in (element.get("property"), element.get("name"), element.get("itemprop"))
        if name and name.strip().lower() in _OF_PUBLICATION
    ]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            stated += _IN_JSON_LD.findall(script.text or "")
    days = [mention.days[0] for value in stated for mention in day_mentions(value[:100], None)[:1]]
    return days[0] if days else None


@LIKELIEST.governs(without=_no_day)
def _found(page: str) -> date | None:
    """The likeliest of the page's other dates; the bound is fixed, so that no clock plays in."""
    day = find_date(page, original_date=True, extensive_search=False, max_date="2099-12-31")
    return date.fromisoformat(day) if day else None
