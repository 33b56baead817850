"""What a plain text has of markup within its lines: HTML's marks of raised words and the like,
entities, and the signs that transcribers of books put around words in italics or bold."""

import re
from html import unescape

from index.rules import Stage, declare
from index.types import Run, SourceMap

_MARKUP = re.compile(
    r"<(?P<name>sub|sup|i|b|em|strong|u|small)>(?P<words>[^<>\n]{1,300})</(?P=name)>"
    r"|(?m:^)(?P<mailbox>>)(?=From )"
    r"|&(?:amp|lt|gt|quot|apos|nbsp|[mn]dash|hellip|[lr][ds]quo|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
)

_LEANING = re.compile(
    r"(?<![\w_/.])_(?P<words>(?![\s_])(?:[^_\n]|\n(?!\s*\n)){1,300}(?<![\s_]))_(?![\w_])"
)
_HEAVY = re.compile(
    r"(?<![\w=/?&])(?<!\b\w\s)=(?P<words>(?=[^\W\d_]|[\"'“‘(\[])(?:[^=\n]|\n(?!\s*\n)){1,160}"
    r"(?<=[^\W\d_]|[.,;:!?\"'”’)\]]))=(?![\w=])(?!\s*\d)"
)
"""Words, and nothing that may be a side of an equation: n = 12."""

PLAIN_TAGS = declare(
    "block-tags-in-text", Stage.INGEST,
    "Of a plain text with HTML's marks, or _signs_ around words, only what they mark is shown.",
)  # fmt: skip


def _as_it_is(text: str) -> tuple[str, SourceMap | None]:
    return text, None


@PLAIN_TAGS.governs(without=_as_it_is)
def without_tags(text: str) -> tuple[str, SourceMap | None]:
    """The text as it is shown, and where that stands in the file; no map where it is the same."""
    parts: list[str] = []
    runs: list[Run] = []
    at = shown = 0
    for found in [*_MARKUP.finditer(text), None]:
        begin = found.start() if found else len(text)
        pieces = [(text[at:begin], at, begin - at)]
        if found and found["words"]:
            pieces.append((found["words"], found.start("words"), len(found["words"])))
        elif found and not found["mailbox"]:
            pieces.append((unescape(found.group()), begin, found.end() - begin))
        for words, source, length in pieces:
            if words:
                runs.append(Run(shown, source, len(words), length))
                parts.append(words)
                shown += len(words)
        at = found.end() if found else begin
    return ("".join(parts), SourceMap(tuple(runs))) if len(runs) > 1 else (text, None)


def _unsigned(text: str) -> list[int]:
    return []


@PLAIN_TAGS.governs(without=_unsigned)
def signs_of_books(text: str) -> list[int]:
    """Where the signs stand around words in italics, in order, and in bold, of which one by itself
    may be a formula.

    They are told apart from the text only when its lines were joined: these were broken with them.
    """
    found = list(_LEANING.finditer(text))
    heavy = list(_HEAVY.finditer(text))
    found += heavy if found or len(heavy) > 1 else []
    return sorted({at for mark in found for at in (mark.start(), mark.end() - 1)})
