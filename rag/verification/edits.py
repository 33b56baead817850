"""Where a sentence repeats a passage but for a few words, those words.

With the same words on both sides, another name or word between them says something else, and a
negation or hedge put in or left out turns what is said.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from index import language
from rag.language.opposites import are_antonyms, denies_by_prefix, opposite_stems
from rag.language.quantities import number_word, plain_figures
from rag.language.synonyms import alike
from rag.verification.acts import ACT
from rag.verification.alignment import Pair
from rag.verification.named import TIME_NAMES
from rag.verification.numbers import are_rounded
from rag.verification.reading import Reading, Token
from rag.verification.times import best_sentence, naming_times, of_one_time, of_times
from rag.verification.types import Fault, FaultKind

Codes = Sequence[tuple[str, int, int, int, int]]

_ANCHOR = 2
"""Words on each side that must be the same."""
_TURNING = re.compile(
    r"(?:\b|(?=n't))(?P<denies>not(?! (?:only|just|least)\b)|no|never|without|cannot|n't|hardly"
    r"|barely"
    r"|fail(?:s|ed)? to|refus(?:es|ed) to|unable to)\b|\b(?:likely|unlikely|probably|possibly"
    r"|perhaps"
    r"|potentially|reportedly|allegedly|purportedly|supposedly|apparently|may|might|could|would"
    r"|alleged|supposed(?! to)|almost|nearly|former|partially|attempted to|tried to|planned to"
    r"|seemingly|seeking to|intends? to|plans? to|threatened to|potential|if|unless)\b",
    re.IGNORECASE,
)
_BALANCING = re.compile(r"\b(?:neither|nor|none|nobody|nothing)\b", re.IGNORECASE)
_LEADING_ON = language.words("checking", "leading_to_acts")
_NUMERAL = re.compile(r"\d[^\W_]*(?:[.,:]\d[^\W_]*)*")
_ORDINAL_END = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_DECIMAL = re.compile(r"\d++(?:\.\d++)?")
_SHORT = 3
_FEW = 8
_TURNS_WITHIN = 2


def edits(pair: Pair) -> Iterator[Fault]:
    """Words changed in what is otherwise repeated from a sentence of the passage."""
    mine = [_identity(pair, n) for n in range(len(pair.sentence.tokens))]
    repeated, numbers = 0, list[int]()
    codes: Codes = []
    for sentence in sorted({t.sentence for t in pair.passage.tokens}):
        some = [n for n, t in enumerate(pair.passage.tokens) if t.sentence == sentence]
        keys = [pair.passage.tokens[n].key for n in some]
        changes = SequenceMatcher(None, mine, keys, autojunk=False).get_opcodes()
        same = sum(j - i for code, i, j, _, _ in changes if code == "equal")
        if same > repeated:
            repeated, numbers, codes = same, some, changes
    for place, (code, i, j, k, m) in enumerate(codes):
        if code == "equal" or not _anchored(codes, place):
            continue
        own, other = range(i, j), numbers[k:m]
        if own and other and len(own) <= _FEW and len(other) <= _FEW:
            yield from _replaced(pair, own, other)
        yield from _turned(pair, own, other)
        yield from _done(pair, own, other)


def _identity(pair: Pair, number: int) -> str:
    found = pair.found(number)
    token = pair.sentence.tokens[number]
    if not found or any(pair.passage.tokens[n].key == token.key for n in found):
        return token.key
    return pair.passage.tokens[min(found)].key


def _anchored(codes: Codes, place: int) -> bool:
    """Whether the same words stand on both sides of a change, or on one and the ends at the
    other."""
    before = _length(codes, place - 1)
    after = _length(codes, place + 1)
    if not before or not after:
        return before + after >= 2 * _ANCHOR
    return before >= _ANCHOR and after >= _ANCHOR


def _length(codes: Codes, place: int) -> int:
    """Words that are the same in one stretch; 0 past the ends."""
    if not 0 <= place < len(codes):
        return 0
    code, i, j, _, _ = codes[place]
    at_an_end = place in (0, len(codes) - 1)
    return max(j - i, _ANCHOR * at_an_end) if code == "equal" else 0


def _replaced(pair: Pair, own: range, other: list[int]) -> Iterator[Fault]:
    passage = pair.passage.tokens
    beside = set(range(other[0] - 1, other[-1] + 2))
    lost = [
        n for n in other
        if passage[n].content and not any(n in pair.found(m) for m in own)
    ]  # fmt: skip
    small = {passage[n].word for n in other} | {"the", "a", "an", "s"}
    mine = [pair.sentence.tokens[n] for n in own]
    if len(own) == len(other) == 1 and _differ(mine[0], passage[other[0]], own[0], other[0], pair):
        yield _other(pair, own[0], other[0])
    yield from _number(pair, own, other)
    if any(not t.content and t.word not in small for t in mine):
        return  # "by Russian forces" where the passage has whom they attack
    yield from _elsewhere(pair, own, lost, beside)
    times = of_times(pair)
    for number, token in zip(own, mine, strict=True):
        if not token.capital or not token.content or number in times or _counts(token):
            continue
        names = [n for n in lost if _is_lost_name(pair, n)]
        if names and not pair.found(number) & beside:
            yield _other(pair, number, names[0])


def _number(pair: Pair, own: range, other: list[int]) -> Iterator[Fault]:
    """A number or day of the passage put in another one's place; its parts are words."""
    changed = [pair.sentence.tokens[n] for n in own] + [pair.passage.tokens[n] for n in other]
    if not all(token.word[0].isdigit() for token in changed) or of_one_time(pair, own, other):
        return
    mine, theirs = _numeral(pair.sentence, own), _numeral(pair.passage, other)
    written, said = pair.sentence.text[slice(*mine)], pair.passage.text[slice(*theirs)]
    if _values(written) != _values(said) and not are_rounded(pair, mine, theirs):
        kind = FaultKind.DATE if naming_times(pair) & set(own) else FaultKind.NUMBER
        yield Fault(kind, f"the passage has “{said}” there, not “{written}”")


