"""A page is read in the encoding that it declares, where it is not UTF-8 all the same."""

from pathlib import Path

import pytest

from index.errors import BadInput
from index.reading import read_report
from index.reading.charset import declared_encoding
from index.reading.decoding import decode

WORDS = "<title>Café</title><p>“Olé” — 5 €</p>"


@pytest.mark.parametrize(
    ("head", "words", "encoding"),
    [
        pytest.param("<meta charset=iso-8859-1>", WORDS, "cp1252", id="Latin-1 is Windows'"),
        pytest.param('<!-- <meta charset="koi8-r"> --><META CHARSET="Windows-1252">', WORDS,
                     "cp1252", id="a comment before"),
        pytest.param(
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            "<p>Одеса</p>", "cp1251", id="http-equiv",
        ),
        pytest.param('<?xml version="1.0" encoding="ISO-8859-2"?>', "<p>Łódź</p>", "iso8859-2",
                     id="XML"),
        pytest.param("<meta charset=Shift_JIS>", "<p>港は①</p>", "cp932", id="Japanese"),
        pytest.param("<meta charset=iso-2022-jp>", "<p>港は</p>", "iso2022_jp", id="seven bits"),
        pytest.param("<meta charset=GB2312>", "<p>港口</p>", "gb18030", id="Chinese"),
        pytest.param("<meta charset=iso-8859-1>", WORDS, "utf-8", id="UTF-8 all the same"),
    ],
)  # fmt: skip
def test_a_declared_encoding_is_used(head: str, words: str, encoding: str) -> None:
    assert decode((head + words).encode(encoding), page=True) == head + words


@pytest.mark.parametrize(
    "head",
    ["", "<meta charset=utf-8>", "<meta charset=rot13>", "<meta charset=hex>",
     "<meta charset=unicode_escape>", "<meta charset=x-user-defined>", "<meta charset=big5>",
     "<meta charset=nonsense>", "<!-- <meta charset=iso-8859-1> -->"],
)  # fmt: skip
def test_a_wrong_declaration_is_none(head: str) -> None:
    with pytest.raises(BadInput, match=r"is not UTF-8 \(byte \d+ is 0xe9\); save it as UTF-8"):
        decode(f"{head}<p>Caf\u00e9</p>".encode("latin-1"), page=True)


def test_only_a_page_declares(tmp_path: Path) -> None:
    page = f"<html><head><meta charset=iso-8859-1></head><body>{WORDS}</body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    (tmp_path / "a.txt").write_bytes(page.encode("cp1252"))
    assert "“Olé” — 5 €" in read_report(tmp_path / "a.html", 1000)[1].text
    with pytest.raises(BadInput, match="is not UTF-8"):
        read_report(tmp_path / "a.txt", 1000)


@pytest.mark.parametrize(
    "head",
    ["Title: The Quay\n\nCharacter set encoding: ISO-8859-1\n\n", "# -*- coding: latin-1 -*-\n",
     ".. vim: set fileencoding=iso-8859-1 :\n"],
    ids=["an archive's head", "Emacs", "Vim"],
)  # fmt: skip
def test_a_plain_text_may_say_it_at_its_head(head: str) -> None:
    assert decode(f"{head}Café for 5 €".encode("cp1252")) == f"{head}Café for 5 €"
    assert decode(f"{head}Café for 5 €".encode()) == f"{head}Café for 5 €"


def test_a_declaration_far_down_is_none() -> None:
    assert declared_encoding(b" " * 5000 + b"<meta charset=koi8-r>") is None
