"""What a passage gives to a speaker, a sentence gives to the same one."""

from collections.abc import Iterator

from rag.verification.alignment import Pair, is_same
from rag.verification.reading import Reading
from rag.verification.tellings import Frame, Telling, frames
from rag.verification.times import best_sentence
from rag.verification.types import Fault, FaultKind

_FOR = {
    Telling.SAID: {Telling.SAID, Telling.THOUGHT, Telling.REAL, Telling.SHOWN},
    Telling.REAL: {Telling.REAL},
    Telling.DENIED: {Telling.DENIED},
    Telling.THOUGHT: {Telling.THOUGHT, Telling.SAID},
    Telling.SHOWN: {Telling.SHOWN, Telling.REAL},
}
"""The tellings of a passage that a sentence may give as one of these."""
_LEAST, _SHARE, _MOSTLY = 2, 0.5, 0.75


def speech(pair: Pair) -> Iterator[Fault]:
    """Speakers lost or exchanged, and what was said given for certain, or for denied."""
    mine, theirs = frames(pair.sentence), frames(pair.passage)
    best = best_sentence(pair)
    shares = [(_share(pair, f), f) for f in theirs if pair.passage.tokens[f.verb].sentence == best]
    used = [(share, f) for share, f in shares if share >= _SHARE]
    most = max((share for share, _ in used), default=0.0)
    enclosing = [f for share, f in used if share >= _MOSTLY * most]
    if not any(_same_speaker(pair, m, f) or _told_to(pair, m, f) for m in mine for f in enclosing):
        for frame in enclosing[:1]:
            if not _is_of_the_report(pair, pair.passage, frame) and not _passive(pair, frame):
                speaker = " ".join(pair.passage.written(n) for n in frame.speaker) or "someone"
                verb = pair.passage.written(frame.verb)
                yield Fault(FaultKind.MODALITY, f"the passage gives this to {speaker} ({verb})")
    yield from _told_otherwise(pair, mine, theirs)


def _told_otherwise(pair: Pair, mine: list[Frame], theirs: list[Frame]) -> Iterator[Fault]:
    for frame in mine:
        if _is_of_the_report(pair, pair.sentence, frame):
            continue
        same = [t for t in theirs if _same_speaker(pair, frame, t)]
        if same and not any(t.telling in _FOR[frame.telling] for t in same):
            verb, other = pair.sentence.written(frame.verb), pair.passage.written(same[0].verb)
            yield Fault(FaultKind.MODALITY, f"the passage has “{other}”, not “{verb}”")


def _share(pair: Pair, frame: Frame) -> float:
    """The share of a sentence's words that a speaker of the passage tells, and no one else in the
    same sentence."""
    tokens = pair.passage.tokens
    told = {n for n in frame.told if tokens[n].content}
    sentence = tokens[frame.verb].sentence
    outside = {
        t.key for n, t in enumerate(tokens)
        if n not in told and n not in frame.speaker and t.content and t.sentence == sentence
    }  # fmt: skip
    mine = [n for n, t in enumerate(pair.sentence.tokens) if t.content and pair.found(n)]
    within = [n for n in mine if pair.found(n) & told]
    within = [n for n in within if pair.sentence.tokens[n].key not in outside]
    return len(within) / len(mine) if len(within) >= _LEAST else 0.0


def _same_speaker(pair: Pair, mine: Frame, theirs: Frame) -> bool:
    if mine.pronoun and not mine.speaker:
        return True
    if theirs.pronoun:
        return True
    if _other_speaks(pair, mine, theirs):
        return False
    return any(pair.found(n) & set(theirs.speaker) for n in mine.speaker)


def _other_speaks(pair: Pair, mine: Frame, theirs: Frame) -> bool:
    """Whether the names right before a verb of telling are of others than the speaker of the
    passage, whom the sentence names elsewhere: "Speaking to Brandt, Weiss claimed"."""
    tokens, clause = pair.sentence.tokens, pair.sentence.tokens[mine.verb].clause
    found = [(n, pair.found(n)) for n in mine.speaker if tokens[n].capital and pair.found(n)]
    beside = [there for n, there in found if tokens[n].clause == clause][-1:]
    others = [there for n, there in found if tokens[n].clause != clause]
    speaker = set(theirs.speaker)
    return (
        bool(beside)
        and not any(there & speaker for there in beside)
        and any(there & speaker for there in others)
    )


def _told_to(pair: Pair, mine: Frame, theirs: Frame) -> bool:
    """Whether a sentence has told to somebody what the passage has that one report: "sources told
    Bloomberg that" for "Bloomberg reported that sources stated that"."""
    told = [n for n in mine.told if pair.sentence.tokens[n].content][:2]
    is_told = pair.sentence.tokens[mine.verb].word in ("told", "tell", "tells")
    return is_told and any(pair.found(n) & set(theirs.speaker) for n in told)


def _passive(pair: Pair, frame: Frame) -> bool:
    """Whether the sentence keeps a report of others as one: "reportedly"."""
    reported = pair.passage.tokens[frame.verb].key == "report"
    return reported and any(t.word == "reportedly" for t in pair.sentence.tokens)


def _is_of_the_report(pair: Pair, reading: Reading, frame: Frame) -> bool:
    """Whether those whose report it is speak in it themselves."""
    owners = [t for t in pair.owners.tokens if t.capital]
    initials = "".join(t.word[0] for t in owners)
    named = 0
    for number in frame.speaker:
        token = reading.tokens[number]
        if token.capital and any(is_same(token, t) for t in owners):
            named += 1
        if reading.written(number).isupper() and len(token.word) > 2 and token.word in initials:
            return True
    words = {reading.tokens[n].word for n in frame.speaker}
    return 0 < min(2, len(owners)) <= named or words in ({"report"}, {"article"})
