"""What one server keeps of what Slack sent, in a file beside the index; what it knows again is told
in tests/contracts."""

import asyncio
import logging
from pathlib import Path

import pytest

from ui.slack.seen import SEEN_FILE, OwnSeen


def test_what_was_done_is_known_after_a_restart_and_what_was_not_is_new(tmp_path: Path) -> None:
    async def scenario() -> list[bool]:
        seen = OwnSeen(tmp_path)
        assert await seen.first_time("done", ("C1", "1.1"))
        await seen.keep("done", ("C1", "1.1"))
        await seen.keep("done")
        assert await seen.first_time("begun")
        later = OwnSeen(tmp_path)
        return [await later.first_time(key) for key in ("done", ("C1", "1.1"), "begun")]

    assert asyncio.run(scenario()) == [False, False, True]


def test_nothing_that_can_be_read_is_kept(tmp_path: Path) -> None:
    asyncio.run(OwnSeen(tmp_path).keep("Ev-legible", ("C-legible", "1.1")))
    assert all(b"legible" not in file.read_bytes() for file in tmp_path.iterdir())
    assert (tmp_path / SEEN_FILE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_told_once_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / SEEN_FILE).write_bytes(b"no database at all, but long enough to be taken for one")
    seen = OwnSeen(tmp_path)
    for key in ("a", "b"):
        assert asyncio.run(seen.first_time(key))
        asyncio.run(seen.keep(key))
    [told] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "may be answered again" in told.getMessage()
    assert "Move the file away" in told.getMessage()


def test_without_a_data_folder_nothing_is_made(tmp_path: Path) -> None:
    seen = OwnSeen(tmp_path / "none")
    asyncio.run(seen.keep("a"))
    assert asyncio.run(seen.first_time("a"))
    assert not (tmp_path / "none").exists()
