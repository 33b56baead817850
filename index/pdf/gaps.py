"""Gaps between the letters of a line, with what letters hang over taken off.

pdfium's box of a letter holds all that is drawn of it. A slanted f hangs over what comes next, so
that the blank behind it looks narrow. How far a letter hangs over is learned from the page: within
words letters follow each other without a gap.
"""

import numpy as np
from numpy.typing import NDArray

_WITHIN = 0.05
"""Heights of a line; gaps below are within words."""
_MANY = 3
_MOST = 0.3


def without_overhang(
    gaps: NDArray[np.float64], codes: NDArray[np.uint32], fonts: NDArray[np.int64],
    same: NDArray[np.bool_],
) -> NDArray[np.float64]:  # fmt: skip
    """Gaps behind each character but the last, in heights of their lines, as they would be if no
    letter hung over. `same` says which are within a line."""
    if not same.any():
        return gaps
    glyph = codes.astype(np.int64) + (fonts << 21)
    _, letters = np.unique(glyph, return_inverse=True)
    behind = gaps - _overhang(gaps, letters[:-1], same)
    return np.asarray(behind - _overhang(behind, letters[1:], same))


def _overhang(
    gaps: NDArray[np.float64], letters: NDArray[np.int64], same: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """For each gap the usual one beside the same letter within words, where it is below nought."""
    within = np.flatnonzero(same & (gaps < _WITHIN) & (gaps > -_MOST))
    if not len(within):
        return np.zeros_like(gaps)
    order = within[np.lexsort((gaps[within], letters[within]))]
    found, starts, many = np.unique(letters[order], return_index=True, return_counts=True)
    middle = gaps[order[starts + many // 2]]
    usual = np.zeros(int(letters.max()) + 1)
    usual[found] = np.where(many >= _MANY, np.minimum(middle, 0.0), 0.0)
    return usual[letters]
