"""Are reports dated rightly, and what does reading dates cost? The days of the campaign reports.

Their texts mostly leave out the year, and the headlines that have it were partly made from the
day itself, so that both are shown: pages with their headline, and the text alone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

from bench.common import Figure, Result, Table, data, main
from bench.corpus import shipped
from index.dating import date_report
from index.ingestion.chunking import find_passages
from index.ingestion.told import times_told, told_of
from index.storage.encoding import encode_passages
from index.structure.blocks import split_blocks
from index.times.dates import day_mentions
from index.types import Confidence, Metadata, ReportDate

RIGHT_AT_LEAST, COST_AT_MOST = 0.97, 15.0
TODAY = date(2026, 1, 1)
TIMED = 12
"""Reports whose embedding is timed."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A report's true day beside the one that was read."""

    true: date
    read: ReportDate
    names_a_year: bool

    @property
    def right(self) -> bool:
        return self.read.published_on == self.true

    @property
    def wrong(self) -> bool:
        """Dated, and wrongly, though not said to be a lower bound."""
        found = self.read.published_on is not None and not self.right
        return found and self.read.source != "text"


def measure() -> Result:
    lines = (data("isw_2022_2023") / "reports.jsonl").read_text("utf-8").splitlines()
    reports = [json.loads(line) for line in lines]
    headed = _tried(reports, lambda r: f"{r['title']}\n\n{r['text']}")
    alone = _tried(reports, lambda r: str(r["text"]))
    with_year = [t for t in alone if t.names_a_year]
    share, spent, embedded = _cost(reports[:TIMED])
    return Result(
        name="dates",
        title="The dates of reports",
        about=(
            f"{len(reports)} campaign reports, the day in their data as truth. The text alone "
            "mostly has a day without its year (“June 9, 7 pm ET”): such a day is given the year "
            "of its first return after the latest day that the text names with its year, and none "
            "where it names none."
        ),
        figures=[
            Figure("Right, page with its headline", _share(headed), at_least=RIGHT_AT_LEAST),
            Figure("Right, text alone", _share(alone), at_least=RIGHT_AT_LEAST),
            Figure("Right, text alone that names a day with its year", _share(with_year)),
            Figure("Reading dates, of ingest time", share, " %", at_most=COST_AT_MOST),
        ],
        tables=[
            Table(
                "Text alone",
                ("", "reports"),
                [
                    ["right", str(sum(t.right for t in alone))],
                    ["wrong", str(sum(t.wrong for t in alone))],
                    ["the latest day told, said to be a lower bound",
                     str(sum(not t.right and t.read.source == "text" for t in alone))],
                    ["no date, and said so", str(sum(t.read.published_on is None for t in alone))],
                    ["wrong with high confidence",
                     str(sum(t.wrong and t.read.confidence is Confidence.HIGH for t in alone))],
                ],
            ),
            Table(
                f"Time for {TIMED} reports",
                ("", "seconds"),
                [["dates", f"{spent:.2f}"], ["embedding", f"{embedded:.2f}"]],
            ),
        ],
    )  # fmt: skip


def _tried(
    reports: Sequence[dict[str, Any]], text_of: Callable[[dict[str, Any]], str]
) -> list[Tried]:
    found = []
    for report in reports:
        text = text_of(report)
        read, _ = date_report(text, split_blocks(text), Metadata(), "report.txt", TODAY)
        found.append(
            Tried(date.fromisoformat(report["date"]), read, bool(day_mentions(text, None)))
        )
    return found


def _share(tried: Sequence[Tried]) -> float:
    return sum(t.right for t in tried) / len(tried)


def _cost(reports: Sequence[dict[str, Any]]) -> tuple[float, float, float]:
    """Per cent of ingest that reading dates takes, seconds for that and for embedding."""
    embedder = shipped()
    embedder.encode(["warm"])
    dating = embedding = 0.0
    for report in reports:
        text = f"{report['title']}\n\n{report['text']}"
        blocks = split_blocks(text)
        start = perf_counter()
        read, _ = date_report(text, blocks, Metadata(), "report.txt", TODAY)
        told_of(text, read.published_on, times_told(text, blocks, read.published_on))
        dating += perf_counter() - start
        body = [(n, b.start, b.end, "") for n, b in enumerate(blocks)]
        passages = find_passages(str(report["id"]), text, body)
        start = perf_counter()
        encode_passages(
            embedder,
            [("", text[p.start : p.end], [text[a:b] for a, b in p.sentences]) for p in passages],
        )
        embedding += perf_counter() - start
    return 100 * dating / (dating + embedding), dating, embedding


if __name__ == "__main__":
    main(measure)
