"""What Slack sent is known again, in the same server and after a restart."""

import logging
from pathlib import Path

import pytest

from ui.slack.seen import SEEN_FILE, Seen


def test_a_key_is_new_once(tmp_path: Path) -> None:
    seen = Seen(tmp_path)
    assert [seen.first_time("a", ("C1", "1.1")), seen.first_time(("C1", "1.1"))] == [True, False]
    seen.forget("a")
    assert seen.first_time("a")


def test_what_was_done_is_known_after_a_restart_and_what_was_not_is_new(tmp_path: Path) -> None:
    seen = Seen(tmp_path)
    assert seen.first_time("done", ("C1", "1.1"))
    seen.keep("done", ("C1", "1.1"))
    seen.keep("done")
    assert seen.first_time("begun")
    later = Seen(tmp_path)
    known = [later.first_time(key) for key in ("done", ("C1", "1.1"), "begun")]
    assert known == [False, False, True]


def test_so_many_are_known(tmp_path: Path) -> None:
    seen = Seen(tmp_path, capacity=3)
    for number in range(5):
        seen.keep(number)
        seen.first_time(number)
    for again in (seen, Seen(tmp_path, capacity=3)):
        assert [again.first_time(number) for number in (4, 3, 2)] == [False] * 3
        assert again.first_time(0)


def test_nothing_that_can_be_read_is_kept(tmp_path: Path) -> None:
    seen = Seen(tmp_path)
    seen.keep("Ev-legible", ("C-legible", "1.1"))
    assert all(b"legible" not in file.read_bytes() for file in tmp_path.iterdir())
    assert (tmp_path / SEEN_FILE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_told_once_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / SEEN_FILE).write_bytes(b"no database at all, but long enough to be taken for one")
    seen = Seen(tmp_path)
    for key in ("a", "b"):
        assert seen.first_time(key)
        seen.keep(key)
    [told] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "may be answered again" in told.getMessage()
    assert "Move the file away" in told.getMessage()


def test_without_a_data_folder_nothing_is_made(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "none")
    seen.keep("a")
    assert seen.first_time("a")
    assert not (tmp_path / "none").exists()
