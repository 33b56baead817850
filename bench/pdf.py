"""How PDF is read: side by side with other libraries, in what time, and as judged by reading.

`python -m bench.pdf --draw OUT` draws 200 sentences for judging, with pictures of where they stand;
`--judge` counts the verdicts kept in bench/judged/pdf.jsonl. `--site FOLDER` is where the libraries
that Dateline does not use are installed.
"""

import argparse
import itertools
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from bench.common import ROOT, Figure, Result, Table, data, main
from bench.pdf_libraries import LIBRARIES, recognized
from index.errors import BadInput
from index.reading import read_report
from index.text.sentences import sentence_spans
from index.types import Role, SourceText

JUDGED = ROOT / "bench" / "judged" / "pdf.jsonl"
_SEED, _FILES, _SENTENCES = 20261129, 20, 200
_MOST = 100_000_000
_WORD = re.compile(r"[^\W_]+")


def pdfs(folder: Path) -> list[Path]:
    """The files that have text."""
    return [file for file in sorted(folder.glob("pdf*/*.pdf")) if _has_text(file)]


def _has_text(file: Path) -> bool:
    try:
        read_report(file, _MOST)
    except BadInput:
        return False
    return True


def agreement(read: str, reference: str) -> tuple[float, float]:
    """The share of a reference's words that are read, and of its neighbouring pairs of words."""
    words, expected = (_words(text) for text in (read, reference))
    pairs, expected_pairs = (Counter(itertools.pairwise(w)) for w in (words, expected))
    found = (Counter(words) & Counter(expected)).total()
    beside = (pairs & expected_pairs).total()
    return found / max(1, len(expected)), beside / max(1, expected_pairs.total())


def _words(text: str) -> list[str]:
    broken = re.sub(r"[-\u2010\ufffe\xad]\s*\n\s*|\ufffe|\x02", "", text)
    return [word.casefold() for word in _WORD.findall(broken)]


