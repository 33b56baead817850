"""Folders and addresses that are watched: real files, written as programs write them."""

import resource
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import BadInput
from index.files import FoundFile
from index.ingestion.ingest_result import IngestResult
from index.ingestion.watching import Watch
from index.settings import IndexSettings
from index.sources.fetched import Refused
from index.sources.folders import being_written, wakes
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is looked for more often, a file has to rest for a shorter time, and what did not go is
    tried again sooner: how long each takes is tested in tests/ui/test_watch.py."""
    monkeypatch.setattr("index.sources.folders._TICK_MS", 100)
    monkeypatch.setattr("index.ingestion.watching.SETTLED_S", 0.4)
    monkeypatch.setattr("index.ingestion.watching._RETRY_S", 0.5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(2):
        write_report(tmp_path / "in", number)
    return tmp_path / "in"


@contextmanager
def watching(corpus: Corpus, *named: Path | str, **how: object) -> Iterator[Watch]:
    settings = IndexSettings(data_dir=corpus.data_dir, embedder=corpus.name, max_file_mb=0.1)
    watch = Watch(settings, HashingEmbedder, [str(name) for name in named], **how)  # type: ignore[arg-type]
    stop = threading.Event()
    thread = threading.Thread(target=watch.run, args=[stop])
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_reports_come_change_and_go(corpus: Corpus, folder: Path) -> None:
    told: list[IngestResult] = []
    with watching(corpus, folder, tell=told.append) as watch:
        until(lambda: watch.state.ready)
        assert sorted(corpus.heads()) == ["000.txt", "001.txt"]
        write_report(folder / "deep" / "er", 2)
        until(lambda: "deep/er/002.txt" in corpus.heads())
        before = corpus.heads()["000.txt"].id
        write_report(folder, 0, ["A mason was hired for it."])
        until(lambda: corpus.heads()["000.txt"].id != before)
        (folder / "001.txt").unlink()
        until(lambda: corpus.heads()["001.txt"].gone_since is not None)
        write_report(folder, 1)
        until(lambda: corpus.heads()["001.txt"].gone_since is None)
        assert watch.state.waiting == 0
        assert watch.state.problems == {}
    assert [len(result.missing) for result in told if result.missing] == [1]


def test_what_changed_while_nobody_watched_is_found(corpus: Corpus, folder: Path) -> None:
    with watching(corpus, folder) as watch:
        until(lambda: watch.state.ready)
    write_report(folder, 2)
    (folder / "001.txt").unlink()
    (folder / "000.txt").rename(folder / "other.txt")
    with watching(corpus, folder) as watch:
        until(lambda: watch.state.ready)
        assert sorted(corpus.heads()) == ["001.txt", "002.txt", "other.txt"]
        gone = [path for path, head in corpus.heads().items() if head.gone_since]
        assert gone == ["001.txt"]


@pytest.mark.nightly
def test_a_moved_folder_is_followed(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    for number in (2, 3):
        write_report(tmp_path / "outside", number)
    with watching(corpus, folder, prune=True) as watch:
        until(lambda: watch.state.ready)
        (tmp_path / "outside").rename(folder / "inside")
        until(lambda: {"inside/002.txt", "inside/003.txt"} <= corpus.heads().keys())
        embedded = corpus.heads()["inside/002.txt"].retrieved_at
        (folder / "inside").rename(folder / "moved")
        until(lambda: {"moved/002.txt", "moved/003.txt"} <= corpus.heads().keys())
        assert corpus.heads()["moved/002.txt"].retrieved_at == embedded
        shutil.rmtree(folder / "moved")
        until(lambda: sorted(corpus.heads()) == ["000.txt", "001.txt"])


def test_a_half_written_file_is_waited_for(corpus: Corpus, folder: Path) -> None:
    told: list[IngestResult] = []
    with watching(corpus, folder, tell=told.append) as watch:
        until(lambda: watch.state.ready)
        with (folder / "slow.txt").open("w", encoding="utf-8") as writing:
            writing.write("Quay opened\n\nMay 3, 2024\n\nThe quay was op")
            writing.flush()
            until(lambda: watch.state.waiting == 1)
            time.sleep(1.5)
            assert watch.state.waiting == 1
            assert "slow.txt" not in corpus.heads()
            writing.write("ened by the mayor, who had waited for it all year.")
        until(lambda: "slow.txt" in corpus.heads())
    assert [outcome.path for result in told for outcome in result.changed] == []


def test_a_file_that_is_open_for_writing_is_told(tmp_path: Path) -> None:
    files = {tmp_path / name for name in ("read.txt", "written.txt", "closed.txt")}
    for file in files:
        file.touch()
    with (tmp_path / "read.txt").open(), (tmp_path / "written.txt").open("a"):
        assert being_written(files) == {tmp_path / "written.txt"}


@pytest.mark.nightly
def test_a_folder_that_is_away_takes_nothing_back(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    with watching(corpus, folder, prune=True) as watch:
        until(lambda: watch.state.ready)
        folder.rename(tmp_path / "away")
        until(lambda: all(head.gone_since for head in corpus.heads().values()))
        assert sorted(corpus.heads()) == ["000.txt", "001.txt"]
        (tmp_path / "away").rename(folder)
        until(lambda: not any(head.gone_since for head in corpus.heads().values()))
        write_report(folder, 2)
        until(lambda: "002.txt" in corpus.heads())


@pytest.mark.nightly
def test_another_process_that_writes_is_waited_for(corpus: Corpus, folder: Path) -> None:
    with watching(corpus, folder) as watch:
        until(lambda: watch.state.ready)
        other = corpus.catalog()
        with other.writing():
            write_report(folder, 2)
            time.sleep(2)
            assert "002.txt" not in corpus.heads()
        until(lambda: "002.txt" in corpus.heads())
        other.close()


@pytest.mark.nightly
def test_what_cannot_be_read_is_told_once(corpus: Corpus, folder: Path) -> None:
    told: list[IngestResult] = []
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    with watching(corpus, folder, tell=told.append) as watch:
        until(lambda: watch.state.ready)
        write_report(folder, 2)
        until(lambda: "002.txt" in corpus.heads())
    assert [one.path for result in told for one in result.rejected] == ["bad.txt"]


def test_a_copy_takes_the_place_of_what_changed(corpus: Corpus, folder: Path) -> None:
    shutil.copy(folder / "000.txt", folder / "copy.txt")
    with watching(corpus, folder) as watch:
        until(lambda: watch.state.ready)
        assert sorted(corpus.heads()) == ["000.txt", "001.txt"]
        before = corpus.heads()["000.txt"].id
        write_report(folder, 5, name="000.txt")
        until(lambda: "copy.txt" in corpus.heads())
        assert corpus.heads()["copy.txt"].id == before
        (folder / "copy.txt").rename(folder / "moved.txt")
        until(lambda: sorted(corpus.heads()) == ["000.txt", "001.txt", "moved.txt"])


def test_an_empty_place_of_a_disk_takes_nothing_back(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    with watching(corpus, folder, prune=True) as watch:
        until(lambda: watch.state.ready)
        folder.rename(tmp_path / "away")
        folder.mkdir()
        until(lambda: all(head.gone_since for head in corpus.heads().values()))
        assert sorted(corpus.heads()) == ["000.txt", "001.txt"]


def test_without_the_systems_help_all_is_looked_through(folder: Path, tmp_path: Path) -> None:
    """Another process of this kind may have all the watches that the system has to give."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    looked = wakes([folder], tmp_path / "data", threading.Event())
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        assert [next(looked), next(looked)] == [False, False]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        looked.close()


