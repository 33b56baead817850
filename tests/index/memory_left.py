"""A process in whose memory the id of a report is everywhere, which erases the report and proves
that: what it writes without having set it would hold that. Run with the data folder and the id."""

import ctypes
import sys
from pathlib import Path

from index.ingestion.erasing import erase, prove

_BLOCKS, _BYTES = 100_000, 400
"""So many that an allocator gives them out again, with what was in them."""


def _fill(words: bytes) -> None:
    """Fills memory with words and gives it back."""
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    blocks = [library.malloc(_BYTES) for _ in range(_BLOCKS)]
    for block in blocks:
        ctypes.memmove(block, words * (_BYTES // len(words)), _BYTES // len(words) * len(words))
    for block in blocks[:-1]:  # below the last one nothing is given back to the system
        library.free(block)


if __name__ == "__main__":
    _fill(sys.argv[2].encode("ascii"))
    sys.exit(bool(prove(Path(sys.argv[1]), erase(Path(sys.argv[1]), sys.argv[2])).found))
