"""Archives (.zip): the files in them, read as they would be outside, within bounds."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from index.errors import BadInput
from index.reading.parts import FILE, Limits, Member, Names, Part, within

_RATIO_AT_MOST = 200
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError,
    RuntimeError,
)  # fmt: skip
"""What is raised where something cannot be unpacked, by the ways of packing that there are."""
_SMALL = 1_000_000
"""Bytes; what is smaller unpacked does no harm however well it was packed."""
_ADDED_BY_SYSTEMS = ("__MACOSX",)


def read_archive(content: bytes, limits: Limits) -> Iterator[Part | Member]:
    """The files in an archive, by their paths in it; hidden ones are left out."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadInput("is no ZIP file, or is cut off") from error
    files = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info)]
    if not files:
        raise BadInput("holds no files")
    if len(files) > limits.reports:
        raise BadInput(f"holds more than {limits.reports:,} files")
    unpacked = 0
    names = Names()
    for info in files:
        name = within("", FILE, info.filename.replace("\\", "/"))
        ending = PurePosixPath(name).suffix
        name = names.own(name, ending)
        try:
            inner = _unpacked(archive, info, limits)
        except BadInput as error:
            yield Part(name, f"{info.CRC:08x} {info.file_size}".encode(), error)
            continue
        unpacked += len(inner)
        if unpacked > limits.archive_bytes:
            most = f"{limits.archive_bytes / 1e6:g} MB (setting max_archive_mb)"
            raise BadInput(f"holds more than {most} unpacked; what follows {name} is not read")
        yield Member(name, ending.lower(), inner)


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return any(part in _ADDED_BY_SYSTEMS or part.startswith(".") for part in parts if part != "..")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    """A file as it was packed. Raises BadInput where it cannot be had, or is made to harm."""
    if info.flag_bits & 1:
        raise BadInput("is encrypted")
    if info.file_size > max(_SMALL, _RATIO_AT_MOST * info.compress_size):
        raise BadInput(f"is packed more than {_RATIO_AT_MOST} times smaller than it is")
    most = limits.archive_bytes
    try:
        with archive.open(info) as packed:
            inner = packed.read(most + 1)
    except NotImplementedError as error:  # one of the damages too, by its type
        raise BadInput("is packed in a way that is not known") from error
    except (*DAMAGED, OSError) as error:
        raise BadInput("is damaged: it cannot be unpacked") from error
    if len(inner) > most:
        raise BadInput(f"larger than {most / 1e6:g} MB unpacked")
    return inner
