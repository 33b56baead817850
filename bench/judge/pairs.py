"""The pairs that the judge is trained on: question or claim, passage, whether it holds, and where.

Beside the pairs as published, negatives are made: the passage without its answering sentences,
another passage of the same article, and questions, claims or passages made false by one swap.
Whole articles stay on one side of the split.
"""

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.common import WORK, data
from bench.judge import swaps
from index.sentences import sentence_spans
from index.terms import terms
from rag.judge import HELD_BACK
from ui.files import write_whole

SHARES = {
    "ling_in_loop": 0.2, "docnli_mnli": 0.3, "docnli_fever": 0.6, "semi_auto_nli_wiki": 0.5,
    "climate_fever": 0.4, "sick": 0.3, "cad_nli": 0.3, "med": 0.5, "negation_nli": 0.7,
    "docnli_mctest": 0.5, "factcheckgpt": 0.5,
    "selqa": 0.25, "ares_multirc": 0.5, "ares_hotpotqa": 0.7, "ares_fever": 0.5,
    "ares_record": 0.0, "squadshifts_reddit": 0.5, "squadshifts_amazon_reviews": 0.6,
    "subjqa_books": 0.0, "subjqa_movies": 0.0, "subjqa_grocery": 0.0, "subjqa_restaurants": 0.0,
    "subjqa_electronics": 0.0, "subjqa_tripadvisor": 0.0,
}  # fmt: skip
"""Of each source so much is used; all of those not named. Machine-made, noisy and very short
pairs are held down."""
REPEATED = {"squad2_part": 2, "squad2_other": 2}
"""Questions written by people to be unanswerable are few and worth the most."""
PASSES = (1, 2)
"""The first pass sees the plain negatives and all claims; the second, drawn anew, also the harder
negatives, and fewer claims."""
LATER_SHARES = {"claims": 0.4, "squadshifts_reddit": 0.5, "squadshifts_amazon_reviews": 0.5}


@dataclass(frozen=True, slots=True)
class Pair:
    """`task` is "answers" (text is a question) or "supports" (text is a claim).

    `start` and `end` are the answer's offsets in the passage, -1 where none is known.
    """

    source: str
    task: str
    text: str
    passage: str
    label: int
    start: int = -1
    end: int = -1
    split: str = "train"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a paragraph of an article, with its answer's offsets if it has one."""

    source: str
    article: str
    paragraph: str
    question: str
    answerable: bool
    start: int = -1
    end: int = -1


def squad_part() -> Iterator[Asked]:
    """The questions of the SQuAD 2.0 part."""
    articles = json.loads((data("squad2_part") / "dev-v2.0.json").read_text("utf-8"))["data"]
    for article in articles:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                start = end = -1
                if not qa["is_impossible"]:
                    answer = qa["answers"][0]
                    start = answer["answer_start"]
                    end = start + len(answer["text"])
                yield Asked(
                    "squad2_part", article["title"], paragraph["context"], qa["question"],
                    not qa["is_impossible"], start, end,
                )  # fmt: skip


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data("train") / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def held_back(group: str, share: int = 25) -> bool:
    """Whether a whole group is kept from training, by its name alone: one in `share`."""
    return int(sha256(group.encode()).hexdigest(), 16) % share == 0


def build(number: int) -> list[Pair]:
    """All pairs of a pass, shuffled."""
    rng = random.Random(number)
    harder = number > 1
    asked, plain = _answerability(rng)
    if harder:
        asked = [a for a in asked if rng.random() < LATER_SHARES.get(a.source, 1.0)]
    pairs = [*plain, *_from_questions([*squad_part(), *asked], rng, harder=harder)]
    pairs += (p for p in _support(rng) if not harder or rng.random() < LATER_SHARES["claims"])
    rng.shuffle(pairs)
    return pairs


def _answerability(rng: random.Random) -> tuple[list[Asked], list[Pair]]:
    asked, plain = list[Asked](), list[Pair]()
    for row in rows("answerability"):
        source, passage, question = row["source"], row["passage"], row["question"]
        if rng.random() >= SHARES.get(source, 1.0):
            continue
        group = f"{source}/{row['group']}"
        start = _answer_at(row["answer"], passage, question) if row["answer"] else -1
        if start >= 0 or source == "squad2_other":
            end = start + len(row["answer"]) if start >= 0 else -1
            asked.append(Asked(source, group, passage, question, row["answerable"], start, end))
        else:
            split = "test" if held_back(group) else "train"
            passage = _some_of(passage, question, rng) if len(passage) > 900 else passage
            if source == "ares_fever":
                plain.append(
                    Pair(source, "supports", question, passage, int(row["answerable"]), split=split)
                )
            else:
                plain.append(
                    Pair(source, "answers", question, passage, int(row["answerable"]), split=split)
                )
    return asked, plain


