"""Are quotes whole sentences, as a person who reads them sees it?

`bench/judged/quotes.jsonl` has 300 quotes drawn at random from answers over open fields, each as it
was judged by hand: its place in the file, whether it began or ended within a sentence or had markup
in it (`drawn`), and where the whole sentences that it is of begin and end in the file (`whole`;
null where the file itself is broken there, empty where there is nothing to be quoted). The reports
are read again: a quote is whole where the sentences that stand in its place begin and end where
they should, and it is shown without markup.

`quotes_later.jsonl` has 300 more, of twenty fields that came later, fifteen each. Where what a
quote stood under was wrong, `under` is where the heading or the name of the speaker stands in the
file that it has to stand under, and `not_under` where the words stand that it must not.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bench.common import Figure, Result, Table, main
from bench.fields.corpus import load
from index.dating import date_report
from index.furniture.marking import lay_out
from index.reading import read_report
from index.structure.place import places
from index.text.normalize import collapsed
from index.text.sentences import sentence_spans
from index.types import Role, SourceText

_JUDGED = Path(__file__).parent / "judged"
_SETS = {"": _JUDGED / "quotes.jsonl", ", later fields": _JUDGED / "quotes_later.jsonl"}
_LARGEST = 10**8
_MARKUP = re.compile(
    r"\*\*|</?\w+>|\]\(|&\w{2,8};|\{[%{]|```|^#{1,6} |\b[BCFILS]<|(?<!\w)_[^\W_][^_\n]*_(?!\w)"
)
_DAY = date(2026, 11, 1)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Read:
    """A report as it is shown, where the sentences of its body stand, and what each is under."""

    source: SourceText
    sentences: tuple[Span, ...]
    under: tuple[str, ...]


@cache
def _read(file: Path) -> _Read:
    _, source = read_report(file, _LARGEST)
    blocks = list(source.blocks)
    _, byline = date_report(source.text, blocks, source.metadata, file.name, _DAY)
    layout = lay_out(source.text, blocks, source.metadata, byline)
    found = [
        (span, place)
        for block, place in zip(layout.blocks, places(source.text, layout.blocks), strict=True)
        if block.role is Role.BODY
        for span in sentence_spans(source.text, block.start, block.end)
    ]
    return _Read(source, tuple(span for span, _ in found), tuple(place for _, place in found))


def quoted_now(file: Path, start: int, end: int) -> tuple[Span | None, str, str]:
    """Where the sentences begin and end in a file that stand in a place of it, their words, and
    what the first of them stands under."""
    read = _read(file)
    source = read.source
    place = source.source.to_shown(start, end) if source.source else (start, end)
    touched = [
        n for n, s in enumerate(read.sentences) if place and s[0] < place[1] and place[0] < s[1]
    ]
    if not touched:
        return None, "", ""
    first, last = read.sentences[touched[0]][0], read.sentences[touched[-1]][1]
    found = source.source.to_source(first, last) if source.source else (first, last)
    return found, source.text[first:last], read.under[touched[0]]


def _words_at(file: Path, place: Sequence[int]) -> str:
    """The words of a file that stand in a place of it."""
    return collapsed(file.read_bytes().decode("utf-8")[slice(*place)])


def _verdict(file: Path, judged: dict[str, Any]) -> tuple[str, str]:
    """Whether a quote that was judged is whole now, and stands under what it should."""
    found, words, place = quoted_now(file, *judged["place"])
    right = judged["whole"]
    whole = right is not None and found == (tuple(right) or None)
    verdict = "markup" if _MARKUP.search(words) else "whole" if whole else "not whole"
    under, not_under = judged.get("under"), judged.get("not_under")
    lacks = bool(under) and _words_at(file, under) not in place
    strays = bool(not_under) and _words_at(file, not_under) in place
    return verdict, "wrong place" if lacks or strays else ""


def measure() -> Result:
    """The share of judged quotes that are whole, when they were drawn and now."""
    figures: list[Figure] = []
    drawn, wrong = list[list[str]](), list[list[str]]()
    for name, path in _SETS.items():
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        counts, now, placed = Counter[str](), Counter[str](), Counter[str]()
        for judged in lines:
            counts[judged["drawn"]] += 1
            placed["judged"] += "under" in judged or "not_under" in judged
            verdict, place = _verdict(load(judged["field"]).folder / judged["file"], judged)
            now[verdict] += 1
            placed[place] += 1
            told = ", ".join(one for one in (verdict, place) if one not in ("", "whole"))
            if told:
                wrong.append([judged["field"], judged["file"], str(judged["place"][0]), told])
        figures += [
            Figure(f"whole when drawn{name}", counts["whole"] / len(lines)),
            Figure(f"whole now{name}", now["whole"] / len(lines), at_least=0.99),
            Figure(f"with markup now{name}", now["markup"], at_most=0),
        ]
        if placed["judged"]:
            figures += [
                Figure(f"in a wrong place when drawn{name}", placed["judged"]),
                Figure(f"in a wrong place now{name}", placed["wrong place"]),
            ]
        drawn += [[verdict, str(n), name.strip(", ")] for verdict, n in counts.most_common()]
    return Result(
        name="quotes",
        title="Quotes as a person reads them",
        about="Twice 300 quotes of answers over open fields, drawn at random and judged by hand.",
        figures=figures,
        tables=[
            Table("When drawn", ("verdict", "quotes", "of"), drawn),
            Table("Not whole, or in a wrong place, now", ("field", "file", "place", "now"), wrong),
        ],
    )


if __name__ == "__main__":
    main(measure)
