"""What a question asks of the reports: a matter, a course of events, a comparison."""

import re

from index.rules import Stage, always, declare
from index.text.normalize import aligned

COMPARISON = declare(
    "question-comparison",
    Stage.QUESTION,
    "Takes a question with “compare”, “differ” or the like for one.",
)
OVERVIEW = declare(
    "course-of-events",
    Stage.QUESTION,
    "Takes “timeline”, “over time” and the like to ask for a course of events.",
)
REPORT_WORDS = declare(
    "report-words-dropped",
    Stage.QUESTION,
    "Does not look up the words that only ask what the reports say.",
)

_TOPIC_AT_MOST = 6
"""Words of a matter that is only named."""
_REPORTS = (
    r"(?:the |these |those |your |any |all )?(?:reports?|articles?|documents?|texts?)"
    r"(?: published| issued| released| written| from| of)?"
)
_ABOUT = r"(?:about|on|of|regarding|concerning|with)"
_OF_THE_REPORTS = re.compile(
    rf"^\W*(?:what (?:was|is|were|(?:has|have|had) been) (?:reported|said|written|known|stated)"
    rf"|what {_REPORTS} (?:said|say|tell|told|reported|wrote)"
    rf"|what (?:do|does|did) {_REPORTS} (?:say|tell(?: us| me)?|report|write|state|assess|note"
    rf"|conclude)"
    rf"|(?:which|what) {_REPORTS} (?:speaks?|talks?|deals?|(?:is|are)|reports?|writes?)"
    rf"|(?:tell me|what can you tell me|what do you know)(?: more| something)?) {_ABOUT} "
    rf"|^\W*(?:which|what) {_REPORTS} (?:mentions?|covers?|discuss(?:es)?|names?) "
    rf"|,? (?:according to|in) (?:the|these|your) reports\b",
    re.IGNORECASE,
)


_OVERVIEW = re.compile(
    r"\b(?:walk (?:me|us) through|trace|chronolog(?:y|ical)|timeline|time line|step by step"
    r"|sequence of|(?:in )?(?:what|which) order|over time|history of|list (?:the|all|of)"
    r"|episodes|stages of|course of"
    r"|how (?:has|have|had|did|does|do) .{1,120}\b(?:chang|shift|evolv|unfold|develop)\w*)\b",
    re.IGNORECASE,
)


_COMPARISON = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|both|contrast\w*|against|than|agree|disagree|chang\w+"
    r"|shift\w*|set .{1,80} (?:against|beside))\b",
    re.IGNORECASE,
)


@COMPARISON.governs(without=always(False))
def compares(question: str) -> bool:
    """Whether a question sets things beside each other."""
    return _COMPARISON.search(question) is not None


@OVERVIEW.governs(without=always(False))
def is_overview(question: str) -> bool:
    """Whether a question asks for a course of events, which no one sentence tells."""
    return _OVERVIEW.search(question) is not None


def subject_of(question: str) -> str:
    """The question without the words that speak of the reports.

    "What was reported about Kyiv?" is about Kyiv, and no report need have the word "reported".
    """
    plain = aligned(question)
    subject = REPORT_WORDS.chosen(_OF_THE_REPORTS.sub("", plain), without=plain)
    return subject if any(c.isalpha() for c in subject) else question


def is_on_a_topic(question: str) -> bool:
    """Whether a question only names a matter: "What was reported about Kyiv?"."""
    subject = _OF_THE_REPORTS.sub("", aligned(question))
    return subject != aligned(question) and len(subject.split()) <= _TOPIC_AT_MOST
