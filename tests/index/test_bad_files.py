"""Files that are cut, damaged or not what they seem: each costs a line, and nothing else."""

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from index.errors import BadInput
from index.reading import Limits, read_file
from index.types import SourceText
from tests.index.corpus import Corpus, write_report
from tests.index.documents import HEADINGS, docx, item, numbering, odt, par, row, table, zipped
from tests.index.test_archives import FILING
from tests.index.test_feeds import ITEM, TEXT, rss
from tests.index.test_mail import BOX, mail
from tests.index.test_sheets import book

TIMES = 14
"""Each whole file is damaged in so many ways."""


def _whole() -> dict[str, bytes]:
    """A sound file of each format."""
    word = docx(
        par("The board", style="T"), par("Gates", style="H1"), par("It met:"), item("piles"),
        table(row("Port", "2024"), row("Lesk", "12")),
        styles=HEADINGS, numbering=numbering(("decimal", "%1.")),
    )  # fmt: skip
    sheet = book(lambda made: [made.append(line) for line in (["Port", "May"], ["Lesk", 12])])
    return {
        "a.docx": word, "a.xlsx": sheet, "a.odt": odt("<text:p>The board met.</text:p>"),
        "a.rtf": rb"{\rtf1\ansi The caf\'e9 is shut.\par It opens.\par}",
        "a.eml": mail("The quay is shut.\r\n> since May\r\n"), "a.mbox": BOX,
        "a.xml": rss(ITEM + TEXT).encode(), "a.csv": b'Port,May\nLesk,"1,2"\n',
        "a.zip": zipped({"a.docx": word, "b.eml": mail("The quay.")}), "a.txt": FILING.encode(),
    }  # fmt: skip


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """The content cut off, with bytes changed, with a piece twice, or without one."""
    at, length = chance.randrange(len(content)), chance.randrange(1, 64)
    noise = bytes(chance.randrange(256) for _ in range(length))
    return chance.choice([
        content[:at],
        content[:at] + noise + content[at + length :],
        content[:at] + content[at : at + length] * 3 + content[at + length :],
        content[:at] + content[at + length :],
    ])  # fmt: skip


def _damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """A package of which one part is damaged, packed again soundly."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(name for name, part in parts.items() if part))
    part = parts[name]
    parts[name] = _damaged(part if isinstance(part, bytes) else part.encode(), chance)
    return zipped(parts)


def _bad_files() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(20240503)  # noqa: S311 - the same files each time
    for name, content in _whole().items():
        for number in range(TIMES):
            inside = content.startswith(b"PK") and number % 2
            damage = _damaged_inside if inside else _damaged
            yield f"{number}-{name}", damage(content, chance)
        yield f"empty-{name}", b""
        yield f"noise-{name}", bytes(chance.randrange(256) for _ in range(300))
    for name in _whole():
        yield f"other-{name}", b"<html><body><p>A page.</p></body></html>"
        yield f"line-{name}", b"x" * 200_000


BAD = list(_bad_files())


def test_there_are_many_bad_files() -> None:
    assert len(BAD) >= 180


@pytest.mark.parametrize("name", sorted(_whole()))
def test_a_bad_file_is_read_or_told_of(name: str) -> None:
    ending = f"-{name}"
    for bad, content in BAD:
        if bad.endswith(ending):
            for part in read_file(bad, content, Limits()).parts:
                assert isinstance(part.read, SourceText | BadInput)
                told = str(part.read) if isinstance(part.read, BadInput) else ""
                assert "\n" not in told


@pytest.mark.parametrize("name", sorted(_whole()))
def test_a_sound_file_is_read(name: str) -> None:
    parts = read_file(name, _whole()[name], Limits()).parts
    assert any(isinstance(part.read, SourceText) for part in parts)


def test_all_others_go_on(tmp_path: Path) -> None:
    for bad, content in BAD:
        (tmp_path / bad).write_bytes(content)
    good = write_report(tmp_path, 0, name="good.txt")
    corpus = Corpus(tmp_path.parent / f"{tmp_path.name}-data")
    result = corpus.ingest(tmp_path)
    assert good.name in {outcome.path for outcome in result.added}
    told = {outcome.path: outcome.remark for outcome in result.rejected}
    assert all(told.values())
    assert len(result.rejected) == len(told)
