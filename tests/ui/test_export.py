"""Answers to be handed in: documents with footnotes, pages, and references to what they cite."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from index.errors import BadInput
from index.reading import limits_of, read_file
from index.settings import IndexSettings
from index.types import Confidence, DateSource, SourceText
from rag.question.parsing import Query
from rag.types import Answer, Citation
from tests.rag.corpus import HARBOUR, KESSEL, answered, engine_over, refused
from tests.ui.conftest import Run
from ui.export import FORMATS, Kept, export, format_of
from ui.export.footnotes import Footnotes, source_of
from ui.export.references import as_bibtex, as_csl_json, as_ris

TODAY = date(2025, 6, 1)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> list[Kept]:
    engine = engine_over(tmp_path_factory.mktemp("export"), HARBOUR)
    asked = "When did engineers reopen the Kessel bridge?"
    answer = answered(engine.ask(Query(asked)))
    refusal = refused(engine.ask(Query("Who is Zaphod Beeblebrox?")))
    again = Kept("Again?\x07 <b>&", answer, ("Publisher: <Harbour> & Co",))
    return [Kept(asked, answer), Kept(refusal.question, refusal), again, Kept("?", None, (), "No.")]


def cited(**more: Any) -> Citation:
    given: dict[str, Any] = {
        "n": 1, "report_id": "r1", "passage_id": "p1", "path": "in/r_1.txt",
        "title": "50 % of {it} & more", "publisher": "Gazette", "url": "https://a.example/x_y",
        "published_on": date(2024, 5, 3), "date_source": DateSource.BYLINE,
        "date_confidence": Confidence.HIGH, "date_note": None, "event_dates": (),
        "quote": "It rained.", "start": 0, "end": 10, "sha256": "ab12",
        "retrieved_at": datetime(2025, 1, 2, 3, tzinfo=UTC), **more,
    }  # fmt: skip
    return Citation.model_validate(given)


MONTH = cited(
    report_id="r2", title=None, url=None, publisher=None, published_on=None,
    published_edtf="2024-05", date_source=DateSource.FRONT_MATTER, date_note="it gives no day",
    date_confidence=Confidence.MEDIUM,
)  # fmt: skip
EITHER = cited(
    report_id="r3", published_on=None, published_edtf="[2024-03-05,2024-05-03]",
    date_note="the figures can be read both ways",
)  # fmt: skip
UNDATED = cited(
    report_id="r4", published_on=None, date_source=None, date_note="it gives no date", url="file:x"
)


def test_a_word_document_has_real_footnotes(kept: list[Kept]) -> None:
    made = export(kept, "docx", TODAY)
    package = ZipFile(BytesIO(made.data))
    document = etree.fromstring(package.read("word/document.xml"))
    notes = etree.fromstring(package.read("word/footnotes.xml"))
    marks = [mark.get(f"{W}id") for mark in document.iter(f"{W}footnoteReference")]
    numbered = [note.get(f"{W}id") for note in notes.iter(f"{W}footnote")]
    assert numbered == ["-1", "0", *marks]
    assert "footnotes+xml" in package.read("[Content_Types].xml").decode()
    read = read_file("dateline.docx", made.data, limits_of(IndexSettings()))
    source = read.parts[0].read
    assert isinstance(source, SourceText)
    first = "The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline)"
    for words in (KESSEL, first, "As in note 1.", "No answer. ", "Reports cited"):
        assert words in source.text


def test_a_passage_is_noted_in_full_once(kept: list[Kept]) -> None:
    numbered, answer = Footnotes(), kept[0].outcome
    assert isinstance(answer, Answer)
    first, again = list(numbered.of(answer)), list(numbered.of(answer))
    assert first[0].notes == (source_of(answer.citations[0]),)
    assert again[0].notes == ("As in note 1.",)
    assert " ".join(noted.text for noted in first) == " ".join(s.text for s in answer.sentences)


def test_a_source_says_all_that_is_known_of_its_date() -> None:
    assert source_of(cited(event_times=("2024-05-02",))) == (
        "50 % of {it} & more — Gazette, 3 May 2024 (byline). It tells of 2 May 2024. “It rained.” "
        "https://a.example/x_y (read 2025-01-02)."
    )
    assert source_of(MONTH) == (
        "in/r_1.txt — publisher not stated, May 2024 (front matter, medium confidence). "
        "“It rained.” Date doubtful: it gives no day. in/r_1.txt (read 2025-01-02)."
    )


def test_a_page_of_html_has_notes_and_no_markup_of_others(kept: list[Kept]) -> None:
    page = export(kept, "html", TODAY).data.decode()
    assert page.count('<sup id="at-1"><a href="#note-1">1</a></sup>') == 1
    assert '<li id="note-1">The Old Bridge Reopens — Harbour Gazette, 3 May 2024' in page
    assert "<h2>Again?\N{REPLACEMENT CHARACTER} &lt;b&gt;&amp;</h2>" in page
    assert "Publisher: &lt;Harbour&gt; &amp; Co" in page
    assert "<script" not in page


def test_markdown_has_a_heading(kept: list[Kept]) -> None:
    lines = export(kept, "md", TODAY).data.decode().splitlines()
    assert lines[:3] == ["# Answers from dated reports", "", "Exported on 1 June 2025."]
    assert lines[4] == f"## {kept[0].question}"
    assert lines.count("## ?") == 1


def test_bibtex_has_dates_with_their_doubt_and_nothing_that_latex_reads() -> None:
    assert as_bibtex([cited()]) == (
        "@online{dateline-r1,\n  title = {{50 \\% of \\{it\\} \\& more}},\n"
        "  author = {{Gazette}},\n  organization = {Gazette},\n  date = {2024-05-03},\n"
        "  url = {https://a.example/x_y},\n  urldate = {2025-01-02},\n"
        "  note = {Date: 3 May 2024 (byline); file in/r\\_1.txt; sha256 ab12},\n}\n"
    )
    dates = [
        line for line in as_bibtex([MONTH, EITHER, UNDATED]).splitlines() if "date = {2" in line
    ]
    assert dates == [
        "  date = {2024-05},", "  urldate = {2025-01-02},",
        "  date = {2024-03-05/2024-05-03},", "  urldate = {2025-01-02},",
        "  urldate = {2025-01-02},",
    ]  # fmt: skip


def test_csl_json_has_what_processors_read() -> None:
    first, month, either, undated = json.loads(as_csl_json([cited(), MONTH, EITHER, UNDATED]))
    assert first == {
        "id": "dateline-r1", "type": "webpage", "title": "50 % of {it} & more",
        "author": [{"literal": "Gazette"}], "publisher": "Gazette",
        "issued": {"date-parts": [[2024, 5, 3]]}, "URL": "https://a.example/x_y",
        "accessed": {"date-parts": [[2025, 1, 2]]},
        "note": "Date: 3 May 2024 (byline); file in/r_1.txt; sha256 ab12",
    }  # fmt: skip
    assert (month["type"], month["issued"]) == ("report", {"date-parts": [[2024, 5]]})
    assert either["issued"] == {"literal": "5 March 2024 or 3 May 2024"}
    assert "issued" not in undated
    assert "URL" not in undated


def test_ris_has_a_tag_a_line() -> None:
    assert as_ris([cited(title="Two\r\nER  - lines")]).split("\r\n") == [
        "TY  - ELEC", "ID  - dateline-r1", "TI  - Two ER - lines", "AU  - Gazette",
        "PB  - Gazette", "PY  - 2024", "DA  - 2024/05/03/", "UR  - https://a.example/x_y",
        "Y2  - 2025/01/02/", "N1  - Date: 3 May 2024 (byline); file in/r_1.txt; sha256 ab12",
        "ER  - ", "", "",
    ]  # fmt: skip
    assert "DA  - 2024/05//\r\n" in as_ris([MONTH])
    assert "DA  - " not in as_ris([EITHER, UNDATED])


def test_a_report_is_referred_to_once(kept: list[Kept]) -> None:
    assert export(kept, "bib", TODAY).data.decode().count("@") == 1


@pytest.mark.parametrize("name", ["answer", "answer.exe", "answer.pdf"])
def test_an_unknown_format_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="no ending that names a format"):
        format_of(Path(name))


@pytest.mark.slow
def test_an_answer_is_written_beside_being_printed(
    run: Run, harbour_data: Path, tmp_path: Path
) -> None:
    for ending in FORMATS:
        out = tmp_path / f"answer.{ending}"
        ran = run(
            "--data-dir", harbour_data, "ask", "When did engineers reopen the Kessel bridge?",
            "--export", out,
        )  # fmt: skip
        assert (ran.code, ran.err) == (0, "")
        assert out.stat().st_size > 100
    refused = run("--data-dir", harbour_data, "ask", "When?", "--export", tmp_path / "a.exe")
    assert refused.code == 2
    assert "no ending that names a format" in refused.err
