"""True sentences of the campaign reports made false by one change."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from bench.grounding_true import Told, true_sentences
from bench.judge import swaps
from index.text.terms import stem, words
from index.times.periods import periods
from rag.language.names import also_called
from rag.language.quantities import quantities
from rag.verification.types import Grounds

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)}) (?P<day>\d{{1,2}})\b(?!,? \d{{4}}|[-–])")
_SAYING = re.compile(r"claim|stat|report|show|indicat|announc|not")
_READ_FOR_ACTS = 900
_HEDGE = re.compile(
    r"\b(?:likely|reportedly|allegedly|purportedly|possibly|probably|potentially) ", re.IGNORECASE
)
_MAY = re.compile(r"\b(?:may|might|could) (?P<rest>have \w+|be )")
_SPOKEN = re.compile(
    r"^(?:[A-Z][^,.;:“\"]{3,90}?) (?:claimed|stated|reported|said|announced|alleged)"
    r"(?: on \w+ \d+)? that (?P<rest>[A-Z].+)$",
    re.DOTALL,
)
_CONDITION = re.compile(r"^(?:If|Unless) [^,“”\"]{10,}, (?P<rest>[^“”\"]{30,})$", re.DOTALL)
_CAUSE = re.compile(
    r"^(?P<effect>[A-Z][^,;“”\"]{25,}) (?P<word>because) (?P<cause>(?!of)[^,;“”\"]{25,})\.$"
)
_CLAIMED = re.compile(r"\b(?:claimed|stated|said|reported)(?= that\b)")
_ADDED = re.compile(r"\b(?P<be>has|have|had|was|were|is|are) (?=\w+(?:ed|ing)\b)")
_TIME = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b|\w+day\b|’s?$")
_QUOTED = re.compile(r"[“\"]([^”\"]{8,})[”\"]")
_UNITS = {
    "kilometers": "miles", "kilometer": "mile", "percent": "people", "soldiers": "tanks",
    "tanks": "soldiers", "people": "soldiers", "personnel": "vehicles", "missiles": "shells",
    "drones": "missiles", "vehicles": "troops", "troops": "aircraft", "meters": "kilometers",
    "billion": "million", "million": "billion", "years": "months", "months": "years",
    "days": "weeks", "weeks": "days", "men": "tanks", "servicemen": "vehicles",
    "hours": "days", "battalions": "brigades", "units": "ships", "settlements": "oblasts",
}  # fmt: skip
_COUNTED = re.compile(rf"(?<=\d )(?:\w+ )?(?P<unit>{'|'.join(_UNITS)})\b")


Change = Callable[[Told, random.Random, Sequence[Told]], str | None]


def faults(kind: str, seed: int, most: int) -> Iterator[tuple[str, Grounds]]:
    """Sentences made false in one way, at most so many, with their grounds."""
    rng = random.Random(seed)
    pool = true_sentences(seed, 20_000)
    made = 0
    for true in pool:
        changed = CHANGES[kind](true, rng, pool)
        if changed is None or changed == true.sentence:
            continue
        yield changed, true.grounds
        made += 1
        if made == most:
            return


def _number(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    text = true.sentence
    dated = [(p.start, p.end) for p in periods(text, true.grounds.published_on)]
    have = {q.value for q in quantities(true.grounds.text)}
    found = [
        m for m in re.finditer(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])", text)
        if not any(a <= m.start() < b for a, b in dated)
    ]  # fmt: skip
    if not found:
        return None
    chosen = rng.choice(found)
    value = float(chosen[0].rstrip(",").replace(",", ""))
    other = value
    while other in have or other == value:
        other = max(
            2.0, round(value * rng.choice((0.1, 0.5, 0.9, 1.1, 2, 3, 10))) + rng.randint(0, 3)
        )
    return f"{text[: chosen.start()]}{other:,.0f}{text[chosen.end() :]}"


def _date(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    text = true.sentence
    found = list(_DAY.finditer(text))
    if not found:
        return None
    chosen = rng.choice(found)
    month, day = chosen["month"], int(chosen["day"])
    match rng.randrange(3):
        case 0:
            other = f"{month} {(day + rng.randint(1, 20) - 1) % 28 + 1}"
        case 1:
            other = f"{rng.choice([m for m in _MONTHS if m != month])} {day}"
        case _:
            other = f"{chosen[0]}, {rng.choice((2019, 2020, 2021, 2024, 2025))}"
    if other in true.grounds.text:
        return None
    return text[: chosen.start()] + other + text[chosen.end() :]


def _name(true: Told, rng: random.Random, pool: Sequence[Told]) -> str | None:
    others = swaps.names(rng.choice(pool).sentence)
    others = [n for n in others if n not in true.grounds.text and not _TIME.search(n)]
    return _unless_same(true.sentence, swaps.swap_name(true.sentence, others, rng))


def _near_name(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    """Another name of the same two sentences in a name's place."""
    others = [
        n for n in swaps.names(true.grounds.text) if n not in true.sentence and not _TIME.search(n)
    ]
    changed = swaps.swap_name(true.sentence, others, rng)
    changed = _unless_same(true.sentence, changed)
    return None if changed is None or changed in true.grounds.text else changed