def _numeral(reading: Reading, numbers: Sequence[int]) -> tuple[int, int]:
    """Where the numerals stand whole that some words are parts of: "1,200" for its "200"."""
    first, last = numbers[0], numbers[-1]
    while _continues(reading, first):
        first -= 1
    while _continues(reading, last + 1):
        last += 1
    return reading.tokens[first].start, reading.tokens[last].end


def _continues(reading: Reading, number: int) -> bool:
    """Whether a word is a further part of the numeral that the one before it is of."""
    if not 0 < number < len(reading.tokens) or reading.gap(number) not in (",", ".", ":"):
        return False
    return all(t.word[0].isdigit() for t in reading.tokens[number - 1 : number + 1])


def _values(text: str) -> list[float | str]:
    """The numerals of a text by their values; as they are written where they are no numbers."""
    values: list[float | str] = []
    for numeral in _NUMERAL.findall(plain_figures(text.casefold())):
        plain = _ORDINAL_END.sub("", numeral)
        values.append(float(plain) if _DECIMAL.fullmatch(plain) else plain)
    return values


def _elsewhere(pair: Pair, own: range, lost: Sequence[int], beside: set[int]) -> Iterator[Fault]:
    """Something of the same passage put in another's place, neither of them a name: "the track
    engineer" for "the train controller". A name may be whom other words stand for."""
    mine = [n for n in own if pair.sentence.tokens[n].content]
    plain = [n for n in lost if not pair.passage.tokens[n].capital]
    counted = any(_is_number(pair.sentence.tokens[n]) for n in mine)
    counted |= any(_is_number(pair.passage.tokens[n]) for n in plain)
    if len(plain) < len(lost) or len(plain) != len(mine) or counted:
        return
    if any(_are_alike(pair, n, other) for n in mine for other in plain):
        return  # two words for one thing: "the physician" for "the doctor"
    moved = all(pair.same[n] and not pair.same[n] & beside for n in mine)
    if mine and moved and not any(pair.sentence.tokens[n].capital for n in mine):
        yield _other(pair, mine[0], plain[0])


def _are_alike(pair: Pair, number: int, where: int) -> bool:
    return alike(pair.sentence.tokens[number].key, pair.passage.tokens[where].key)


def _is_number(token: Token) -> bool:
    return token.word[0].isdigit() or number_word(token.word) is not None


def _is_lost_name(pair: Pair, where: int) -> bool:
    """Whether a word of the passage is a name, or a time but for a whole date that the sentence has
    elsewhere: "May 3" without its day is lost."""
    token = pair.passage.tokens[where]
    if not token.capital or token.word[0].isdigit():
        return False
    kept = any(
        where in pair.found(n) and where + 1 in pair.found(n + 1)
        for n in range(len(pair.sentence.tokens) - 1)
    )
    return token.word not in TIME_NAMES or not kept


def _counts(token: Token) -> bool:
    """Whether a number begins the sentence: "Ten aircraft"."""
    return token.heads and number_word(token.word) is not None


