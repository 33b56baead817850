"""A scan of vectors: those of all passages, or of those that a scope holds, compared one by one.

The vectors are kept as 8-bit integers in a file beside the catalog that is mapped into memory. What
is nearest by these is compared again by the vectors as the token store keeps them. The file is
derived: its name tells the state of the catalog that it was made for, and where there is none of
the catalog's state it is made again, from the one before and the token store.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vectors
from index.errors import IndexUnusable
from index.settings import SCAN_AT_MOST
from index.storage.catalog import Catalog
from index.storage.token_vectors import TokenStore
from index.types import Scope

SCAN_FILES = "scan-*"
"""What the files in a data folder are called."""
_LOOKED_AT, _AND = 2, 100
"""So many times the passages wanted, and so many more, are compared again."""
_SCALE = 127.0
_AT_ONCE = 2048
"""Vectors that are brought to 32 bits at one time: what the processor's cache holds."""
_WRITTEN = 16_384
Rows = npt.NDArray[np.intp]


class VectorScan:
    """The vectors of one data folder to be scanned. Safe from several threads."""

    def __init__(self, data_dir: Path, fingerprint: str, at_most: int = SCAN_AT_MOST) -> None:
        """`at_most` so many passages are scanned for one question; 0 for none, and no file."""
        self._data_dir = data_dir
        self._at_most = at_most
        self._name = f"scan-{fingerprint}-"
        self._kept: _Kept | None = None

    def renew(self, catalog: Catalog, tokens: TokenStore) -> None:
        """Makes the file for the catalog as it is, where there is none. Where it cannot be written,
        as on a full disk or while another process writes, there is nothing to scan. From a part of
        a catalog none is made."""
        if not self._at_most:
            return
        if self._opened(catalog) is not None or catalog.seen is not None:
            return
        with suppress(IndexUnusable, OSError), catalog.writing():
            self._make(self._file(catalog), sorted(catalog.passage_ids()), tokens)
        self._opened(catalog)

    def _opened(self, catalog: Catalog) -> "_Kept | None":
        """The file for the catalog as it is; one that is open already is not read again."""
        file = self._file(catalog)
        if self._kept is None or self._kept.file != file or not file.exists():
            self._kept = _opened(file)
        return self._kept

    def nearest(
        self, vector: Vectors, limit: int, scope: Scope, catalog: Catalog, tokens: TokenStore
    ) -> list[tuple[str, float]] | None:
        """Up to `limit` passages of a scope with their cosine to `vector`, the nearest first, ties
        by id; None where there is nothing to scan, or the scope holds too much."""
        kept = self._of(catalog)
        if kept is None:
            return None
        rows = kept.rows_of(scope, catalog)
        if (len(kept) if rows is None else len(rows)) > self._at_most:
            return None
        near = kept.near(vector, rows, _LOOKED_AT * limit + _AND)
        return tokens.nearest(vector, sorted(catalog.known(near)), limit)

    def holds_all(self, catalog: Catalog) -> bool:
        """Whether every question is answered by a scan, whatever it looks at."""
        kept = self._of(catalog)
        return kept is not None and len(kept) <= self._at_most

    def _of(self, catalog: Catalog) -> "_Kept | None":
        """The file for the catalog; None where there is none, or nothing is to be scanned."""
        if not self._at_most:
            return None
        self._kept = self._kept or _opened(self._file(catalog))
        return self._kept

    def remove(self) -> None:
        """Deletes the files: what was removed from the catalog may be in them."""
        self._kept = None
        for file in self._data_dir.glob(SCAN_FILES):
            file.unlink()

    def _file(self, catalog: Catalog) -> Path:
        return self._data_dir / f"{self._name}{catalog.state_of_passages()}.npy"

    def _make(self, file: Path, ids: Sequence[str], tokens: TokenStore) -> None:
        """Writes the file anew beside those of other states, and then deletes these."""
        if not ids or not tokens.dimension:
            return
        others = [one for one in self._data_dir.glob(f"{self._name}*.npy") if one != file]
        before = next((kept for kept in map(_opened, [file, *others]) if kept is not None), None)
        part = file.with_suffix(".part")
        try:
            _write(part, ids, before, tokens)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        for other in self._data_dir.glob(SCAN_FILES):
            if other != file:
                other.unlink()


