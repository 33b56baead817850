"""All reports that have some words, and answers as files, over HTTP."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from tests.rag.corpus import KESSEL
from tests.ui.conftest import Run
from tests.ui.serving import harbour_service, running
from ui.server import build_app

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did engineers reopen the Kessel bridge?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(build_app(harbour_service(tmp_path_factory.mktemp("find")))) as address:
        yield address


@pytest.fixture(scope="module")
def outcomes(address: str) -> list[dict[str, Any]]:
    """An answer and a refusal, as the server gave them."""
    asked = (ASKED, "Who is Zaphod Beeblebrox?")
    return [httpx.post(f"{address}/v1/ask", json={"question": one}).json() for one in asked]


def test_it_counts_quotes_and_tells_copies_apart(address: str) -> None:
    said = httpx.post(
        f"{address}/v1/find", json={"question": "How many reports mention the Kessel bridge?"}
    ).json()
    assert {name: said[name] for name in said if name not in ("mentions", "text")} == {
        "what": "the Kessel bridge", "words": ["Kessel", "bridge"], "searched": 4, "found": 2,
        "copies": 1, "months": [{"month": "2024-05-01", "reports": 1}],
    }  # fmt: skip
    assert said["text"].startswith("2 of 4 reports have “Kessel”, “bridge” in one passage, 1 of")
    found = [(m["path"], m["quote"], m["copy"]) for m in said["mentions"]]
    assert found == [("bridge.txt", KESSEL, False), ("crossing.md", KESSEL, True)]
    for mention in said["mentions"]:
        report = httpx.get(f"{address}/v1/reports/{mention['report_id']}").json()
        assert report["text"][mention["start"] : mention["end"]] == mention["quote"]


def test_bounds_in_an_address_and_in_a_body_are_the_same(address: str) -> None:
    bounds = {"from": "2024-05-04", "collections": [], "dated_for_sure": True}
    posted = httpx.post(f"{address}/v1/find", json={"question": "Kessel", **bounds})
    linked = httpx.get(
        f"{address}/v1/find",
        params={"question": "Kessel", "from": "2024-05-04", "dated_for_sure": "true"},
    )
    assert [m["path"] for m in posted.json()["mentions"]] == ["crossing.md"]
    assert (linked.status_code, linked.json()) == (200, posted.json())


@pytest.mark.parametrize(
    ("accept", "field", "is_csv"),
    [
        ("text/csv", None, True),
        ("text/csv;q=0.9, application/json", None, True),
        ("application/json, text/csv", None, False),
        ("*/*", None, False),
        ("application/json", "csv", True),
        ("text/csv", "json", False),
    ],
)
def test_csv_by_the_header_or_a_field(
    address: str, accept: str, field: str | None, is_csv: bool
) -> None:
    body = {"question": "Kessel", "format": field}
    said = httpx.post(f"{address}/v1/find", json=body, headers={"Accept": accept})
    assert said.headers["content-type"].startswith("text/csv") is is_csv
    assert "Accept" in said.headers["vary"]
    if is_csv:
        rows = list(csv.DictReader(io.StringIO(said.text)))
        assert [(r["path"], r["copy"]) for r in rows] == [
            ("bridge.txt", "False"), ("crossing.md", "True"),
        ]  # fmt: skip
    else:
        assert said.json()["found"] == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"question": "the of and"}, "#/question"),
        ({"question": "Kessel", "from": "soon"}, "#/from"),
        ({"question": "Kessel", "format": "xml"}, "#/format"),
        ({"question": "Kessel", "colour": "red"}, "#/colour"),
        ({"question": "Kessel", "report": "0123456789abcdef"}, "#/report"),
        ({}, "#/question"),
    ],
    ids=str,
)
def test_what_cannot_be_looked_for_is_a_problem(
    address: str, body: dict[str, str], pointer: str
) -> None:
    for said in (
        httpx.post(f"{address}/v1/find", json=body),
        httpx.get(f"{address}/v1/find", params=body),
    ):
        assert (said.status_code, said.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.slow
def test_the_command_line_says_the_same(run: Run, harbour_data: Path) -> None:
    ran = run("--data-dir", harbour_data, "find", "Kessel bridge", "--json")
    said = json.loads(ran.out)
    assert (ran.code, said["found"], said["copies"], said["searched"]) == (0, 2, 1, 4)
    assert [m["copy"] for m in said["mentions"]] == [False, True]


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("md", "text/markdown; charset=utf-8", b"# Answers from dated reports"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("bib", "application/x-bibtex", b"@"),
        ("csl-json", "application/vnd.citationstyles.csl+json", b"["),
        ("ris", "application/x-research-info-systems", b"TY  - "),
    ],
)
def test_outcomes_become_a_file(
    address: str, outcomes: list[dict[str, Any]], form: str, media_type: str, begins: bytes
) -> None:
    made = httpx.post(f"{address}/v1/export", json={"format": form, "outcomes": outcomes})
    assert (made.status_code, made.headers["content-type"]) == (200, media_type)
    assert made.content.startswith(begins)
    assert made.headers["content-disposition"].startswith('attachment; filename="dateline.')
    if form == "docx":
        assert b"footnote" in ZipFile(io.BytesIO(made.content)).read("word/footnotes.xml")
    elif form in ("md", "html"):
        assert KESSEL in made.text
        assert "Zaphod" in made.text


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"quote": KESSEL.replace("14", "15")}, "#/outcomes/0/citations/0"),
        ({"report_id": "0123456789abcdef"}, "#/outcomes/0/citations/0"),
        ({"published_on": "2024-05-09"}, "#/outcomes/0/citations/0"),
        ({"date_source": "edited"}, "#/outcomes/0/citations/0"),
        ({"publisher": "Another Gazette"}, "#/outcomes/0/citations/0"),
        ({"quote": ""}, "#/outcomes/0"),
    ],
    ids=str,
)
def test_what_no_report_says_is_not_handed_in(
    address: str, outcomes: list[dict[str, Any]], change: dict[str, str], pointer: str
) -> None:
    forged = json.loads(json.dumps(outcomes))
    forged[0]["citations"][0].update(change)
    made = httpx.post(f"{address}/v1/export", json={"format": "md", "outcomes": forged})
    assert made.status_code == 422
    assert made.json()["errors"][0]["pointer"] == pointer


def test_both_are_behind_the_gate(tmp_path: Path) -> None:
    with running(build_app(harbour_service(tmp_path, tokens="first"))) as address:
        assert httpx.get(f"{address}/v1/find", params={"question": "Kessel"}).status_code == 401
        assert httpx.post(f"{address}/v1/export", json={}).status_code == 401
