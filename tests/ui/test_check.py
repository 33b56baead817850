"""`dateline check`, POST /v1/check and the page's tab: a text held against the reports."""

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from playwright.sync_api import Browser, expect

from rag.build import build_engine
from rag.question.parsing import Query
from rag.settings import Settings
from tests.rag.corpus import KESSEL
from tests.ui.browser import visiting
from tests.ui.conftest import Run, run_process
from tests.ui.serving import running
from tests.ui.test_chat_accessible import violations
from ui.export import Kept, export
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.slow

TEXT = f"""# Bridges of Torvik

{KESSEL} The work cost 4.1 million crowns. What comes next?

Curators moved 214 paintings to a castle in Norway.

I think that is a pity.
"""


@pytest.fixture(autouse=True)
def index(harbour_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(harbour_data))


def checked(run: Run, tmp_path: Path, text: str, *options: str, name: str = "t.md") -> Any:
    """What is said of a text, and with which exit code."""
    (tmp_path / name).write_text(text, "utf-8")
    ran = run("check", tmp_path / name, "--json", *options)
    assert ran.err == ""
    return json.loads(ran.out), ran.code


def verdicts(said: Any) -> list[str]:
    return [sentence["verdict"] for sentence in said["sentences"]]


def test_a_text_for_a_person(tmp_path: Path, harbour_data: Path) -> None:
    (tmp_path / "t.md").write_text(TEXT, "utf-8")
    ran = run_process("check", "t.md", cwd=tmp_path, DATELINE_DATA_DIR=str(harbour_data))
    assert (ran.code, ran.err) == (3, "")
    assert ran.out.splitlines() == [
        "1. not checked: Bridges of Torvik",
        f"2. supported: {KESSEL}",
        "    The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline)",
        f"    “{KESSEL}”",
        "3. contradicted: The work cost 4.1 million crowns.",
        "    The passage has no number “4.1 million”.",
        "    The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline)",
        "    “The work cost 3.2 million crowns.”",
        "4. not checked: What comes next?",
        "5. not told: Curators moved 214 paintings to a castle in Norway.",
        "    The passage has no name “Norway”; the passage does not say “castle”.",
        "    Nearest, and no source: Museum Loses Its Roof — publisher not stated, "
        "9 June 2023 (byline)",
        "    “Curators moved 214 paintings to a school.”",
        "6. opinion: I think that is a pity.",
        "    It speaks for its writer.",
        "",
        "6 sentences: 1 supported, 1 contradicted, 1 not told, 1 opinion, 2 not checked.",
    ]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The Kessel bridge was reopened by engineers after 14 months of repairs.", "supported"),
        ("Engineers reopened the Kessel bridge on 2 May 2024 after 14 months of repairs.",
         "supported"),
        ("Engineers reopened the Kessel bridge on 2 May 2023 after 14 months of repairs.",
         "contradicted"),
        ("Engineers reopened the Kessel bridge on May 2 after 15 months of repairs.",
         "contradicted"),
        ("Engineers did not reopen the Kessel bridge on May 2 after 14 months of repairs.",
         "contradicted"),
        ("Engineers reopened the Hald bridge on May 2 after 14 months of repairs.", "not_told"),
        ("Engineers reopened the Kessel bridge on May 2 after 14 months of repairs and riots.",
         "not_told"),
        ("A storm tore the roof off the maritime museum in Torvik yesterday.", "not_told"),
        ("The Hald glacier loses a metre of ice each winter.", "contradicted"),
        ("She thanked the crews at the ceremony.", "not_told"),
        ("Zaphod Beeblebrox visited the moon.", "not_told"),
        ("The council should build a second bridge.", "opinion"),
        ("Hm.", "not_checked"),
    ],
)  # fmt: skip
def test_the_verdict_on_a_sentence(run: Run, tmp_path: Path, sentence: str, verdict: str) -> None:
    said, code = checked(run, tmp_path, sentence, name="t.txt")
    assert verdicts(said) == [verdict]
    assert code == (3 if verdict in ("contradicted", "not_told") else 0)
    assert bool(said["sentences"][0]["sources"]) == (verdict in ("supported", "contradicted"))


