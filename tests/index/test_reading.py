"""None"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index import reading
from index.errors import BadInput
from index.reading import read_report
from index.types import DateSource, Kind, Metadata, SourceText
from tests.index.written import LIMIT, roles, written

TEXT = "Bridge Closed\n\nIt was “closed” on Monday.\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with mark"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="UTF-16, big end first"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes) -> None:
    source = written(tmp_path, content)
    assert source.text == TEXT
    assert roles(source) == [("body", "Bridge Closed"), ("body", "It was “closed” on Monday.")]


def test_the_bytes_are_given_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-16"))
    assert read_report(tmp_path / "a.txt", LIMIT)[0] == TEXT.encode("utf-16")


def test_line_ends_are_kept_as_they_are(tmp_path: Path) -> None:
    source = written(tmp_path, "One.\r\n\r\nTwo.\r\n")
    assert source.text == "One.\r\n\r\nTwo.\r\n"
    assert roles(source) == [("body", "One."), ("body", "Two.")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.txt", b"", "is empty", id="empty"),
        pytest.param("a.txt", b" \r\n\t", "is empty", id="white space"),
        pytest.param("a.txt", "\u00a0\u200b\n".encode(), "is empty", id="hard spaces"),
        pytest.param("a.txt", b"\xff\xfe", "is empty", id="a mark alone"),
        pytest.param("a.txt", b"\x7fELF\x00\x01", "is a binary file, not text", id="NUL"),
        pytest.param(
            "a.txt", "x\0y".encode("utf-16"), "is a binary file, not text", id="NUL in UTF-16"
        ),
        pytest.param("a.txt", b"\x01\x02\x03abc", "is a binary file, not text", id="control"),
        pytest.param(
            "a.txt", b"caf\xe9 noir",
            "is not UTF-8 (byte 4 is 0xe9); save it as UTF-8 and ingest it again", id="Latin-1",
        ),
        pytest.param(
            "a.txt", b"\xef\xbb\xbfcaf\xe9 noir",
            "is not UTF-8 (byte 7 is 0xe9); save it as UTF-8 and ingest it again",
            id="Latin-1 after a UTF-8 mark",
        ),
        pytest.param("a.txt", "---\ntitle: x\n---\n", "holds no text", id="front matter alone"),
        pytest.param(
            "a.txt", "x" * (LIMIT + 1), "larger than 1 MB (setting max_file_mb)", id="huge"
        ),
        pytest.param(
            "a.doc", "x",
            ".doc is not a format that Dateline reads (.txt .text .md .markdown .rst .rest .pod"
            " .html .htm .docx .odt .rtf .csv .tsv .xlsx .xlsm .ods .pdf .eml .mbox .mbx .xml .rss"
            " .atom .rdf .zip)",
            id="other format",
        ),
        pytest.param(
            "a.html", "<html><body><script>x()</script></body></html>",
            "holds no text", id="no text",
        ),
    ],
)  # fmt: skip
def test_rejected(tmp_path: Path, name: str, content: bytes | str, reason: str) -> None:
    with pytest.raises(BadInput) as caught:
        written(tmp_path, content, name)
    assert str(caught.value) == reason


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        read_report(tmp_path / "gone.txt", LIMIT)


def test_markdown_headings(tmp_path: Path) -> None:
    text = "# Bridge Closed\n\nIt was closed.\n\n## Repairs\n- A month\n\n# Another\n#hashtag\n"
    source = written(tmp_path, text, "report.MD")
    assert source.metadata.title == "Bridge Closed"
    assert roles(source) == [
        ("title", "Bridge Closed"),
        ("body", "It was closed."),
        ("heading", "Repairs"),
        ("body", "A month"),
        ("heading", "Another"),
        ("body", "#hashtag"),
    ]


SAID = (
    ("Anna Brook", "The ferry needs a new engine before the summer begins, and nobody ordered it."),
    ("Piet Marsh, Treasurer", "An engine costs 400,000 crowns, of which we have set aside half."),
    ("Anna Brook", "Was the other half spent on the roof?"),
    ("Piet Marsh", "The roof was paid by others."),
)


@pytest.mark.parametrize(
    ("name", "head", "turn", "tail"),
    [
        ("a.txt", "On the ferry\n\n", "{}: {}\n\n", ""),
        ("a.md", "# On the ferry\n\n", "{}: {}\n\n", "## After\n\nAll left."),
        ("a.rst", "On the ferry\n============\n\n", "{}: {}\n\n", ""),
        ("a.html", "<html><body><article><h1>On the ferry</h1>", "<p>{}: {}</p>",
         "<h2>After</h2><p>All left.</p></article></body></html>"),
        ("a.html", "<html><body><article><h1>On the ferry</h1>", "<p><b>{}:</b> {}</p>",
         "</article></body></html>"),
    ],
    ids=["plain text", "Markdown", "reStructuredText", "HTML", "HTML in bold"],
)  # fmt: skip
def test_turns_stand_under_who_speaks_in_every_format(
    tmp_path: Path, name: str, head: str, turn: str, tail: str
) -> None:
    source = written(tmp_path, head + "".join(turn.format(*said) for said in SAID) + tail, name)
    turns = [b for b in source.blocks if b.kind is Kind.TURN]
    assert [b.under for b in turns] == [who for who, _ in SAID]
    assert [source.text[b.start : b.end] for b in turns] == [": ".join(said) for said in SAID]


PAGE = """<!doctype html><html lang="en"><head>
<title>Bridge Closed | The Courier</title>
<meta property="og:title" content="Bridge Closed">
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2024-05-24T08:00:00Z">
<link rel="canonical" href="https://example.org/bridge">
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Bridge Closed</h1>
<p>The old bridge over the river was closed to all traffic on Monday, the ministry said.</p>
<p>Repairs are to begin in the coming week and will take a month, according to the plan.</p>
</article>
<footer><p>All rights reserved. <a href="/imprint">Imprint</a></p></footer></body></html>"""


def test_html(tmp_path: Path) -> None:
    source = written(tmp_path, PAGE, "bridge.html")
    assert source.metadata == Metadata(
        "Bridge Closed", "The Courier", "https://example.org/bridge", date(2024, 5, 24),
        DateSource.HTML_META, instant=datetime(2024, 5, 24, 8, tzinfo=UTC),
    )  # fmt: skip
    assert [words for _, words in roles(source)][-2:] == [
        "The old bridge over the river was closed to all traffic on Monday, the ministry said.",
        "Repairs are to begin in the coming week and will take a month, according to the plan.",
    ]
    assert "Imprint" not in source.text
    assert "World" not in source.text


@pytest.mark.parametrize(
    "error",
    [
        ValueError("bad"), RecursionError("deep"), KeyError("gone"), MemoryError("much"),
        RuntimeError("odd"), TimeoutError("slow"),
    ],
)  # fmt: skip
def test_a_reader_that_fails_rejects_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_: str) -> SourceText:
        raise error

    monkeypatch.setitem(reading._READERS, ".txt", fail)
    with pytest.raises(BadInput, match=r"cannot be read as \.txt: "):
        written(tmp_path, "It was closed.")
