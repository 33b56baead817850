"""Words that a rewording may put for one another."""

from functools import cache
from pathlib import Path

from index.text.terms import stem

PARTICLES = frozenset(
    {
        "out",
        "off",
        "up",
        "down",
        "back",
        "away",
        "over",
        "in",
        "on",
        "into",
        "through",
        "forth",
        "part",
        "place",
    }
)
"""What makes a verb another one: "pull out", "go off"."""
_IRREGULAR = """
    go went gone|beat beat beaten|draw drew drawn|break broke broken|take took taken|give gave given
    bring brought brought|hold held held|come came come|get got gotten|run ran run|keep kept kept
    blow blew blown|throw threw thrown|fall fell fallen|drive drove driven|send sent sent
    make made made|build built built|fight fought fought|win won won|lose lost lost|lay laid laid
    lead led led|leave left left|meet met met|say said said|tell told told|think thought thought
    find found found|strike struck struck|hide hid hidden|rise rose risen|see saw seen
    sell sold sold|buy bought bought|shoot shot shot|show showed shown|shrink shrank shrunk
    sink sank sunk|speak spoke spoken|spend spent spent|stand stood stood|swear swore sworn
    teach taught taught|tear tore torn|write wrote written|withdraw withdrew withdrawn
    begin began begun|become became become|catch caught caught|choose chose chosen|feed fed fed
    fly flew flown|forbid forbade forbidden|freeze froze frozen|grow grew grown
    know knew known|lie lay lain
    overrun overran overrun|oversee oversaw overseen|pay paid paid|seek sought sought
    steal stole stolen|undergo underwent undergone|wear wore worn|bear bore borne|bind bound bound
    deal dealt dealt|dig dug dug|feel felt felt|flee fled fled|hear heard heard|mean meant meant
"""


@cache
def _bases() -> dict[str, str]:
    verbs = _IRREGULAR.replace("\n", "|").split("|")
    return {form: forms[0] for forms in map(str.split, verbs) if forms for form in forms[1:]}


def key_of(word: str, particle: str = "") -> str:
    """The stem of a word in small letters, of the base form of an irregular verb; with a particle
    behind it, that of both: "went off" as "go_off"."""
    verb, _, written = word.partition("_")
    behind = particle or written
    key = stem(_bases().get(verb, verb))
    return f"{key}_{behind}" if behind else key


WORDNET = Path(__file__).parent / "wordnet" / "synonyms.txt"
"""Words of one meaning, a group a line, in their more frequent senses: WordNet 3.0, whose licence
lies beside it. `bench/grounding_wordnet.py` writes it."""


@cache
def _groups() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, line in enumerate(WORDNET.read_text("utf-8").splitlines()):
        for word in line.split():
            table.setdefault(key_of(word), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in table.items()}


def meanings(key: str) -> frozenset[int]:
    """The groups of words of one meaning that a stem is in."""
    return _groups().get(key, frozenset())


def alike(one: str, other: str) -> bool:
    """Whether a rewording may put one word for the other, both given as stems."""
    return bool(meanings(one) & meanings(other))
