"""The pairs that the judge is trained on: question or claim, passage, whether it holds, and where.

Beside the pairs as published, negatives are made: the passage without its answering sentences,
another passage of the same article, and questions, claims or passages made false by one swap.
Whole articles stay on one side of the split.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from bench.common import WORK
from bench.judge import swaps
from bench.judge.harder import harder_pairs, of_question
from bench.judge.sources import Asked, Pair, held_back, rows, some_of, squad_part
from index.text.sentences import sentence_spans
from index.text.terms import terms
from rag.reader.judge import HELD_BACK
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
            passage = some_of(passage, question, rng) if len(passage) > 900 else passage
            if source == "ares_fever":
                plain.append(
                    Pair(source, "supports", question, passage, int(row["answerable"]), split=split)
                )
            else:
                plain.append(
                    Pair(source, "answers", question, passage, int(row["answerable"]), split=split)
                )
    return asked, plain


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
            for made in of_question(a, articles[a.article], words, rng):
                yield replace(made, split=split)
            if harder:
                yield from (
                    replace(m, split=split)
                    for m in harder_pairs(a, actions, words, encyclopaedic, rng)
                )


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
