"""Archives and filings: files within files, within bounds."""

import warnings
import zipfile
from datetime import date
from io import BytesIO

import pytest

from index.errors import BadInput
from index.reading import Limits, Part, read_file
from index.types import DateSource, Metadata, SourceText
from tests.index.documents import docx, par, zipped

LONG = "a" * 250
NEWS = "The quay was shut by the board on Friday.\n"


def names(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    """What leads to each report, and its text or why there is none."""
    return [
        (p.name, p.read.text if isinstance(p.read, SourceText) else f"! {p.read}") for p in parts
    ]


def read(
    content: bytes, name: str = "a.zip", limits: Limits | None = None
) -> list[tuple[str, str]]:
    return names(read_file(name, content, limits or Limits()).parts)


def test_files_in_an_archive_are_read_as_outside() -> None:
    inner = zipped({"deep/old.txt": "The gate was stuck in May.\n"})
    archive = zipped({
        "news.txt": NEWS, "board/Minutes.docx": docx(par("The board met.")), "in.zip": inner,
        ".hidden.txt": NEWS, "__MACOSX/news.txt": NEWS, "x.gif": b"GIF", "empty/": "",
    })  # fmt: skip
    told = read(archive)
    assert told[:3] == [
        ("!news.txt", NEWS), ("!board/Minutes.docx", "The board met."),
        ("!in.zip!deep/old.txt", "The gate was stuck in May.\n"),
    ]  # fmt: skip
    assert told[3][0] == "!x.gif"
    assert told[3][1].startswith("! .gif is not a format that Dateline reads (.txt .text .md")
    assert len(told) == 4


def _nested(depth: int) -> bytes:
    content = zipped({"news.txt": NEWS})
    for _ in range(depth):
        content = zipped({"in.zip": content})
    return content


def _doubled() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../news.txt", NEWS)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("../news.txt", "The gate is open.\n")
    return packed.getvalue()


SMALL = Limits(report_bytes=1000, archive_bytes=5000, reports=2, nesting=1)
BOUNDS = [
    pytest.param(b"PK nothing", [("", "! is no ZIP file, or is cut off")], id="no archive"),
    pytest.param(zipped({"a/": ""}), [("", "! holds no files")], id="no files"),
    pytest.param(zipped({f"{n}.txt": NEWS for n in range(3)}), [("", "! holds more than 2 files")],
                 id="many files"),
    pytest.param(zipped({"a.txt": b"x" * 2_000_000}),
                 [("!a.txt", "! is packed more than 200 times smaller than it is")], id="bomb"),
    pytest.param(zipped({"a.txt": "word " * 900, "b.txt": "word " * 900}),
                 [("!a.txt", "! larger than 0.001 MB (setting max_file_mb)"),
                  ("", "! holds more than 0.005 MB (setting max_archive_mb) unpacked; what follows "
                       "!b.txt is not read")], id="large"),
    pytest.param(_nested(2), [("!in.zip!in.zip", "! stands more than 1 deep in other files")],
                 id="deep"),
    pytest.param(_doubled(), [("!../news.txt", NEWS), ("!../news-2.txt", "The gate is open.\n")],
                 id="one name twice"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "told"), BOUNDS)
def test_archives_are_bounded(content: bytes, told: list[tuple[str, str]]) -> None:
    assert read(content, limits=SMALL) == told


def test_a_damaged_file_in_an_archive_costs_its_own_line() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "The gate was stuck.\n")
        archive.writestr("b.txt", NEWS)
    damaged = packed.getvalue().replace(b"was stuck", b"was wider", 1)
    assert read(damaged) == [("!a.txt", "! is damaged: it cannot be unpacked"), ("!b.txt", NEWS)]


def test_what_lzma_cannot_unpack_costs_itself_alone() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("bad.txt", NEWS * 9, zipfile.ZIP_LZMA)
        archive.writestr("good.txt", NEWS)
    content = bytearray(packed.getvalue())
    at = 30 + len("bad.txt")
    content[at : at + 9] = b"\xff" * 9
    assert read(bytes(content)) == [
        ("!bad.txt", "! is damaged: it cannot be unpacked"), ("!good.txt", NEWS)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "named"),
    [
        pytest.param(["a-2.txt", "a.txt", "a.txt"], ["!a-2.txt", "!a.txt", "!a-3.txt"],
                     id="a number"),
        pytest.param(["a.zip!b.txt", "a.zip"], ["!a.zip!b.txt", "!a.zip!b-2.txt"], id="a way in"),
        pytest.param([LONG + "1.txt", LONG + "2.txt"], [f"!{LONG[:200]}", f"!{LONG[:200]}-2"],
                     id="long"),
    ],
)  # fmt: skip
def test_no_two_files_have_one_name(files: list[str], named: list[str]) -> None:
    inner, packed = zipped({"b.txt": NEWS}), BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name is there twice
        for file in files:
            archive.writestr(file, inner if file.endswith(".zip") else NEWS)
    assert [name for name, _ in read(packed.getvalue())] == named


FILING = """<SEC-DOCUMENT>0001-24.txt : 20241122
<SEC-HEADER>0001.hdr.sgml
FILED AS OF DATE:\t\t20241122
FILER:
\tCOMPANY CONFORMED NAME:\t\t\tBRIGHTWATER INSTRUMENTS
</SEC-HEADER>
<DOCUMENT>
<TYPE>8-K
<FILENAME>a8k.htm
<TEXT>
<html><body><p>The board chose a new clerk for the company on Friday.</p></body></html>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.1
<FILENAME>ex99.txt
<DESCRIPTION>PRESS RELEASE
<TEXT>
Net income rose.
<PAGE>
<TABLE>
<S>  <C>
Income was 4 million dollars.
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>GRAPHIC
<FILENAME>a.jpg
<TEXT>
begin 644 a.jpg
M_]C_X
</TEXT>
</DOCUMENT>
"""


@pytest.mark.parametrize("name", ["0001-24.txt", "0001-24"])
def test_a_filing_holds_its_documents(name: str) -> None:
    parts = read_file(name, FILING.encode(), Limits()).parts
    told = names(parts)
    assert told[0] == ("!a8k.htm", "The board chose a new clerk for the company on Friday.")
    assert " ".join(told[1][1].split()) == "Net income rose. Income was 4 million dollars."
    assert told[2] == ("!a.jpg", "! is no text")
    release = parts[1].read
    assert isinstance(release, SourceText)
    assert release.metadata == Metadata(
        title="PRESS RELEASE", publisher="BRIGHTWATER INSTRUMENTS",
        published_on=date(2024, 11, 22), date_source=DateSource.FRONT_MATTER,
    )  # fmt: skip


def test_a_filing_without_documents() -> None:
    [part] = read_file("a.txt", b"<SEC-DOCUMENT>x", Limits()).parts
    assert isinstance(part.read, BadInput)
    assert str(part.read) == "is a filing without documents"
