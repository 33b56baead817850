"""The elements of HTML by what they are to a reader of the page."""

from collections.abc import Mapping

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NEVER_CLOSED = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "base", "area", "col", "embed", "frame", "param",
     "source", "track", "wbr", "basefont", "isindex"}
)  # fmt: skip
NOT_SHOWN = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "del", "s", "strike", "select",
     "button", "textarea", "datalist", "svg", "canvas", "audio", "video", "title", "iframe",
     "dialog", "rp", "rt", "map"}
)  # fmt: skip
"""Elements that hold no words of the report: what is run or chosen, menus, and what was deleted."""
BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "main", "aside", "figure", "figcaption",
     "address", "center", "form", "fieldset", "legend", "ul", "ol", "menu", "dir", "dl", "li",
     "dt", "dd", "table", "caption", "tr", "td", "th", "thead", "tbody", "tfoot", "blockquote",
     "pre", "listing", "plaintext", "hr", "details", "summary", "body", "html", "head", "frameset",
     "noframes", "hgroup", "marquee", "search", "nav", "footer", "dialog", "iframe", "select",
     *HEADINGS}
)  # fmt: skip
BREAKS_OFF = frozenset({"table", "ul", "ol", "dl", "hr", "blockquote", "pre", *HEADINGS})
"""What no heading holds, so that one which was not closed ends before it."""
CLOSED_BY: Mapping[str, tuple[str, ...]] = {
    "p": ("p",), "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"),
    "td": ("td", "th", "caption"),
    "th": ("td", "th", "caption"), "tr": ("td", "th", "tr", "caption"),
    "thead": ("td", "th", "tr", "thead", "tbody"), "tbody": ("td", "th", "tr", "thead", "tbody"),
    "tfoot": ("td", "th", "tr", "thead", "tbody"),
}  # fmt: skip
"""Elements that may be left open, by what ends them."""
_LISTS = ("ul", "ol", "menu", "dir", "table", "td", "th")
_CELLS = ("table", "td", "th")
SCOPES: Mapping[str, tuple[str, ...]] = {
    "li": _LISTS, "dt": ("dl", *_CELLS), "dd": ("dl", *_CELLS), "td": ("table",),
    "th": ("table",), "tr": ("table",), "thead": ("table",), "tbody": ("table",),
    "tfoot": ("table",), "caption": ("table",), "table": (), "figcaption": _CELLS,
    "ul": _CELLS, "ol": _CELLS, "menu": _CELLS, "dir": _CELLS, "dl": _CELLS,
    "blockquote": _CELLS, "pre": _CELLS, "listing": _CELLS, "plaintext": _CELLS,
    **dict.fromkeys(HEADINGS, _CELLS),
}  # fmt: skip
"""Elements that say what their words are, and those beyond which none of them is looked for."""
UNSCOPED = ("table", "td", "th", "li", "dd", "blockquote")
"""What any other element does not reach beyond, though it be left open."""
MAY_BE_OUT = (
    NOT_SHOWN | BLOCKS | {"span", "a", "b", "i", "em", "strong", "font", "small", "label", "sup"}
) - NEVER_CLOSED  # fmt: skip
_ROLES_OUT = frozenset({"navigation", "search", "contentinfo", "menu", "menubar", "toolbar"})
_SAID_BY_READERS = frozenset(
    {"comments", "comment-list", "commentlist", "comments-area", "disqus_thread", "respond"}
)
_OF_NOTES = frozenset({"doc-footnote", "doc-endnote", "doc-endnotes"})


def is_out(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is hidden, or is marked as a menu or as what readers say of the page."""
    if not attributes or name in ("html", "body"):
        return False
    style = "".join(attributes.get("style", "").lower().split())
    named = {attributes.get("id", "").lower(), *attributes.get("class", "").lower().split()}
    return (
        ("hidden" in attributes and attributes["hidden"] != "until-found")
        or attributes.get("aria-hidden", "").lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
        or attributes.get("role", "").lower() in _ROLES_OUT
        or not named.isdisjoint(_SAID_BY_READERS)
    )


def is_note(attributes: Mapping[str, str]) -> bool:
    """Whether an element is a note, or several, that marks in the text refer to."""
    if attributes.get("role", "").lower() in _OF_NOTES:
        return True
    name = attributes.get("id", "").lower()
    for head in ("cite_note", "footnote", "endnote", "ftn", "fn", "_ftn"):
        rest = name.removeprefix(head).lstrip("-_:.") if name.startswith(head) else ""
        if rest and any(c.isdigit() for c in rest) and len(rest) < 40:
            return True
    return False
