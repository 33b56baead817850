"""Block rules for what CommonMark does not have: footnotes, admonitions, containers.

Written here and not taken from plugins, as these take plain text for markup: a mark is one only
where what it belongs to is there too.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, html_block, reference, table

from index.reading.markdown.inline import PlacedInline, footnote_mark

TITLE = "title"
"""The key, in a token's `meta`, of where the title of an admonition stands."""
SPAN = "span"
"""The same for the line of a table row, without what stands before it."""

_DEFINED = re.compile(r"\[\^([^\]\s]{1,200})\]:")
_TIGHT = re.compile(r"(#{2,6})(?=\w)")
_ADMONITIONS = ("!!!", "???", "???+", "===")
_KINDS = re.compile(r"[\w -]*")
_CONTAINER = re.compile(r":{3,}[ \t]*(\{[^}\n]*\}|[\w-]+)?")
_CLOSING = re.compile(r"^[ \t>]*:{3,}[ \t]*$", re.MULTILINE)
_REFERENCE = re.compile(r"\[[^\]\n]{1,999}\]:[ \t]*(\S*)")
_PROGRAM = re.compile(r"(?m:^)[ \t>]*<(script|style)\b|</(script|style)\b", re.IGNORECASE)
"""The beginning of one that is no mention in a line, or an end."""
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_OF_AN_ADDRESS = re.compile(r"[/.#:@<]")
_INDENT = 4
_DEEPEST = 60
"""Blocks within blocks; what is deeper is read as paragraphs."""
_ROOM = 6
_INTERRUPTING: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


@cache
def make_parser() -> MarkdownIt:
    """A parser of blocks, whose `inline` then reads what is in them, with places."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    inline = PlacedInline()
    inline.ruler.disable("linkify")
    inline.ruler2.disable("fragments_join")
    inline.ruler.before("link", "footnote_mark", footnote_mark)
    parser.inline = inline
    parser.core.ruler.enableOnly(["block"])
    rules = parser.block.ruler
    rules.before("table", "too_deep", _too_deep)
    rules.at("table", _table, {"alt": ["paragraph", "reference"]})
    rules.at("reference", _reference)
    rules.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.before("reference", "footnote", _footnote, _INTERRUPTING)
    rules.before("blockquote", "admonition", _admonition, _INTERRUPTING)
    rules.before("heading", "tight_heading", _tight_heading, _INTERRUPTING)
    rules.before("blockquote", "container", _container, _INTERRUPTING)
    return parser


def _begin(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _too_deep(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """What is nested so deeply that the parser would pass it over is one paragraph."""
    if silent or state.level < _DEEPEST - _ROOM:
        return False
    state.line = end
    state.push("paragraph_open", "p", 1).map = [line, end]
    token = state.push("inline", "", 0)
    token.map = [line, end]
    token.content = state.getLines(line, end, state.blkIndent, False).strip()
    state.push("paragraph_close", "p", -1)
    return True


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    count = len(state.tokens)
    if not table(state, line, end, silent):
        return False
    for token in state.tokens[count:]:
        if token.type == "tr_open" and token.map:
            row = token.map[0]
            token.meta[SPAN] = (_begin(state, row), state.eMarks[row])
    return True


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The address of a link; `[Note]: Closed` is none, and is text."""
    found = _REFERENCE.match(state.src, _begin(state, line), state.eMarks[line])
    if found and found.group(1) and not _OF_AN_ADDRESS.search(found.group(1)):
        return False
    return reference(state, line, end, silent)


