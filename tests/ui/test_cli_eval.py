"""`dateline eval` and `dateline calibrate` as typed, over the seeds with the real models."""

import json
from pathlib import Path

import pytest

from tests.ui.conftest import Run
from tests.ui.standing_world import own_copy

pytestmark = pytest.mark.slow

SEIZED = (
    "Russian forces spent just over two months seizing a settlement 7.3 square kilometers in size."
)
QUESTIONS = [
    {"id": "size", "question": "How long did it take Russia to seize Kurakhove?",
     "answerable": True, "kind": "number", "facts": ["two months"], "evidence": [SEIZED],
     "dates": ["2024-12-26"]},
    {"id": "rosatom", "question": "Who is the head of Rosatom?", "answerable": False,
     "kind": "far"},
]  # fmt: skip


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return file


def test_the_table(run: Run, indexed_seeds: Path, asked: Path) -> None:
    ran = run("--data-dir", str(indexed_seeds), "eval", str(asked))
    assert (ran.code, ran.err) == (0, "")
    lines = [line.split() for line in ran.out.splitlines()]
    assert ran.out.startswith(
        "asked.jsonl: 2 questions over 5 reports, 23 December 2023 to 26 December 2024.\n"
    )
    assert ["Facts", "right,", "of", "those", "answered", "facts_right", "1.000", "1.000", "to",
            "1.000"] in lines  # fmt: skip
    assert ["Refusal", "recall", "refusal_recall", "1.000", "1.000", "to", "1.000"] in lines
    assert ["number", "1", "1.00", "0.00"] in lines
    assert ["far", "(no", "report", "answers)", "1", "–", "1.00"] in lines


def test_json_page_comparison_and_bounds(run: Run, indexed_seeds: Path, asked: Path) -> None:
    data = ("--data-dir", str(indexed_seeds))
    first = run(*data, "eval", str(asked), "--json", "--html", "page.html")
    assert first.code == 0
    made = json.loads(first.out)
    assert made["questions"] == "asked.jsonl"
    assert [r["outcome"]["kind"] for r in made["records"]] == ["answer", "refusal"]
    assert made["figures"]["verbatim"]["value"] == 1.0
    html = Path("page.html").read_text("utf-8")
    assert QUESTIONS[0]["question"] in html
    Path("old.json").write_text(first.out, "utf-8")
    again = run(*data, "eval", str(asked), "--compare", "old.json")
    assert again.code == 0
    assert "0 questions stand better than before, 0 worse." in again.out
    short = run(*data, "eval", str(asked), "--fail-under", "false_refusals=0",
                "--fail-under", "median_ms=0")  # fmt: skip
    assert short.code == 1
    assert short.err.startswith("dateline: short of what was asked: median_ms is ")
    assert short.err.endswith(", above 0.\n")


