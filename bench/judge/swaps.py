"""Questions and sentences made false by one change: a name, a number, a verb or a negation."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from index import language

_NAME = re.compile(
    r"(?<![.!?:;\"'“(] )(?<!^)\b[A-Z][\w'’-]*[a-z][\w'’-]*(?: (?:of |the |de )?[A-Z][\w'’-]+)*"
)
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MONTHS = (
    "January", "February", "March", "April", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WRITTEN = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_WORD = re.compile(r"\b[a-z]+\b")
_BEFORE = re.compile(r",? (?:in|on|at|by|for|from|with|to|of|during|after|before|since|until|near)"
                     r"(?: the| a| an)? $")  # fmt: skip
_OFTEN = 3
"""So often a form is seen before its word counts as a verb."""


@cache
def _opposites() -> dict[str, list[str]]:
    """The opposites of words, in the same form."""
    table: dict[str, list[str]] = {}
    for pair in language.in_order("opposites", "pairs"):
        one, other = pair.split("/")
        table.setdefault(one, []).append(other)
        table.setdefault(other, []).append(one)
    return table


def names(text: str) -> list[str]:
    """Capitalised names inside sentences, in order, each once."""
    return list(dict.fromkeys(_NAME.findall(text)))


def swap_name(text: str, others: Sequence[str], rng: random.Random) -> str | None:
    """`text` with one of its names replaced by another one that it does not have."""
    have = names(text)
    given = [other for other in others if not _shares_a_word(other, text)]
    if not have or not given:
        return None
    old, new = rng.choice(have), rng.choice(given)
    return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, text)


def swap_number(text: str, rng: random.Random) -> str | None:
    """`text` with one of its years, numbers or months replaced by another."""
    found = list(_NUMBER.finditer(text))
    found += list(re.finditer(rf"\b(?:{'|'.join((*_MONTHS, *_WRITTEN))})\b", text))
    if not found:
        return None
    chosen = rng.choice(found)
    return text[: chosen.start()] + _other(chosen[0], rng) + text[chosen.end() :]


def swap_verb(text: str, rng: random.Random) -> str | None:
    """`text` with one word replaced by its opposite."""
    found = [m for m in re.finditer(r"\b[a-z]+\b", text) if _opposites().get(m[0])]
    if not found:
        return None
    chosen = rng.choice(found)
    return text[: chosen.start()] + rng.choice(_opposites()[chosen[0]]) + text[chosen.end() :]


def negate(text: str, rng: random.Random) -> str | None:
    """`text` with a negation put in after an auxiliary, or one taken out."""
    taken = re.search(r"\b(?:not|never) |n[’']t\b", text)
    if taken:
        return text[: taken.start()] + text[taken.end() :]
    found = list(re.finditer(
        r"\b(?:is|are|was|were|has|have|had|will|would|could|can|should|must|may|might)\b(?! not)",
        text,
    ))  # fmt: skip
    if not found:
        return None
    at = rng.choice(found).end()
    return f"{text[:at]} not{text[at:]}"


def swap_roles(text: str, rng: random.Random) -> str | None:
    """`text` with two of its names in each other's place."""
    have = [name for name in names(text) if text.count(name) == 1]
    if len(have) < 2:
        return None
    one, two = rng.sample(have, 2)
    if one in two or two in one:
        return None
    held = text.replace(one, "\0").replace(two, one)
    return held.replace("\0", two)


def words(text: str) -> list[str]:
    """The words in small letters, as they stand."""
    return _WORD.findall(text)


def actions(texts: Iterable[str]) -> frozenset[str]:
    """Words in small letters that the texts use as verbs do: as such, with -ed and with -ing."""
    counts = Counter(word for text in texts for word in words(text))
    return frozenset(
        form
        for word, count in counts.items()
        if count >= _OFTEN and len(word) > 2
        for stem in (word.removesuffix("e"),)
        if counts[f"{stem}ed"] >= _OFTEN and counts[f"{stem}ing"] >= _OFTEN
        for form in (word, f"{stem}ed")
    )


