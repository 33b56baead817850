"""Sentences that ask: they answer nothing, and what follows one at once may be the reply."""

import re

from index.normalize import aligned
from index.rules import Stage, always, declare
from index.types import Finding
from rag.asked import is_on_a_topic, is_overview, speaker_in
from rag.judge import Judgement

ASKS = declare(
    "question-no-answer",
    Stage.GUARDRAIL,
    "Holds a passage that asks for no better than the best that tells something.",
)
REPLY = declare(
    "reply-behind-question",
    Stage.SEARCH,
    "Looks at the passage behind one that ends in a question, which may be the reply, too.",
)

_ASKED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|question(?:s|ed|ing)?|[ei]nquir\w+|wonder\w*|quer(?:y|ied|ies)"
    r"|want(?:s|ed)? to know)\b",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "\"'“‘«([", "\"'”’»)] "


def wants_questions(question: str) -> bool:
    """Whether a question may be answered by one: it asks what somebody asked or said, or what the
    reports have on a matter."""
    return (
        _ASKED.search(aligned(question)) is not None
        or speaker_in(question) is not None
        or is_on_a_topic(question)
        or is_overview(question)
    )


def is_interrogative(sentence: str) -> bool:
    """Whether a sentence asks; one that tells what somebody asked in quotes does not."""
    words = sentence.strip()
    bare = words.rstrip(_CLOSING)
    quoted = bare != words and not words.startswith(tuple(_OPENING))
    return bare.endswith("?") and not quoted


def ends_asking(finding: Finding) -> bool:
    """Whether the last sentence of a passage asks."""
    return is_interrogative(finding.sentences[-1]) if finding.passage.sentences else False


@ASKS.governs(without=always(False))
def only_asks(finding: Finding, judgement: Judgement | None = None) -> bool:
    """Whether a passage asks and tells nothing: all of it, or from the sentence on in which the
    judge finds an answer."""
    asking = [is_interrogative(sentence) for sentence in finding.sentences]
    return bool(asking) and all(asking[_answering(finding, judgement) :])


def _answering(finding: Finding, judgement: Judgement | None) -> int:
    """The number of the sentence in which the judge finds an answer; of the first for none."""
    if judgement is None or judgement.span is None:
        return 0
    at = finding.passage.start + judgement.span[0]
    begun = [start <= at for start, _ in finding.passage.sentences]
    return max(sum(begun) - 1, 0)
