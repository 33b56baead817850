"""Sound files of each format that is read, and the ways in which files are bad.

All are made here from a seed; none is kept.
"""

import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from tests.index.documents import (
    HEADINGS,
    docx,
    item,
    numbering,
    ods,
    odt,
    par,
    row,
    row_of,
    sheet_of,
    table,
    zipped,
)
from tests.index.pdf.files import Sheet, lines, pdf
from tests.index.pdf.pages import FERRY, LIGHT
from tests.index.test_archives import FILING
from tests.index.test_feeds import ITEM, TEXT, rss
from tests.index.test_mail import BOX, mail
from tests.index.test_sheets import book

PROSE = "The quay at Lesk is shut since 3 May 2024. It opens in June, the board said."
MEGABYTES = 1_000_000
DEEP = 2000
"""Levels of what is nested."""
TABLE = '<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad file: how it is bad, its name and its bytes."""

    kind: str
    name: str
    content: bytes


def whole() -> dict[str, bytes]:
    """A sound file of each format, by a name with its ending."""
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
        "a.pdf": pdf(*(Sheet(lines(72, 700, some)) for some in (LIGHT, FERRY))),
        "a.html": f"<html><body><h1>Quay</h1><p>{PROSE}</p><ul><li>piles</ul>".encode(),
        "a.md": f"# Quay\n\n{PROSE}\n\n- piles\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
        "a.rst": f"Quay\n====\n\n{PROSE}\n\n* piles\n\n.. note:: Shut.\n".encode(),
        "a.pod": f"=head1 Quay\n\n{PROSE}\n\n=over\n\n=item *\n\npiles\n\n=back\n".encode(),
        "a.tsv": b"Port\tMay\nLesk\t12\n",
        "a.ods": ods(sheet_of(row_of("Port", "May"), row_of("Lesk", "12"))),
    }  # fmt: skip


ALIKE = {
    "a.xlsm": "a.xlsx", "a.mbx": "a.mbox", "a.rss": "a.xml", "a.atom": "a.xml", "a.rdf": "a.xml",
    "a.htm": "a.html", "a.markdown": "a.md", "a.rest": "a.rst", "a.text": "a.txt",
}  # fmt: skip
"""Other endings of a format."""


def bad_files(seed: int, times: int) -> Iterator[Bad]:
    """Files of every format that are bad in every way, damaged so many times each."""
    chance = random.Random(seed)  # noqa: S311 - the same files each time
    sound = whole()
    for name, content in sound.items():
        for number in range(times):
            yield _damaged(chance, number, name, content)
        yield Bad("empty", f"empty-{name}", b"")
        yield Bad("noise", f"noise-{name}", chance.randbytes(300))
        yield Bad("line", f"line-{name}", b"x" * 200_000)
    for name, other in ALIKE.items():
        yield Bad("cut", f"cut-{name}", sound[other][: len(sound[other]) // 2])
    names = list(sound)
    for number, name in enumerate(names):
        for step in (1, 4):
            other = names[(number + step) % len(names)]
            yield Bad("wrong ending", f"from-{other[2:]}-{name}", sound[other])
    yield from nested()


def _damaged(chance: random.Random, number: int, name: str, content: bytes) -> Bad:
    if number % 3 == 0:
        return Bad("cut", f"{number}-cut-{name}", content[: chance.randrange(1, len(content))])
    if content.startswith(b"PK") and number % 3 == 1:
        return Bad("inside", f"{number}-inside-{name}", _inside(chance, content))
    return Bad("mutated", f"{number}-mutated-{name}", mutated(chance, content))


def mutated(chance: random.Random, content: bytes) -> bytes:
    """The content with bytes changed, with a piece thrice, or without one."""
    at, length = chance.randrange(len(content)), chance.randrange(1, 64)
    head, piece, rest = content[:at], content[at : at + length], content[at + length :]
    return chance.choice(
        [head + chance.randbytes(length) + rest, head + piece * 3 + rest, head + rest]
    )


def _inside(chance: random.Random, content: bytes) -> bytes:
    """A package of which one part is damaged, packed again soundly."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(name for name, part in parts.items() if part))
    part = parts[name]
    parts[name] = mutated(chance, part if isinstance(part, bytes) else part.encode())
    return zipped(parts)


def nested() -> Iterator[Bad]:
    """Files whose parts stand in each other, deeper than anybody writes."""
    packed = zipped({"a.txt": PROSE})
    message = mail(PROSE)
    for _ in range(12):
        packed = zipped({"in.zip": packed})
        message = _attached(message)
    cells = TABLE + "<table:table-row><table:table-cell>"
    ends = "</table:table-cell></table:table-row></table:table>"
    made: dict[str, bytes | str] = {
        "zip": packed, "eml": message,
        "html": "<div>" * DEEP + PROSE, "md": "> " * DEEP + PROSE,
        "rst": "\n".join(" " * n + f"* {n}\n" for n in range(400)),
        "xml": "<rss><channel><item>" + "<category>" * DEEP, "rtf": r"{\rtf1" + "{" * DEEP + PROSE,
        "docx": docx("<w:tbl><w:tr><w:tc>" * DEEP + par(PROSE) + "</w:tc></w:tr></w:tbl>" * DEEP),
        "odt": odt("<text:span>" * DEEP + PROSE + "</text:span>" * DEEP),
        "txt": "[" * DEEP + PROSE, "csv": '"' * (2 * DEEP + 1),
    }  # fmt: skip
    made["cells.odt"] = odt(cells * 300 + ends * 300)
    for ending, content in made.items():
        raw = content if isinstance(content, bytes) else content.encode()
        yield Bad("nested", f"nested.{ending}", raw)


def _attached(message: bytes) -> bytes:
    head = b"Subject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + b"--x\r\nContent-Type: message/rfc822\r\n\r\n" + message + b"\r\n--x--\r\n"


def swollen(size: int) -> Iterator[Bad]:
    """Packages of which a part unpacks to so many bytes."""
    filled = {
        "docx": docx(par("a" * size)), "odt": odt(f"<text:p>{'a' * size}</text:p>"),
        "zip": zipped({"a.txt": b"a" * size}),
    }  # fmt: skip
    for ending, content in filled.items():
        yield Bad("swollen", f"swollen.{ending}", content)


def long_lines(size: int) -> Iterator[Bad]:
    """Files of so many bytes in one line."""
    words = (PROSE + " ").encode() * (size // len(PROSE) + 1)
    heads: dict[str, Callable[[bytes], bytes]] = {
        "txt": bytes, "md": bytes, "rst": bytes, "csv": bytes, "tsv": bytes,
        "html": b"<html><body><p>".__add__, "rtf": rb"{\rtf1\ansi ".__add__,
        "xml": b"<rss><channel><item><title>".__add__, "eml": b"Subject: a\r\n\r\n".__add__,
        "mbox": b"From a Mon May  6 09:00:00 2024\r\nSubject: a\r\n\r\n".__add__,
    }  # fmt: skip
    for ending, under in heads.items():
        yield Bad("long line", f"words.{ending}", under(words)[:size])
        yield Bad("long line", f"letters.{ending}", under(b"x" * size)[:size])