class _Kept:
    """An open file: a row for each passage, in order of id."""

    def __init__(self, file: Path, rows: npt.NDArray[np.void]) -> None:
        self.file, self._rows = file, rows
        self._ids = np.ascontiguousarray(rows["id"])
        of_report = np.array([one.rpartition(b"-")[0] for one in self._ids.tolist()])
        begins = np.flatnonzero(np.append(True, of_report[1:] != of_report[:-1]))
        ends = [*begins[1:].tolist(), len(rows)]
        self._spans = {
            of_report[a].decode(): (a, b) for a, b in zip(begins.tolist(), ends, strict=True)
        }

    def __len__(self) -> int:
        return len(self._rows)

    def rows_of(self, scope: Scope, catalog: Catalog) -> Rows | None:
        """Which rows a scope holds; None for all."""
        if scope == Scope() and catalog.seen is None:
            return None
        if scope.times:
            return self._found(catalog.passages_in(scope))[0]
        spans = [self._spans[one] for one in catalog.reports_in(scope) if one in self._spans]
        if not spans:
            return np.zeros(0, dtype=np.intp)
        return np.concatenate([np.arange(a, b) for a, b in sorted(spans)])

    def near(self, vector: Vectors, rows: Rows | None, limit: int) -> list[str]:
        """The ids of those rows that are nearest to a vector, about; in no order."""
        count = len(self) if rows is None else len(rows)
        vector = np.asarray(vector, dtype=np.float32)
        scores = np.empty(count, dtype=np.float32)
        wide = np.empty((min(_AT_ONCE, count), len(vector)), dtype=np.float32)
        for at in range(0, count, _AT_ONCE):
            some = slice(at, at + _AT_ONCE) if rows is None else rows[at : at + _AT_ONCE]
            part = self._rows[some]
            held = wide[: len(part)]
            held[:] = part["vector"]
            scores[at : at + len(part)] = np.vecdot(held, vector) * part["scale"]
        best = np.argpartition(-scores, limit)[:limit] if limit < count else np.arange(count)
        return [one.decode() for one in self._ids[best if rows is None else rows[best]].tolist()]

    def copied(self, ids: Sequence[str], into: npt.NDArray[np.void]) -> list[int]:
        """Copies the rows of passages; the positions of those that it does not have."""
        rows, here = self._found(ids)
        for part in ("scale", "vector"):
            into[part][here] = self._rows[part][rows]
        missing: list[int] = np.setdiff1d(np.arange(len(ids)), here).tolist()
        return missing

    def _found(self, ids: Sequence[str]) -> tuple[Rows, Rows]:
        """The rows of passages that are here, and their positions among `ids`."""
        wanted = np.array([one.encode() for one in ids], dtype=bytes)
        if not len(wanted):
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        rows = np.minimum(np.searchsorted(self._ids, wanted), len(self) - 1)
        here = np.flatnonzero(self._ids[rows] == wanted)
        return rows[here], here


def _opened(file: Path) -> _Kept | None:
    """A file, or None where it is not there or not whole."""
    try:
        return _Kept(file, np.load(file, mmap_mode="r"))
    except (OSError, ValueError):
        return None


def _write(file: Path, ids: Sequence[str], before: _Kept | None, tokens: TokenStore) -> None:
    """Writes a row for each passage; one without a vector is as far from all as can be."""
    layout = np.dtype(
        [("id", f"S{max(map(len, ids))}"), ("scale", "<f4"), ("vector", "i1", tokens.dimension)]
    )
    header = {"descr": layout.descr, "fortran_order": False, "shape": (len(ids),)}
    with os.fdopen(os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as written:
        np.lib.format.write_array_header_2_0(written, header)
        for at in range(0, len(ids), _WRITTEN):
            written.write(_rows(ids[at : at + _WRITTEN], layout, before, tokens).tobytes())
        written.flush()
        os.fsync(written.fileno())


def _rows(
    ids: Sequence[str], layout: np.dtype[np.void], before: _Kept | None, tokens: TokenStore
) -> npt.NDArray[np.void]:
    rows = np.zeros(len(ids), dtype=layout)
    rows["id"] = [one.encode() for one in ids]
    new = before.copied(ids, rows) if before is not None else range(len(ids))
    pooled = tokens.pooled([ids[n] for n in new])
    for n in new:
        if (vector := pooled.get(ids[n])) is not None:
            largest = max(float(np.abs(vector).max()), 1e-12)
            rows["scale"][n] = largest / _SCALE
            rows["vector"][n] = np.rint(vector.astype(np.float32) * (_SCALE / largest))
    return rows
