"""To whom a sentence gives its words: "Bloomberg reported", "according to the mayor"."""

import re

from index import language
from index.text.normalize import aligned

_NAME = (
    r"[A-Z][\w’'-]{0,60}+\.?(?:\s(?:(?:of|for|the|on|al|de|van|von)\s)?[A-Z][\w’'-]{0,60}+){0,20}+"
)
"""Taken whole, of words and letters up to a bound: a text in capitals is one long name, and would
be tried in all ways that it can be parted in."""
_VERBS = f"(?:{language.patterns('attribution', 'verbs')['of_telling']})"
_SAID = re.compile(
    rf"(?P<name>{_NAME}(?:\s(?:[a-z]+\s)?(?:media|sources?|officials?|newspapers?|outlets?|milbloggers?))?)"
    rf"(?:\s\([^()]{{2,20}}\))?(?:,[^,.;]{{3,60}},|\s[–—-][^–—]{{3,120}}[–—-])?"
    rf"\s(?:(?:has|have|had|also|later|reportedly|previously|publicly|explicitly|recently)\s){{0,2}}{_VERBS}\b"
)
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?:the\s)?(?:[a-z]+\s){{0,3}}(?P<name>{_NAME})")
_NO_NAMES = language.words("attribution", "no_names")


def said_by(text: str) -> tuple[str, ...]:
    """Names that a text gives its words to, in order, each once.

    A title before a name goes with it ("Foreign Minister Sergei Lavrov"). What a sentence begins
    with counts only where it is no pronoun or article.
    """
    plain = aligned(text)
    found = sorted(
        (match for pattern in (_SAID, _ACCORDING) for match in pattern.finditer(plain)),
        key=lambda match: match.start("name"),
    )
    names = (_without_article(match["name"]) for match in found)
    return tuple(dict.fromkeys(name for name in names if name))


def _without_article(name: str) -> str:
    words = name.split()
    while words and words[0] in _NO_NAMES:
        words = words[1:]
    name = " ".join(words)
    return "" if name.endswith(("'s", "s'")) else name
