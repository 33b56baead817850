"""The characters of a page that a reader sees, each as the letter that it stands for."""

import unicodedata

import numpy as np
from numpy.typing import NDArray

from index.pdf.drawn import Box, DrawnPage
from index.rules import Stage, declare

_BLANK = np.array(
    [n for n in range(0x3001) if chr(n).isspace() and n != 0xA0] + [0x200B, 0xFEFF], np.uint32
)
_HYPHENS = (0x02, 0xAD, 0xFFFE, 0xFFFF)
"""What pdfium gives for a hyphen at the end of a line, and the hyphen that is only seen there."""
_LEAST = 2.2
"""Points; lower letters are not to be read, as those of anchors."""
_UPRIGHT = 6.0
"""Degrees that a line may lean."""
_ACCENTS = {
    0x60: "\u0300", 0xB4: "\u0301", 0x5E: "\u0302", 0x2C6: "\u0302", 0x7E: "\u0303",
    0x2DC: "\u0303", 0xAF: "\u0304", 0x2D8: "\u0306", 0x2D9: "\u0307", 0xA8: "\u0308",
    0x2DA: "\u030a", 0x2DD: "\u030b", 0x2C7: "\u030c", 0xB8: "\u0327", 0x2DB: "\u0328",
}  # fmt: skip
"""Accents that stand for themselves, and those that are put on a letter."""
_DOTLESS = {"ı": "i", "ȷ": "j"}
_OVER = 0.4
"""Of the narrower of two characters; as much of an accent is above its letter."""
_LIGATURES = range(0xFB00, 0xFB07)

HIDDEN = declare(
    "pdf-hidden-letters", Stage.INGEST,
    f"Letters lower than {_LEAST} points, or outside of the page, are not read.",
)  # fmt: skip


def characters_of(text: str) -> NDArray[np.uint32]:
    """The numbers of the characters of a text in Unicode."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def kept_characters(page: DrawnPage) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The upright characters of a page that are drawn to be read, by their numbers, and what they
    are in Unicode."""
    codes = characters_of(page.text)
    drawn = _is_drawn(page, codes) & ~_is_turned(page)
    kept = np.flatnonzero(drawn)
    codes = codes[kept].copy()
    codes[np.isin(codes, _HYPHENS)] = ord("-")
    return kept, codes


def turned_lines(page: DrawnPage) -> list[tuple[str, Box, float]]:
    """Lines that are not upright: their words, their boxes and the height of their letters."""
    if not page.angles:
        return []
    codes = characters_of(page.text)
    found = []
    turned = _is_drawn(page, codes) & _is_turned(page)
    at = 0
    for line in page.text.split("\n"):
        inside = np.flatnonzero(turned[at : at + len(line)]) + at
        if len(inside):
            x0, y0, x1, y1 = page.boxes[inside].T
            box = (float(x0.min()), float(y0.min()), float(x1.max()), float(y1.max()))
            words = " ".join(line.split())
            found.append((words, box, float(min(box[2] - box[0], box[3] - box[1]))))
        at += len(line) + 1
    return found


def accents_joined(
    page: DrawnPage, kept: NDArray[np.int64], codes: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The characters with accents put on the letters that they stand over."""
    accents = np.flatnonzero(np.isin(codes, list(_ACCENTS)))
    gone = []
    for at in accents.tolist():
        for beside in (at + 1, at - 1):
            if not 0 <= beside < len(kept) or not _stands_over(page.boxes, kept[at], kept[beside]):
                continue
            letter = chr(codes[beside])
            joined = unicodedata.normalize(
                "NFC", _DOTLESS.get(letter, letter) + _ACCENTS[int(codes[at])]
            )
            if len(joined) == 1:
                codes[beside] = ord(joined)
                gone.append(at)
                break
    if not gone:
        return kept, codes
    return np.delete(kept, gone), np.delete(codes, gone)


def spelled_out(words: str) -> str:
    """Words with the letters that their ligatures are made of."""
    if words.isascii():
        return words
    return "".join(unicodedata.normalize("NFKC", c) if ord(c) in _LIGATURES else c for c in words)


def without_meaning(words: str) -> int:
    """How many characters of words are of no known meaning: private ones and unmapped ones."""
    if words.isascii():
        return 0
    return sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" for c in words)


def _is_drawn(page: DrawnPage, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    x0, y0, x1, y1 = page.boxes.T
    high = y1 > y0
    letters = high & ~np.isin(codes, _BLANK) & ((codes >= 0x20) | (codes == _HYPHENS[0]))
    seen = (
        (y1 - y0 >= _LEAST) & (x1 > 0) & (x0 < page.width) & (y1 > 0) & (y0 < page.height)
    )  # fmt: skip
    return np.asarray(letters & seen if HIDDEN.applies(not seen[letters].all()) else letters)


def _is_turned(page: DrawnPage) -> NDArray[np.bool_]:
    turned = np.zeros(len(page.text), np.bool_)
    for number, (at, angle) in enumerate(page.angles):
        following = page.angles[number + 1 :]
        behind = following[0][0] if following else len(page.text)
        turned[at:behind] = min(angle, 360 - angle) > _UPRIGHT
    return turned


def _stands_over(boxes: NDArray[np.float64], accent: int, letter: int) -> bool:
    left, _, right, _ = boxes[accent]
    other_left, _, other_right, _ = boxes[letter]
    both = min(right, other_right) - max(left, other_left)
    narrower = min(right - left, other_right - other_left)
    return bool(both > _OVER * max(narrower, 0.1))