def swap_action(
    text: str, known: Sequence[str], others: Sequence[str], rng: random.Random
) -> str | None:
    """`text` with one verb of `known` replaced by one of `others` in the same form."""
    found = [m for m in _WORD.finditer(text) if m[0] in known]
    if not found:
        return None
    chosen = rng.choice(found)
    past = chosen[0].endswith("ed")
    fitting = [w for w in others if w.endswith("ed") == past and w[:4] != chosen[0][:4]]
    if not fitting:
        return None
    return text[: chosen.start()] + rng.choice(fitting) + text[chosen.end() :]


def make_vague(question: str, passage: str, start: int, end: int, rng: random.Random) -> str | None:
    """`passage` telling of the matter without the fact asked for, or None where it is unclear how.

    What stands at `start` to `end` is cut with its preposition where a clause ends behind it, or
    replaced by words that say less, wherever it stands.
    """
    answer = passage[start:end]
    if len(answer) > 60:
        return None
    asked = question.lower()
    cut = _BEFORE.search(passage[:start])
    if cut and re.match(r"\s*(?:[.,;]|$)", passage[end:]) and rng.random() < 0.6:
        left = passage[: cut.start()] + passage[end:]
        return left if answer.lower() not in left.lower() else None
    if re.search(r"\bhow (?:many|much|long|far|old|large|big)\b", asked):
        number = re.match(r"[\d,.]+(?: (?:million|billion|thousand|hundred|percent))?|\w+", answer)
        vague = rng.choice(["several", "many", "some", "a number of"])
        new = vague + (answer[number.end() :] if number else "")
    elif re.search(r"\bwho(?:m|se)?\b", asked):
        new = rng.choice(["someone", "officials", "a group", "others", "a man", "they", "some"])
    elif re.search(r"\bwhere\b|\bwhat (?:city|country|place|state|town|region|area)\b", asked):
        new = rng.choice(["there", "elsewhere", "the area", "another place", "the region"])
    elif re.search(r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|time)\b", asked):
        new = rng.choice(["that time", "the period", "the past", "due course"])
    elif re.search(r"\bwh(?:at|ich)\b", asked) and len(answer.split()) <= 4:
        new = rng.choice(["something", "this", "one of them", "others", "certain things"])
    else:
        return None
    return re.sub(rf"(?<!\w){re.escape(answer)}(?!\w)", lambda _: new, passage)


def swap_in_both(
    question: str, passage: str, span: tuple[int, int], others: Sequence[str], rng: random.Random
) -> tuple[str, str, tuple[int, int]] | None:
    """Question and passage with one shared name (not in the answer) replaced in both."""
    answer = passage[span[0] : span[1]]
    shared = [n for n in names(question) if n in passage and n not in answer]
    given = [n for n in others if not _shares_a_word(n, question + " " + passage)]
    if not shared or not given:
        return None
    old, new = rng.choice(shared), rng.choice(given)
    pattern = rf"\b{re.escape(old)}\b"
    before = re.sub(pattern, lambda _: new, passage[: span[0]])
    after = re.sub(pattern, lambda _: new, passage[span[1] :])
    start = len(before)
    changed = re.sub(pattern, lambda _: new, question)
    return changed, before + answer + after, (start, start + len(answer))


def _other(value: str, rng: random.Random) -> str:
    if value in _MONTHS:
        return rng.choice([month for month in _MONTHS if month != value])
    if value in _WRITTEN:
        return rng.choice([word for word in _WRITTEN if word != value])
    if _YEAR.fullmatch(value):
        return str(int(value) + rng.choice([-30, -12, -7, -5, -3, -2, -1, 1, 2, 3, 5, 8, 11, 25]))
    digits = re.sub(r"\D", "", value.split(".", maxsplit=1)[0])[:9] or "0"
    number = int(digits)
    other = number
    while other == number:
        other = max(0, round(number * rng.choice([0.1, 0.4, 0.7, 1.3, 2, 3, 10]))) + rng.randint(
            0, 3
        )
    return f"{other:,}" if "," in value else str(other)


def _shares_a_word(name: str, text: str) -> bool:
    have = set(re.findall(r"\w+", text.lower()))
    return any(word in have for word in re.findall(r"\w{3,}", name.lower()))
