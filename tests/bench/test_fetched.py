"""Fields whose reports are fetched: what their manifests say, and laying them out."""

import json
import subprocess
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import bench.fetched.__main__
from bench.common import Skipped
from bench.fetched import adding, places
from bench.fetched.adding import copies
from bench.fetched.layout import check_needs, lay_out, made_of
from bench.fetched.manifest import Document, Making, Manifest, read_manifest
from bench.fetched.places import FIELDS, is_laid_out, manifest_of, names, questions_of
from bench.fetched.repositories import Snapshots
from bench.fields.corpus import FETCHED, FETCHED_SHUT, HELD, OPEN, SHUT, load
from index.errors import BadInput
from rag.evaluation.questions import KnownQuestion, read_questions

BRIDGE = b"The bridge reopened on May 2.\r\n\r\nSchool f\xeates begin in June.\r\n"
FIRE = "<p>The fire is “contained”.</p>\n"
UPDATES = {
    "updates": [{"text": "An older one."}, {"text": FIRE}],
}
QUESTION = {
    "id": "town-001", "question": "When did the bridge open again?", "answerable": True,
    "kind": "when", "facts": ["May 2"], "spans": [["2024-05-03_bridge.md", 0, 29]],
}  # fmt: skip


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *command],
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def summed(content: bytes) -> str:
    return sha256(content).hexdigest()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A working copy of the town's repository, with a newer commit than the manifest's."""
    folder = tmp_path / "mirror" / "town"
    (folder / "news").mkdir(parents=True)
    (folder / "news" / "bridge.md").write_bytes(BRIDGE)
    (folder / "fires.json").write_text(json.dumps(UPDATES), "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "One")
    (folder / "news" / "bridge.md").write_bytes(b"Moved.\n")
    git(folder, "commit", "-q", "-a", "-m", "Two")
    return folder


@pytest.fixture
def stated(checkout: Path) -> dict[str, Any]:
    """The manifest of a field of the town's reports, as a file has it."""
    text = BRIDGE.decode("latin-1").replace("\r\n", "\n")
    source = (checkout / "fires.json").read_text("utf-8")
    literal = json.dumps(FIRE)[1:-1]
    start = source.index(literal)
    return {
        "field": "town", "subject": "A town", "form": "news",
        "repositories": [{
            "url": "https://github.com/someone/Town", "licence": "CC0-1.0",
            "commit": git(checkout, "rev-parse", "HEAD~1"),
        }],
        "documents": [
            {"file": "2024-05-03_bridge.md", "date": "2024-05-03", "repository": 0,
             "path": "news/bridge.md", "made": "bytes", "sha256": summed(BRIDGE)},
            {"file": "2024-05-04_school.md", "date": "2024-05-04", "repository": 0,
             "path": "news/bridge.md", "start": 31, "end": len(text), "made": "text",
             "sha256": summed("School f\xeates begin in June.\n".encode())},
            {"file": "2024-05-05_moved.md", "date": "2024-05-05", "repository": 0,
             "commit": git(checkout, "rev-parse", "HEAD"), "path": "news/bridge.md",
             "made": "text", "sha256": summed(b"Moved.\n")},
            {"file": "2024-05-06_fire.html", "date": "2024-05-06", "repository": 0,
             "path": "fires.json", "start": start, "end": start + len(literal), "made": "json",
             "sha256": summed(FIRE.encode())},
        ],
    }  # fmt: skip


def manifest_from(stated: dict[str, Any]) -> Manifest:
    return Manifest.model_validate_json(json.dumps(stated))


def documents_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: dict[str, Any]) -> Path:
    """A home for fetched fields with the town's, whose reports are not laid out."""
    fields = tmp_path / "home" / "fields"
    (fields / "town").mkdir(parents=True)
    (fields / "town" / "manifest.json").write_text(json.dumps(stated), "utf-8")
    (fields / "town" / "questions.jsonl").write_text(json.dumps(QUESTION) + "\n", "utf-8")
    monkeypatch.setattr(places, "FIELDS", fields)
    monkeypatch.setattr(adding, "FIELDS", fields)
    monkeypatch.setattr(places, "LAID_OUT", tmp_path / "home" / "laid-out")
    return tmp_path / "home"


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


@pytest.mark.parametrize("name", names())
def test_manifests_here_are_right(name: str) -> None:
    manifest = manifest_of(name)
    assert all(repository.licence for repository in manifest.repositories)
    files = {document.file for document in manifest.documents}
    for known in read_questions(questions_of(name)):
        assert known.id.startswith(f"{name}-")
        assert {file for file, _, _ in (*known.spans, *known.nearest)} <= files


def test_each_field_here_is_in_one_group_and_in_the_table() -> None:
    assert sorted((*FETCHED, *HELD, *FETCHED_SHUT)) == names()
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
