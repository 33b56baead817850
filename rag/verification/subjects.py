"""A number is said of whom the passage says it of, in a sentence that leaves out the other."""

from collections.abc import Iterator

from index import language
from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.tellings import frames
from rag.verification.times import naming_times
from rag.verification.types import Fault, FaultKind

_STANDING_FOR_NAMES = language.words("checking", "standing_for_names")


def subjects(pair: Pair) -> Iterator[Fault]:
    """Numbers given to the name that another clause of the passage begins with: "Olm lost 17" for
    "Olm lost 27 while Lund lost 17"."""
    tokens, dated = pair.passage.tokens, naming_times(pair)
    begun = _subjects(pair.passage)
    named = {i for n, t in enumerate(pair.sentence.tokens) if t.capital for i in pair.same[n]}
    for number, token in enumerate(pair.sentence.tokens):
        places = [n for n in pair.same[number] if tokens[n].word == token.word]
        if not token.word[0].isdigit() or number in dated or len(places) != 1:
            continue
        if places[0] and _is_of_a_name(pair, number, places[0]):
            continue
        there = tokens[places[0]]
        own = begun.get(there.clause, frozenset())
        others = [
            clause for clause, names in begun.items()
            if clause != there.clause and names <= named and not names & own
            and tokens[min(names)].sentence == there.sentence
        ]  # fmt: skip
        mentioned = own & named or _keys(pair, own) & _keys(pair, named)
        if own and others and not mentioned and not _is_of_another(pair, places[0], own, named):
            said = " ".join(pair.passage.written(n) for n in sorted(own))
            yield Fault(FaultKind.ROLES, f"“{pair.sentence.written(number)}” is said of “{said}”")
            return


def _is_of_a_name(pair: Pair, number: int, there: int) -> bool:
    """Whether a number stands right behind the same name on both sides: it is that of a type, as in
    “Embraer 190”."""
    behind = number > 0 and there - 1 in pair.same[number - 1]
    return behind and pair.passage.tokens[there - 1].capital


def _is_of_another(pair: Pair, there: int, own: frozenset[int], named: set[int]) -> bool:
    """Whether a number may be of another than the name that its clause begins with, one whom that
    name speaks of or gives it to: "Lund said it lost 17", "Lund gave Olm 17"."""
    tokens = pair.passage.tokens
    before = [n for n in range(max(own) + 1, there) if tokens[n].clause == tokens[there].clause]
    if any(n in named or tokens[n].word in _STANDING_FOR_NAMES for n in before):
        return True
    return any(own & set(f.speaker) and there in f.told for f in frames(pair.passage))


def _keys(pair: Pair, numbers: frozenset[int] | set[int]) -> set[str]:
    return {pair.passage.tokens[n].key for n in numbers}


def _subjects(reading: Reading) -> dict[int, frozenset[int]]:
    """The words of the name that a clause begins with, by the clause; of those that begin with
    one."""
    found: dict[int, list[int]] = {}
    ended = set[int]()
    for number, token in enumerate(reading.tokens):
        if token.clause in ended:
            continue
        if token.capital and token.content:
            found.setdefault(token.clause, []).append(number)
        elif token.clause in found or token.content or token.word in _BEFORE_PLACES:
            ended.add(token.clause)
    return {clause: frozenset(names) for clause, names in found.items()}


_BEFORE_PLACES = frozenset({"in", "at", "on", "from", "to", "of", "for", "by", "with", "near"})
