"""Whether a follow-up that a language model made whole asks what was asked, and nothing else."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from index.text.normalize import aligned
from index.text.terms import FUNCTION_WORDS, stem
from index.times.dates import MONTH_NAME
from rag.conversation.names import names
from rag.conversation.turn import Read, Turn
from rag.language.names import unowned
from rag.question.words import AUXILIARY, QUESTION_WORD

_LONGEST = 50
"""Words of a rewritten question, at most."""
_ASKS = re.compile(
    rf"(?:(?:by|to|from|with|for|in|on|at|of|since|until|before|after|about|according to)\s)?"
    rf"(?:who|whom|whose|what|which|when|where|why|how|{AUXILIARY})\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(rf"\b{QUESTION_WORD}\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    rf"(?:\W*(?:and|but|so|or|then|also|ok(?:ay)?)\b)*\W*{AUXILIARY}(?:n['’]t)?\b", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|theirs?|its?|this|that|these|those|there)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[?!]|\.\s")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t)\b", re.IGNORECASE
)
_OF_TIME = re.compile(
    rf"\b(?:{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow"
    r"|spring|summer|autumn|winter|before|after|since|until|till|earlier|later|last|next|previous"
    r"|latest|first|ago|recent(?:ly)?|current(?:ly)?|now)\b",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|half|twice|third|quarter)\b",
    re.IGNORECASE,
)
_KNOWN = 0.6
"""The share of the words that carry meaning which must be those of the questions: a model may say
some of it otherwise, but not ask something else, or in another language."""


def is_faithful(written: str, asked: str, turns: Sequence[Turn], by_rules: str, read: Read) -> bool:
    """Whether a rewritten question asks what was asked, with what the conversation has said.

    It keeps what the question asks for, and the names, numbers and words of time in it, with those
    that the rules put in beside it. What else it says stands in earlier questions; of the answers,
    whose words are those of the reports, it may take only names, for pronouns or one left out.
    Neither is anything denied that was not before, nor answered.
    """
    plain, own, whole = (aligned(text) for text in (written.strip(), asked, by_rules))
    if not _is_one_question(plain) or not _particulars(own) <= _all_words(plain):
        return False
    if whole != own and not _carries_over(plain, whole, read):
        return False
    questions = [own, whole, *(aligned(turn.query.question) for turn in turns)]
    said = [aligned(sentence) for turn in turns for sentence in turn.said]
    return (
        _denies_alike(plain, own, [*questions[:2], *questions[-1:]])
        and _keeps_the_matter(plain, (own, whole))
        and _is_of_the_questions(plain, own, questions, said, read)
    )


def _denies_alike(written: str, asked: str, questions: Sequence[str]) -> bool:
    denied = _NEGATION.search(written) is not None
    if _NEGATION.search(asked):
        return denied
    return not denied or any(map(_NEGATION.search, questions))


def _keeps_the_matter(written: str, questions: Sequence[str]) -> bool:
    """Whether a text asks for what one of the questions does, with most of the words in each that
    carry meaning and are no names, numbers or words of time."""
    wanted = {word for question in questions if (word := _question_word(question))}
    if wanted and _question_word(written) not in wanted:
        return False
    stems = _stems(written)
    matters = [_matter(question) for question in questions]
    return all(len(matter & stems) >= _KNOWN * len(matter) for matter in matters)


def _question_word(text: str) -> str | None:
    """What a question asks with, one word for those that ask for the same."""
    if _YES_OR_NO.match(text):
        return "whether"
    found = _QUESTION_WORD.search(text)
    word = " ".join(found[0].casefold().split()) if found else None
    return {"whom": "who", "which": "what"}.get(word, word) if word else None


def _matter(question: str) -> set[str]:
    beside = _NEGATION.sub(" ", question)
    return _stems(beside) - {stem(word) for word in _particulars(question)}


def _is_of_the_questions(
    written: str, asked: str, questions: Sequence[str], said: Sequence[str], read: Read
) -> bool:
    """Whether a text is made of what was asked, but for a name for each pronoun, or for one left
    out, that an answer said."""
    known = _all_words("\n".join(questions))
    named = [written[start:end] for start, end in names(written, read)]
    taken = [name for name in named if not _all_words(name) <= known]
    of_answers = {word for text in said for word in _names(text)}
    others = _names("\n".join(taken)) & of_answers
    if not _names(written) - others <= known or not _figures(written) <= known:
        return False
    meant = _stems(written) - {stem(word) for word in others - known}
    kept = meant & _stems("\n".join(questions))
    pronouns = len(_PRONOUN.findall(asked))
    return len(kept) >= _KNOWN * len(meant) and len(taken) <= max(pronouns, bool(kept))


def _carries_over(written: str, by_rules: str, read: Read) -> bool:
    """Whether a text has the names, numbers and time of what the rules made of a question."""
    return _particulars(by_rules) <= _all_words(written) and _time(written, read) == _time(
        by_rules, read
    )


def _time(text: str, read: Read) -> tuple[object, ...]:
    """The time that a text asks about, wherever in it that is said."""
    window = read(text)
    spans = sorted((period.first, period.last) for period in window.periods)
    return (*spans, window.as_of, window.order)


def _is_one_question(text: str) -> bool:
    """Whether a text is one question on one line, of a length that people ask."""
    return (
        text.endswith("?")
        and _ENDS.search(text[:-1]) is None
        and _ASKS.match(text) is not None
        and len(text.split()) <= _LONGEST
        and not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in text)
    )


def _particulars(text: str) -> set[str]:
    """The names, numbers and words of time of a question."""
    return _names(text) | _figures(text)


def _names(text: str) -> set[str]:
    return set(_bare(
        m[0] for m in _WORD.finditer(text)
        if m[0][0].isupper() and (m.start() or m[0].casefold() not in FUNCTION_WORDS)
    ))  # fmt: skip


def _figures(text: str) -> set[str]:
    """Its numbers and words of time."""
    found = [m[0] for m in _WORD.finditer(text) if any(c.isdigit() for c in m[0])]
    found += [m[0] for pattern in (_OF_TIME, _NUMBER_WORD) for m in pattern.finditer(text)]
    return set(_bare(found))


def _all_words(text: str) -> set[str]:
    return set(_bare(m[0] for m in _WORD.finditer(text)))


def _bare(words: Iterable[str]) -> Iterable[str]:
    """Words without case and without what only tells that they own something."""
    return (unowned(word.casefold()) for word in words)


def _stems(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in _all_words(text) if word not in FUNCTION_WORDS}