def _some_of(passage: str, text: str, rng: random.Random) -> str:
    """The five sentences in a row that share most words with `text`."""
    spans = sentence_spans(passage, 0, len(passage))
    wanted = set(terms(text))
    best = max(
        range(max(1, len(spans) - 4)),
        key=lambda i: len(
            wanted & set(terms(passage[spans[i][0] : spans[min(i + 4, len(spans) - 1)][1]]))
        ),
    )
    return passage[spans[best][0] : spans[min(best + 4, len(spans) - 1)][1]]


def _answer_at(answer: str, passage: str, question: str) -> int:
    """Where the answer stands, in the sentence nearest to the question if in several."""
    places = [m.start() for m in re.finditer(re.escape(answer), passage)]
    if len(places) <= 1:
        return places[0] if places else -1
    wanted = set(terms(question))
    return max(
        places, key=lambda at: len(wanted & set(terms(passage[max(0, at - 120) : at + 120])))
    )


def _from_questions(asked: list[Asked], rng: random.Random, *, harder: bool) -> Iterator[Pair]:
    articles: dict[str, list[str]] = defaultdict(list)
    actions: dict[str, list[str]] = defaultdict(list)
    known = swaps.actions(a.paragraph for a in asked) if harder else frozenset[str]()
    for a in asked:
        if a.paragraph not in articles[a.article]:
            articles[a.article].append(a.paragraph)
        actions[a.article] += (w for w in swaps.words(a.question) if w in known)
    encyclopaedic = [a.paragraph for a in asked if a.source.startswith("squad2")]
    words = {p: set(terms(p)) for ps in articles.values() for p in ps}
    for a in asked:
        if a.source == "squad2_part":
            split = "test" if a.article in HELD_BACK else "train"
        else:
            split = "test" if held_back(a.article) else "train"
        for _ in range(REPEATED.get(a.source, 1) if split == "train" else 1):
            for made in _of_question(a, articles[a.article], words, rng):
                yield replace(made, split=split)
            if harder:
                yield from (
                    replace(m, split=split) for m in _harder(a, actions, words, encyclopaedic, rng)
                )


def _of_question(
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


def _harder(
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
    return a.question, _some_of(chosen, a.question, rng) if rng.random() < 0.5 else chosen


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


def _support(rng: random.Random) -> Iterator[Pair]:
    for row in rows("support"):
        source, passage, claim = row["source"], row["passage"], row["claim"]
        if rng.random() >= SHARES.get(source, 1.0):
            continue
        if len(passage) > 900:
            passage = passage[:900].rsplit(" ", 1)[0] if source != "factcheckgpt" else passage
        split = "test" if held_back(passage) else "train"
        yield Pair(
            source, "supports", claim, passage, int(row["label"] == "supported"), split=split
        )
    yield from _copied_claims(rng)


def _copied_claims(rng: random.Random) -> Iterator[Pair]:
    """Sentences of a passage as claims on it: as they stand, and with one thing changed."""
    passages = dict.fromkeys(
        (r["passage"], r["group"])
        for r in rows("answerability")
        if r["source"] in ("squadshifts_new_wiki", "squad2_other", "squadshifts_amazon_reviews")
    )
    ways = [swaps.swap_number, swaps.negate, swaps.swap_verb, swaps.swap_roles]
    for passage, group in passages:
        split = "test" if held_back(group) else "train"
        spans = sentence_spans(passage, 0, len(passage))
        at = rng.randrange(len(spans))
        sentence = passage[spans[at][0] : spans[at][1]]
        context = passage[spans[max(0, at - 1)][0] : spans[min(len(spans) - 1, at + 1)][1]]
        if not 30 < len(sentence) < 300:
            continue
        yield Pair("copied", "supports", sentence, context, 1, split=split)
        for way in rng.sample(ways, 2):
            false = way(sentence, rng)
            if false and false != sentence:
                yield Pair(f"copied:{way.__name__}", "supports", false, context, 0, split=split)
        others = [n for n in swaps.names(passage) if n not in sentence]
        false = swaps.swap_name(sentence, others, rng)
        if false:
            yield Pair("copied:swap_name", "supports", false, context, 0, split=split)


def write(number: int) -> Path:
    """Writes the pairs of a pass, unless they are there, and returns their file."""
    path = WORK / "judge" / f"pairs-{number}.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in build(number))
        write_whole(path, "".join(lines))
    return path


if __name__ == "__main__":
    for number in PASSES:
        write(number)
