"""Are quotes whole sentences, as a person who reads them sees it?

`bench/judged/quotes.jsonl` has 300 quotes drawn at random from answers over open fields, each as it
was judged by hand: its place in the file, whether it began or ended within a sentence or had markup
in it (`drawn`), and where the whole sentences that it is of begin and end in the file (`whole`;
null where the file itself is broken there). The reports are read again: a quote is whole where the
sentences that stand in its place begin and end where they should, and it is shown without markup.
"""

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

from bench.common import Figure, Result, Table, main
from bench.fields.corpus import load
from index.dating import date_report
from index.furniture.marking import lay_out
from index.reading import read_report
from index.text.sentences import sentence_spans
from index.types import Role, SourceText

JUDGED = Path(__file__).parent / "judged" / "quotes.jsonl"
_LARGEST = 10**8
_MARKUP = re.compile(r"\*\*|</?\w+>|\]\(|&\w{2,8};|\{[%{]|```|^#{1,6} ")
_DAY = date(2026, 11, 1)

Span = tuple[int, int]


@cache
def _read(file: Path) -> tuple[SourceText, tuple[Span, ...]]:
    """A report as it is shown, and where the sentences of its body stand in that."""
    _, source = read_report(file, _LARGEST)
    blocks = list(source.blocks)
    _, byline = date_report(source.text, blocks, source.metadata, file.name, _DAY)
    layout = lay_out(source.text, blocks, source.metadata, byline)
    body = (block for block in layout.blocks if block.role is Role.BODY)
    return source, tuple(s for b in body for s in sentence_spans(source.text, b.start, b.end))


def quoted_now(file: Path, start: int, end: int) -> tuple[Span | None, str]:
    """Where the sentences begin and end in a file that stand in a place of it, and their words."""
    source, sentences = _read(file)
    place = source.source.to_shown(start, end) if source.source else (start, end)
    touched = [s for s in sentences if place and s[0] < place[1] and place[0] < s[1]]
    if not touched:
        return None, ""
    first, last = touched[0][0], touched[-1][1]
    found = source.source.to_source(first, last) if source.source else (first, last)
    return found, source.text[first:last]


def measure() -> Result:
    """The share of judged quotes that are whole, when they were drawn and now."""
    drawn, now = Counter[str](), Counter[str]()
    wrong: list[list[str]] = []
    lines = JUDGED.read_text("utf-8").splitlines()
    for judged in map(json.loads, lines):
        drawn[judged["drawn"]] += 1
        file = load(judged["field"]).folder / judged["file"]
        found, words = quoted_now(file, *judged["place"])
        whole = judged["whole"] is not None and found == tuple(judged["whole"])
        verdict = "markup" if _MARKUP.search(words) else "whole" if whole else "not whole"
        now[verdict] += 1
        if verdict != "whole":
            wrong.append([judged["field"], judged["file"], str(judged["place"][0]), verdict])
    return Result(
        name="quotes",
        title="Quotes as a person reads them",
        about=f"{len(lines)} quotes of answers over open fields, drawn at random.",
        figures=[
            Figure("whole when drawn", drawn["whole"] / len(lines)),
            Figure("whole now", now["whole"] / len(lines), at_least=0.99),
            Figure("with markup now", now["markup"], at_most=0),
        ],
        tables=[
            Table(
                "When drawn", ("verdict", "quotes"), [[k, str(n)] for k, n in drawn.most_common()]
            ),
            Table("Not whole now", ("field", "file", "place", "verdict"), wrong),
        ],
    )


if __name__ == "__main__":
    main(measure)
