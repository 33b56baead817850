"""Scans read by tesseract, a program that is used where it is installed and asked for."""

import csv
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from index.errors import BadInput
from index.pdf.segments import Segment

DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
_APART = 1.1
"""Heights of a line between words that are not of one segment."""
_WORD, _LINE = "5", "4"
_SURE = 0.0
"""Words of which tesseract is less sure than this, in percent, are none."""
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """A word or a line as tesseract tells it, in points from the upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Recognizer:
    """Reads pictures of pages in some languages, named as tesseract does: eng+fra."""

    def __init__(self, languages: str) -> None:
        self._languages = languages
        self._program = shutil.which("tesseract")

    @property
    def is_installed(self) -> bool:
        return self._program is not None

    def segments(self, picture: bytes, page: int, height: float, seconds: float) -> list[Segment]:
        """What a picture of a page, from 0 and so many points high, says.

        Raises BadInput where tesseract cannot read it, takes longer, or lacks a language.
        """
        if self._program is None:
            return []
        try:
            ran = subprocess.run(  # noqa: S603 - the languages were checked where they were set
                [self._program, "stdin", "stdout", "-l", self._languages,
                 "--dpi", str(DOTS_PER_INCH), "tsv"],
                input=picture, capture_output=True, timeout=max(seconds, 0.1), check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise BadInput("takes too long to be read by OCR (setting pdf_seconds)") from error
        if ran.returncode:
            said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
            raise BadInput(f"cannot be read by OCR: {said[-1] if said else 'tesseract failed'}")
        return segments_of(ran.stdout.decode("utf-8", "replace"), page, height)


def segments_of(table: str, page: int, height: float) -> list[Segment]:
    """The segments that tesseract's table of words tells, on a page so many points high."""
    lines: dict[Key, _Found] = {}
    words: dict[Key, list[_Found]] = defaultdict(list)
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        key = row["block_num"], row["par_num"], row["line_num"]
        if row["level"] == _LINE:
            lines[key] = _found(row)
        elif row["level"] == _WORD and float(row["conf"]) >= _SURE and (row["text"] or "").strip():
            words[key].append(_found(row))
    sizes: dict[str, list[float]] = defaultdict(list)
    for key, line in lines.items():
        sizes[key[0]].append(line.bottom - line.top)
    return [
        segment for key, line in lines.items()
        for segment in _of_line(line, words[key], page, height, median(sizes[key[0]]))
    ]  # fmt: skip


def _found(row: dict[str, str]) -> _Found:
    scale = _POINTS_PER_INCH / DOTS_PER_INCH
    left, top, width, tall = (
        float(row[name]) * scale for name in ("left", "top", "width", "height")
    )
    return _Found((row["text"] or "").strip(), left, top, left + width, top + tall)


def _of_line(
    line: _Found, words: Sequence[_Found], page: int, height: float, size: float
) -> Iterator[Segment]:
    run: list[_Found] = []
    for word in [*words, None]:
        if word is not None and (not run or word.left - run[-1].right <= _APART * size):
            run.append(word)
            continue
        if run:
            yield Segment(
                " ".join(one.text for one in run), page, run[0].left, height - line.bottom,
                run[-1].right, height - line.top, size, bold=False, font="ocr",
                lefts=tuple(one.left for one in run),
            )  # fmt: skip
        run = [word] if word is not None else []
