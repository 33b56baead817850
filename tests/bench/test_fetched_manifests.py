"""What manifests of fetched fields may say, and those that are here."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.fetched.manifest import read_manifest
from bench.fetched.places import FIELDS, manifest_of, names, questions_of
from bench.fields.corpus import FETCHED, FETCHED_SHUT, HELD, NEWEST, OPEN, SHUT
from index.errors import BadInput
from rag.evaluation.questions import read_questions
from tests.bench.town import manifest_from


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../a.md", "a/../../b.md", "./a.md", "a//b.md", "a\\b.md", "a\nb", ""]
)
def test_paths_stay_inside_the_repository(path: str, stated: dict[str, Any]) -> None:
    stated["documents"][0]["path"] = path
    with pytest.raises(ValueError, match="is no path within a repository"):
        manifest_from(stated)


@pytest.mark.parametrize(
    "file", ["../2024-05-03_a.md", "2024-05-03_a/b.md", "/2024-05-03_a.md", ".hidden", "a.md"]
)
def test_names_of_files_are_plain(file: str, stated: dict[str, Any]) -> None:
    stated["documents"][0]["file"] = file
    with pytest.raises(ValueError, match="should match pattern"):
        manifest_from(stated)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"start": 1}, "a start or an end alone", id="half"),
        pytest.param({"start": 2, "end": 2}, "no characters 2 to 2", id="empty"),
        pytest.param({"start": 1, "end": 2}, "it is made as text", id="bytes"),
        pytest.param({"made": "json"}, "without a start and an end", id="json"),
        pytest.param({"made": "pdf"}, "which pypdf reads them", id="pdf"),
        pytest.param({"date": "2024-05-02"}, "does not begin with its date", id="date"),
        pytest.param({"repository": 1}, "is of repository 1", id="repository"),
        pytest.param({"repository": -1}, "greater than or equal to 0", id="negative"),
        pytest.param({"file": "2024-05-04_school.md", "date": "2024-05-04"}, "one file", id="two"),
        pytest.param({"sum": 1}, "not permitted", id="unknown"),
    ],
)
def test_manifests_that_are_not_right(
    change: dict[str, Any], told: str, stated: dict[str, Any], tmp_path: Path
) -> None:
    stated["documents"][0] |= change
    (tmp_path / "manifest.json").write_text(json.dumps(stated), "utf-8")
    with pytest.raises(BadInput, match=told):
        read_manifest(tmp_path / "manifest.json")


@pytest.mark.parametrize("name", names())
def test_manifests_here_are_right(name: str) -> None:
    manifest = manifest_of(name)
    assert all(repository.licence for repository in manifest.repositories)
    files = {document.file for document in manifest.documents}
    for known in read_questions(questions_of(name)):
        assert known.id.startswith(f"{name}-")
        assert {file for file, _, _ in (*known.spans, *known.nearest)} <= files


def test_each_field_here_is_in_one_group_and_in_the_table() -> None:
    assert sorted((*FETCHED, *HELD, *NEWEST, *FETCHED_SHUT)) == names()
    assert not set(names()) & {*OPEN, *SHUT}
    table = (FIELDS.parent / "README.md").read_text("utf-8")
    assert [name for name in names() if f"| `{name}` |" not in table] == []


def test_ids_are_unique_over_all_fields() -> None:
    ids = [known.id for name in names() for known in read_questions(questions_of(name))]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", FETCHED_SHUT)
def test_what_shut_reports_tell_is_not_in_their_manifest(name: str) -> None:
    manifest = manifest_of(name)
    assert manifest.matter is manifest.traps is None