def _differ(mine: Token, theirs: Token, number: int, where: int, pair: Pair) -> bool:
    """Whether one word that is no name stands where the passage has another one."""
    if theirs.key in opposite_stems(mine.key):
        return True
    plain = not (mine.capital or theirs.capital or theirs.word.isdigit())
    told = plain and mine.content and theirs.content and number not in of_times(pair)
    apart = where not in pair.found(number) and not _are_alike(pair, number, where)
    return told and (apart or are_antonyms(mine.word, theirs.word))


def _other(pair: Pair, number: int, where: int) -> Fault:
    said, written = pair.passage.written(where), pair.sentence.written(number)
    return Fault(FaultKind.ROLES, f"the passage has “{said}” there, not “{written}”")


def _turned(pair: Pair, own: range, other: list[int]) -> Iterator[Fault]:
    if any(pair.sentence.tokens[n].word == "to" for n in own):
        return  # "a plan to delay" for "a plan that would delay"
    put_in = _turning(pair.sentence, list(own)) if len(own) <= _SHORT else {}
    left_out = _turning(pair.passage, other)
    balanced = _BALANCING.search(pair.passage.text) and not _BALANCING.search(pair.sentence.text)
    prefixed = _denied_by_prefix(pair, own, other)
    for word, denies in put_in.items():
        kept = (denies and (balanced or prefixed)) or _only_moved(pair, word)
        if not left_out and not kept:
            kind = FaultKind.NEGATION if denies else FaultKind.MODALITY
            yield Fault(kind, f"“{word}” is put in")
    for word, denies in left_out.items():
        kept = (denies and prefixed) or _only_moved(pair, word)
        if not put_in and not _has(pair.sentence, list(own)) and not kept:
            kind = FaultKind.NEGATION if denies else FaultKind.MODALITY
            yield Fault(kind, f"the passage’s “{word}” is left out")


def _done(pair: Pair, own: range, other: list[int]) -> Iterator[Fault]:
    """An aim told as done: "seized" for "sought to seize", where "to" and what leads to it are
    left out and the act has another form."""
    passage, mine = pair.passage.tokens, pair.sentence.tokens
    if not other or passage[other[-1]].word != "to" or other[-1] + 1 >= len(passage):
        return
    act, there = (own[-1] + 1 if own else _next(pair, other[-1] + 1)), passage[other[-1] + 1]
    if act is None or act >= len(mine) or mine[act].key != there.key:
        return
    leading = [n for n in other if passage[n].content and passage[n].word not in _LEADING_ON]
    word = mine[act].word
    told = word != there.word and not word.endswith("ing") and ACT.search(word) is not None
    if leading and told and not any(mine[n].word == "to" for n in own):
        aim = " ".join(pair.passage.written(n) for n in other)
        yield Fault(FaultKind.MODALITY, f"the passage’s “{aim}” is left out")


def _next(pair: Pair, there: int) -> int | None:
    return next((n for n, same in enumerate(pair.same) if there in same), None)


def _denied_by_prefix(pair: Pair, own: Sequence[int], other: Sequence[int]) -> bool:
    """Whether a word says with a prefix what the other text says with a negation: "illegitimate"
    and "not legitimate"."""
    mine, theirs = pair.sentence.tokens, pair.passage.tokens
    here = range(max(0, min(own) - 1), min(max(own) + 3, len(mine))) if own else range(0)
    there = range(max(0, min(other) - 1), min(max(other) + 3, len(theirs))) if other else range(0)
    return any(denies_by_prefix(mine[n].word, theirs[i].word) for n in here for i in there)


def _only_moved(pair: Pair, word: str) -> bool:
    """Whether both have a word as often, and before the same next one: "reportedly deployed"."""
    mine, best, plain = pair.sentence.tokens, best_sentence(pair), word.casefold()
    theirs = [(n, t) for n, t in enumerate(pair.passage.tokens) if t.sentence == best]
    here = [n + 1 for n, t in enumerate(mine[:-1]) if t.word == plain]
    there = {n + 1 for n, t in theirs if t.word == plain}
    return len(here) == len(there) and any(there & pair.same[n] for n in here)


def _turning(reading: Reading, numbers: list[int]) -> dict[str, bool]:
    """Words at the end of some that turn what follows, with whether they deny it."""
    if not numbers:
        return {}
    last = numbers[-_TURNS_WITHIN:]
    text = reading.text[reading.tokens[last[0]].start : reading.tokens[last[-1]].end]
    return {m[0]: bool(m["denies"]) for m in _TURNING.finditer(text) if m[0] != "May"}


def _has(reading: Reading, numbers: list[int]) -> bool:
    if not numbers:
        return False
    start, end = reading.tokens[numbers[0]].start, reading.tokens[numbers[-1]].end
    return _TURNING.search(reading.text[start:end]) is not None
