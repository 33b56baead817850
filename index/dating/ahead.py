"""Whether the words around a day put it ahead of their telling: "payable on 28 January".

A bag of those words, with what tells their tense, and fitted weights. A report may announce days
to come, which makes its own date no more doubtful; what it tells as past does.
"""

import re
from collections.abc import Iterator, Sequence
from math import exp

from index import language
from index.dating.fitted import fitted
from index.times.dates import is_to_come

AHEAD_AT_LEAST = 0.2
"""From this probability on a day may well be one to come, if it is not far off."""
EVEN = 0.5
_BEFORE, _AFTER = 300, 200
_TOKEN = re.compile(r"[a-z]+|[.;:(),\[\]/#]")
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"”’)]?\s+(?=[A-Z“\"(])|\n")
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_PAST_ENDING = re.compile(r"[a-z]{2,}ed")
_ENDINGS = ("ed", "ing", "ble", "es", "s", "ion", "er")
_LEADS_IN = language.words("dating", "leads_in")
_PAST = language.words("dating", "past")
_NOT_PAST = language.words("dating", "not_past")
_WORDS_BEFORE, _WORDS_AFTER = 12, 8


def is_ahead(text: str, start: int, end: int, at_least: float = EVEN) -> bool:
    """True where the day at `text[start:end]` is one to come, as seen from its telling, or is that
    with so great a probability."""
    begin = max(0, start - _BEFORE)
    near = text[begin : end + _AFTER]
    if is_to_come(near, start - begin, end - begin):
        return True
    weights = fitted().ahead
    logit = weights.get("", 0.0) + sum(
        weights.get(sign, 0.0) for sign in ahead_signs(*around(text, start, end))
    )
    return 1 / (1 + exp(-logit)) >= at_least


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What of the sentence stands before and after `text[start:end]`."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    cuts = [match.end() for match in _SENTENCE_END.finditer(before)]
    stop = _SENTENCE_END.search(after)
    return before[cuts[-1] :] if cuts else before, after[: stop.start()] if stop else after


def ahead_signs(before: str, after: str) -> frozenset[str]:
    """What is seen of a day by the words of its sentence."""
    tokens = [word for word in _TOKEN.findall(before.lower()) if not _WEEKDAY.fullmatch(word)]
    behind = _TOKEN.findall(after.lower())
    leading, following = _words(tokens)[-_WORDS_BEFORE:], _words(behind)[:_WORDS_AFTER]
    clause = _words(_clause(tokens))
    signs = {
        *(f"b:{word}" for word in leading),
        *(f"c:{word}" for word in clause),
        *(f"a:{word}" for word in following),
        f"clause {_tense(clause)}", f"before {_tense(leading)}", f"after {_tense(following)}",
        *_led_by(_words(tokens)),
    }  # fmt: skip
    signs |= {"^"} if not tokens else set()
    signs |= {f"sign:{tokens[-1]}"} if tokens and not tokens[-1].isalpha() else set()
    signs |= {f"f:{behind[0]}"} if behind and not behind[0].isalpha() else set()
    return frozenset(signs)


def _words(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token.isalpha()]


def _clause(tokens: Sequence[str]) -> list[str]:
    """What stands between the last sign and the day; before that sign, if it is right before."""
    clause: list[str] = []
    for token in reversed(tokens):
        if clause and not token.isalpha():
            break
        clause.append(token)
    return clause


def _led_by(before: Sequence[str]) -> Iterator[str]:
    """The prepositions that lead to the day, and the word before them."""
    at = len(before)
    while at and before[at - 1] in _LEADS_IN:
        at -= 1
    yield "prep:" + "_".join(before[at:][-2:])
    if not at:
        return
    word = before[at - 1]
    yield f"v:{word}"
    ending = next((ending for ending in _ENDINGS if word.endswith(ending)), None)
    if ending is not None:
        yield f"v-{ending}"
    if ending == "ed":
        above = before[at - 2] if at > 1 else ""
        was = above in ("was", "were", "had")
        yield f"v-ed after {'was' if was else 'be' if above in _NOT_PAST else 'x'}"


def _tense(clause: Sequence[str]) -> str:
    if any(word in _PAST or _PAST_ENDING.fullmatch(word) for word in clause):
        return "past"
    return "will" if any(word in _NOT_PAST for word in clause) else "none"
