"""What a refusal says, sentence by sentence, held against the full text of the reports.

Nothing is asked of the checks that refused: a word is looked for among the words of all reports, a
time among the days that they name.
"""

import re
from collections.abc import Sequence

from bench import refusals_of_reports, refusals_of_times
from bench.plain_text import in_order, root, words_of
from bench.refusals_of_times import content_of
from bench.refusals_told import (
    UNKNOWN,
    WITHIN,
    WORDS,
    Refused,
    Statement,
    has_the_answer,
    kinds,
    pages_of,
    quoted,
    says,
    statements,
)
from rag.guardrail.small_talk import REPLIES
from rag.guardrail.verdict import Lack
from rag.guardrail.wording import EXAMPLE
from rag.types import Reason

__all__ = (
    "UNKNOWN", "Statement", "has_the_answer", "kinds", "refusals_of_reports", "refusals_of_times",
    "statements",
)  # fmt: skip


def _have(words: Sequence[str], texts: Sequence[frozenset[str]]) -> str:
    """Which of the words are in how many of the texts, in words."""
    counted = [
        (word, sum(set(in_order(word)) <= text for text in texts))
        for word in words
    ]  # fmt: skip
    return "; ".join(f"“{word}” is in {n}" for word, n in counted if n)


@says("No report has …", rf"No (?:report|passage){WITHIN} has {WORDS} in it\.")
def _nowhere(match: re.Match[str], told: Refused) -> str:
    pages = pages_of(match["within"], told.shelf)
    return _have(quoted(match), [page.words for page in pages])


@says("No near passage has …", rf"No passage{WITHIN} that is near the question has {WORDS}\.")
def _not_near(match: re.Match[str], told: Refused) -> str:
    return _none_near_has(quoted(match), told)


@says("None of the nearest has …", rf"None of the nearest has {WORDS}\.")
def _unsaid(match: re.Match[str], told: Refused) -> str:
    return _none_near_has(quoted(match), told)


def _none_near_has(words: Sequence[str], told: Refused) -> str:
    if not told.near:
        return "no passage is shown"
    return _have(words, [words_of(text) for text in told.near])


@says("No passage is near", rf"No passage(?: of the reports)?{WITHIN} is near to this question\.")
def _off_topic(match: re.Match[str], told: Refused) -> str:
    meant = content_of(told.question)
    pages = pages_of(match["within"], told.shelf)
    n = sum(
        bool(meant) and meant <= set(map(root, words_of(p.text[start:end])))
        for p in pages for start, end in p.passages
    )  # fmt: skip
    return f"{n} passages have all its words" if n else ""


@says("No passage was found to answer", rf"No passage{WITHIN} was found to answer this\.")
def _unanswered(_: re.Match[str], told: Refused) -> str:
    trail = told.record.trail
    if trail is None:
        return "nothing was searched"
    lack = trail.lack in (Lack.UNANSWERED, Lack.NOTHING)
    return "" if lack else "something else is lacking"


@says(
    "The language model holds that none answers",
    rf"No passage{WITHIN} answers this, as the language model reads the nearest\.",
)
def _opinion(_: re.Match[str], told: Refused) -> str:
    return "" if told.refusal.models.llm else "no language model took part"


@says(
    "The language model wrote nothing that they say",
    r"The language model wrote nothing that the passages found say\.",
)
def _unsupported(_: re.Match[str], told: Refused) -> str:
    if not told.refusal.models.llm:
        return "no language model took part"
    return "" if told.refusal.reason is Reason.UNSUPPORTED else "that is not the reason"


@says(
    "There are no reports",
    r"There are no reports to answer from yet\. Add some with `dateline ingest PATH`\.",
)
def _no_reports(_: re.Match[str], told: Refused) -> str:
    n = sum(len(page.passages) for page in told.shelf.pages)
    return f"there are {n} passages" if n else ""


@says(
    "There is no question",
    rf"There is no question\. {re.escape(EXAMPLE)}",
)
def _no_question(_: re.Match[str], told: Refused) -> str:
    return "it has letters" if any(c.isalpha() for c in told.question) else ""


@says(
    "What is typed asks nothing",
    rf"(?:{'|'.join(map(re.escape, REPLIES.values()))}) {re.escape(EXAMPLE)}",
)
def _talk(_: re.Match[str], told: Refused) -> str:
    return "" if told.refusal.reason is Reason.NOT_A_QUESTION else "that is not the reason"


@says(
    "The question is too long",
    r"The question has (?P<n>[\d,]+) characters, and at most (?P<most>[\d,]+) are read\. Ask for"
    r" one thing at a time\.",
)
def _too_long(match: re.Match[str], told: Refused) -> str:
    n, most = (int(match[key].replace(",", "")) for key in ("n", "most"))
    return "" if n == len(told.question) and n > most else f"it has {len(told.question)}"


@says(
    "The question was given up",
    r"The question was given up after [\d.]+ seconds\. Ask it in fewer words or of a shorter time,"
    r" or raise DATELINE_QUESTION_TIMEOUT_S\.",
)
def _given_up(_: re.Match[str], told: Refused) -> str:
    return "" if told.record.timed_out else "it was not"
