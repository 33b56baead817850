"""Telling a report from the page it stands on: titles, bylines, teasers, share links, notes.

General means come first: what stands where, what repeats, what speaks of other things. Phrases
that sites are known to use come last and only mark where a teaser or a tail begins. What recurs
across reports is told in `recurrence`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from index.blocks import is_standing, menu_length
from index.dates import day_mentions
from index.dating import HEAD_BLOCKS
from index.normalize import aligned, collapsed, folded
from index.recurrence import body_length
from index.rules import Stage, always, declare
from index.terms import FUNCTION_WORDS
from index.types import Block, Kind, Metadata, Role

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\]\([^\s()]{1,500}\)")
_TERMINATED = re.compile(r"[.…][\"'”’»)\]]*$")
_CLOSING = "\"'”’»)]"
_OPENING, _SIGNS = "\"'“‘«*¿¡ ", "#$£€§"
_OF_TEXT = ("?", "!", ",", ";", "-", "–", "—")
_MANY_HEADINGS = 3
"""So many short lines in a row announce nothing: they are a list whose bullets were lost."""
_FEW_NAMES = 3
"""From fewer names than this nothing is concluded on what a text is about."""
_NAME = re.compile(r"\b[A-Z][\w’'-]{2,}")
_HEADLINE_AT_MOST = 200
_LINE_AT_MOST = 60
_HEADING_AT_MOST = 120
_SAID_AGAIN_AT_MOST = 40
_ENDS_AT_MOST = 20
"""So many page controls are looked at for an unrelated tail: a report has few."""
_LABEL = re.compile(r"[A-Z][\w ]{0,20}:\s+\S{1,20}")
_YEAR_OR_NUMBERING = re.compile(
    r"\b(?:1[89]|20)\d{2}\b|^\d{1,2}(?:\.\d{1,2})+\.?(?=\s+[A-Z])|^\d{1,3}[.)]|[A-Za-z]-?\d+"
    r"|(?:#|\b[Nn][or]\.?)\s?\d{1,4}\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does|took|said|says|went|came|made"
    r"|began|held|hit|fell|[a-z]{3,}ed)\b"
)
_SENTENCE_WORDS = 6
_SOME_DAY = date(2024, 12, 31)
"""Any anchor: days are only looked for, to be left aside."""

_BEFORE_A_TEASER = re.compile(
    r"(?:must[- ]reads?|other topics of interest|(?:read|see) (?:also|more|next)|related"
    r"(?: (?:articles?|stories|topics|posts|news|content|reading))?"
    r"|latest (?:articles?|news|posts?)|recommended(?: for you)?|most (?:read|popular)|trending"
    r"|more (?:from|on|stories|news)\b[^.:]{0,40}"
    r"|you (?:may|might) (?:also )?like|up next|editors?['’]? picks?|advertisement|sponsored)\s*:?",
    re.IGNORECASE,
)
_AFTER_THE_END = re.compile(
    r"(?:share (?:the|this) (?:post|article|story|page)|share(?: on| via)?|follow us\b.{0,80}"
    r"|tags)\s*:?"
    r"|support \w+(?: \w+)? or become our patron!?|(?:subscribe|sign up)\b.{0,80}"
    r"|click here to .{0,120}",
    re.IGNORECASE,
)
_BY = re.compile(r"by\b", re.IGNORECASE)
_NAME_AT_MOST = 8
_ORGANISATION = re.compile(
    r"\b(?:institute|institution|cent(?:er|re)|foundation|council|agency|ministry|university|times"
    r"|post|news|press|journal|gazette|tribune|herald|guardian|observer|daily|weekly|magazine"
    r"|review|reuters|bbc|cnn|group|bureau|commission|organi[sz]ation|network|monitor|pravda)\b",
    re.IGNORECASE,
)

WORDLESS = declare(
    "furniture-wordless", Stage.INGEST,
    "Rules, stray bullets and other blocks without a word are page furniture.",
)  # fmt: skip
TITLE = declare(
    "title-headline", Stage.INGEST,
    "The first line of the head that is written as a headline is the title.",
)  # fmt: skip
PUBLISHER = declare(
    "publisher-line", Stage.INGEST,
    "A short line beside the title that names an organisation is the publisher.",
)  # fmt: skip
LINKS = declare(
    "furniture-links", Stage.INGEST,
    "A line that is mostly an address is a link and not a sentence of the report.",
)  # fmt: skip
ADDRESS = declare(
    "address-full-report", Stage.INGEST,
    "The address in a line such as “Read the full report” is the report's own.",
)  # fmt: skip
REPEATS = declare(
    "furniture-repeats", Stage.INGEST,
    "A block that says word for word what a block above it says is page furniture.",
)  # fmt: skip
TEASERS = declare(
    "furniture-teasers", Stage.INGEST,
    "Labels such as “Must read”, with the headlines and blurbs below, advertise other reports.",
)  # fmt: skip
SITE_PHRASES = declare(
    "furniture-site-phrases", Stage.INGEST,
    "Lines such as “Share this article” or “Follow us” are page furniture.",
)  # fmt: skip
UNRELATED_TAIL = declare(
    "furniture-unrelated-tail", Stage.INGEST,
    "What comes after a share line and has other names than the report is page furniture.",
)  # fmt: skip
HEADINGS = declare(
    "heading-short-lines", Stage.INGEST,
    "A short line that is no sentence announces what follows and is no text to answer from.",
)  # fmt: skip
FIGURES = declare(
    "heading-figures-tell", Stage.INGEST,
    "A short line with a number in it tells something and is no heading.",
)  # fmt: skip
LONG = declare(
    "heading-sentences-tell", Stage.INGEST,
    "What is set as a heading and is a sentence, or long, is a text to answer from, too.",
)  # fmt: skip
UNENDED = declare(
    "heading-unended-sentences", Stage.INGEST,
    "Words with a verb and few capitals are a sentence and no heading, though no stop ends them.",
)  # fmt: skip
ENDS = declare(
    "heading-ends-tell", Stage.INGEST,
    "What ends with ?, !, a comma or a dash, or takes more than a line, is text and no heading.",
)  # fmt: skip
WHOLE = declare(
    "heading-whole", Stage.INGEST,
    "What begins with a bracket, or ends in a word such as “and”, is no heading.",
)  # fmt: skip
LED = declare(
    "heading-lead-ins-tell", Stage.INGEST,
    "A sentence that ends in a colon leads to what is right below it, and heads no section.",
)  # fmt: skip
ROWS = declare(
    "heading-rows-are-lists", Stage.INGEST,
    "Several short lines in a row are a list that lost its bullets, and no headings.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A report's blocks with their roles, and what its head says."""

    blocks: tuple[Block, ...]
    title: str | None
    publisher: str | None
    url: str | None


