"""`dateline backup` and `restore`: what was answered before is answered after, and nothing half."""

import json
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from rag.build import build_engine
from rag.question.parsing import Query
from rag.settings import Settings
from tests.ui.conftest import Run
from tests.ui.serving import harbour_service, running
from ui.feedback import FeedbackStore
from ui.server import build_app

pytestmark = pytest.mark.slow
QUESTION = "When did engineers reopen the Kessel bridge?"


@pytest.fixture
def data(harbour_data: Path, tmp_path: Path) -> Path:
    return shutil.copytree(harbour_data, tmp_path / "data")


def _answer(data: Path) -> dict[str, object]:
    outcome = build_engine(Settings(data_dir=data)).ask(Query(QUESTION))
    return outcome.model_dump(exclude={"timings_ms"})


def test_what_is_restored_answers_the_same(run: Run, data: Path, tmp_path: Path) -> None:
    before = build_engine(Settings(data_dir=data)).ask(Query(QUESTION))
    FeedbackStore(data).add(before, "chat", datetime(2025, 6, 1, tzinfo=UTC), helpful=True)
    (data / "uploads").mkdir()
    (data / "uploads" / "a.txt").write_text("kept", "utf-8")
    file = tmp_path / "kept.zip"
    ran = run("--data-dir", data, "backup", file)
    assert (ran.code, ran.err) == (0, "")
    assert " reports, " in ran.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = tmp_path / "again"
    ran = run("--data-dir", again, "restore", file)
    assert (ran.code, ran.err) == (0, "")
    assert _answer(again) == before.model_dump(exclude={"timings_ms"})
    assert (again / "uploads" / "a.txt").read_text("utf-8") == "kept"
    assert len(list(FeedbackStore(again).all())) == 1
    assert run("--data-dir", again, "doctor").code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"data", "kept.zip", "again"}


def test_a_backup_is_taken_while_the_folder_is_served(run: Run, tmp_path: Path) -> None:
    service = harbour_service(tmp_path / "served")
    with running(build_app(service)):
        data = service.settings.data_dir
        assert run("--data-dir", data, "backup", tmp_path / "kept.zip").code == 0
    assert run("--data-dir", tmp_path / "again", "restore", tmp_path / "kept.zip").code == 0
    listed = run("--data-dir", tmp_path / "again", "reports").out
    assert listed == run("--data-dir", data, "reports").out


def test_nothing_is_written_over(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("--data-dir", data, "backup", tmp_path / "kept.zip").code == 0
    ran = run("--data-dir", data, "restore", tmp_path / "kept.zip")
    assert (ran.code, ran.out) == (2, "")
    assert "is not empty. Move it away" in " ".join(ran.err.split())


def test_what_is_no_whole_backup_changes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    assert run("--data-dir", data, "backup", file).code == 0
    cut, other, changed = tmp_path / "cut.zip", tmp_path / "other.zip", tmp_path / "changed.zip"
    cut.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with ZipFile(other, "w") as packed:
        packed.writestr("a.txt", "a")
    with ZipFile(file) as packed, ZipFile(changed, "w") as out:
        for name in packed.namelist():
            content = packed.read(name)
            out.writestr(name, content[:-1] if name.startswith("tokens-") else content)
    for bad in (cut, other, changed, tmp_path / "none.zip"):
        ran = run("--data-dir", tmp_path / "again", "restore", bad)
        assert ran.code == 2
        assert "cannot be restored" in " ".join(ran.err.split())
        assert not (tmp_path / "again").exists()
        assert not list(tmp_path.glob(".again*"))


def test_what_cannot_be_unpacked_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("backup.json", "{}" * 20)
    whole = file.read_bytes()
    start, central = 30 + len("backup.json"), whole.index(b"PK\x01\x02")
    damaged = whole[:start] + b"\xff" * 8 + whole[start + 8 :]
    encrypted = bytearray(whole)
    encrypted[6] |= 1
    encrypted[central + 8] |= 1
    for content in (damaged, bytes(encrypted)):
        file.write_bytes(content)
        ran = run("--data-dir", tmp_path / "again", "restore", file)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1
        assert "cannot be restored: it is damaged, or no file of `dateline backup`" in ran.err
        assert [path.name for path in tmp_path.iterdir()] == ["bad.zip"]


def test_a_member_stays_in_the_folder(run: Run, data: Path, tmp_path: Path) -> None:
    file, bad = tmp_path / "kept.zip", tmp_path / "bad.zip"
    assert run("--data-dir", data, "backup", file).code == 0
    with ZipFile(file) as packed, ZipFile(bad, "w") as out:
        stated = json.loads(packed.read("backup.json"))
        name, known = next(iter(stated["files"].items()))
        stated["files"]["../outside"] = known
        out.writestr("backup.json", json.dumps(stated))
        out.writestr("../outside", packed.read(name))
        for member in stated["files"]:
            if member in packed.namelist():
                out.writestr(member, packed.read(member))
    assert run("--data-dir", tmp_path / "again", "restore", bad).code == 2
    assert not (tmp_path / "outside").exists()


def test_a_folder_without_an_index_and_a_file_within(run: Run, data: Path, tmp_path: Path) -> None:
    ran = run("--data-dir", tmp_path / "none", "backup", tmp_path / "kept.zip")
    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "kept.zip").exists()
    ran = run("--data-dir", data, "backup", data / "kept.zip")
    assert ran.code == 2
    assert "lies in the data folder" in " ".join(ran.err.split())
