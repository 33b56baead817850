"""Paragraphs of open fields to mark every expression of time in, drawn by chance.

`python -m bench.times.sample N` prints N rounds: of each field one paragraph a round, whatever it
says, so that no reader of times has a say in what is marked. After the first four rounds only those
fields are drawn from in which so far every second paragraph had an expression of time. Round after
round is drawn in the same order, so that more can be drawn later.
"""

import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from bench.fetched.places import folder_of
from bench.fields.corpus import FETCHED, HELD, OPEN, data

SEED = 20
ROUNDS = 14
"""That were drawn and marked."""
OVER_ALL = 4
"""Rounds over all fields."""
DENSE = (
    "accident_reports", "appeal_rulings", "assembly_records", "central_bank", "chamber_debates",
    "charity_newsletters", "climate_negotiations", "community_meetings", "council_minutes",
    "court_filings", "diaries", "dispatches", "drought_updates", "field_reports",
    "infrastructure_updates", "inquest_reports", "local_news", "market_reports",
    "mission_reports", "observatory_updates", "old_despatches", "oversight_orders",
    "programme_evaluations", "rights_monitoring", "safety_notices",
    "security_advisories_prose", "society_minutes", "speeches", "trade_letters",
    "trade_tariffs", "transit_board", "trial_proceedings", "tropical_cyclone", "wire_stories",
    "works_progress",
)  # fmt: skip
SHORTEST, LONGEST = 100, 900
"""Characters of a paragraph; a longer one is cut after a sentence."""
_PARAGRAPH = re.compile(r"(?:[^\n]+\n?)+")
_SENTENCE_END = re.compile(r"[.!?][”\"')]*\s+(?=[A-Z“\"'(])")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph at `start:end` of a file, read as UTF-8 with universal newlines; `out_on` is the
    day in the file's name."""

    field: str
    file: str
    start: int
    end: int
    out_on: date | None


def folder(field: str) -> Path:
    """Where the reports of a field are. Raises Skipped."""
    return data(f"fields/{field}/docs") if field in OPEN else folder_of(field)


def day_of(file: str) -> date | None:
    """The day in a file's name."""
    named = _DAY.search(file)
    return date(*map(int, named.groups())) if named else None


def text_of(field: str, file: str) -> str:
    """A report's file as text."""
    return (folder(field) / file).read_text("utf-8")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a text stand that are long enough."""
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        ends = [start, *(m.end() for m in _SENTENCE_END.finditer(text, start, end)), end]
        piece = start
        for before, after in itertools.pairwise(ends):
            if after - piece > LONGEST and before > piece:
                yield piece, before
                piece = before
        if end > piece:
            yield piece, min(end, piece + LONGEST)


def drawn(rounds: int) -> Iterator[Paragraph]:
    """So many rounds of paragraphs, one of each field a round."""
    random = Random(SEED)
    fields = sorted((*FETCHED, *HELD, *OPEN))
    random.shuffle(fields)
    seen: set[tuple[str, str, int]] = set()
    for number in range(rounds):
        for field in fields:
            if number >= OVER_ALL and field not in DENSE:
                continue
            files = sorted(f.name for f in folder(field).iterdir() if f.suffix in (".txt", ".md"))
            if not files:
                continue
            file = random.choice(files)
            text = text_of(field, file)
            long = [s for s in paragraphs(text) if s[1] - s[0] >= SHORTEST]
            if long and (key := (field, file, (span := random.choice(long))[0])) not in seen:
                seen.add(key)
                yield Paragraph(field, file, *span, day_of(file))


def main() -> None:
    """Prints paragraphs, each after its number, its place and its report's day."""
    for number, p in enumerate(drawn(int(sys.argv[1]))):
        text = text_of(p.field, p.file)
        print(f"#{number} {p.field}/{p.file} {p.out_on}\n{text[p.start : p.end].strip()}\n")


if __name__ == "__main__":
    main()