def lay_out(
    text: str, blocks: Sequence[Block], metadata: Metadata, byline: int | None
) -> PageLayout:
    """Roles of the blocks of one page, told from the page alone. `byline` is its date block."""
    marked = list(blocks)
    if byline is not None:
        marked[byline] = replace(marked[byline], role=Role.BYLINE)
    _mark_wordless(text, marked)
    _mark_standing(text, marked)
    title = _find_title(text, marked)
    if title is not None:
        marked[title] = replace(marked[title], role=Role.TITLE)
    publisher = _find_publisher(text, marked, title)
    if publisher is not None:
        marked[publisher] = replace(marked[publisher], role=Role.PUBLISHER)
    _mark_links(text, marked)
    _mark_repeats(text, marked)
    _mark_teasers(text, marked)
    _mark_tail(text, marked)
    _mark_headings(text, marked)
    return PageLayout(
        tuple(marked),
        metadata.title or _text_at(text, marked, title),
        metadata.publisher or _text_at(text, marked, publisher),
        metadata.url or _full_report_address(text, marked),
    )


def _text_at(text: str, blocks: Sequence[Block], number: int | None) -> str | None:
    if number is None:
        return None
    return " ".join(aligned(text[blocks[number].start : blocks[number].end]).split())


def _is_headline(text: str, block: Block) -> bool:
    if block.end - block.start > 2 * _HEADLINE_AT_MOST:
        return False
    line = aligned(text[block.start : block.end]).rstrip()
    return (
        not block.is_list_item
        and len(line) <= _HEADLINE_AT_MOST
        and not _TERMINATED.search(line)
        and not line.endswith(":")
        and any(c.isalpha() for c in line)
    )


