"""Who tells what in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from index import language
from rag.verification.reading import Reading


class Telling(StrEnum):
    """How something is told."""

    SAID = "said"
    REAL = "confirmed"
    DENIED = "denied"
    THOUGHT = "thought"
    SHOWN = "shown"


_VERBS = {
    Telling[name.upper()]: found
    for name, found in language.patterns("checking", "tellings").items()
}
_VERB = {telling: re.compile(rf"(?:{words})", re.IGNORECASE) for telling, words in _VERBS.items()}
_BARE = language.words("checking", "telling_nouns")
_KEEPING = language.words("checking", "telling_before_that")
_BEFORE_VERBS = language.words("checking", "before_verbs")
_PRONOUNS = language.words("checking", "pronouns")
_APART = re.compile(r"[,–—)]")
_SUBJECT = 14
_BY_LAW = re.compile(
    r"according to [^.,;]{0,40}\b(?:constitution|law|charter|agreement|treaty|terms|plan"
    r"|schedule)\b"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Someone who tells something: the verb's word, the speaker's words and what is told."""

    verb: int
    telling: Telling
    speaker: tuple[int, ...]
    told: tuple[int, ...]
    pronoun: bool


def frames(reading: Reading) -> list[Frame]:
    """Whoever a text has telling something, with what is told, in order."""
    found: list[Frame] = []
    for number, token in enumerate(reading.tokens):
        written = reading.written(number)
        telling = next((t for t, verb in _VERB.items() if verb.fullmatch(written)), None)
        if telling is not None and not token.is_name and not _is_noun(reading, number):
            frame = _frame(reading, number, telling)
            found.append(_with_speaker_before(reading, frame, found))
        elif token.word == "according" and not _BY_LAW.match(reading.text, token.start):
            found.append(_according(reading, number))
    return [frame for frame in found if frame.told and (frame.speaker or frame.pronoun)]


def _with_speaker_before(reading: Reading, frame: Frame, earlier: list[Frame]) -> Frame:
    """Who tells something, and "and claimed" another thing, tells both."""
    at = frame.verb - 1
    while at > 0 and reading.tokens[at].word.endswith("ly"):
        at -= 1
    sentence = reading.tokens[frame.verb].sentence
    told = [f for f in earlier if reading.tokens[f.verb].sentence == sentence and f.speaker]
    if not told or reading.tokens[at].word not in ("and", "but"):
        return frame
    return replace(frame, speaker=told[-1].speaker, pronoun=told[-1].pronoun)


def _is_noun(reading: Reading, number: int) -> bool:
    before = reading.tokens[number - 1].word if number else ""
    following = reading.tokens[number + 1].word if number + 1 < len(reading.tokens) else ""
    if reading.tokens[number].word in _KEEPING and following != "that":
        return True
    if reading.tokens[number].word in _BARE and not _is_bare_verb(reading, number):
        return True
    return before in {"the", "a", "an", "this", "that", "its", "his", "their", "of", "any", "false",
                      "these", "for", "no", "to", "s"} or _is_joined(reading, number)  # fmt: skip


def _is_bare_verb(reading: Reading, number: int) -> bool:
    """Whether "state", "report" or the like is what someone does: "sources report", "to state",
    "state that"."""
    before = reading.tokens[number - 1].word if number else ""
    following = reading.tokens[number + 1].word if number + 1 < len(reading.tokens) else ""
    return before in _BEFORE_VERBS or before.endswith("s") or following == "that"


def _is_joined(reading: Reading, number: int) -> bool:
    """Whether a hyphen joins a word to another: state-owned."""
    following = reading.gap(number + 1) if number + 1 < len(reading.tokens) else ""
    return reading.gap(number).endswith("-") or following.startswith("-")


def _frame(reading: Reading, number: int, telling: Telling) -> Frame:
    sentence = reading.tokens[number].sentence
    following = reading.tokens[number + 1 : number + 2]
    if following and following[0].word == "by":
        return _by(reading, number, telling)
    speaker = _speaker(reading, number)
    told = tuple(_told(reading, number))
    if number + 1 == len(reading.tokens) or _ends_here(reading, number):
        told = tuple(n for n in range(number) if reading.tokens[n].sentence == sentence)
    pronoun = any(reading.tokens[n].word in _PRONOUNS for n in range(max(0, number - 3), number))
    return Frame(number, telling, speaker, told, pronoun)


def _told(reading: Reading, verb: int) -> Iterator[int]:
    """The words after a verb of telling, up to the end of what it tells: "said “…” and left"."""
    before = reading.text[: reading.tokens[verb].start]
    aside = before.count("(") > before.count(")")
    for number in range(verb + 1, len(reading.tokens)):
        token = reading.tokens[number]
        quote_ends = token.word == "and" and reading.gap(number).startswith('"')
        aside_ends = aside and ")" in reading.gap(number)
        if token.sentence != reading.tokens[verb].sentence or quote_ends or aside_ends:
            return
        yield number


def _ends_here(reading: Reading, number: int) -> bool:
    """Whether the verb stands behind what is told: ", Bloomberg reported."."""
    gap = reading.gap(number + 1)
    return bool(re.search(r"[.;]", gap)) and "," in reading.text[: reading.tokens[number].start]


def _speaker(reading: Reading, verb: int) -> tuple[int, ...]:
    """The words before a verb of telling that name who tells, of its clause or the one around."""
    sentence = reading.tokens[verb].sentence
    found: list[int] = []
    for number in range(verb - 1, max(-1, verb - _SUBJECT * 2), -1):
        token = reading.tokens[number]
        if token.sentence != sentence or re.search(r"[;:]", reading.gap(number + 1)):
            break
        if token.word in ("which", "who") and found and _APART.search(reading.gap(verb)):
            found.clear()  # who speaks stands before the aside
            continue
        if token.word in ("that", "which", "but", "while") and found:
            break
        if token.content:
            found.append(number)
        if len(found) >= _SUBJECT:
            break
    return tuple(reversed(found))


def _by(reading: Reading, number: int, telling: Telling) -> Frame:
    """ "…, reported by the New York Times"."""
    sentence, clause = reading.tokens[number].sentence, reading.tokens[number].clause
    speaker = tuple(
        n for n in range(number + 2, len(reading.tokens))
        if reading.tokens[n].clause == clause and reading.tokens[n].content
    )[:4]  # fmt: skip
    told = tuple(n for n in range(number) if reading.tokens[n].sentence == sentence)
    return Frame(number, telling, speaker, told, pronoun=False)


def _according(reading: Reading, number: int) -> Frame:
    sentence = reading.tokens[number].sentence
    clause = reading.tokens[number].clause
    within = [n for n in range(number + 1, len(reading.tokens))
              if reading.tokens[n].sentence == sentence]  # fmt: skip
    speaker = tuple(
        n for n in within if reading.tokens[n].clause == clause and reading.tokens[n].content
    )[:_SUBJECT]
    told = tuple(
        n for n, t in enumerate(reading.tokens)
        if t.sentence == sentence and n not in speaker and n != number
    )  # fmt: skip
    return Frame(number, Telling.SAID, speaker, told, pronoun=False)