def test_an_evaluation_is_held_to_a_collection(run: Run, tmp_path: Path, asked: Path) -> None:
    data = ("--data-dir", tmp_path / "data")
    for name in ("north", "south"):
        report = tmp_path / f"{name}.txt"
        report.write_text(f"3 May 2024\n\nThe {name} quay at Lesk is shut since Monday.\n")
        assert run(*data, "ingest", report, "--collection", name).code == 0
    ran = run(*data, "eval", asked, "--collection", "north")
    assert ran.out.startswith("asked.jsonl: 2 questions over 1 report, 3 May 2024.\n")
    none = run(*data, "eval", asked, "--collection", "west")
    assert none.err.startswith("dateline: No report belongs to west; ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["eval", "none.jsonl"], "dateline: none.jsonl cannot be read"),
        (["eval", "--fail-under", "luck"],
         "dateline: --fail-under 'luck' is not a bound. Write a figure and a number, for example "
         "refusal_recall=0.9.\n"),
        (["eval", "--compare", "none.json"], "dateline: none.json cannot be read: No such file"),
        (["eval"], "dateline: There are no reports to ask. Add some with `dateline ingest PATH`"),
        (["eval", "--dataset", "squad2"],
         "dateline: Datasets are not part of Dateline. Set DATELINE_DATASETS to the folder"),
        (["eval", "--dataset", "mine"],
         "dateline: There is no dataset 'mine'. There are squad2, clapnq, timeqa, wice, "
         "attributionbench.\n"),
    ],
    ids=["no file", "no bound", "nothing to compare", "no reports", "no folder", "no such set"],
)  # fmt: skip
def test_what_is_not_usable_is_told_before_anything_is_asked(
    run: Run, arguments: list[str], said: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


def test_a_dataset(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"claim": "Ada Lund opened the bridge at Olm.", "references": [text],
         "attribution_label": label}
        for text, label in (("The bridge at Olm was opened by Ada Lund.", "attributable"),
                            ("Honey bees dance in the hive.", "not attributable"))
    ]  # fmt: skip
    file = tmp_path / "sets" / "attributionbench_dev" / "dev_all_subset_balanced.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    monkeypatch.setenv("DATELINE_DATASETS", str(tmp_path / "sets"))
    ran = run("eval", "--dataset", "attributionbench", "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert found["judge"] == "dateline-judge-6"
    assert found["datasets"]["attributionbench"]["auroc"]["value"] == 1.0


def test_calibrating_to_ones_own_questions(
    run: Run, tmp_path: Path, indexed_seeds: Path, asked: Path
) -> None:
    data = ("--data-dir", str(own_copy(indexed_seeds, tmp_path / "mine")))
    fitted = run(*data, "calibrate", str(asked), "--false-refusals", "0")
    assert fitted.code == 0
    assert fitted.out.startswith("Kept with the index: answers from a confidence of 0.")
    assert fitted.out.endswith(
        "On these 2 questions it refuses 0.0% of those that a report answers and 100.0% of those "
        "that none does.\nOf further questions like these that a report answers, expect 50.0% to "
        "be refused.\nToo few to rely on: 1 of them are answered by reports. Have 20 or more, or "
        "take it back with `dateline calibrate --reset`.\n"
    )
    kept = fitted.out.split()[9].rstrip(".")
    shown = json.loads(run(*data, "eval", str(asked), "--json").out)
    assert f"{shown['min_confidence']:.3f}" == kept.ljust(5, "0")
    assert run(*data, "calibrate", "--reset").out.startswith("Answers from a confidence of ")


def test_there_must_be_something_to_calibrate_to(
    run: Run, tmp_path: Path, indexed_seeds: Path
) -> None:
    file = tmp_path / "far.jsonl"
    file.write_text(json.dumps(QUESTIONS[1]), "utf-8")
    ran = run("--data-dir", str(indexed_seeds), "calibrate", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"dateline: {file} has no question that a report answers; there is nothing to fit to.\n"
    )


def test_conversations(run: Run, indexed_seeds: Path, tmp_path: Path) -> None:
    turns = [
        {"question": "How long did it take Russia to seize Kurakhove?", "answerable": True,
         "facts": ["two months"]},
        {"question": "and in 2019?", "answerable": False, "understood_as": "Kurakhove in 2019"},
        {"question": "who is the head of Rosatom?", "answerable": True, "facts": ["Likhachev"],
         "understood_as": "^who is the head of Rosatom"},
    ]  # fmt: skip
    file = tmp_path / "talks.jsonl"
    file.write_text(json.dumps({"id": "talk", "turns": turns}), "utf-8")
    asked = ("--data-dir", str(indexed_seeds), "eval", "--conversations", str(file))
    ran = run(*asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        "talks.jsonl: 3 turns, of conversations: 1, over 5 reports, 23 December 2023 to 26 "
        "December 2024.\n"
    )
    assert ran.out.endswith("\ntalk.3: who is the head of Rosatom? (wrongly refused)\n")
    made = json.loads(run(*asked, "--json").out)
    assert {name: f["value"] for name, f in made["figures"].items()} == {
        "turns_right": 2 / 3, "first_turns_right": 1.0, "follow_ups_right": 0.5,
        "follow_ups_understood": 1.0,
    }  # fmt: skip
    assert [(turn["id"], turn["right"], turn["standing"]) for turn in made["turns"]] == [
        ("talk.1", True, "right"), ("talk.2", True, "rightly refused"),
        ("talk.3", False, "wrongly refused"),
    ]  # fmt: skip
    wrong = run(*asked, "--html", "page.html")
    assert wrong.code == 2
    assert "--conversations goes with a file and --json alone" in wrong.err