def _marked_title(text: str, blocks: Sequence[Block]) -> int | None:
    return next((i for i, block in enumerate(blocks) if block.role is Role.TITLE), None)


@TITLE.governs(without=_marked_title)
def _find_title(text: str, blocks: Sequence[Block]) -> int | None:
    marked = _marked_title(text, blocks)
    if marked is not None:
        return marked
    begin = menu_length(text, blocks)
    for i, block in enumerate(blocks[begin : begin + HEAD_BLOCKS], begin):
        line = text[block.start : block.end]
        if block.role is not Role.BODY or _is_before_teasers(line):
            continue
        return i if _is_headline(text, block) and not _ADDRESS.search(line) else None
    return None


def _unnamed(text: str, blocks: Sequence[Block], title: int | None) -> int | None:
    return None


@PUBLISHER.governs(without=_unnamed)
def _find_publisher(text: str, blocks: Sequence[Block], title: int | None) -> int | None:
    """A short line beside the title that names an organisation, or stands before its colon."""
    if title is None:
        return None
    headline = folded(text[blocks[title].start : blocks[title].end])
    for i in (title + 1, title - 1):
        if not 0 <= i < len(blocks) or blocks[i].role is not Role.BODY:
            continue
        line = text[blocks[i].start : blocks[i].end]
        if len(line) > _LINE_AT_MOST or not _is_headline(text, blocks[i]):
            continue
        if headline.startswith(folded(line) + ":") or _names_an_organisation(line):
            return i
    return None


def _names_an_organisation(line: str) -> bool:
    """True for a name such as "Institute for the Study of War", and no headline that has one."""
    words = [word for word in line.split() if len(word) > 3]
    return (
        bool(_ORGANISATION.search(line))
        and not _BY.match(line)
        and len(line.split()) <= _NAME_AT_MOST
        and all(word[0].isupper() for word in words)
    )


def _mark_wordless(text: str, blocks: list[Block]) -> None:
    """Rules, stray bullets and the like."""
    for i, block in enumerate(blocks):
        if WORDLESS.applies(not any(c.isalnum() for c in text[block.start : block.end])):
            blocks[i] = replace(block, role=Role.FURNITURE, reason="holds no words")


def _mark_standing(text: str, blocks: list[Block]) -> None:
    """The menu above the head, and lines such as copyright and cookie notices."""
    menu = menu_length(text, blocks)
    for i, block in enumerate(blocks):
        if block.role is not Role.BODY:
            continue
        if i < menu:
            blocks[i] = replace(block, role=Role.FURNITURE, reason="menu above the head")
        elif is_standing(text[block.start : block.end]):
            blocks[i] = replace(block, role=Role.FURNITURE, reason="standing line")


def _mark_links(text: str, blocks: list[Block]) -> None:
    """Lines that are mostly an address."""
    for i, block in enumerate(blocks):
        line = text[block.start : block.end]
        linked = sum(len(m.group()) for m in _ADDRESS.finditer(line))
        if LINKS.applies(block.role is Role.BODY and linked > 0.5 * len(line)):
            blocks[i] = replace(block, role=Role.LINK)


def _no_address(text: str, blocks: Sequence[Block]) -> str | None:
    return None


@ADDRESS.governs(without=_no_address)
def _full_report_address(text: str, blocks: Sequence[Block]) -> str | None:
    for block in blocks:
        line = text[block.start : block.end]
        match = _ADDRESS.search(line)
        if (
            block.role is Role.LINK
            and match
            and re.search(r"full|original|report|source", line, re.IGNORECASE)
        ):
            return match.group().rstrip(".,;)")
    return None


