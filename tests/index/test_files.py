import os
from pathlib import Path

import pytest

from index.errors import BadInput
from index.files import file_of, find_files, location_of, name_of, part_of


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Text.", "utf-8")


def test_files_of_a_folder_in_order_without_hidden_ones(tmp_path: Path) -> None:
    _write(tmp_path, "b.txt", "a/c.md", ".hidden.txt", ".git/config", "a/.x/d.txt")
    assert [(f.path, f.location) for f in find_files([tmp_path])] == [
        ("a/c.md", tmp_path / "a" / "c.md"),
        ("b.txt", tmp_path / "b.txt"),
    ]


def test_a_file_named_twice_is_found_once(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt", "b.txt")
    named = [tmp_path / "b.txt", tmp_path, tmp_path / "." / "b.txt"]
    assert [f.path for f in find_files(named)] == ["b.txt", "a.txt"]


def test_a_hidden_file_that_is_named_is_taken(tmp_path: Path) -> None:
    _write(tmp_path, ".notes.txt")
    assert [f.path for f in find_files([tmp_path / ".notes.txt"])] == [".notes.txt"]


@pytest.mark.parametrize(
    "name", ["missing", "  ", "x" * 5000], ids=["missing", "blank", "too long"]
)
def test_a_wrong_name(name: str) -> None:
    with pytest.raises(BadInput, match="There is no file or folder"):
        find_files([Path(name)])


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There are no files in"):
        find_files([tmp_path])


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(BadInput, match="neither a file nor a folder"):
        find_files([tmp_path / "pipe.txt"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    with pytest.raises(BadInput, match="cannot be read"):
        find_files([locked])


def test_a_name_that_is_no_text_can_be_shown_and_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Text.", "utf-8")
    (found,) = find_files([tmp_path])
    assert found.path == "caf\ufffd.txt"
    assert location_of(found.location).endswith("/caf\ufffd.txt")


@pytest.mark.parametrize("part", ["", "#3", "!deep/in.docx", "!in.zip!a.eml#2"])
def test_where_a_report_lies_within_a_file(part: str) -> None:
    location = location_of(Path("/in/mail.mbox"), part)
    assert (file_of(location), part_of(location)) == ("/in/mail.mbox", part)
    assert name_of(location) == f"mail.mbox{part}"


def test_what_looks_like_a_part_is_the_name_of_a_file() -> None:
    location = location_of(Path("/in/notes#1.txt"))
    assert (file_of(location), part_of(location)) == ("/in/notes#1.txt", "")
