"""Pairs that are harder than those as published: one thing swapped, left out or put elsewhere."""

import random
import re
from collections.abc import Iterator, Sequence

from bench.judge import swaps
from bench.judge.sources import Asked, Pair, some_of
from index.text.sentences import sentence_spans
from index.text.terms import terms


def of_question(
    a: Asked, paragraphs: list[str], words: dict[str, set[str]], rng: random.Random
) -> Iterator[Pair]:
    if not a.answerable:
        yield Pair(a.source, "answers", a.question, _context(a, rng)[0], 0)
        return
    passage, start, end = _context(a, rng)
    yield Pair(a.source, "answers", a.question, passage, 1, start, end)
    made = [_without_answer, _elsewhere, _swapped_question, _swapped_passage]
    weights = [
        3,
        2 if a.source in ("squad2_part", "squad2_other", "squadshifts_new_wiki") else 0,
        4,
        2,
    ]
    wanted = 1 + (rng.random() < 0.25) if a.source != "squad2_part" else int(rng.random() < 0.7)
    for how in rng.choices(made, weights, k=wanted):
        negative = how(a, paragraphs, words, rng)
        if negative is not None:
            yield Pair(f"{a.source}:{how.__name__}", "answers", *negative, 0)


def harder_pairs(
    a: Asked, actions: dict[str, list[str]], words: dict[str, set[str]],
    encyclopaedic: Sequence[str], rng: random.Random,
) -> Iterator[Pair]:  # fmt: skip
    """The fact made vague, the act exchanged; and a name changed in both, which answers still.

    The last keeps the judge from taking odd wording for a sign that nothing answers.
    """
    if a.start < 0:
        return
    kind = rng.random()
    if kind < 0.3:
        passage, start, end = _context(a, rng)
        vague = swaps.make_vague(a.question, passage, start, end, rng)
        if vague is not None:
            yield Pair(f"{a.source}:vague", "answers", a.question, vague, 0)
    elif kind < 0.55:
        done = words[a.paragraph]
        others = [w for w in actions[a.article] if not done & set(terms(w))]
        question = swaps.swap_action(a.question, actions[a.article], others, rng)
        if question is not None:
            yield Pair(f"{a.source}:action", "answers", question, _context(a, rng)[0], 0)
    elif kind < 0.8:
        passage, start, end = _context(a, rng)
        others = swaps.names(rng.choice(encyclopaedic))
        both = swaps.swap_in_both(a.question, passage, (start, end), others, rng)
        if both is not None:
            yield Pair(f"{a.source}:both", "answers", both[0], both[1], 1, *both[2])


def _context(a: Asked, rng: random.Random) -> tuple[str, int, int]:
    """The paragraph, or some sentences of it in a row that hold the answer."""
    spans = sentence_spans(a.paragraph, 0, len(a.paragraph))
    length = rng.choice([1, 2, 2, 3, 3, 4, 5, 99])
    if length >= len(spans):
        return a.paragraph, a.start, a.end
    if a.start >= 0:
        held = [n for n, (s, e) in enumerate(spans) if s < a.end and a.start < e]
    else:
        wanted = set(terms(a.question))
        overlap = [len(wanted & set(terms(a.paragraph[s:e]))) for s, e in spans]
        held = [overlap.index(max(overlap))]
    if not held:
        return a.paragraph, a.start, a.end
    low = max(
        0,
        min(
            held[0], rng.randint(held[-1] - length + 1, held[0]) if length > len(held) else held[0]
        ),
    )
    high = min(len(spans) - 1, max(held[-1], low + length - 1))
    left, right = spans[low][0], spans[high][1]
    if a.start < 0:
        return a.paragraph[left:right], -1, -1
    return a.paragraph[left:right], a.start - left, a.end - left


def _without_answer(
    a: Asked, _: list[str], __: dict[str, set[str]], rng: random.Random
) -> tuple[str, str] | None:
    answer = a.paragraph[a.start : a.end].lower()
    spans = sentence_spans(a.paragraph, 0, len(a.paragraph))
    left = [
        a.paragraph[s:e]
        for s, e in spans
        if not (s < a.end and a.start < e) and answer not in a.paragraph[s:e].lower()
    ]
    if len(left) < 2:
        return None
    length = rng.choice([2, 3, 4, 99])
    at = rng.randint(0, max(0, len(left) - length))
    return a.question, " ".join(left[at : at + length])


def _elsewhere(
    a: Asked, paragraphs: list[str], words: dict[str, set[str]], rng: random.Random
) -> tuple[str, str] | None:
    answer, wanted = a.paragraph[a.start : a.end].lower(), set(terms(a.question))
    others = [p for p in paragraphs if p != a.paragraph and answer not in p.lower()]
    if not others:
        return None
    others.sort(key=lambda p: -len(words[p] & wanted))
    chosen = rng.choice(others[:4])
    return a.question, some_of(chosen, a.question, rng) if rng.random() < 0.5 else chosen


def _swapped_question(
    a: Asked, paragraphs: list[str], _: dict[str, set[str]], rng: random.Random
) -> tuple[str, str] | None:
    answer = a.paragraph[a.start : a.end]
    near = [n for n in swaps.names(a.paragraph) if n not in answer]
    far = [n for p in rng.sample(paragraphs, min(3, len(paragraphs))) for n in swaps.names(p)]
    ways = [
        lambda: swaps.swap_name(a.question, near or far, rng),
        lambda: swaps.swap_name(a.question, far, rng),
        lambda: swaps.swap_number(a.question, rng),
        lambda: swaps.swap_verb(a.question, rng),
        lambda: swaps.swap_roles(a.question, rng),
    ]
    rng.shuffle(ways)
    for way in ways:
        swapped = way()
        if swapped is not None and swapped != a.question:
            return swapped, _context(a, rng)[0]
    return None


def _swapped_passage(
    a: Asked, paragraphs: list[str], _: dict[str, set[str]], rng: random.Random
) -> tuple[str, str] | None:
    """What the question names is another thing in the passage."""
    passage = _context(a, rng)[0]
    shared = [
        n for n in swaps.names(a.question) if n in passage and n not in a.paragraph[a.start : a.end]
    ]
    others = [n for p in rng.sample(paragraphs, min(3, len(paragraphs))) for n in swaps.names(p)]
    others = [n for n in others if n not in a.question and n not in passage]
    if not shared or not others:
        return None
    old, new = rng.choice(shared), rng.choice(others)
    return a.question, re.sub(rf"\b{re.escape(old)}\b", lambda _: new, passage)
