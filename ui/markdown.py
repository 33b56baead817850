"""Answers for programs that read Markdown. Nothing that a report says becomes markup, a link or a
mention in them."""

import re

from rag.types import Answer, Refusal
from ui.rendering import outcome_lines

_TOKEN = re.compile(r"[^\s“”\"]+")
_LINK = re.compile(r"@|://|^(?:www\.|mailto:|xmpp:)|[^\W_]\.[A-Za-z]{2,}", re.IGNORECASE)
"""What readers of Markdown make links of by themselves: addresses, domains, mentions."""
_MARKUP = re.compile(r"(?P<marker>\[\d+\](?![(:]))|[\\`*_<>~#^$\[\]]|&(?=#?\w+;)")
_BEGINS = re.compile(r"^(?:[-+=]|\d+(?=[.)]))")
_RUN = re.compile("`+")


def outcome_markdown(outcome: Answer | Refusal) -> str:
    """An answer with its citations, or a refusal with what is nearest, a paragraph a line."""
    lines = (line.plain.strip() for line in outcome_lines(outcome))
    return "\n\n".join(plain(line) for line in lines if line)


def plain(line: str) -> str:
    """A line that reads, as Markdown, as what it is. Markers such as [1] stay as they are.

    What would be made a link is put in a code span, which no reader makes a link of; escaping it
    would not do, since some look for addresses after they have resolved escapes.
    """
    escaped = _TOKEN.sub(lambda token: _escaped(token.group()), line)
    return _BEGINS.sub(lambda begins: _begun(begins.group()), escaped)


def _escaped(token: str) -> str:
    if not _LINK.search(token):
        return _MARKUP.sub(lambda found: found["marker"] or f"\\{found.group()}", token)
    link = token.rstrip(".,;:")
    fence = "`" * (1 + max((len(run) for run in _RUN.findall(link)), default=0))
    pad = " " if link.startswith("`") or link.endswith("`") else ""
    return f"{fence}{pad}{link}{pad}{fence}{token[len(link) :]}"


def _begun(begins: str) -> str:
    """A line's begin that would make it an item of a list, a rule or a heading."""
    return f"{begins}\\" if begins[0].isdigit() else f"\\{begins}"
