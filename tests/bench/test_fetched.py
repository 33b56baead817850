"""Fields whose reports are fetched: what their manifests say, and laying them out."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import bench.fetched.__main__
from bench.common import Skipped
from bench.fetched.adding import copies
from bench.fetched.layout import check_needs, lay_out, made_of
from bench.fetched.manifest import Document, Making
from bench.fetched.places import is_laid_out, manifest_of
from bench.fetched.repositories import Snapshots
from bench.fields.corpus import load
from rag.evaluation.questions import KnownQuestion
from tests.bench.town import BRIDGE, FIRE, QUESTION, documents_of, git, manifest_from


def run(monkeypatch: pytest.MonkeyPatch, *given: str) -> int:
    monkeypatch.setattr("sys.argv", ["fetched", *given])
    return bench.fetched.__main__.main()


def test_a_field_is_laid_out_from_a_git_directory(
    checkout: Path, stated: dict[str, Any], tmp_path: Path
) -> None:
    manifest, docs = manifest_from(stated), tmp_path / "out" / "docs"
    docs.mkdir(parents=True)
    (docs / "of-before.txt").touch()
    lay_out(manifest, Snapshots([checkout.parent]), docs)
    assert documents_of(docs) == {
        "2024-05-03_bridge.md": BRIDGE,
        "2024-05-04_school.md": "School f\xeates begin in June.\n".encode(),
        "2024-05-05_moved.md": b"Moved.\n",
        "2024-05-06_fire.html": FIRE.encode(),
    }
    assert [file.name for file in docs.parent.iterdir()] == ["docs"]
    assert is_laid_out(manifest, docs)
    (docs / "2024-05-05_moved.md").write_bytes(b"moved.\n")
    assert not is_laid_out(manifest, docs)


@pytest.mark.parametrize(
    ("made", "source", "literal"),
    [
        (Making.JSON, '{"text": "Two \\u201cpiers\\u201d.\\r\\n"}', "Two “piers”.\r\n"),
        (Making.JSON_TEXT, '{"text": "Two \\u201cpiers\\u201d.\\r\\n"}', "Two “piers”.\n"),
        (Making.CSV, 'day,text\n1,"The ""Ann"" sank.\r\n"\n', 'The "Ann" sank.\n'),
    ],
)
def test_strings_are_decoded(made: Making, source: str, literal: str) -> None:
    begin = source.index('"T') + 1
    document = Document(
        file="2024-05-03_a.txt", date=date(2024, 5, 3), repository=0, path="a", start=begin,
        end=source.rindex('"'), made=made, sha256="0" * 64,
    )  # fmt: skip
    assert made_of(document, source.encode()).decode() == literal


@pytest.mark.parametrize("place", ["Town.git", "someone+Town/repo", "someone/town", "someone-town"])
def test_bare_directories_are_found_by_name(
    place: str, checkout: Path, stated: dict[str, Any], tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(checkout), str(tmp_path / "bare" / place))
    lay_out(manifest_from(stated), Snapshots([tmp_path / "bare"]), tmp_path / "out" / "docs")
    assert len(documents_of(tmp_path / "out" / "docs")) == 4


def test_of_two_of_a_name_the_one_with_the_commit_is_taken(
    checkout: Path, stated: dict[str, Any], tmp_path: Path
) -> None:
    other = tmp_path / "mirror" / "another" / "town"
    other.mkdir(parents=True)
    git(other, "init", "-q")
    lay_out(manifest_from(stated), Snapshots([checkout.parent]), tmp_path / "out" / "docs")
    assert len(documents_of(tmp_path / "out" / "docs")) == 4


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"sha256": "0" * 64}, "2024-05-06_fire.html came out unlike", id="sum"),
        pytest.param({"commit": "a" * 40}, f"does not hold commit {'a' * 40} of", id="commit"),
        pytest.param({"path": "fire.json"}, "does not hold fire.json of commit", id="file"),
        pytest.param({"start": 1}, "there is no JSON string at its offsets", id="string"),
    ],
)
def test_a_field_that_lacks_something_is_not_laid_out(
    change: dict[str, Any], told: str, checkout: Path, stated: dict[str, Any], tmp_path: Path
) -> None:
    stated["documents"][-1] |= change
    docs = tmp_path / "out" / "docs"
    docs.mkdir(parents=True)
    (docs / "of-before.txt").touch()
    with pytest.raises(Skipped, match=told):
        lay_out(manifest_from(stated), Snapshots([checkout]), docs)
    assert documents_of(docs) == {"of-before.txt": b""}


def test_a_repository_that_is_not_there_is_named(stated: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(Skipped, match=r"no git directory of someone/Town; commit \w{40} of https"):
        lay_out(manifest_from(stated), Snapshots([tmp_path / "nowhere"]), tmp_path / "docs")


def test_another_pypdf_is_told(stated: dict[str, Any], tmp_path: Path) -> None:
    stated["documents"][0] |= {"path": "a.pdf", "made": "pdf"}
    stated["needs"] = ["pypdf==0.0.1"]
    with pytest.raises(Skipped, match=r"^pypdf 0\.0\.1 is needed, and there is .*pypdf==0\.0\.1$"):
        lay_out(manifest_from(stated), Snapshots([]), tmp_path / "docs")


def test_a_package_that_is_there_is_enough() -> None:
    check_needs(("pytest==" + pytest.__version__,))


def test_a_string_keeps_what_its_escapes_say() -> None:
    document = Document.model_validate_json(json.dumps({
        "file": "2024-05-06_a.html", "date": "2024-05-06", "repository": 0, "path": "a.json",
        "start": 1, "end": 13, "made": "json", "sha256": "0" * 64,
    }))  # fmt: skip
    assert made_of(document, b'"\\u00e9\\r\\n\\t"') == "é\r\n\t".encode()


def test_a_fetched_field_is_loaded_once_it_is_laid_out(
    home: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Skipped, match=r"not laid out; run python -m bench\.fetched town --from"):
        load("town")
    assert run(monkeypatch, "town", "--from", str(checkout.parent)) == 0
    assert capsys.readouterr().out == f"town: 4 reports in {home / 'laid-out' / 'town' / 'docs'}\n"
    field = load("town")
    assert [known.id for known in field.questions] == ["town-001"]
    assert len(documents_of(field.folder)) == 4
    assert run(monkeypatch) == 0
    (field.folder / "2024-05-05_moved.md").write_bytes(b"moved.\n")
    with pytest.raises(Skipped, match="not laid out"):
        load("town")


def test_what_is_lacking_is_told_in_a_line(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--from", str(home)) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("town: there is no git directory of someone/Town; commit ")
    assert not (home / "laid-out").exists()
    with pytest.raises(SystemExit):
        run(monkeypatch, "village", "--from", str(home))
    assert "there is no fetched field village; there are town" in capsys.readouterr().err


@pytest.mark.parametrize("shut", [False, True])
def test_a_field_is_added_in_our_form(
    shut: bool,
    home: Path,
    checkout: Path,
    stated: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    new = tmp_path / "new" / "town"
    new.mkdir(parents=True)
    given = {**stated, "offsets": "characters", "documents": [
        {"start": None, "end": None, **{key: document[key] for key in document if key != "made"}}
        for document in stated["documents"]
    ]}  # fmt: skip
    (new / "manifest.json").write_text(json.dumps(given), "utf-8")
    (new / "questions.jsonl").write_text(json.dumps(QUESTION) + "\n", "utf-8")
    told = "CONTENT: some\nDATES: in the text.\n\nMATTER: a bridge.\nTRAPS: two days.\n"
    (new / "SOURCE.txt").write_text(told, "utf-8")
    options = ["--shut"] if shut else []
    assert run(monkeypatch, "--add", str(new), "--from", str(checkout.parent), *options) == 0
    assert capsys.readouterr().out == "town: added\n"
    manifest = manifest_of("town")
    assert manifest.dates == "in the text."
    expected = (None, None) if shut else ("a bridge.", "two days.")
    assert (manifest.matter, manifest.traps) == expected
    assert [str(document.made) for document in manifest.documents] == [
        "bytes", "text", "bytes", "json",
    ]  # fmt: skip
    assert len(load("town").questions) == 1


def test_what_is_copied_from_a_report_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" ".join(f"word{n}" for n in range(40)), "utf-8")
    fine, long = (" ".join(f"Word{n}," for n in range(length)) for length in (15, 17))
    known = [
        KnownQuestion(id=name, question="Which?", answerable=True, answer=answer)
        for name, answer in (("fine", fine), ("long", long))
    ]
    assert [(found.id, words) for found, words in copies(known, tmp_path)] == [("long", 17)]
