"""`dateline ask`: one question, and files of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rag.corpus import HARBOUR, KESSEL
from tests.ui.conftest import Run

pytestmark = pytest.mark.slow

ASKED = "When did engineers reopen the Kessel bridge?"
COVERS = "The corpus holds 4 reports, 9 June 2023 to 5 May 2024."


@pytest.fixture(autouse=True)
def index(harbour_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(harbour_data))


def test_an_answer(run: Run) -> None:
    ran = run("ask", ASKED)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{KESSEL} [1]",
        "",
        "[1] The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline)",
        f"    “{KESSEL}”",
        "    The same words in: crossing.md, 5 May 2024",
    ]


def test_a_refusal(run: Run) -> None:
    ran = run("ask", "Who is Zaphod Beeblebrox?")
    assert (ran.code, ran.err) == (3, "")
    lines = ran.out.splitlines()
    assert lines[:3] == [
        f"No answer. No report has “Zaphod” or “Beeblebrox” in it. {COVERS}",
        "",
        "Nearest passages; they are not sources for an answer:",
    ]
    assert sum(line.startswith("  · ") for line in lines) == 3
    assert not any(line.startswith("[") for line in lines)


def test_an_undated_report(run: Run) -> None:
    ran = run("ask", "How much ice does the Hald glacier lose each summer?")
    assert ran.code == 0
    assert ran.out.splitlines()[2:] == [
        "[1] Notes on a Glacier — publisher not stated, no date",
        "    “The Hald glacier loses a metre of ice each summer.”",
        "    Date doubtful: the report gives no date.",
    ]


def test_json(run: Run) -> None:
    ran = run("ask", ASKED, "--json")
    assert (ran.code, ran.err) == (0, "")
    outcome = json.loads(ran.out)
    assert (outcome["kind"], outcome["text"]) == ("answer", f"{KESSEL} [1]")
    assert outcome["citations"][0]["published_on"] == "2024-05-03"
    assert outcome["models"] == {
        "embedder": "dateline-encoder-1", "reranker": None, "judge": "dateline-judge-6",
        "llm": None,
    }  # fmt: skip
    refused = run("ask", "Who is Zaphod Beeblebrox?", "--json")
    assert (refused.code, json.loads(refused.out)["reason"]) == (3, "no_evidence")


@pytest.mark.parametrize(
    ("options", "code", "paths", "window"),
    [
        (["--from", "2024-05-04"], 0, ["crossing.md"], "from 2024-05-04"),
        (["--from", "May 4, 2024", "--to", "6 May 2024"], 0, ["crossing.md"],
         "from 2024-05-04, to 2024-05-06"),
        (["--to", "2024-05-04"], 0, ["bridge.txt"], "to 2024-05-04"),
        (["--as-of", "2024-05-04"], 0, ["bridge.txt"], "as of 2024-05-04"),
        (["--publisher", "courier"], 0, ["crossing.md"], None),
        (["--report", "crossing.md"], 0, ["crossing.md"], None),
        (["--top-k", "1"], 0, ["bridge.txt"], None),
        (["--to", "2020-01-01"], 3, [], "to 2020-01-01"),
        (["--publisher", "Nobody"], 3, [], None),
    ],
    ids=["from", "from and to, in words", "to", "as of", "publisher", "report", "top k",
         "before all", "unknown publisher"],
)  # fmt: skip
def test_options(
    run: Run, options: list[str], code: int, paths: list[str], window: str | None
) -> None:
    ran = run("ask", ASKED, "--json", *options)
    outcome = json.loads(ran.out)
    assert ran.code == code
    assert [cited["path"] for cited in outcome.get("citations", [])] == paths
    assert (outcome["window"] or {}).get("reading") == window


def test_the_window_is_told_to_a_person(run: Run) -> None:
    ran = run("ask", ASKED, "--from", "2024-05-04")
    told = "Reports published on or after 4 May 2024 (as asked: from 2024-05-04)"
    assert ran.out.splitlines()[0] == told


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ask", ""], "There is no question. Ask in words: who did or said what, and when?"),
        (["ask", " \t "], "There is no question. Ask in words: who did or said what, and when?"),
        (["ask", "x" * 2001], "The question has 2,001 characters, and at most 2,000 are read. Ask "
                              "for one thing at a time."),
        (["ask", ASKED, "--from", "soon"], "--from 'soon' is not a day. Write it as 2024-12-26."),
        (["ask", ASKED, "--to", "2024-02-30"],
         "--to '2024-02-30' is not a day. Write it as 2024-12-26."),
        (["ask", ASKED, "--as-of", ""], "--as-of '' is not a day. Write it as 2024-12-26."),
        (["ask", ASKED, "--from", "2024-05-04", "--to", "2024-05-03"],
         "--from 2024-05-04 is later than --to 2024-05-03."),
        (["ask", "--batch", "gone.jsonl"], None),
        (["ask", "--batch", ""], "A path is empty. Name a file or a folder."),
    ],
    ids=["empty", "blank", "too long", "no day", "no such day", "empty day", "from after to",
         "no file", "empty file name"],
)  # fmt: skip
def test_bad_input_is_one_line(run: Run, args: list[str], said: str | None) -> None:
    ran = run(*args)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("dateline: ")
    assert said is None or ran.err == f"dateline: {said}\n"


@pytest.mark.parametrize(
    "args",
    [["ask"], ["ask", ASKED, "--batch", "in.jsonl"], ["ask", ASKED, "--out", "out.jsonl"],
     ["ask", ASKED, "--top-k", "0"], ["ask", ASKED, "--colour"], ["aks", ASKED]],
    ids=["nothing", "both", "out without batch", "top k 0", "unknown option", "unknown command"],
)  # fmt: skip
def test_wrong_usage(run: Run, args: list[str]) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


def test_bad_questions_as_json(run: Run) -> None:
    ran = run("ask", "", "--json")
    assert (ran.code, ran.err) == (2, "")
    assert json.loads(ran.out)["reason"] == "not_a_question"


def test_an_empty_data_folder(run: Run, tmp_path: Path) -> None:
    ran = run("ask", ASKED, "--data-dir", tmp_path / "none")
    assert (ran.code, ran.err) == (3, "")
    assert ran.out == (
        "No answer. There are no reports to answer from yet. Add some with `dateline ingest "
        "PATH`.\n"
    )
    assert not (tmp_path / "none").exists()


def test_a_setting_that_is_unknown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_COLOUR", "red")
    ran = run("ask", ASKED)
    assert (ran.code, ran.out, ran.err) == (
        2, "",
        "dateline: There is no setting DATELINE_COLOUR. `dateline doctor` lists those there are.\n",
    )  # fmt: skip


BATCH: list[dict[str, Any]] = [
    {"id": "b", "question": ASKED},
    {"id": 7, "question": "Who is Zaphod Beeblebrox?"},
    {"question": "How many paintings did the curators move to a school?"},
    {"id": "late", "question": ASKED, "from": "2024-05-04"},
    {"id": "bad", "question": ""},
]


def _write(lines: list[str], name: str = "in.jsonl") -> Path:
    Path(name).write_text("\n".join(lines) + "\n", "utf-8")
    return Path(name)


@pytest.mark.parametrize("to_file", [True, False], ids=["--out", "standard output"])
def test_a_batch(run: Run, to_file: bool) -> None:
    given = _write([json.dumps(one) for one in BATCH[:2]] + [""] +
                   [json.dumps(one) for one in BATCH[2:]])  # fmt: skip
    ran = run("ask", "--batch", given, *(["--out", "out.jsonl"] if to_file else []))
    assert (ran.code, ran.err) == (0, "")
    assert to_file is (ran.out == "")
    written = Path("out.jsonl").read_text("utf-8") if to_file else ran.out
    outcomes = [json.loads(line) for line in written.splitlines()]
    assert [(o.get("id"), o["question"], o["kind"], o.get("reason")) for o in outcomes] == [
        ("b", ASKED, "answer", None),
        (7, "Who is Zaphod Beeblebrox?", "refusal", "no_evidence"),
        (None, BATCH[2]["question"], "answer", None),
        ("late", ASKED, "answer", None),
        ("bad", "", "refusal", "not_a_question"),
    ]
    assert "id" not in outcomes[2]
    assert [outcomes[n]["citations"][0]["path"] for n in (0, 3)] == ["bridge.txt", "crossing.md"]
    assert sorted(file.name for file in Path().iterdir()) == (
        ["in.jsonl", "out.jsonl"] if to_file else ["in.jsonl"]
    )


def test_a_question_that_takes_too_long(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_QUESTION_TIMEOUT_S", "0.000001")
    said = (
        "The question was given up after 1e-06 seconds. Ask it in fewer words or of a shorter "
        "time, or raise DATELINE_QUESTION_TIMEOUT_S."
    )
    assert run("ask", ASKED).code == 2
    given = _write([json.dumps({"id": "a", "question": ASKED}), json.dumps({"question": "Why?"})])
    ran = run("ask", "--batch", given)
    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {"id": "a", "kind": "error", "question": ASKED, "text": said},
        {"kind": "error", "question": "Why?", "text": said},
    ]


def test_bounds_of_a_batch_are_for_lines_without_their_own(run: Run) -> None:
    own: list[dict[str, str]] = [{}, {"publisher": "Gazette"}, {"report": "crossing.md"}]
    given = _write([json.dumps({**BATCH[0], **bounds}) for bounds in own])
    ran = run("ask", "--batch", given, "--publisher", "Courier")
    paths = [json.loads(line)["citations"][0]["path"] for line in ran.out.splitlines()]
    assert paths == ["crossing.md", "bridge.txt", "crossing.md"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "This is not JSON (Expecting property name enclosed in double quotes)."),
        ("[" * 50_000, "This is not JSON that can be read (it is nested too deeply)."),
        ("9" * 5000, "This is not JSON that can be read (a number is too long)."),
        ("[]", 'There is no "question" that is a text.'),
        ('{"id": 1}', 'There is no "question" that is a text.'),
        ('{"question": 5}', 'There is no "question" that is a text.'),
        ('{"question": "Why?", "from": "soon"}',
         "--from 'soon' is not a day. Write it as 2024-12-26."),
        ('{"question": "Why?", "from": 2024}', '"from" is not a text.'),
        ('{"question": "Why?", "publisher": ["Gazette"]}', '"publisher" is not a text.'),
        ('{"question": "Why?", "report": "gone.md\\u0000\\ud800"}',
         "There is no report 'gone.md\\x00?'. `dateline reports --json` lists the ids and files of "
         "those there are."),
    ],
    ids=["no JSON", "deep", "a long number", "no object", "no question", "no text", "bad day",
         "a number for a day", "a list for a publisher", "no such report"],
)  # fmt: skip
def test_a_bad_line_is_named_and_nothing_is_written(run: Run, line: str, said: str) -> None:
    Path("out.jsonl").write_text("kept\n", "utf-8")
    given = _write([json.dumps(BATCH[0]), line, json.dumps(BATCH[1])])
    ran = run("ask", "--batch", given, "--out", "out.jsonl")
    assert (ran.code, ran.out, ran.err) == (2, "", f"dateline: in.jsonl, line 2: {said}\n")
    assert Path("out.jsonl").read_text("utf-8") == "kept\n"
    assert sorted(file.name for file in Path().iterdir()) == ["in.jsonl", "out.jsonl"]


def test_odd_characters_in_a_batch(run: Run) -> None:
    """A byte-order mark, a line separator that ends no line here, and half a character."""
    questions = ["Why\u2028so?", "Why \ud83d so?"]
    lines = [json.dumps({"question": q}, ensure_ascii="\ud83d" in q) for q in questions]
    Path("in.jsonl").write_text("\ufeff" + "\r\n".join(lines), "utf-8")
    ran = run("ask", "--batch", "in.jsonl")
    assert (ran.code, ran.err) == (0, "")
    asked = [json.loads(line)["question"] for line in ran.out.split("\n") if line]
    assert asked == ["Why\u2028so?", "Why ? so?"]


def test_a_question_with_bytes_that_are_no_text(run: Run) -> None:
    ran = run("ask", "Why\udce9?", "--json")
    assert (ran.code, json.loads(ran.out)["question"]) == (3, "Why??")


@pytest.mark.parametrize("content", [b"\xff\xfe", b""], ids=["no text", "empty"])
def test_a_batch_file_with_nothing_to_read(run: Run, content: bytes) -> None:
    Path("in.jsonl").write_bytes(content)
    ran = run("ask", "--batch", "in.jsonl")
    assert ran.out == ""
    assert ran.code == (2 if content else 0)


def test_a_folder_for_out_that_is_missing(run: Run) -> None:
    given = _write([json.dumps(BATCH[0])])
    ran = run("ask", "--batch", given, "--out", "missing/out.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "dateline: missing/out.jsonl cannot be written: No such file or directory.\n"
    )


def test_nothing_of_this_changed_the_reports(run: Run) -> None:
    listed = json.loads(run("reports", "--json").out)
    assert sorted(report["path"] for report in listed) == sorted(HARBOUR)
