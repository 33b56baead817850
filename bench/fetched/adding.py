"""Adding a field: its questions as they are, its manifest in one form, nothing that is not made
again from its sources."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bench.common import Skipped
from bench.fetched.layout import check_needs, lay_out, source_of
from bench.fetched.manifest import Document, Making, Manifest
from bench.fetched.places import FIELDS, folder_of, questions_of, sum_of_bytes
from bench.fetched.repositories import Snapshots
from index.errors import BadInput
from rag.evaluation.questions import KnownQuestion, read_questions

LONGEST_COPY = 15
"""Words of a report that may stand in a row in a question or in its answer."""
_TOLD = ("dates", "matter", "traps")
_IN_DOCUMENT = ("file", "date", "repository", "path", "commit", "start", "end", "sha256")
_WORD = re.compile(r"\w+")
_BY_ENDING = {".pdf": Making.PDF, ".json": Making.JSON, ".csv": Making.CSV}


def add(folder: Path, snapshots: Snapshots, needs: tuple[str, ...], shut: bool) -> Iterator[str]:
    """Adds the field in a folder of that name, with `manifest.json`, `questions.jsonl` and, where
    there is one, `SOURCE.txt`, and gives a line for each question that copies too much.

    What its reports tell is left out of a shut field's manifest. Raises Skipped or BadInput, before
    anything is written, where its reports cannot be made again.
    """
    check_needs(needs)
    questions = read_questions(folder / "questions.jsonl")
    manifest = manifest_from(folder, snapshots, needs, shut)
    reports = folder_of(manifest.field)
    lay_out(manifest, snapshots, reports)
    kept = FIELDS / manifest.field
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "manifest.json").write_text(manifest.to_json(), "utf-8")
    questions_of(manifest.field).write_bytes((folder / "questions.jsonl").read_bytes())
    for known, longest in copies(questions, reports):
        yield f"{known.id} has {longest} words in a row that stand in a report"


def manifest_from(
    folder: Path, snapshots: Snapshots, needs: tuple[str, ...], shut: bool
) -> Manifest:
    """The manifest of a folder in our form; how each document is made is found by trying."""
    given = json.loads((folder / "manifest.json").read_text("utf-8"))
    if given["field"] != folder.name:
        raise Skipped(f"{folder} has the manifest of {given['field']}")
    stated: dict[str, Any] = {key: given[key] for key in ("field", "subject", "form")}
    told = _told_in(folder / "SOURCE.txt")
    stated |= {key: told[key] for key in _TOLD if key in told and (key == "dates" or not shut)}
    stated["needs"] = needs
    stated["repositories"] = [
        {**repository, "url": repository["url"].removesuffix(".git")}
        for repository in given["repositories"]
    ]
    documents = [_guessed(document) for document in given["documents"]]
    try:
        manifest = Manifest.model_validate_json(json.dumps({**stated, "documents": documents}))
    except ValidationError as error:
        raise BadInput(f"{folder} has no manifest: {error.errors()[0]['msg']}.") from error
    settled = tuple(_settled(manifest, document, snapshots) for document in manifest.documents)
    return manifest.model_copy(update={"documents": settled})


def _guessed(given: dict[str, Any]) -> dict[str, Any]:
    """A document's lines, with how it is made as its name and its offsets tell."""
    document = {key: given[key] for key in _IN_DOCUMENT if given.get(key) is not None}
    ending = Path(given["path"]).suffix.lower()
    made = Making(given["made"]) if "made" in given else _BY_ENDING.get(ending, Making.TEXT)
    if "start" not in document and made is not Making.PDF:
        made = Making.BYTES
    return {**document, "made": made}


def _settled(manifest: Manifest, document: Document, snapshots: Snapshots) -> Document:
    """The document, as text where the bytes of its source are not those that were laid out."""
    source = source_of(manifest, document, snapshots)
    if document.made is Making.BYTES and sum_of_bytes(source) != document.sha256:
        return document.model_copy(update={"made": Making.TEXT})
    return document


def _told_in(file: Path) -> dict[str, str]:
    """Lines with a key in capitals before a colon, by that key in small letters."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    parted = [line.partition(": ") for line in lines]
    return {key.lower(): text.strip() for key, _, text in parted if key.isupper()}


def copies(questions: Iterable[KnownQuestion], folder: Path) -> Iterator[tuple[KnownQuestion, int]]:
    """The questions that have more words in a row of a report than they may, in any of what they
    say, with how many words that is at least."""
    length = LONGEST_COPY + 1
    rows = set[tuple[str, ...]]()
    for file in folder.iterdir():
        rows.update(_rows(file.read_text("utf-8", "replace"), length))
    for known in questions:
        said = (known.question, known.answer or "", known.why or "", *known.facts)
        longest = max(_longest([row in rows for row in _rows(text, length)]) for text in said)
        if longest:
            yield known, longest + length - 1


def _rows(text: str, length: int) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return list(zip(*(words[start:] for start in range(length)), strict=False))


def _longest(marks: Iterable[bool]) -> int:
    """The most marks that follow each other."""
    longest = run = 0
    for mark in marks:
        run = run + 1 if mark else 0
        longest = max(longest, run)
    return longest
