"""Questions on the campaign reports, written for fitting and measuring the guardrail.

`questions.jsonl` has them without any text of the reports: where the evidence stands is given by
offsets. Eight reports make one corpus, named by the first part of a question's id.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.common import WORK, data
from bench.corpus import write_files
from rag.evaluation.questions import KnownQuestion

QUESTIONS = Path(__file__).with_name("questions.jsonl")
REPORTS = {
    "1": (
        "isw-2022-04-26", "isw-2022-05-21", "isw-2022-05-25", "isw-2022-09-14",
        "isw-2022-09-28", "isw-2022-10-02", "isw-2022-10-03", "isw-2023-04-03",
    ),
    "2": (
        "isw-2022-03-10", "isw-2022-03-14", "isw-2022-03-25", "isw-2022-06-09",
        "isw-2022-07-05", "isw-2022-11-26", "isw-2023-04-12", "isw-2023-04-21",
    ),
    "3": (
        "isw-2022-03-07", "isw-2022-03-18", "isw-2022-04-06", "isw-2022-06-08",
        "isw-2022-06-27", "isw-2022-08-05", "isw-2023-04-06", "isw-2023-04-09",
    ),
    "4": (
        "isw-2022-06-16", "isw-2022-08-04", "isw-2022-10-21", "isw-2023-03-03",
        "isw-2023-03-10", "isw-2023-03-26", "isw-2023-04-10", "isw-2023-04-19",
    ),
    "5": (
        "isw-2022-03-17", "isw-2022-05-30", "isw-2022-06-22", "isw-2022-06-26",
        "isw-2022-06-29", "isw-2022-09-04", "isw-2022-10-11", "isw-2023-04-16",
    ),
    "6": (
        "isw-2022-04-19", "isw-2022-06-28", "isw-2022-08-07", "isw-2022-08-15",
        "isw-2022-08-18", "isw-2022-11-12", "isw-2022-12-04", "isw-2023-01-12",
    ),
    "7": (
        "isw-2022-02-25", "isw-2022-03-15", "isw-2022-04-25", "isw-2022-09-19",
        "isw-2022-10-22", "isw-2023-01-26", "isw-2023-03-24", "isw-2023-05-05",
    ),
    "8": (
        "isw-2022-03-26", "isw-2022-06-06", "isw-2022-07-11", "isw-2022-08-02",
        "isw-2022-08-06", "isw-2022-12-18", "isw-2023-01-28", "isw-2023-04-24",
    ),
    "9": (
        "isw-2022-03-08", "isw-2022-03-20", "isw-2022-04-13", "isw-2022-06-18",
        "isw-2022-10-29", "isw-2022-12-13", "isw-2023-02-08", "isw-2023-04-26",
    ),
}  # fmt: skip
"""The reports of each corpus, drawn at random."""
FITTED, MEASURED = ("1", "2", "3", "4", "7", "8"), ("5", "6", "9")
"""Corpora that the guardrail is fitted to, and those it is measured on."""


def corpora() -> Iterator[tuple[str, Path, list[KnownQuestion]]]:
    """Each corpus: its name, the folder of its reports, and its questions."""
    lines = (data("isw_2022_2023") / "reports.jsonl").read_text("utf-8").splitlines()
    reports = {report["id"]: report for report in map(json.loads, lines)}
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    for name in (*FITTED, *MEASURED):
        mine = [row for row in asked if row["corpus"] == name]
        texts = {f"{i}.txt": as_file(reports[i]) for i in REPORTS[name]}
        folder = write_files(WORK / "judge" / f"corpus-{name}", texts)
        yield name, folder, [_known(row, reports) for row in mine]


def as_file(report: Mapping[str, str]) -> str:
    """A report with its title and date as front matter."""
    head = {"title": report["title"], "publisher": "Institute for the Study of War",
            "published_on": report["date"]}  # fmt: skip
    stated = "\n".join(f"{key}: {json.dumps(value)}" for key, value in head.items())
    return f"---\n{stated}\n---\n\n{report['text']}\n"


def _known(row: Mapping[str, object], reports: Mapping[str, Mapping[str, str]]) -> KnownQuestion:
    places = row.get("evidence", [])
    evidence = [reports[i]["text"][start:end] for i, start, end in places]  # type: ignore[attr-defined]
    return KnownQuestion(
        id=str(row["id"]), question=str(row["question"]), answerable=bool(row["answerable"]),
        kind=str(row["kind"]), evidence=tuple(evidence),
    )  # fmt: skip