def test_whom_a_sentence_means_is_told_by_the_one_before(run: Run, tmp_path: Path) -> None:
    hers = "She said that a second bridge may be built in Torvik."
    said, _ = checked(run, tmp_path, f"Mayor Ilse Brandt thanked the crews. {hers}")
    assert verdicts(said) == ["supported", "supported"]
    said, _ = checked(run, tmp_path, f"Captain Vera Lund retired in May. {hers}")
    assert verdicts(said) == ["not_told", "not_told"]


def test_as_of_is_the_day_of_the_text(run: Run, tmp_path: Path) -> None:
    storm = "A storm tore the roof off the maritime museum in Torvik yesterday."
    assert verdicts(checked(run, tmp_path, storm, "--as-of", "2023-06-09")[0]) == ["supported"]
    assert verdicts(checked(run, tmp_path, storm, "--as-of", "2023-06-11")[0]) != ["supported"]


def test_bounds(run: Run, tmp_path: Path) -> None:
    said, code = checked(run, tmp_path, KESSEL, "--publisher", "courier")
    assert (said["sentences"][0]["sources"][0]["path"], code) == ("crossing.md", 0)
    said, code = checked(run, tmp_path, KESSEL, "--to", "2023-12-31")
    assert (verdicts(said), code) == (["not_told"], 3)
    assert said["sentences"][0]["nearest"]["path"] == "museum.txt"


def test_notes_and_links_of_markdown(run: Run, tmp_path: Path) -> None:
    text = (
        f"{KESSEL}[^1] The work cost 3.2 million crowns "
        "([Courier](https://courier.example/kessel/)). Nobody was hurt in Torvik.[^2]\n\n"
        "> “Curators moved 214 paintings to a school.” [3]\n\n"
        "> “Curators moved 214 paintings to a ship.” [3]\n\n"
        "[^1]: Harbour Gazette, *The Old Bridge Reopens*, 3 May 2024\n"
        "[^2]: A book of ours\n\n[3] Museum Loses Its Roof\n"
    )
    said, code = checked(run, tmp_path, text)
    assert code == 3
    notes = [(n["bears"], [r["path"] for r in n["reports"]]) for s in said["sentences"]
             for n in s["notes"]]  # fmt: skip
    assert notes == [
        ("named_report_says_so", ["bridge.txt"]),
        ("another_report_says_so", ["crossing.md"]),
        ("names_no_report", []),
        ("named_report_says_so", ["museum.txt"]),
        ("no_report_says_so", ["museum.txt"]),
    ]
    quoted = [(w["text"], w["stands"]) for s in said["sentences"] for w in s["wordings"]]
    assert quoted == [
        ("Curators moved 214 paintings to a school.", True),
        ("Curators moved 214 paintings to a ship.", False),
    ]
    assert verdicts(said)[3:] == ["supported", "not_told", "not_checked"]


def linked(document: Any, url: str) -> None:
    """A paragraph of which a word leads to an address."""
    paragraph = document.add_paragraph("Shopkeepers in the old town said that trade had ")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True))
    link.append(paragraph.add_run("doubled")._r)
    paragraph._p.append(link)
    paragraph.add_run(".")


