"""What does a LlamaIndex program with its defaults find, on the same reports and questions?"""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from bench.common import SEEDS, Figure, Result, Table, main
from bench.seeds import llamaindex_retriever, seeds_engine
from index.text.normalize import collapsed
from rag.question.parsing import Query

Found = list[tuple[str, str | None]]
"""Texts found, the best first, each with the date shown for it."""


@dataclass(slots=True)
class Tally:
    """What one way of finding comes to."""

    first: list[bool] = field(default_factory=list)
    second: list[bool] = field(default_factory=list)
    alike: list[bool] = field(default_factory=list)
    dated: list[bool] = field(default_factory=list)
    length: list[int] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)

    def row(self, name: str) -> list[str]:
        return [
            name, _share(self.first), _share(self.second), _share(self.alike), _share(self.dated),
            f"{statistics.mean(self.length):,.0f}", f"{statistics.median(self.taken):.1f}",
        ]  # fmt: skip


def measure() -> Result:
    lines = (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
    asked = [q for q in map(json.loads, lines) if q["answerable"]]
    engine, retriever = seeds_engine(), llamaindex_retriever()

    def ours(question: str) -> Found:
        ranked = engine.search(Query(question))
        days = (r.finding.report.dated.published_on for r in ranked)
        return [(r.finding.text, day.isoformat() if day else None)
                for r, day in zip(ranked, days, strict=True)]  # fmt: skip

    def theirs(question: str) -> Found:
        nodes = retriever.retrieve(question)
        return [(n.node.get_content(), n.node.metadata.get("creation_date")) for n in nodes]

    ways: dict[str, Callable[[str], Found]] = {"LlamaIndex": theirs, "Dateline": ours}
    tallies = {name: Tally() for name in ways}
    for question in asked[:5]:
        for find in ways.values():
            find(question["question"])
    for question in asked:
        budget = 0
        for name, find in ways.items():
            start = perf_counter()
            found = find(question["question"])
            tallies[name].taken.append((perf_counter() - start) * 1000)
            budget = budget or len(found[0][0])
            _count(tallies[name], question, found, budget)
    mine, others = tallies["Dateline"], tallies["LlamaIndex"]
    return Result(
        name="baseline",
        title="Beside a LlamaIndex program with its defaults",
        about=(
            f"The five seed reports and the {len(asked)} questions of seeds/questions.jsonl that "
            "they answer. LlamaIndex: SimpleDirectoryReader, the default splitter (1,024 tokens, "
            "200 overlapping), HuggingFaceEmbedding with the same model, VectorStoreIndex and its "
            "default retriever, which gives two nodes. Dateline: the engine's search. A hit is a "
            "text that has one of the sentences which answer the question, verbatim but for spaces "
            "and quotes. A long text has more of them by its length alone: so the characters that "
            "a reader is pointed to are given, and the hits where as many characters of Dateline's "
            "passages are read as LlamaIndex's first node has. Dates are those shown with the "
            "first text: LlamaIndex has the file's."
        ),
        figures=[
            Figure("first hit, Dateline less LlamaIndex",
                   100 * (statistics.mean(mine.first) - statistics.mean(others.first)), " points"),
            Figure("characters in the first text, LlamaIndex to Dateline",
                   statistics.mean(others.length) / statistics.mean(mine.length)),
            Figure("search latency, Dateline to LlamaIndex",
                   statistics.median(mine.taken) / statistics.median(others.taken)),
        ],
        tables=[
            Table(
                "Side by side",
                ("", "hit in the first text", "in the first two", "in as many characters",
                 "date right", "characters in the first text", "median ms"),
                [others.row("LlamaIndex defaults"), mine.row("Dateline search")],
            )
        ],
    )  # fmt: skip


def _count(tally: Tally, question: dict[str, list[str]], found: Found, budget: int) -> None:
    evidence = [collapsed(sentence) for sentence in question["evidence"]]
    hits = [any(sentence in collapsed(text) for sentence in evidence) for text, _ in found]
    tally.first.append(hits[0])
    tally.second.append(any(hits[:2]))
    tally.alike.append(any(hits[: _within(found, budget)]))
    tally.length.append(len(found[0][0]))
    if question["dates"]:
        tally.dated.append(found[0][1] in question["dates"])


def _within(found: Found, budget: int) -> int:
    """How many of the texts fit into so many characters; at least one."""
    read = 0
    for number, (text, _) in enumerate(found):
        read += len(text)
        if read > budget:
            return max(number, 1)
    return len(found)


def _share(hits: Sequence[bool]) -> str:
    return f"{100 * statistics.mean(hits):.1f} %"


if __name__ == "__main__":
    main(measure)