def _mark_repeats(text: str, blocks: list[Block]) -> None:
    """A block that repeats one above it, word for word.

    Lists may repeat their paragraphs, and a short sentence, or what has a figure, may be said
    twice, as of two years.
    """
    seen: set[str] = set()
    for i, block in enumerate(blocks):
        words = folded(text[block.start : block.end])
        told = _TERMINATED.search(words) or any(c.isdigit() for c in words)
        said_again = len(words) < _SAID_AGAIN_AT_MOST and told
        loose = block.role is Role.BODY and not block.is_list_item
        if REPEATS.applies(words in seen and loose and not said_again):
            blocks[i] = replace(block, role=Role.FURNITURE, reason="repeats a block above it")
        seen.add(words)


@TEASERS.governs(without=always(False))
def _is_before_teasers(line: str) -> bool:
    return _BEFORE_A_TEASER.fullmatch(line) is not None


def _mark_teasers(text: str, blocks: list[Block]) -> None:
    """A label such as "Must read", with the headlines and short blurbs that follow it."""
    lengths = [
        b.end - b.start for b in blocks
        if b.role is Role.BODY and not b.is_list_item and not _is_headline(text, b)
    ]  # fmt: skip
    usual = median(lengths) if lengths else 0
    for i, block in enumerate(blocks):
        line = text[block.start : block.end]
        if block.role is not Role.BODY or not _is_before_teasers(line):
            continue
        blocks[i] = replace(block, role=Role.FURNITURE, reason=f"teaser label “{line}”")
        headed = False
        for j in range(i + 1, len(blocks)):
            follower = blocks[j]
            headline = _is_headline(text, follower)
            blurb = headed and follower.end - follower.start < 0.4 * usual
            if follower.role is not Role.BODY or not (headline or blurb):
                break
            blocks[j] = replace(follower, role=Role.FURNITURE, reason=f"teaser under “{line}”")
            headed = headline


@SITE_PHRASES.governs(without=always(False))
def _is_of_the_site(line: str) -> bool:
    return _AFTER_THE_END.fullmatch(line) is not None


def _mark_tail(text: str, blocks: list[Block]) -> None:
    """A share or support line, and what comes after the last one if it speaks of other things."""
    ends = [
        i for i, block in enumerate(blocks)
        if block.role is Role.BODY and _is_of_the_site(text[block.start : block.end])
    ]  # fmt: skip
    for i in ends[:-_ENDS_AT_MOST]:
        line = text[blocks[i].start : blocks[i].end]
        blocks[i] = replace(blocks[i], role=Role.FURNITURE, reason=f"page control “{line}”")
    for i in ends[-_ENDS_AT_MOST:]:
        line = text[blocks[i].start : blocks[i].end]
        blocks[i] = replace(blocks[i], role=Role.FURNITURE, reason=f"page control “{line}”")
        if _is_unrelated_tail(text, blocks[:i], blocks[i + 1 :]):
            for j in range(i + 1, len(blocks)):
                if blocks[j].role in (Role.BODY, Role.HEADING, Role.LINK):
                    reason = f"unrelated text after “{line}”"
                    blocks[j] = replace(blocks[j], role=Role.FURNITURE, reason=reason)
            return


@UNRELATED_TAIL.governs(without=always(False))
def _is_unrelated_tail(text: str, before: Sequence[Block], after: Sequence[Block]) -> bool:
    """True for the smaller end of a page whose names are, for the most part, used nowhere above.

    Without some names there is nothing to tell by, and the text is kept.
    """
    known, later = _names(text, before), _names(text, after)
    if not known or later.total() < _FEW_NAMES or body_length(before) < body_length(after):
        return False
    shared = sum(count for name, count in later.items() if name in known)
    return shared < 0.25 * later.total()


def _names(text: str, blocks: Sequence[Block]) -> Counter[str]:
    """Capitalised words that do not begin a sentence."""
    names: Counter[str] = Counter()
    for block in blocks:
        line = text[block.start : block.end]
        for match in _NAME.finditer(line):
            before = line[max(0, match.start() - 8) : match.start()].rstrip()
            if match.start() > 0 and before[-1:] not in '.!?:"“”':
                names[folded(match.group())] += 1
    return names


