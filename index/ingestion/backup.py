"""A copy of a data folder in one file, taken while it is used, and a folder made of such a file.

Databases are copied as they are at one moment each, the catalog first: vectors are written before
the catalog names their passages, so all that it names then are in what is copied after it, but for
those of reports that were taken out meanwhile, which the next start embeds again. Chroma's files
are not copied, for they change under whoever reads them: they are made again from the vectors that
are kept beside, without embedding anything. So is the file of vectors that is scanned.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from index.errors import BadInput, IndexUnusable
from index.ingestion.mending import make_vectors_again
from index.reading.archives import DAMAGED
from index.storage.catalog import Catalog
from index.storage.catalog_file import CATALOG_FILE
from index.storage.chroma import NAME_FILE, VECTORS_FOLDER
from index.storage.database import Database
from index.storage.scan import SCAN_FILES
from index.storage.store import recorded_making

_LIST = "backup.json"
"""In the file: when it was made, and the sum of each member."""
_FORM = 1
_DATABASES = ".sqlite"
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database: it is in the copy already."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: when it was made, how many reports and files, and their bytes."""

    made: datetime
    reports: int
    files: int
    size: int


def back_up(data_dir: Path, file: Path) -> Backup:
    """Writes a data folder to a file, whole or not at all; only its owner may read it.

    Raises IndexUnusable where there is no index, BadInput where the file cannot be written or lies
    in the folder itself.
    """
    if Catalog.open(data_dir) is None:
        raise IndexUnusable(f"There is no index in {data_dir}.")
    if file.resolve().is_relative_to(data_dir.resolve()):
        raise BadInput(f"{file} lies in the data folder {data_dir}; name a file elsewhere.")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as beside:
            part = Path(beside) / "part"
            part.touch(0o600)
            made = _write(data_dir, part, Path(beside))
            os.replace(part, file)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror or error}.") from error
    return made


def _write(data_dir: Path, part: Path, beside: Path) -> Backup:
    sums, size, reports = dict[str, str](), 0, 0
    with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        for member in _members(data_dir):
            name, source = member.relative_to(data_dir).as_posix(), member
            if member.suffix == _DATABASES:
                source = beside / member.name
                Database(member, "Run `dateline doctor`.").copy_to(source)
            if name == CATALOG_FILE:
                reports = _reports_in(beside)
            packed.write(source, name)
            sums[name], size = _sum(source), size + source.stat().st_size
            if source != member:
                for left in beside.glob(f"{member.name}*"):
                    left.unlink()
        made = datetime.now(UTC).replace(microsecond=0)
        stated = {"form": _FORM, "made": made.isoformat(), "reports": reports, "files": sums}
        packed.writestr(_LIST, json.dumps(stated, indent=1))
    return Backup(made, reports, len(sums), size)


def _reports_in(data_dir: Path) -> int:
    catalog = Catalog.open(data_dir)
    if catalog is None:
        return 0
    with closing(catalog):
        return catalog.coverage().reports


def _members(data_dir: Path) -> Iterator[Path]:
    """The files to be copied, the catalog first."""
    yield data_dir / CATALOG_FILE
    for path in sorted(data_dir.rglob("*")):
        inside = path.relative_to(data_dir)
        derived = inside.parts[0] in (VECTORS_FOLDER, NAME_FILE) or inside.match(SCAN_FILES)
        passing = derived or path.name.endswith(_BESIDE)
        if path.is_file() and not path.is_symlink() and not passing and path.name != CATALOG_FILE:
            yield path


def restore(file: Path, data_dir: Path, *, served: bool = False) -> Backup:
    """Makes a data folder of a backup: all of it, or nothing. Where a server keeps the vectors,
    these are given to it when the folder is first opened.

    Raises BadInput where the file is no whole backup, or the folder is there and not empty.
    """
    if data_dir.exists() and (not data_dir.is_dir() or any(data_dir.iterdir())):
        raise BadInput(
            f"{data_dir} is not empty. Move it away, or name another folder with --data-dir."
        )
    try:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=data_dir.parent, prefix=f".{data_dir.name}."))
    except OSError as error:
        raise BadInput(f"{data_dir} cannot be made: {error.strerror}.") from error
    try:
        made = _unpacked(file, beside)
        if not served:
            _open_again(beside)
        if data_dir.exists():
            data_dir.rmdir()
        beside.rename(data_dir)
    except (OSError, BadZipFile) as error:
        said = getattr(error, "strerror", None) or "it is damaged, or no file of `dateline backup`"
        raise BadInput(f"{file} cannot be restored: {said}. Nothing was changed.") from error
    finally:
        _clear(beside)
    return made


def _clear(folder: Path) -> None:
    """Removes a folder with what is in it, also where no more files can be opened, which rmtree
    would have to."""
    shutil.rmtree(folder, ignore_errors=True)
    for path in [*sorted(folder.rglob("*"), reverse=True), folder]:
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _unpacked(file: Path, into: Path) -> Backup:
    try:
        return _unpack(file, into)
    except DAMAGED as error:
        raise BadZipFile from error


def _unpack(file: Path, into: Path) -> Backup:
    with ZipFile(file) as packed:
        stated = _stated(file, packed)
        size = 0
        for name, known in stated["files"].items():
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(name) as source, open(target, "xb", opener=_private) as out:
                shutil.copyfileobj(source, out, _PIECE)
            if _sum(target) != known:
                raise BadZipFile
            size += target.stat().st_size
    return Backup(
        datetime.fromisoformat(stated["made"]), stated["reports"], len(stated["files"]), size
    )


def _stated(file: Path, packed: ZipFile) -> dict[str, Any]:
    """What the file says that it holds. Raises BadInput where it is of a later version, and
    BadZipFile where it is nothing of ours."""
    try:
        stated = json.loads(packed.read(_LIST))
        form, files = stated["form"], stated["files"]
        datetime.fromisoformat(stated["made"])
        known = isinstance(stated["reports"], int) and isinstance(files, dict)
        known = known and CATALOG_FILE in files
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadZipFile from error
    if form != _FORM:
        raise BadInput(f"{file} was made by a later version of Dateline; restore it with that.")
    if not known or any(_leaves(name) for name in files) or set(files) - set(packed.namelist()):
        raise BadZipFile
    return dict(stated)


def _leaves(name: str) -> bool:
    """Whether a member would be put outside of the folder."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def _open_again(data_dir: Path) -> None:
    """Makes the files that a backup leaves out. Raises IndexUnusable."""
    catalog = Catalog.open(data_dir)
    if catalog is None:
        return
    with closing(catalog):
        making = recorded_making(catalog)
        if making is not None:
            with catalog.writing():
                make_vectors_again(data_dir, catalog, making.fingerprint)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
