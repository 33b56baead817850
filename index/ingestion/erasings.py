"""Erasings under way: what was begun is noted in the data folder until nothing is left of it, so
that one that was interrupted can be ended when the report is not in the catalog any more."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from index.errors import BeingWritten, DatelineError, IndexUnusable
from index.storage.database import not_writable

_NAMED = "erasing-{}.json"


@dataclass(frozen=True, slots=True)
class Erasing:
    """What is to be erased: a report's ids, with each of its texts, where it was read from, how
    many passages it had, and the beginnings of sentences to search for."""

    report_id: str
    ids: tuple[str, ...]
    passages: int
    location: str
    sought: tuple[str, ...]

    def and_before(self, earlier: "Erasing | None") -> "Erasing":
        """With what an erasing of the same report that was interrupted had still to do."""
        if earlier is None:
            return self
        ids = tuple(dict.fromkeys([*self.ids, *earlier.ids]))
        return replace(self, ids=ids, sought=tuple(dict.fromkeys([*self.sought, *earlier.sought])))


def note(data_dir: Path, erasing: Erasing) -> None:
    """Keeps what is to be erased, whole or not at all; only its owner may read it.

    Raises NotWritable.
    """
    place = _place(data_dir, erasing.report_id)
    part = place.with_suffix(".part")
    try:
        try:
            with open(part, "w", encoding="utf-8", opener=_private) as out:
                json.dump(asdict(erasing), out)
                out.flush()
                os.fsync(out.fileno())
            os.replace(part, place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise not_writable(data_dir, error.strerror or str(error)) from error


def noted(data_dir: Path, report_id: str) -> Erasing | None:
    """What is still to be erased of a report, or None. Raises IndexUnusable."""
    place = _place(data_dir, report_id)
    return _read(place) if place.is_file() else None


def unfinished(data_dir: Path) -> list[str]:
    """The reports whose erasing was begun and not ended. Raises IndexUnusable."""
    return [_read(place).report_id for place in sorted(data_dir.glob(_NAMED.format("*")))]


def forget(data_dir: Path, report_id: str) -> None:
    """Removes the note of an erasing that has ended, or did not begin. Raises NotWritable."""
    try:
        _place(data_dir, report_id).unlink(missing_ok=True)
    except OSError as error:
        raise not_writable(data_dir, error.strerror or str(error)) from error


def is_note(path: Path) -> bool:
    """Whether a file of a data folder is such a note."""
    return path.match(_NAMED.format("*"))


@contextmanager
def resumable(data_dir: Path, report_id: str) -> Iterator[None]:
    """Within it, an erasing has begun: where something fails, an IndexUnusable says what to do."""
    try:
        yield
    except BeingWritten:
        raise
    except (DatelineError, OSError) as error:
        why = str(error.__cause__ or error).rstrip(".")
        raise IndexUnusable(
            f"{report_id} is out of the index, but not yet out of all files of {data_dir} ({why}). "
            f"See to that and run `dateline erase {report_id}` again: it goes on from there."
        ) from error


def _place(data_dir: Path, report_id: str) -> Path:
    return data_dir / _NAMED.format(sha256(report_id.encode("utf-8", "replace")).hexdigest()[:16])


def _read(place: Path) -> Erasing:
    try:
        kept = json.loads(place.read_bytes())
        return Erasing(
            kept["report_id"], tuple(kept["ids"]), kept["passages"], kept["location"],
            tuple(kept["sought"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusable(
            f"{place} cannot be read ({error}). Search the data folder for what is left of the "
            "report that was being erased, and delete the file."
        ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