def _mark_headings(text: str, blocks: list[Block]) -> None:
    """Short lines that announce what follows, and are no sentence themselves; what a format calls a
    heading and is a sentence, or longer than one, tells something."""
    for i, block in enumerate(blocks):
        set_as_one = block.role is Role.HEADING and block.kind is Kind.HEADING
        if LONG.applies(set_as_one and _is_text(text[block.start : block.end])):
            blocks[i] = replace(block, role=Role.BODY)
    headings = [_announces(text, block) for block in blocks]
    headings[-1:] = [headings[-1] and not _is_headline(text, blocks[-1])] if blocks else []
    run: list[int] = []
    for i, heading in enumerate([*headings, False]):
        if heading:
            run.append(i)
            continue
        if i < len(blocks) and run and _is_of_a_row(text, blocks[i]):
            run.append(i)
            continue
        if not ROWS.applies(len(run) >= _MANY_HEADINGS):
            for j in run:
                if headings[j]:
                    blocks[j] = replace(blocks[j], role=Role.HEADING)
        run = []


def _is_text(words: str) -> bool:
    """Whether what is set as a heading is a sentence of some length, or more."""
    sentence = _TERMINATED.search(words) and len(words.split()) >= _SENTENCE_WORDS
    return len(words) > _HEADING_AT_MOST or bool(sentence)


def _is_of_a_row(text: str, block: Block) -> bool:
    """Whether a block that announces nothing is a short line of a list all the same."""
    short = block.end - block.start <= _HEADING_AT_MOST and block.role is Role.BODY
    words = text[block.start : block.end]
    return short and words[-1] not in ".?!…" and (words[-1] in ",;-–—" or "\n" in words)


@HEADINGS.governs(without=always(False))
def _announces(text: str, block: Block) -> bool:
    if block.role is not Role.BODY or block.is_list_item or block.kind is Kind.TURN:
        return False
    line = collapsed(text[block.start : block.end])
    broken = block.kind is not Kind.HEADING and "\n" in text[block.start : block.end]
    if ENDS.applies(broken or line.rstrip(_CLOSING).endswith(_OF_TEXT)):
        return False
    short = len(line) <= _LINE_AT_MOST
    if WHOLE.applies(block.kind is not Kind.HEADING and not _is_whole(line)):
        return False
    if short and line.endswith(":"):
        return not LED.applies(_is_unended_sentence(line[:-1]))
    if _holds_a_figure(line):
        return False
    label = short and _LABEL.fullmatch(line) is not None
    headline = len(line) <= _HEADING_AT_MOST and _is_headline(text, block)
    return label or (headline and not _is_unended_sentence(line))


def _is_whole(line: str) -> bool:
    """Whether a line begins as words do, and ends in one that can end them."""
    begins = line.lstrip(_OPENING)[:1]
    return (begins.isalnum() or begins in _SIGNS) and line.rsplit(None, 1)[-1] not in FUNCTION_WORDS


@FIGURES.governs(without=always(False))
def _holds_a_figure(line: str) -> bool:
    """True for a line with a number that is no date, year, numbering or name: what it tells."""
    if len(line) > _HEADING_AT_MOST:
        return False
    for mention in reversed(day_mentions(line, _SOME_DAY)):
        line = line[: mention.start] + line[mention.end :]
    return any(c.isdigit() for c in _YEAR_OR_NUMBERING.sub(" ", line))


@UNENDED.governs(without=always(False))
def _is_unended_sentence(line: str) -> bool:
    """True for words written as a sentence, with few capitals, but for its full stop: many of them,
    or some with a verb."""
    words = line.split()
    small = sum(word[0].islower() for word in words)
    written = len(words) >= _SENTENCE_WORDS and 2 * small > len(words)
    return written and (len(line) > _LINE_AT_MOST or bool(_VERB.search(line)))