def _html_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """HTML; a program or style in it goes on over blank lines to its end, where that comes."""
    if not html_block(state, line, end, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    marks = list(_PROGRAM.finditer(token.content))
    if not marks or not marks[-1].group(1):
        return True
    closing = f"</{marks[-1].group(1)}".lower()
    none_from: dict[tuple[str, int], int] = state.env.setdefault("unclosed", {})
    if state.line >= none_from.get((closing, end), end):
        return True
    for below in range(state.line, end):
        if _FENCE.match(state.src, _begin(state, below)):
            break
        if closing in state.src[_begin(state, below) : state.eMarks[below]].lower():
            token.map = [line, below + 1]
            token.content = state.getLines(line, below + 1, state.blkIndent, True)
            state.line = below + 1
            return True
    none_from[closing, end] = state.line
    return True


def _above_addresses(state: StateBlock, line: int, end: int) -> int:
    """The line at which the addresses of links begin, right below a note: they are none of it."""
    for below in range(line, end):
        if state.isEmpty(below) or _DEFINED.match(state.src, _begin(state, below)):
            break
        found = _REFERENCE.match(state.src, _begin(state, below), state.eMarks[below])
        if found and _OF_AN_ADDRESS.search(found.group(1)):
            return below
    return end


def _tight_heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`##Heading`, as some editors write it; one sign alone before a word is that of a topic."""
    found = _TIGHT.match(state.src, _begin(state, line), state.eMarks[line])
    if found is None or state.is_code_block(line):
        return False
    if silent:
        return True
    marks = len(found.group(1))
    state.line = line + 1
    opening = state.push("heading_open", f"h{marks}", 1)
    opening.markup, opening.map = found.group(1), [line, line + 1]
    token = state.push("inline", "", 0)
    token.content = state.src[found.end() : state.eMarks[line]].strip().rstrip("#").strip()
    token.map = [line, line + 1]
    state.push("heading_close", f"h{marks}", -1)
    return True


def _footnote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`[^1]: text`, with what is indented below it, after the rule of the footnote plugin."""
    begin = _begin(state, line)
    found = _DEFINED.match(state.src, begin, state.eMarks[line])
    if found is None or state.is_code_block(line):
        return False
    if silent:
        return True
    state.env.setdefault("footnotes", set()).add(found.group(1))
    old = (state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType)
    room, state.lineMax = state.lineMax, _above_addresses(state, line + 1, end)
    text = state.skipSpaces(found.end())
    text = min(text, state.eMarks[line])
    state.bMarks[line], state.tShift[line] = found.end(), text - found.end()
    state.blkIndent += _INDENT
    state.sCount[line] = state.blkIndent
    state.parentType = "footnote"
    state.push("footnote_open", "", 1).map = [line, end]
    state.md.block.tokenize(state, line, state.lineMax)
    state.push("footnote_close", "", -1)
    state.blkIndent -= _INDENT
    state.lineMax = room
    state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = old
    return True


def _admonition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`!!! note "Title"`, with what is indented below it."""
    begin = _begin(state, line)
    head = state.src[begin : state.eMarks[line]].rstrip()
    mark = head.split(maxsplit=1)[0] if head else ""
    if mark not in _ADMONITIONS or state.is_code_block(line):
        return False
    opening = head.find('"', len(mark))
    titled = 0 <= opening < len(head) - 1 and head.endswith('"')
    kind = head[len(mark) : opening if titled else len(head)]
    if not _KINDS.fullmatch(kind) or not (titled or kind.strip()) or (mark == "===" and not titled):
        return False
    indent = state.sCount[line] + _INDENT
    stop = line + 1
    while stop < end and (state.isEmpty(stop) or state.sCount[stop] >= indent):
        stop += 1
    if not titled and all(state.isEmpty(n) for n in range(line + 1, stop)):
        return False
    if silent:
        return True
    token = state.push("admonition_open", "", 1)
    if titled:
        token.meta[TITLE] = (begin + opening + 1, begin + len(head) - 1)
    old = (state.blkIndent, state.lineMax, state.parentType)
    state.blkIndent, state.lineMax, state.parentType = indent, stop, "admonition"
    state.md.block.tokenize(state, line + 1, stop)
    state.blkIndent, state.lineMax, state.parentType = old
    state.push("admonition_close", "", -1)
    state.line = stop
    return True


def _container(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`::: note Title` and the `:::` that ends it; what is between is read as blocks."""
    begin, stop = _begin(state, line), state.eMarks[line]
    found = _CONTAINER.match(state.src, begin, stop)
    if found is None or state.is_code_block(line):
        return False
    opened = state.env.setdefault("containers", [0])
    opens = found.group(1) is not None
    if not opens and (state.src[found.end() : stop].strip() or not opened[0]):
        return False
    if opens and _last_closing(state) <= begin:
        return False
    if silent:
        return True
    opened[0] += 1 if opens else -1
    token = state.push("container_open" if opens else "container_close", "", 0)
    token.meta[TITLE] = _container_title(state.src, found.end(), stop)
    state.line = line + 1
    return True


def _last_closing(state: StateBlock) -> int:
    if "last_closing" not in state.env:
        ends = [found.start() for found in _CLOSING.finditer(state.src)]
        state.env["last_closing"] = ends[-1] if ends else -1
    last: int = state.env["last_closing"]
    return last


def _container_title(src: str, begin: int, stop: int) -> tuple[int, int]:
    rest = src[begin:stop].strip()
    if rest.startswith("{"):
        return begin, begin
    if rest.startswith("[") and "]" in rest:
        opening = src.index("[", begin)
        return opening + 1, src.rindex("]", begin, stop)
    return begin, stop