@pytest.mark.nightly
def test_an_index_that_cannot_be_used_is_told_once(corpus: Corpus, folder: Path) -> None:
    warned: list[tuple[str, str]] = []
    corpus.data_dir.write_text("no folder")
    with watching(corpus, folder, warn=lambda *said: warned.append(said)) as watch:
        until(lambda: bool(watch.state.problems))
        corpus.data_dir.unlink()
        until(lambda: watch.state.ready and watch.state.problems == {}, 30)
    assert [what for what, _ in warned] == ["index"]
    assert "cannot be written to" in warned[0][1]


FEED = (
    '<rss version="2.0"><channel><title>Lesk Wire</title><link>https://lesk.example</link>{}'
    "</channel></rss>"
)
ITEM = (
    "<item><guid>{n}</guid><title>Item {n}</title><pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate>"
    "<description>The ferry number {n} sails again after a winter in dock.</description></item>"
)


class Site:
    """Stands for a site: what it gives of a feed, or why it does not."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.items, self.asked, self.refuses = 1, 0, ""

    def fetch(self, addresses: Sequence[str]) -> tuple[list[FoundFile], list[Refused]]:
        self.asked += 1
        if self.refuses:
            return [], [Refused(address, self.refuses) for address in addresses]
        self.kept.parent.mkdir(exist_ok=True)
        self.kept.write_text(FEED.format("".join(ITEM.format(n=n) for n in range(self.items))))
        return [FoundFile(self.kept, address, address) for address in addresses], []


@pytest.mark.nightly
def test_a_feed_is_asked_again_and_again(corpus: Corpus, tmp_path: Path) -> None:
    address, site = "https://lesk.example/feed.xml", Site(tmp_path / "kept" / "feed.xml")
    with watching(corpus, address, every_s=0.3, fetch=site.fetch) as watch:
        until(lambda: len(corpus.heads()) == 1)
        site.items = 2
        until(lambda: len(corpus.heads()) == 2)
        site.refuses = "did not answer within 60 seconds"
        until(lambda: watch.state.problems == {address: site.refuses})
        site.refuses, site.items = "", 3
        until(lambda: len(corpus.heads()) == 3 and watch.state.problems == {})
    assert site.asked >= 4


@pytest.mark.nightly
def test_an_address_that_is_refused_is_told_once(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    address, site = "https://lesk.example/feed.xml", Site(tmp_path / "kept" / "feed.xml")
    site.refuses = "did not answer within 60 seconds"
    warned: list[tuple[str, str]] = []
    how = {"fetch": site.fetch, "every_s": 0.3, "warn": lambda *said: warned.append(said)}
    with watching(corpus, folder, address, **how) as watch:
        until(lambda: site.asked >= 3)
        write_report(folder, 2)
        until(lambda: "002.txt" in corpus.heads())
        assert watch.state.problems == {address: site.refuses}
    assert warned == [(address, site.refuses)]


def test_a_fetch_that_breaks_down_is_made_again(corpus: Corpus, tmp_path: Path) -> None:
    address, site = "https://lesk.example/feed.xml", Site(tmp_path / "kept" / "feed.xml")

    def fetch(addresses: Sequence[str]) -> tuple[list[FoundFile], list[Refused]]:
        if not site.asked:
            site.asked += 1
            raise RuntimeError("out of order")
        return site.fetch(addresses)

    with watching(corpus, address, every_s=0.3, fetch=fetch) as watch:
        until(lambda: watch.state.problems == {address: "out of order"})
        until(lambda: len(corpus.heads()) == 1 and watch.state.problems == {})


def test_a_folder_that_is_not_there(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no folder"), watching(corpus, tmp_path / "none"):
        pass
