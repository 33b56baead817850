"""Splitting a report into passages, and what models and stores are given of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from index.calendar import Period
from index.storage.filters import FilterValues, event_values, filter_values
from index.structure.place import place_of_report, places, reading_place
from index.text.sentences import sentence_spans
from index.types import WINDOW, Passage, Report, Role

Body = Sequence[tuple[int, int, int, str]]
"""Blocks to be cut: the number of each, its offsets and what it stands under."""


def passages_of(report: Report) -> list[Passage]:
    """The passages of a report's body, in order."""
    under = places(report.text, report.blocks)
    body = [
        (n, b.start, b.end, under[n]) for n, b in enumerate(report.blocks) if b.role is Role.BODY
    ]
    return find_passages(report.head.id, report.text, body, place_of_report(report.head))


def find_passages(report_id: str, text: str, body: Body, of_report: str = "") -> list[Passage]:
    """The passages of the body blocks `(number, start, end, place)` of a report, in order.

    An id is made from the report's id, all that the passage stands under (`of_report` what all of
    the report does), its words and, where these occur again, the count so far: the same text gives
    the same ids.
    """
    seen: Counter[str] = Counter()
    passages = []
    for number, start, end, place in body:
        sentences = sentence_spans(text, start, end)
        for at in range(max(1, len(sentences) - WINDOW + 1)):
            window = tuple(sentences[at : at + WINDOW])
            if not window:
                continue
            first, last = window[0][0], window[-1][1]
            words = f"{of_report}\n{place}\n{text[first:last]}"
            name = f"{report_id}\n{words}\n{seen[words]}"
            seen[words] += 1
            passage_id = f"{report_id}-{sha256(name.encode()).hexdigest()[:12]}"
            passages.append(Passage(passage_id, report_id, number, first, last, window, place))
    return passages


def read_of(passage: Passage, text: str, of_report: str) -> tuple[str, str, list[str]]:
    """What models read of a passage of a report's `text`: all that it stands under (`of_report`
    what all of the report does), its text, and the sentences in that."""
    sentences = [text[a:b] for a, b in passage.sentences]
    return reading_place(of_report, passage.place), text[passage.start : passage.end], sentences


def filters_of(
    passages: Sequence[Passage], report: Report, times: Mapping[int, Sequence[Period]]
) -> list[FilterValues]:
    """What the vector store keeps with each passage of a report; `times` are those that each block
    names."""
    of_report = filter_values(report.head)
    told = {number: event_values(times.get(number, ())) for number in {p.block for p in passages}}
    return [{**of_report, **told[p.block]} for p in passages]
