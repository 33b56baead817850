"""What a question asks of the reports: a matter, somebody's words, a course, a comparison."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from index.normalize import aligned
from index.rules import Stage, always, declare
from index.terms import FUNCTION_WORDS, stem
from rag.grounding.synonyms import key_of, meanings
from rag.names import unowned
from rag.offices import OFFICES

SPEAKER_ASKED = declare(
    "speaker-asked", Stage.QUESTION, "Takes “What did X say?” to ask for the words of X."
)
PUBLISHER_AS_REPORTS = declare(
    "publisher-as-reports",
    Stage.QUESTION,
    "Takes what a publisher said of a matter for what the reports say of it.",
)
LONG_NAME = declare(
    "long-name-shortened",
    Stage.QUESTION,
    "Puts a long name by its initials where the reports have those more often.",
)
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
COURSE_WORDS = declare(
    "course-words-dropped",
    Stage.QUESTION,
    "Does not look up the words that only ask for a course of events.",
)
REPORT_WORDS = declare(
    "report-words-dropped",
    Stage.QUESTION,
    "Does not look up the words that only ask what the reports say.",
)

_TOPIC_AT_MOST = 6
"""Words of a matter that is only named."""
_INITIALS_FROM = 3
"""Letters; shorter initials are mostly something else's: US."""
_PART = re.compile(r"[A-Z][\w’'-]{0,60}")
_RUN = re.compile(
    rf"{_PART.pattern}(?:\s(?:(?:of|for|the|and|on)\s){{0,2}}{_PART.pattern}){{1,20}}"
)
_TITLE = re.compile(rf"\b{OFFICES}\b", re.IGNORECASE)
"""Before somebody's name, whose initials are nobody's."""
_OF_A_BODY_AT_MOST = 3
"""Words of one on which a body whose reports these are is asked about: longer ones ask for more
than that it was spoken of."""
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


_OF_A_COURSE = re.compile(
    r"\b(?:walk (?:me|us) through|trace|step by step|over time"
    r"|(?:give me |draw up )?(?:a |the )?"
    r"(?:chronology|time ?line|sequence|history|course|stages) of"
    r"|(?:in )?(?:what|which) order (?:did|do|were)?"
    r"|list (?:the|all|of)(?: the)?(?: episodes| events)?"
    r"|(?:unfold|evolve|develop)(?:ed)?(?=\W*$))\b",
    re.IGNORECASE,
)


_SAYING = (
    r"(?:say|said|tell|told|claim|state|argue|think|announce|write|report|suggest|warn|promise"
    r"|demand|propose|stress|assess|conclude|call|respond|comment|mention|describe|believe|deny"
    r"|admit|confirm|ask|want|praise|reveal|predict)\w*"
)
_SPEAKER = re.compile(
    rf"\bwhat (?:else )?(?:did|does|do|has|have|had|was|is) (?P<who>[^?]{{1,60}}?) {_SAYING}\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]*")


@SPEAKER_ASKED.governs(without=always(None))
def speaker_in(question: str) -> str | None:
    """The last name of whose words a question asks for: "What did Ilse Brandt say of it?"."""
    asked = _SPEAKER.search(aligned(question))
    names = _NAME.findall(asked["who"]) if asked else []
    return unowned(names[-1]) if names else None


def of_their_reports(question: str, bodies: Iterable[str]) -> str:
    """A question that asks what a body whose reports these are has written of a matter in a few
    words, as one that asks what the reports say of it: it is named in few of them. Others as they
    are."""
    found = _of_a_body(question, bodies)
    return found[1] if found is not None else question


def body_asked(question: str, bodies: Iterable[str]) -> str | None:
    """The body whose reports a question asks of a matter in a few words; None for others."""
    found = _of_a_body(question, bodies)
    return found[0] if found is not None else None


@PUBLISHER_AS_REPORTS.governs(without=always(None))
def _of_a_body(question: str, bodies: Iterable[str]) -> tuple[str, str] | None:
    """The body that is asked of, and the question as one that asks what the reports say.

    It may be named by its initials, "ISW" for the Institute for the Study of War.
    """
    asked = _SPEAKER.search(aligned(question))
    if asked is None:
        return None
    who = re.sub(r"^the\s", "", asked["who"].strip(), flags=re.IGNORECASE)
    short = who if len(who) >= _INITIALS_FROM else None
    named = (b for b in bodies if who.casefold() == b.casefold() or short == initials_of(b))
    body = next(named, None)
    start, end = asked.span("who")
    said = f"{question[:start]}the reports{question[end:]}"
    return (body, said) if body and is_on_a_topic(said, _OF_A_BODY_AT_MOST) else None


@LONG_NAME.governs(without=lambda question, _: question)
def by_initials(question: str, frequency: Callable[[Sequence[str]], Mapping[str, int]]) -> str:
    """A question with the long names that the reports have more often by their initials put so: the
    NYT for the New York Times.

    `frequency` gives in how many passages stems stand. Initials that are an English word are left.
    """
    text = aligned(question)
    for match in reversed(list(_RUN.finditer(text))):
        if _TITLE.search(match[0]):
            continue
        for start, long in _endings(match):
            key = initials_of(long).lower()
            counts = frequency([key, *(stem(p[0].lower()) for p in _PART.finditer(long))])
            known = counts[key] > min(counts.values()) > 0
            if known and key not in FUNCTION_WORDS and not meanings(key_of(key)):
                text = f"{text[:start]}{key.upper()}{text[match.end() :]}"
                break
    return text if text != aligned(question) else question


def _endings(run: re.Match[str]) -> Iterator[tuple[int, str]]:
    """A name of enough words for initials, and it without its first: "Did" of "Did New York Times
    readers ..."; with where they begin."""
    parts = list(_PART.finditer(run[0]))
    for part in parts[: max(0, len(parts) - _INITIALS_FROM + 1)]:
        yield run.start() + part.start(), run[0][part.start() :]


def initials_of(name: str) -> str:
    """The capitals that the words of a name begin with."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


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
    """The question without the words that speak of the reports, or of how to answer.

    "What was reported about Kyiv?" is about Kyiv, and no report need have the word "reported";
    nor need it have "trace" or "step by step".
    """
    plain = aligned(question)
    subject = COURSE_WORDS.chosen(_OF_A_COURSE.sub(" ", plain), without=plain).strip()
    subject = REPORT_WORDS.chosen(_OF_THE_REPORTS.sub("", subject), without=subject)
    return subject if any(c.isalpha() for c in subject) else question


def is_on_a_topic(question: str, most_words: int = _TOPIC_AT_MOST) -> bool:
    """Whether a question only names a matter: "What was reported about Kyiv?"."""
    subject = _OF_THE_REPORTS.sub("", aligned(question))
    return subject != aligned(question) and len(subject.split()) <= most_words
