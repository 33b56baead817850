"""Every word of a sentence is said by the passage, in the same form or in the same meaning."""

from collections.abc import Iterator

from rag.language.opposites import denies_by_prefix
from rag.verification.alignment import Pair, is_same
from rag.verification.named import is_known
from rag.verification.types import Fault, FaultKind

_PASSED = frozenset(
    """
    according added called country come comes came became become becomes concerning day days during
    done event events fact following given go goes going having however involving latter made make
    makes making meanwhile moreover matter named part put regarding respectively saw see seen
    since situation taking term thing things thus time together toward towards turn upon whose
    furthermore additionally addition instead rather especially particularly specifically notably
    well yet already further even anything something whereas situated located
    """.split()  # noqa: SIM905 - a list of words is read as one

)  # fmt: skip
"""Words that only lead on, which a passage need not have."""
_SAYING = frozenset(
    """
    say said says saying state stated states stating report reported reports reporting claim
    claimed claims claiming tell told tells note noted notes noting assess assessed assesses
    assessing announce announced announces observe observed observes write wrote writes describe
    described describes
    """.split()  # noqa: SIM905 - a list of words is read as one

)  # fmt: skip
_WHOLLY = {
    "all": ("all", "every", "each", "entire", "entirety", "whole", "always", "both", "any",
            "entirely"),
    "whole": ("whole", "wholly", "all", "entire", "entirely", "entirety", "every", "full", "fully",
              "complete", "completely", "total", "totally", "throughout"),
    "entire": ("entire", "entirely", "entirety", "all", "whole", "wholly", "every", "full",
               "fully", "complete", "completely", "total", "totally", "throughout"),
    "every": ("all", "every", "each", "always", "routinely", "any"),
    "always": ("always", "every", "all", "long"),
    "only": ("only", "solely", "sole", "exclusively", "just", "merely", "alone", "nothing"),
    "never": ("never", "not", "no", "refuse", "all", "rules", "ever"),
    "most": ("most", "majority", "mostly", "bulk", "primarily", "mainly", "largely"),
    "many": ("many", "numerous", "several", "series", "number", "dozens", "hundreds", "multiple"),
    "few": ("few", "some", "several", "limited", "sparsely"),
    "both": ("both", "and"),
    "again": ("again", "re", "reiterated", "renewed", "repeated", "also", "continues",
              "regained", "restored", "resumed", "returned", "reopened", "reinstated"),
    "because": ("because", "due", "since", "after", "as", "so", "amid", "order", "result",
                "caused", "cause", "given", "over", "for", "following"),
    "once": ("once", "one", "first", "when", "after", "single"),
}  # fmt: skip
"""Small words that say much, and those of a passage that say as much."""
PERSONS = frozenset({"i", "me", "my", "we", "us", "our", "you", "your"})
_SHOWN = 6


def wording(pair: Pair) -> Iterator[Fault]:
    """Words that the passage does not say."""
    said = {t.word for t in pair.passage.tokens}
    unsaid = [n for n in range(len(pair.sentence.tokens)) if not _is_said(pair, n)]
    for number in unsaid[:_SHOWN]:
        word = pair.sentence.written(number)
        yield Fault(FaultKind.WORDS, f"the passage does not say “{word}”")
    for number, token in enumerate(pair.sentence.tokens):
        needed = _WHOLLY.get(token.word)
        if needed and not said.intersection(needed) and not _quoted(pair, number):
            yield Fault(FaultKind.WORDS, f"the passage does not say “{token.word}”")
        lower = token.word in PERSONS and not (token.word == "us" and token.capital)
        if lower and token.word not in said:
            yield Fault(FaultKind.UNSUPPORTED, f"“{token.word}” is nobody in the passage")


def _is_said(pair: Pair, number: int) -> bool:
    token = pair.sentence.tokens[number]
    if not token.content or any(c.isdigit() for c in token.word):
        return True
    if pair.found(number) or token.word in _PASSED or token.word in _SAYING:
        return True
    if token.is_name:
        return True  # a name, looked at elsewhere
    if len(token.word) == 1 or any(is_same(token, t) for t in pair.stated.tokens):
        return True
    if any(denies_by_prefix(token.word, t.word) for t in pair.passage.tokens):
        return True  # whether that is denied is looked at elsewhere
    return (token.capital and is_known(pair, number)) or _is_number_or_time(pair, number)


def _quoted(pair: Pair, number: int) -> bool:
    before = pair.sentence.text[: pair.sentence.tokens[number].start]
    return before.count('"') % 2 == 1


def _is_number_or_time(pair: Pair, number: int) -> bool:
    return pair.sentence.tokens[number].word in _NUMBER_AND_TIME_WORDS


_NUMBER_AND_TIME_WORDS = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion trillion dozen half third quarter thirds quarters percent cent per
    point january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday yesterday today approximately around
    roughly about nearly almost least km kilometres kilometers kilometre kilometer metres meters
    dollars euros early mid late beginning end year years month months week weeks
    """.split()  # noqa: SIM905 - a list of words is read as one

)  # fmt: skip
"""Numbers and times are checked for what they mean, not for how they are written."""