def test_a_word_document_with_notes_and_links(run: Run, tmp_path: Path, harbour_data: Path) -> None:
    engine = build_engine(Settings(data_dir=harbour_data))
    asked = "When did engineers reopen the Kessel bridge?"
    made = export([Kept(asked, engine.ask(Query(asked)))], "docx", engine.today())
    (tmp_path / "own.docx").write_bytes(made.data)
    ran = run("check", tmp_path / "own.docx", "--json")
    said = json.loads(ran.out)
    assert ran.code == 0
    [sentence] = [s for s in said["sentences"] if s["verdict"] == "supported"]
    assert [n["bears"] for n in sentence["notes"]] == ["named_report_says_so"]
    assert [(w["text"], w["stands"]) for w in sentence["wordings"]] == [(KESSEL, True)]
    document = Document()
    linked(document, "https://courier.example/kessel")
    document.save(tmp_path / "linked.docx")
    said = json.loads(run("check", tmp_path / "linked.docx", "--json").out)
    notes = [n for s in said["sentences"] for n in s["notes"]]
    assert [(n["text"], n["reports"][0]["path"]) for n in notes] == [
        ("https://courier.example/kessel", "crossing.md")
    ]


def test_an_exported_quotation_that_its_report_has_no_more(
    run: Run, tmp_path: Path, harbour_data: Path
) -> None:
    engine = build_engine(Settings(data_dir=harbour_data))
    asked = "When did engineers reopen the Kessel bridge?"
    made = export([Kept(asked, engine.ask(Query(asked)))], "md", engine.today()).data.decode()
    assert checked(run, tmp_path, made)[1] == 0
    said, code = checked(run, tmp_path, made.replace("14 months", "15 months"))
    assert code == 3
    assert [w["stands"] for s in said["sentences"] for w in s["wordings"]] == [False]