def _unless_same(sentence: str, changed: str | None) -> str | None:
    """A changed sentence, unless only a name of one state was put for another: Moscow, Russians."""
    before, after = set(words(sentence)), set(words(changed or ""))
    put_in = after - before
    taken = {other for word in before - after for other in (*also_called(word), word)}
    return None if put_in and all(stem(w) in set(map(stem, taken)) for w in put_in) else changed


def _negation(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    return swaps.negate(true.sentence, rng)


def _opposite(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    return swaps.swap_verb(true.sentence, rng)


def _roles(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    text = true.sentence
    have = [name for name in swaps.names(text) if text.count(name) == 1]
    for _try in range(6):
        if len(have) < 2:
            return None
        one, two = sorted(rng.sample(have, 2), key=text.index)
        between = text[text.index(one) + len(one) : text.index(two)]
        if one in two or two in one or not re.search(r"\b[a-z]{4,}", between):
            continue
        return text.replace(one, "\0").replace(two, one).replace("\0", two)
    return None


def _hedge_lost(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    text = true.sentence
    found = list(_HEDGE.finditer(text))
    if found:
        chosen = rng.choice(found)
        left = text[: chosen.start()] + text[chosen.end() :]
        return left[0].upper() + left[1:]
    may = _MAY.search(text)
    if may:
        plain = {"be ": "is "}.get(may["rest"], may["rest"].removeprefix("have "))
        return text[: may.start()] + plain + text[may.end() :]
    return None


def _hedge_added(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    found = list(_ADDED.finditer(true.sentence))
    if not found or _HEDGE.search(true.grounds.text):
        return None
    at = rng.choice(found).end()
    return f"{true.sentence[:at]}{rng.choice(('likely', 'reportedly'))} {true.sentence[at:]}"


def _speaker_lost(true: Told, _: random.Random, __: Sequence[Told]) -> str | None:
    spoken = _SPOKEN.match(true.sentence)
    if spoken is None or true.sentence.startswith(("ISW", "The Institute", "Geolocated")):
        return None
    return spoken["rest"]


def _condition_lost(true: Told, _: random.Random, __: Sequence[Told]) -> str | None:
    """What is told on a condition told as so."""
    held = _CONDITION.match(true.sentence)
    return f"{held['rest'][0].upper()}{held['rest'][1:]}" if held is not None else None


def _cause_turned(true: Told, _: random.Random, __: Sequence[Told]) -> str | None:
    """What is told as a cause told as what comes of it."""
    told = _CAUSE.match(true.sentence)
    if told is None:
        return None
    effect = told["effect"][0].lower() + told["effect"][1:]
    return f"{told['cause'][0].upper()}{told['cause'][1:]} {told['word']} {effect}."


def _telling(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    """What was claimed told as denied or as confirmed."""
    other = rng.choice(("denied", "confirmed"))
    return _CLAIMED.sub(other, true.sentence, count=1)


def _unit(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    found = list(_COUNTED.finditer(true.sentence))
    if not found:
        return None
    chosen = rng.choice(found)
    return (
        true.sentence[: chosen.start("unit")]
        + _UNITS[chosen["unit"]]
        + true.sentence[chosen.end("unit") :]
    )


def _act(true: Told, rng: random.Random, pool: Sequence[Told]) -> str | None:
    acts = _acts(tuple(t.sentence for t in pool[:_READ_FOR_ACTS]))
    return swaps.swap_action(true.sentence, acts, acts, rng)


@cache
def _acts(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Verbs of some sentences but for those of saying, which may stand for one another."""
    return tuple(sorted(a for a in swaps.actions(sentences) if not _SAYING.match(a)))


def _quote(true: Told, rng: random.Random, _: Sequence[Told]) -> str | None:
    found = list(_QUOTED.finditer(true.sentence))
    if not found:
        return None
    chosen = rng.choice(found)
    words = chosen[1].split()
    place = rng.randrange(len(words))
    words[place] = rng.choice(
        [w for w in ("special", "peace", "victory", "never") if w not in words]
    )
    return f"{true.sentence[: chosen.start(1)]}{' '.join(words)}{true.sentence[chosen.end(1) :]}"


def _merged(true: Told, rng: random.Random, pool: Sequence[Told]) -> str | None:
    """A clause of another report put behind."""
    other = rng.choice(pool).sentence.rstrip('.”"')
    return f"{true.sentence.rstrip('.')}, and {other}."


def _elsewhere(true: Told, rng: random.Random, pool: Sequence[Told]) -> str | None:
    """A sentence of another report."""
    return rng.choice(pool).sentence


CHANGES: dict[str, Change] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "name of the same passage": _near_name,
    "negation": _negation,
    "opposite": _opposite,
    "roles": _roles,
    "hedge lost": _hedge_lost,
    "hedge added": _hedge_added,
    "speaker lost": _speaker_lost,
    "telling": _telling,
    "condition lost": _condition_lost,
    "cause turned": _cause_turned,
    "act": _act,
    "unit": _unit,
    "quote": _quote,
    "merged": _merged,
    "another report": _elsewhere,
}
