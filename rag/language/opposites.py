"""Words and their opposites."""

from functools import cache

from index.text.terms import stem

_PAIRS = """
    increase/decrease increased/decreased increases/decreases increasing/decreasing rise/fall
    rose/fell gain/lose gained/lost win/lose won/lost capture/lose captured/lost seized/lost
    seize/lose attack/defend attacked/defended attacks/defends advance/retreat
    advanced/retreated enter/leave entered/left arrive/leave arrived/left begin/end began/ended
    start/stop started/stopped accept/refuse accepted/refused accept/reject accepted/rejected
    allow/forbid allowed/forbade permitted/banned support/oppose supported/opposed
    supports/opposes agree/disagree agreed/refused build/destroy built/destroyed buy/sell
    bought/sold create/abolish created/abolished established/abolished join/leave joined/left
    open/close opened/closed succeed/fail succeeded/failed confirm/deny confirmed/denied
    love/hate loved/hated like/dislike recommend/avoid approved/rejected import/export
    imported/exported sent/received send/receive gave/took give/take encourage/discourage
    encouraged/discouraged strengthened/weakened released/arrested release/arrest hired/fired
    promoted/dismissed appointed/dismissed offensive/defensive deployed/withdrew deploy/withdraw
    agree/refuse agree/deny admit/deny admitted/denied acknowledge/deny acknowledged/denied
    promise/refuse promised/refused approve/reject annul/uphold annul/confirm annulled/upheld
    annulled/confirmed praise/criticize praised/criticized praise/condemn praised/condemned
    welcome/condemn welcomed/condemned recapture/lose recaptured/lost liberate/occupy
    liberated/occupied retreat/advance retreated/advanced withdraw/advance withdrew/advanced
    halt/continue halted/continued stop/continue stopped/continued suspend/resume
    suspended/resumed ban/allow banned/allowed tighten/ease tightened/eased expand/shrink
    expanded/shrank grow/shrink grew/shrank raise/lower raised/lowered raise/cut raised/cut
    boost/cut boosted/cut convict/acquit convicted/acquitted hire/dismiss elect/oust
    appoint/dismiss survive/die survived/died pass/fail intact/destroyed
    before/after earlier/later first/last earliest/latest largest/smallest larger/smaller
    biggest/smallest bigger/smaller highest/lowest higher/lower high/low most/least more/fewer
    more/less best/worst better/worse major/minor majority/minority north/south
    northern/southern east/west eastern/western northwest/southeast northeast/southwest
    inside/outside above/below always/never strong/weak stronger/weaker long/short
    longer/shorter old/new older/younger early/late rich/poor fast/slow faster/slower
    public/private military/civilian domestic/foreign male/female men/women easy/difficult
    easier/harder possible/impossible legal/illegal victory/defeat friend/enemy allies/enemies
    with/without willing/unwilling interested/uninterested likely/unlikely
    legitimate/illegitimate able/unable alive/dead guilty/innocent safe/dangerous
"""

_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
_PREFIXED_FROM = 5


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for pair in _PAIRS.split():
        left, right = pair.split("/")
        table[left] = (*table.get(left, ()), right)
        table[right] = (*table.get(right, ()), left)
    return table


@cache
def _stems() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _PAIRS.split():
        left, right = map(stem, pair.split("/"))
        table.setdefault(left, set()).add(right)
        table.setdefault(right, set()).add(left)
    return {word: frozenset(others) for word, others in table.items()}


def opposites(word: str) -> tuple[str, ...]:
    """The opposites of a word in small letters, in the same form; none for most words."""
    return _table().get(word, ())


def opposite_stems(key: str) -> frozenset[str]:
    """The stems of the opposites of a word, by its stem."""
    return _stems().get(key, frozenset())


def denies_by_prefix(one: str, other: str) -> bool:
    """Whether one word is the other, or a form of it, with a prefix that denies it: unsuccessful
    and success, uninterested and interest."""
    short, long = sorted((stem(one), stem(other)), key=len)
    enough = min(len(one), len(other)) >= _PREFIXED_FROM
    return enough and any(long == f"{prefix}{short}" for prefix in _PREFIXES)