def compared(files: Sequence[Path]) -> Table:
    """Every library that is installed, on one page of each file against tesseract, and its time."""
    rows = []
    middle = {file: len(pypdfium2.PdfDocument(file)) // 2 for file in files}
    for library in LIBRARIES:
        agreed, seconds, failed = list[tuple[float, float]](), 0.0, 0
        for file, page in middle.items():
            start = perf_counter()
            try:
                text = library.page(file, page)
            except ImportError:
                break
            except Exception:  # noqa: BLE001 - what a library cannot read is counted
                failed += 1
                continue
            seconds += perf_counter() - start
            agreed.append(agreement(text, recognized(file, page)))
        if not agreed:
            continue
        words, pairs = (sum(shares) / len(agreed) for shares in zip(*agreed, strict=True))
        each = f"{1000 * seconds / len(agreed):.0f} ms"
        rows.append(
            [library.name, f"{words:.3f}", f"{pairs:.3f}", each, library.boxes, str(failed)]
        )
    head = ("library", "words", "pairs of words", "a file opened, a page", "boxes from", "failed")
    return Table("One page of each file, beside what tesseract reads", head, rows)


def speed(files: Sequence[Path], rounds: int = 5) -> tuple[float, float]:
    """Seconds for 100 pages: bare pypdfium2 with text and character boxes, and Dateline; the least
    of so many rounds side by side, on the longest files that have as many pages together."""
    files = _longest(files)

    def bare(file: Path) -> int:
        document = pypdfium2.PdfDocument(file)
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            for number in range(text.count_chars()):
                text.get_charbox(number)
        return len(document)

    best = {"bare": 1e9, "dateline": 1e9}
    pages = 0
    for _ in range(rounds):
        start = perf_counter()
        pages = sum(bare(file) for file in files)
        best["bare"] = min(best["bare"], perf_counter() - start)
        start = perf_counter()
        for file in files:
            read_report(file, _MOST)
        best["dateline"] = min(best["dateline"], perf_counter() - start)
    return 100 * best["bare"] / pages, 100 * best["dateline"] / pages


def _longest(files: Sequence[Path]) -> list[Path]:
    pages = {file: len(pypdfium2.PdfDocument(file)) for file in files}
    chosen: list[Path] = []
    for file in sorted(files, key=lambda file: -pages[file]):
        if sum(pages[one] for one in chosen) >= 100:
            break
        chosen.append(file)
    return chosen


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sentence that was drawn for judging."""

    file: Path
    source: SourceText
    start: int
    end: int


def drawn(files: Sequence[Path]) -> Iterator[Drawn]:
    """Two hundred sentences of twenty files, the same each time: as many of each file, or as it
    has."""
    chance = random.Random(_SEED)
    some = chance.sample(list(files), _FILES)
    read = {file: read_report(file, _MOST)[1] for file in some}
    of_file = {
        file: [
            span for block in source.blocks if block.role is Role.BODY
            for span in sentence_spans(source.text, block.start, block.end)
        ]
        for file, source in read.items()
    }  # fmt: skip
    for file in sorted(of_file):
        spans = of_file[file]
        for start, end in sorted(chance.sample(spans, min(len(spans), _SENTENCES // _FILES))):
            yield Drawn(file, read[file], start, end)


def draw(files: Sequence[Path], out: Path) -> None:
    """Writes what is to be judged, and pictures of the pages with the boxes marked."""
    out.mkdir(parents=True, exist_ok=True)
    tiles: list[Any] = []
    for number, one in enumerate(drawn(files)):
        on = one.source.paged.map.boxes(one.start, one.end) if one.source.paged else ()
        document = pypdfium2.PdfDocument(one.file)
        tile = Image.new("RGB", (1000, 10), "white")
        for part in on:
            page = document[part.page - 1]
            picture = page.render(scale=1.6).to_pil().convert("RGB")
            pen = ImageDraw.Draw(picture)
            high = picture.height
            for left, low, right, top in part.boxes:
                pen.rectangle(
                    (1.6 * left, high - 1.6 * top, 1.6 * right, high - 1.6 * low), outline="red"
                )
            upper = min(high - 1.6 * box[3] for box in part.boxes) - 30
            lower = max(high - 1.6 * box[1] for box in part.boxes) + 30
            cut = picture.crop((0, max(0, int(upper)), picture.width, min(high, int(lower))))
            joined = Image.new("RGB", (1000, tile.height + cut.height), "white")
            joined.paste(tile, (0, 0))
            joined.paste(cut, (0, tile.height))
            tile = joined
        tiles.append(tile)
        text = one.source.text[one.start : one.end]
        place = {"n": number, "file": one.file.name, "page": on[0].page if on else 0,
                 "start": one.start, "end": one.end, "text": text}  # fmt: skip
        with (out / "drawn.jsonl").open("a" if number else "w") as file:
            file.write(json.dumps(place, ensure_ascii=False) + "\n")
    for first in range(0, len(tiles), 10):
        some = tiles[first : first + 10]
        sheet = Image.new("RGB", (1000, sum(t.height + 18 for t in some)), "white")
        pen, at = ImageDraw.Draw(sheet), 0
        for n, tile in enumerate(some):
            pen.text((4, at + 2), f"#{first + n}", fill="blue")
            sheet.paste(tile, (0, at + 18))
            at += tile.height + 18
        sheet.save(out / f"{first // 10:02}.png")


def judged() -> list[Figure]:
    """What the verdicts say that are kept."""
    if not JUDGED.exists():
        return []
    verdicts = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    many = len(verdicts)
    shares = {
        name: sum(verdict[name] for verdict in verdicts) / many
        for name in ("whole", "boxes", "furniture")
    }
    return [
        Figure("sentences judged", many),
        Figure("whole and in order", shares["whole"], at_least=0.97),
        Figure(
            "boxes cover the sentence and a line besides at most", shares["boxes"], at_least=0.95
        ),
        Figure("with running heads or page numbers inside", shares["furniture"], at_most=0),
    ]


def run() -> Result:
    files = pdfs(data("formats"))
    bare, dateline = speed(files)
    figures = [
        *judged(),
        Figure("bare pypdfium2, text and character boxes, 100 pages", bare, " s"),
        Figure("Dateline, 100 pages", dateline, " s"),
        Figure("times bare pypdfium2", dateline / bare, at_most=1.5),
    ]
    about = (
        f"{len(files)} PDF files with text. Read against tesseract: a page of each. Judged by hand:"
        f" {_SENTENCES} sentences of {_FILES} files, drawn at random, against pictures of their"
        " pages. Times are the least of five, side by side; reading is the whole report, in a"
        " process of its own that runs already."
    )
    return Result("pdf", "Reading PDF", about, figures, [compared(files)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="folder of other libraries")
    parser.add_argument("--draw", type=Path, help="write what is to be judged into this folder")
    given = parser.parse_args()
    if given.site:
        sys.path.append(str(given.site))
    if given.draw:
        draw(pdfs(data("formats")), given.draw)
    else:
        main(run)
