"""The dates that a web page states of itself in its markup: for search engines, for readers of
feeds, and of the things in it.

A page describes more than itself: the claim that it checks, its pictures, what readers say of it,
other reports that it leads to. Whose date one is, is told by what it stands in.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from index.reading.stated import Sense, Stated, sense_of, stated, stated_as

_REPORTS = (
    "Article", "Posting", "Report", "Review", "Newspaper", "Blog", "Message", "Letter",
    "Legislation", "Chapter", "Statement", "Announcement", "Publication",
)  # fmt: skip
"""How the sorts of things end that are reports, in the words of schema.org."""
_ALSO_REPORTS = frozenset({"CreativeWork", "DigitalDocument", "Dataset"})
_MAIN = ("@graph", "mainEntity", "mainEntityOfPage")
"""What a description says is the page's own matter; all else in it is of other things."""
_DEEP = 6
_BESIDE = frozenset({"nav", "aside", "footer", "blockquote", "figure", "figcaption", "li"})
_COMMENT_OR_SCRIPT_ENDS = re.compile(r"^\s*(?:<!--|<!\[CDATA\[|//.*\n)|(?:-->|\]\]>)\s*$")
_NAMED = re.compile(r"[\w-]+")
_OF_OTHERS = re.compile(
    r"(?:comment|related|teaser|sidebar|widget|footer|recommend|popular|latest|trending|promo)"
)
_OF_HEAD = frozenset({"meta", "script", "link", "title", "style"})
_PARTS_THAT_ARE_IT = ("mainEntity", "mainEntityOfPage", "blogPost")


def page_dates(tree: HtmlElement) -> list[Stated]:
    """What a page states of its dates, in order of trust."""
    return [*_in_descriptions(tree), *_in_head(tree), *_in_tei(tree), *_in_elements(tree)]


def _in_tei(tree: HtmlElement) -> Iterator[Stated]:
    """The date of the source of a text in TEI, or else of its making, which its header tells from
    that of the edition. A value that is not the day in the element's own words is a slip.

    See TEI P5, 2.2.7, The Source Description.
    """
    of_source = [date for source in tree.iter("sourcedesc") for date in source.iter("date")]
    in_header = [date for header in tree.iter("teiheader") for date in header.iter("date")]
    made = [date for date in in_header if date.get("type") == "created"]
    for element in (*of_source, *made):
        found = stated_as(Sense.PUBLISHED, element.get("when") or "")
        shown = stated_as(Sense.PUBLISHED, " ".join(element.text_content().split()))
        agrees = shown is None or found is None or shown.day in (None, found.day)
        if found is not None and agrees:
            yield found


def _in_head(tree: HtmlElement) -> Iterator[Stated]:
    """Dates of `<meta>` elements that are of no part of the page."""
    for element in tree.iter("meta"):
        if _is_of_a_part(element):
            continue
        names = {element.get(key) for key in ("property", "name", "itemprop", "http-equiv")}
        for name in sorted(name for name in names if name):
            found = stated(name.strip(), element.get("content") or "")
            if found is not None and name.lower() not in ("last-modified", "expires"):
                yield found


def _in_descriptions(tree: HtmlElement) -> Iterator[Stated]:
    """Dates of the report, or else of the page, in what is written in JSON-LD."""
    nodes: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            nodes += _main_nodes(_parsed(script.text or ""), 0)
    of_reports = [node for node in nodes if _is_of(node, _is_report)]
    of_pages = [node for node in nodes if _is_of(node, _is_page)]
    for node in of_reports or of_pages:
        for key, value in node.items():
            found = stated(key, value) if isinstance(value, str) else None
            if found is not None and found.sense in (
                Sense.PUBLISHED, Sense.CREATED, Sense.MODIFIED,
            ):  # fmt: skip
                yield found


def _parsed(script: str) -> Any:
    """What a script says; None where it is no JSON."""
    try:
        return json.loads(_COMMENT_OR_SCRIPT_ENDS.sub("", script), strict=False)
    except (ValueError, RecursionError):
        return None


def _main_nodes(value: Any, depth: int) -> list[Mapping[str, Any]]:
    """The things that a description says the page is, not those that they in turn have."""
    if depth > _DEEP:
        return []
    if isinstance(value, list):
        return [node for one in value for node in _main_nodes(one, depth + 1)]
    if not isinstance(value, dict):
        return []
    inner = [node for key in _MAIN for node in _main_nodes(value.get(key), depth + 1)]
    return [value, *inner]


def _is_report(sort: str) -> bool:
    return sort.endswith(_REPORTS) or sort in _ALSO_REPORTS


def _is_page(sort: str) -> bool:
    return sort.endswith("Page") or sort == "WebSite"


def _is_of(node: Mapping[str, Any], is_sort: Callable[[str], bool]) -> bool:
    types = node.get("@type")
    named = types if isinstance(types, list) else [types]
    return any(isinstance(one, str) and is_sort(one.rpartition("/")[2]) for one in named)


def _in_elements(tree: HtmlElement) -> Iterator[Stated]:
    """Dates of elements that are named for them, where these do not stand beside the report."""
    for element in tree.iter(etree.Element):
        named = element.tag == "time" or element.get("itemprop") or _is_named(element.tag)
        found = _of_element(element) if named and element.tag not in _OF_HEAD else None
        if found is not None and not _is_beside(element):
            yield found


def _is_named(tag: str) -> bool:
    """Whether an element that is none of HTML's is named for a date of publication."""
    return "date" in tag and sense_of(tag) is Sense.PUBLISHED


def _of_element(element: HtmlElement) -> Stated | None:
    value = element.get("datetime") or element.get("content") or element.get("title") or ""
    value = value or " ".join(element.text_content().split())
    named = element.get("itemprop")
    if named:
        return None if _is_of_a_part(element) else stated(named, value)
    if element.get("pubdate") is not None or _is_named(element.tag):
        return stated_as(Sense.PUBLISHED, value)
    senses = [sense_of(name) for name in _NAMED.findall(element.get("class") or "")]
    known = [sense for sense in senses if sense in (Sense.PUBLISHED, Sense.MODIFIED, Sense.CREATED)]
    return stated_as(known[0] if known else Sense.UNNAMED, value)


def _is_of_a_part(element: HtmlElement) -> bool:
    """Whether an element is of a thing that is itself a part of another, as a comment is of an
    article, or of a thing that is no report."""
    scope = next((e for e in element.iterancestors() if e.get("itemscope") is not None), None)
    if scope is None:
        return False
    sort, part = (scope.get("itemtype") or "").rstrip("/").rpartition("/")[2], scope.get("itemprop")
    if part is not None and part not in _PARTS_THAT_ARE_IT:
        return True
    return bool(sort) and not (_is_report(sort) or _is_page(sort))


def _is_beside(element: HtmlElement) -> bool:
    """Whether an element stands in a menu, a teaser, a quotation or what readers say: in one that
    does not hold the headline."""
    for one in (element, *element.iterancestors()):
        if one.tag in ("body", "html") or one.find(".//h1") is not None:
            return False
        names = _NAMED.findall(f"{one.get('class') or ''} {one.get('id') or ''}".lower())
        if one.tag in _BESIDE or any(_OF_OTHERS.match(name) for name in names):
            return True
    return False
