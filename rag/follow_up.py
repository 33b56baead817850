"""Questions that lean on the one before them, made whole: "and in October?", "what about Olm?".

It is done by rules on the words of both questions. What is not clearly a follow-up stays as asked.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.normalize import aligned, collapsed
from index.terms import FUNCTION_WORDS
from rag.question import Query
from rag.timewindow import TimeWindow, read_window
from rag.types import Answer, Refusal
from rag.wording import day_in_words

Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near in meaning each of some phrases is to the first; higher is nearer."""
Read = Callable[[str], TimeWindow]
"""Reads the time window of a question."""

_LEAD = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|but|so|then|now|also|or|thanks|yes|no)\b[,\s]*)*"
    r"(?:(?:what|how) about\b|same (?:question )?for\b)?[,\s]*",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?:why|how come|for what reason)(?:\s(?:is|was|did)\s(?:that|this|it|so)(?:\s\w+)?)?",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"(?:who|which \w+|says? who)(?:\s(?:said|says|say|reported|reports|claimed|claims|stated|wrote"
    r"|told (?:you|us|them)))?(?:\s(?:that|this|so|it))?|according to (?:whom|what)"
    r"|(?:what(?:'s| is) (?:the|your) )?source",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?P<word>when|where|how many|how much|how long|how far|who|by whom|how|what for)"
    r"(?:\s(?:was|is|did|does|were|has)\s(?:that|this|it|they|there)"
    r"(?:\s(?:happen|occur|begin|start|end|over|so))?)?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:what (?:happened|was reported)\s)?(?P<way>before|after|since)\s(?:that|then|this)"
    r"|(?P<later>afterwards|later|earlier|since)",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)"
)
_ASKED = re.compile(
    rf"^\W*(?:(?:by|to|from|with|for|in|on|at|of)\s)?"
    rf"(?:who|whom|whose|what|which|when|where|why|how(?:\s(?:many|much|long|far|often|large))?)"
    rf"\b\s*(?P<rest>(?P<thing>(?!{_AUXILIARY}\b)[a-z]+\s)?{_AUXILIARY}\b.*|.*)$",
    re.IGNORECASE | re.DOTALL,
)
_YES_OR_NO = re.compile(rf"^\W*{_AUXILIARY}\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?P<owns>his|their|its)\b(?=\s\w)|\b(?P<is>he|she|him|they|them|it|there|her)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(rf"(?:^|\b{_AUXILIARY}\s)$", re.IGNORECASE)
_IMPERSONAL = re.compile(
    r"\bit (?:take|takes|took|is|was|that|be|been)\b|\b(?:is|was|are|were|will) (?:it|there)\b"
    r"|\bthere (?:is|are|was|were|be|been)\b|\b(?:did|does|will|has) it (?:take|mean)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]*(?:\s(?:(?:of|the|for|and)\s){0,2}[A-Z][\w’'-]*)*")
_NO_NAME = frozenset(
    """
    what who whom whose which when where why how did does do is are was were has have had will would
    can could should may might must the a an in on at of by for from to with since until before
    after between during as and but if list trace compare tell describe walk give name i mr mrs ms
    """.split()  # noqa: SIM905 - a list of words is read as one
)
_PREPOSITION = re.compile(
    r"^(?:in|on|at|near|around|for|to|from|with|by|of|against|about|over|under)\s", re.IGNORECASE
)
_SHORT = 6
"""Words; a longer remainder is a question of its own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood, and what was said to it.

    `said` are the sentences of the answer, none for a refusal; `day` is the published date of the
    first citation.
    """

    query: Query
    said: tuple[str, ...] = ()
    day: date | None = None

    @classmethod
    def of(cls, query: Query, outcome: Answer | Refusal) -> "Turn":
        """The turn that ends with an outcome."""
        if isinstance(outcome, Refusal):
            return cls(query)
        said = tuple(sentence.text for sentence in outcome.sentences)
        return cls(query, said, outcome.citations[0].published_on)


def resolve(query: Query, last: Turn, read: Read, nearness: Nearness) -> Query:
    """A question that follows up on the last turn, made whole; as it is, where it does not."""
    asked = collapsed(query.question)
    lead = _LEAD.match(asked)
    rest = (asked[lead.end() :] if lead else asked).strip(" ?!.,")
    led = lead is not None and lead.end() > 0
    whole = _whole(rest, last, read, nearness, led=led) if rest else None
    return replace(query, question=whole) if whole else query


def _whole(rest: str, last: Turn, read: Read, nearness: Nearness, *, led: bool) -> str | None:
    """What is asked, in a sentence that stands by itself; None where it already does."""
    before = last.query.question
    if _WHY.fullmatch(rest):
        return _with_question_word("Why", last)
    if _WHO_SAID.fullmatch(rest) and last.said:
        return f"Who said this: {last.said[0]}"
    if (bare := _BARE.fullmatch(rest)) is not None:
        return _with_question_word(bare["word"].capitalize(), last)
    if (way := _RELATIVE.fullmatch(rest)) is not None:
        return _moved(way, last, read)
    window = read(rest)
    if window.reading and not _beside(rest, window):
        return _at_another_time(before, rest, read)
    short = len(rest.split()) <= _SHORT
    if short and not _is_a_question(rest):
        return _of_another(before, rest, read, nearness)
    named = _named(rest, last, read)
    if named is None and led and _is_a_question(rest) and not window.reading:
        times = read(before).reading
        return f"{rest} {' '.join(times)}?" if times else None
    return named


def _is_a_question(text: str) -> bool:
    return re.match(
        rf"(?:who|whom|whose|what|which|when|where|why|how|{_AUXILIARY}|list|trace|compare|tell"
        r"|describe|give|walk|name|show|summari[sz]e)\b",
        text,
        re.IGNORECASE,
    ) is not None  # fmt: skip


def _with_question_word(word: str, last: Turn) -> str:
    """The last question asked anew: "Why" of "Did he leave?" is "Why did he leave?"."""
    before = _unmarked(last.query.question)
    if _YES_OR_NO.match(before):
        return f"{word} {before[0].lower()}{before[1:]}?"
    asked = _ASKED.match(before)
    matter = asked["rest"] if asked else before
    return f"{word} {matter[:1].lower() if not asked else matter[:1]}{matter[1:]}?"


def _beside(text: str, window: TimeWindow) -> set[str]:
    """The words that carry meaning beside those of a time."""
    for start, end in sorted(window.spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = {word.casefold() for word in re.findall(r"[^\W_]+", text)}
    return words - FUNCTION_WORDS


def _timeless(question: str, read: Read) -> str:
    """A question without the words of its time."""
    text = aligned(question)
    for start, end in sorted(read(text).spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return re.sub(r"\s+([,?.])", r"\1", collapsed(text)).strip(" ,")


def _at_another_time(before: str, time: str, read: Read) -> str:
    return f"{_unmarked(_timeless(before, read))} {time}?"


def _moved(way: re.Match[str], last: Turn, read: Read) -> str | None:
    """The last question before or after the time that it was about, or that its answer is of."""
    window = read(last.query.question)
    before = (way["way"] or "").casefold() == "before" or (way["later"] or "") == "earlier"
    day = (window.first if before else window.last) or last.day
    if day is None or day in (date.min, date.max):
        return None
    word = "before" if before else "after"
    return f"{_unmarked(_timeless(last.query.question, read))} {word} {day_in_words(day)}?"


def _of_another(before: str, other: str, read: Read, nearness: Nearness) -> str:
    """The last question with one of its names, or words, exchanged for another that is nearest."""
    said = _PREPOSITION.sub("", other)
    said_time = read(said)
    said = _timeless(said, read) if said_time.reading else said
    question = _timeless(before, read) if said_time.reading else before
    spans = _names(question) if _NAME.search(said) else _content(question, read)
    if not spans:
        return f"{_unmarked(question)}, {other}?"
    words = [question[start:end] for start, end in spans]
    after = _PREPOSITION.match(other)
    led_by = [after is not None and question[:start].endswith(f" {after[0]}") for start, _ in spans]
    near = [n + led for n, led in zip(nearness(said, words), led_by, strict=True)]
    start, end = spans[max(range(len(spans)), key=lambda n: (near[n], n))]
    asked = f"{question[:start]}{said}{question[end:]}"
    times = " ".join(said_time.reading)
    return f"{_unmarked(asked)} {times}?" if times else asked


def _names(question: str) -> list[tuple[int, int]]:
    """Where names stand in a question."""
    found: list[tuple[int, int]] = []
    for match in _NAME.finditer(question):
        start, end = match.span()
        while start < end and question[start:end].split(maxsplit=1)[0].casefold() in _NO_NAME:
            start += len(question[start:end].split(maxsplit=1)[0])
            start += len(question[start:end]) - len(question[start:end].lstrip())
        if start < end:
            found.append((start, end))
    return found


def _content(question: str, read: Read) -> list[tuple[int, int]]:
    """Where words that carry meaning stand, without those of the time."""
    times = read(question).spans
    return [
        match.span()
        for match in re.finditer(r"[^\W_]+", question)
        if match[0].casefold() not in FUNCTION_WORDS
        and not any(start <= match.start() < end for start, end in times)
    ]


def _named(asked: str, last: Turn, read: Read) -> str | None:
    """A question with what its pronoun stands for, and the time of the last one where it has none.

    None where no pronoun looks back.
    """
    before = last.query.question
    looking_back = [] if _IMPERSONAL.search(asked) else list(_PRONOUN.finditer(asked))
    own = _names(asked)
    looking_back = [m for m in looking_back if not any(end <= m.start() for _, end in own)]
    names = [before[start:end] for start, end in _names(before)]
    if not names and last.said:
        names = [last.said[0][start:end] for start, end in _names(last.said[0])]
    if not names or not looking_back:
        return None
    whole = asked
    for found in reversed(looking_back):
        stands = _stands_for(found, asked, names)
        whole = f"{whole[: found.start()]}{stands}{whole[found.end() :]}"
    times = () if read(asked).reading else read(before).reading
    return " ".join([whole, *times]) + "?"


def _stands_for(pronoun: re.Match[str], asked: str, names: Sequence[str]) -> str:
    """What a pronoun stands for: who acts is the first that the last question names, what is acted
    on, or where, the last."""
    word = pronoun[0].casefold()
    acts = _ACTS.search(asked[: pronoun.start()]) is not None or word in ("he", "she", "his")
    name = names[0] if acts or word in ("him", "her") else names[-1]
    owns = pronoun["owns"] is not None or (word == "her" and asked[pronoun.end() :].strip() != "")
    return f"{name}’s" if owns else f"in {name}" if word == "there" else name


def _unmarked(question: str) -> str:
    return question.strip().rstrip("?!. ")


def reader(today: date, covered_to: date | None) -> Read:
    """Reads time windows as the engine does on a day."""
    return lambda question: read_window(question, today, covered_to)
