"""Ways of putting one thing, put one way in a sentence and in its passage."""

import re
from datetime import date

from index.normalize import collapsed
from index.periods import periods

_NOT_BEING = "".join(rf"(?<!\b{word} )" for word in ("is", "are", "was", "were", "be", "been"))
"""What is due to come is no cause."""
_FORMS = (
    (r"\b(?:is|are|was|were|been|be) (?:required|obliged|obligated) to\b", "must"),
    (r"\b(?:has|have|had) to\b", "must"),
    (r"\b(?:fail(?:s|ed)? to|(?:is|are|was|were|has been|have been|had been) failing to)\b", "not"),
    (r"\b(?:is|are|was|were|has been|have been|had been) (?:reported|said) to (?:have|be)\b",
     "reportedly"),
    (r"\bthe (?:reported|alleged) (\w+(?:ion|ment|ing|al|ure))\b", r"the \1 reportedly"),
    (r"\b[Ii]n (\w[\w .-]{0,60}?)(?:'s|s') (?:telling|words|view|account|assessment)\b",
     r"according to \1"),
    (r"(?:'s|(?<=s)') (?:claim|statement|assertion|allegation|report|announcement)s? that\b",
     " claimed that"),
    (r"\b(?:[Aa]n?|[Tt]he) (?:report|statement|claim|announcement) (?:by|from) ([^.;:]{3,90}?) "
     r"(?:(?:said|stated|claimed) )?that\b", r"\1 claimed that"),
    (r"\b(?:do|does|did|has|have|had) not manage(?:d)? to\b", "not"),
    (r"\b(?:could not|couldn't|can't|can not|(?:is|are|was|were|been) (?:unable|not able) to)\b",
     "cannot"),
    (r"\b(?:manag(?:e|es|ed) to|succeed(?:s|ed)? in) (?=[a-z])", ""),
    (r"\b(?:is|are) to (?=(?:\w+ly )?(?!be\b)[a-z])", "will "),
    (r"\b(?:in spite of|notwithstanding|despite the fact that)\b", "despite"),
    (r"\b(?:apart from|with the exception of|except for)\b", "except"),
    (r"\bin the (?:course|midst) of\b", "during"),
    (r"\b(?:in a bid|in an attempt|in efforts) to\b", "in an effort to"),
    (r"\b(?:some|a|any) (?:kind|form|sort|type) of\b", "a"),
    (r"\b(?:any time soon|in the near (?:future|term))\b", "soon"),
    (r"\b[Aa]s (?:many|much) as (?=\d|an?\b|one|two|three|four|five|six|seven|eight|nine|ten|half)",
     "up to "),
    (r"\bwithout (?:any|a single)\b", "without"),
    (r"\bwith no\b", "without"),
    (r"\bin order to\b", "to"),
    (r"\b(?:regarding|concerning)\b", "about"),
    (rf"{_NOT_BEING}\b(?:due to|owing to|as a result of|thanks to)\b", "because of"),
    (r"\b(Middle|Far|Near) Eastern\b", r"\1 East"),
    (r"\b(?:rather than|instead of|and not)\b", "not"),
    (r"\b(bring|take|send|pull|win|cut|drive|push|call|give|hold)(s|ing)? "
     r"(them|it|him|her|(?:(?:the|his|its|their|her) )?[\w-]+) (back|up|off|out|away|down)\b",
     r"\1\2 \4 \3"),
)  # fmt: skip
_PATTERNS = [(re.compile(pattern), put) for pattern, put in _FORMS]
_AS_OF = re.compile(r"^As of [^,]{3,30}, ")
_SHORT = re.compile(r"\s\((?P<short>[A-Z][A-Za-z-]{1,14})\)")
_OF_OFFICE = r"(?:Former|Acting|Deputy|Outgoing|Incoming|Interim)"
"""Words that a name of a body does not begin with."""
_CAPITALS = re.compile(
    rf"(?:(?!{_OF_OFFICE}\b)[A-Z][\w-]{{0,60}}\s(?:(?:of|for|the|and|on)\s){{0,2}}){{0,6}}[A-Z][\w-]{{0,60}}$"
)  # fmt: skip
_BODY = re.compile(
    r"\b(?:Academy|Administration|Agency|Alliance|Army|Assembly|Association|Authority|Bank|Board"
    r"|Bureau|Cent(?:er|re)|Command|Commission|Committee|Company|Corporation|Corps|Council|Court"
    r"|Department|Directorate|District|Federation|Fleet|Forces|Front|Fund|Group|Guard|Institute"
    r"|Ministry|Movement|Network|Office|Organi[sz]ation|Party|Police|Programme|Program|Republic"
    r"|Service|Staff|Union|University)\b"
)
"""Words for a body, which may have a short name of other letters; somebody's name has none: in
"Ilse Brandt (Torvik)" the place is not her."""


def one_form(text: str) -> str:
    """A text with what can be put in several ways put in one; it says what it said."""
    plain = collapsed(text)
    for pattern, put in _PATTERNS:
        plain = pattern.sub(put, plain)
    return plain


def without_its_day(sentence: str, published_on: date | None) -> str:
    """A sentence without "As of …" in front, where that is the day of the report."""
    said = _AS_OF.match(sentence)
    named = periods(said[0], published_on) if said and published_on else []
    if said is None or [(p.first, p.last) for p in named] != [(published_on, published_on)]:
        return sentence
    return sentence[said.end() :]


def by_short_names(passage: str) -> str:
    """A passage with the short names that it introduces in the place of the long ones: "the GUR"
    for "the Main Intelligence Directorate (GUR)"."""
    text = collapsed(passage)
    for match in reversed(list(_SHORT.finditer(text))):
        before = text[: match.start()]
        spelt, capitals = _spelt_out(before, match["short"]), _CAPITALS.search(before)
        long = spelt or (capitals if capitals and _BODY.search(capitals[0]) else None)
        if long is not None:
            text = before[: long.start()] + match["short"] + text[match.end() :]
    return text


def _spelt_out(before: str, short: str) -> re.Match[str] | None:
    """The words at the end of a text that begin with the letters of a short name."""
    words = r"[\s-](?:(?:of|for|the|and|on)\s)?".join(rf"{letter}[\w']{{0,40}}" for letter in short)
    return re.search(rf"\b{words}$", before, re.IGNORECASE)