@pytest.fixture(scope="module")
def quay_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one report with numbers in it, some of them given to another. Only to be read."""
    folder = tmp_path_factory.mktemp("quay")
    (folder / "quay.md").write_text(
        "# The quay at Lesk\n\n3 May 2024\n\nThe harbour board at Lesk hired 1,200 men for the long"
        " works at the northern quay of the town. The drought of the years 2023-24 emptied the"
        " canal at Lesk and held up the barges of the guild. The doctor left the town hospital"
        " in Lesk after a long quarrel that the physician had begun. Torvik has trained crews, and"
        " Hald provided it with 17 engines to fight big fires in the forest.\n"
    )
    ran = run_process("--data-dir", str(folder / "data"), "ingest", "quay.md", cwd=folder)
    assert ran.code == 0, ran.err
    return folder / "data"


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour board at Lesk hired 1200 men for the long works at the northern quay of the"
        " town.",
        "The drought of the years 2023-2024 emptied the canal at Lesk and held up the barges of the"
        " guild.",
        "The physician left the town hospital in Lesk after a long quarrel.",
        "Torvik got 17 engines to fight big fires in the forest.",
    ],
)
def test_a_true_sentence_in_other_words_and_figures_is_supported(
    run: Run, tmp_path: Path, quay_data: Path, sentence: str
) -> None:
    said, _ = checked(run, tmp_path, sentence, "--data-dir", str(quay_data))
    assert verdicts(said) == ["supported"]


def test_a_quotation_that_an_earlier_text_of_its_report_had(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "in" / "quay.md"
    report.parent.mkdir()
    data = ("--data-dir", tmp_path / "data")
    for state in ("is shut for repairs", "is open again"):
        report.write_text(f"# The quay at Lesk\n\n3 May 2024\n\nThe quay {state} since Monday.\n")
        assert run(*data, "ingest", report.parent).code == 0
    text = tmp_path / "own.md"
    text.write_text(
        'The board wrote: "The quay is shut for repairs since Monday".[^1]\n\n'
        "[^1]: The quay at Lesk, 3 May 2024\n"
    )
    ran = run(*data, "check", text)
    assert ran.code == 3
    assert "stood so in its report, whose text was replaced on " in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.pdf", b"%PDF-1.4", "“t.pdf” is no text that can be checked. Endings: .txt"),
        ("t.docx", b"PK not a package", "The text cannot be checked: it "),
        ("t.txt", b"  \n", "The text cannot be checked: it is empty."),
        ("t.txt", b"It rained. " * 400, "The text has 400 sentences; at most 300 are checked"),
        ("t.txt", b"\xff\xfe\x00", "cannot be checked"),
    ],
    ids=["format", "broken", "empty", "long", "no text"],
)
def test_bad_input(run: Run, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run("check", tmp_path / name)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_what_is_typed_is_checked(run: Run) -> None:
    ran = run("check", "-", typed=KESSEL)
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"1. supported: {KESSEL}")
    assert run("check", "nowhere.md").code == 2
    assert "later than" in run("check", "-", "--from", "2025-01-01", "--to", "2024-01-01").err


@pytest.fixture(scope="module")
def address(harbour_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("checked") / "data"
    shutil.copytree(harbour_data, data)
    settings = Settings(data_dir=data, max_checked=5, per_minute=0, max_body_kb=8)
    with running(build_app(Service(settings))) as address:
        yield address


def test_over_http(address: str) -> None:
    said = httpx.post(f"{address}/v1/check", json={"text": TEXT[:150]}, timeout=60).json()
    assert verdicts(said)[:3] == ["not_checked", "supported", "contradicted"]
    assert said["counts"]["supported"] == 1
    bounded = {"text": KESSEL, "format": "text", "publisher": "courier"}
    said = httpx.post(f"{address}/v1/check", json=bounded, timeout=60).json()
    assert said["sentences"][0]["sources"][0]["path"] == "crossing.md"


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"text": "It rained. " * 9}, 422, "at most 5 are checked"),
        ({"text": ""}, 422, "#/text"),
        ({"text": " "}, 422, "is empty"),
        ({"text": KESSEL, "format": "docx"}, 422, "#/format"),
        ({"text": KESSEL, "publisher": "nobody"}, 422, "nobody"),
        ({"text": KESSEL, "report": "nothing"}, 422, "nothing"),
        ({"text": "It rained. " * 900}, 413, "larger"),
    ],
    ids=["sentences", "empty", "blank", "format", "publisher", "report", "size"],
)
def test_bad_input_over_http(address: str, body: dict[str, str], status: int, says: str) -> None:
    answered = httpx.post(f"{address}/v1/check", json=body, timeout=60)
    assert answered.status_code == status
    assert says in answered.json()["detail"]


def test_the_page(browser: Browser, address: str, tmp_path: Path) -> None:
    with visiting(browser, address) as visit:
        visitor = visit(bypass_csp=True)
        page = visitor.page
        page.get_by_role("tab", name="Check a text").click()
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator("#checked")).to_contain_text("Paste a text or choose a file")
        page.fill("#draft textarea", f"{KESSEL} The work cost 4.1 million crowns.")
        page.get_by_role("button", name="Check", exact=True).click()
        cards = page.locator("#checked .checked > li")
        expect(cards).to_have_count(2)
        expect(cards.nth(1)).to_contain_text("The work cost 3.2 million crowns.")
        assert violations(visitor) == []
        cards.nth(1).get_by_role("button", name="The Old Bridge Reopens").click()
        expect(page.locator("#reader mark.quote")).to_have_text("The work cost 3.2 million crowns.")
        document = Document()
        document.add_paragraph("Curators moved 241 paintings to a school.")
        document.save(tmp_path / "draft.docx")
        page.locator("#draft-file input[type=file]").set_input_files(tmp_path / "draft.docx")
        expect(page.locator("#draft-file")).to_contain_text("draft")
        page.get_by_role("button", name="Check", exact=True).click()
        expect(cards).to_have_count(1)
        expect(cards.first).to_contain_text("contradicted")
        assert visitor.wrong == []


def test_a_report_is_read_without_marks() -> None:
    from index.reading import limits_of, read_file
    from index.settings import IndexSettings
    from index.types import SourceText

    document = Document()
    linked(document, "https://courier.example/kessel")
    out = BytesIO()
    document.save(out)
    assert "word/document.xml" in ZipFile(out).namelist()
    read = read_file("r.docx", out.getvalue(), limits_of(IndexSettings())).parts[0].read
    assert isinstance(read, SourceText)
    assert read.text == "Shopkeepers in the old town said that trade had doubled."
