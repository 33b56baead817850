"""Gaps between the letters of a line, with what is drawn of letters beyond their place taken off.

pdfium's box of a letter holds all that is drawn of it. A slanted f reaches over what stands before
and behind it, so that the blanks beside it look narrow. How far it does is told by the font, whose
widths may be those of another letter, and by the page: within words letters follow each other
without a gap. The lesser of both is believed.
"""

import numpy as np
from numpy.typing import NDArray

from index.pdf.drawn import DrawnPage

_WITHIN = 0.05
"""Heights of letters; gaps below are within words."""
_MANY = 3
"""So many of them tell how far a letter reaches over its neighbours."""


def overhang(
    page: DrawnPage, codes: NDArray[np.uint32], fonts: NDArray[np.int64],
    gaps: NDArray[np.float64], same: NDArray[np.bool_],
) -> NDArray[np.float64]:  # fmt: skip
    """By how much the letters on both sides of each gap reach into it, in heights of letters.

    `gaps` are those behind each character but the last, `same` says which are within a line.
    """
    reach = np.zeros(len(gaps))
    within = same & (gaps < _WITHIN)
    for font, letter, left, right in page.hanging:
        those = (codes == letter) & (fonts == font)
        for share, beside in ((right, those[:-1]), (left, those[1:])):
            if share > 0:
                reach[beside] += _borne_out(share, gaps[beside & within])
    return reach


def _borne_out(share: float, gaps: NDArray[np.float64]) -> float:
    """What a font tells of a letter, as far as the gaps beside it within words bear it out."""
    if len(gaps) < _MANY:
        return share
    return min(share, max(0.0, -float(np.median(gaps))))
