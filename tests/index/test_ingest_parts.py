"""What an ingest makes of files in which several reports stand, and of changes to them."""

from pathlib import Path

import pytest

from index.ingestion.ingest_result import IngestResult, Outcome
from tests.doubles import HashingEmbedder
from tests.index.corpus import TOPICS, Corpus, write_report
from tests.index.documents import zipped
from tests.index.test_feeds import rss


def message(number: int) -> bytes:
    """A message of its own words, as one of a mailbox."""
    topic = f"{TOPICS[number % len(TOPICS)]} {number}"
    return (
        f"From a@b.example Fri May  3 10:0{number % 10}:00 2024\nSubject: The {topic}\n"
        f"Date: Fri, 3 May 2024 10:00:00 +0000\n\nThe {topic} was inspected on May 2. "
        f"All was well with it.\n\n"
    ).encode()


def never() -> HashingEmbedder:
    raise AssertionError("the embedder was asked for")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    file = tmp_path / "mail.mbox"
    file.write_bytes(b"".join(message(n) for n in range(3)))
    return file


def paths(corpus: Corpus) -> dict[str, str | None]:
    catalog = corpus.catalog()
    heads = {head.path: head.title for head in catalog.report_heads()}
    catalog.close()
    return heads


def test_each_message_is_a_report(corpus: Corpus, box: Path) -> None:
    result = corpus.ingest(box)
    assert [outcome.path for outcome in result.added] == [
        "mail.mbox#1", "mail.mbox#2", "mail.mbox#3",
    ]  # fmt: skip
    assert paths(corpus) == {
        "mail.mbox#1": "The bridge 0", "mail.mbox#2": "The harvest 1",
        "mail.mbox#3": "The museum 2",
    }  # fmt: skip


def test_what_is_unchanged_is_left(corpus: Corpus, box: Path) -> None:
    corpus.ingest(box)
    before = corpus.state()
    assert corpus.ingest(box, embedder=never) == IngestResult(
        left=[Outcome("mail.mbox#1"), Outcome("mail.mbox#2"), Outcome("mail.mbox#3")]
    )
    assert corpus.state() == before


def test_a_message_that_is_added(corpus: Corpus, box: Path) -> None:
    corpus.ingest(box)
    box.write_bytes(box.read_bytes() + message(3))
    result = corpus.ingest(box)
    assert (result.added, len(result.left), result.embedded) == ([Outcome("mail.mbox#4")], 3, 1)


def test_a_message_that_is_deleted(corpus: Corpus, box: Path) -> None:
    corpus.ingest(box)
    box.write_bytes(message(0) + message(2))
    result = corpus.ingest(box, embedder=never)
    assert (result.changed, result.removed) == (
        [Outcome("mail.mbox#2", "moved from mail.mbox#3")], [],
    )  # fmt: skip
    assert paths(corpus) == {"mail.mbox#1": "The bridge 0", "mail.mbox#2": "The museum 2"}
    box.write_bytes(message(0))
    assert corpus.ingest(box).removed == [Outcome("mail.mbox#2")]
    fresh = Corpus(corpus.data_dir.parent / "fresh")
    fresh.ingest(box)
    assert corpus.state() == fresh.state()


def test_a_message_that_is_put_first(corpus: Corpus, box: Path) -> None:
    corpus.ingest(box)
    box.write_bytes(message(7) + box.read_bytes())
    corpus.ingest(box)
    fresh = Corpus(corpus.data_dir.parent / "fresh")
    fresh.ingest(box)
    assert corpus.state() == fresh.state()
    assert paths(corpus) == paths(fresh)


def test_what_could_not_be_read_is_said_again(corpus: Corpus, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    parts: dict[str, str | bytes] = {"a.eml": message(0).partition(b"\n")[2], "b.txt": ""}
    archive.write_bytes(zipped(parts))
    rejected = [Outcome("a.zip!b.txt", "is empty")]
    assert corpus.ingest(archive).rejected == rejected
    again = corpus.ingest(archive, embedder=never)
    assert (again.rejected, again.left) == (rejected, [Outcome("a.zip!a.eml")])


def test_a_file_that_cannot_be_opened_any_more_keeps_its_reports(corpus: Corpus, box: Path) -> None:
    corpus.ingest(box)
    box.write_bytes(b"nothing")
    result = corpus.ingest(box, embedder=never)
    assert result == IngestResult(
        rejected=[Outcome("mail.mbox", "is no mailbox: no line of it begins a message")]
    )
    assert len(paths(corpus)) == 3


def test_one_text_in_two_places_is_one_report(corpus: Corpus, tmp_path: Path) -> None:
    inner = message(0).partition(b"\n")[2]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.eml").write_bytes(inner)
    (tmp_path / "in" / "b.zip").write_bytes(zipped({"a.eml": inner, "c.eml": inner}))
    result = corpus.ingest(tmp_path / "in")
    assert (result.added, result.left) == (
        [Outcome("a.eml")],
        [Outcome("b.zip!a.eml", "the same file as a.eml"),
         Outcome("b.zip!c.eml", "the same file as a.eml")],
    )  # fmt: skip
    (tmp_path / "in" / "a.eml").unlink()
    moved = corpus.ingest(tmp_path / "in", embedder=never)
    assert moved.changed == [Outcome("b.zip!a.eml", "moved from a.eml")]


def test_items_that_pass_out_of_a_feed_stay(corpus: Corpus, tmp_path: Path) -> None:
    feed = tmp_path / "news.xml"
    items = [f"<title>The {t} was shut</title><guid>{t}</guid>" for t in TOPICS[:3]]
    feed.write_text(rss(*items[:2]), "utf-8")
    corpus.ingest(feed)
    feed.write_text(rss(items[2], items[1]), "utf-8")
    result = corpus.ingest(feed)
    assert (result.added, result.removed) == ([Outcome("news.xml#museum", "no date found")], [])
    assert Outcome("news.xml#bridge", "stays, though it passed out of the feed") in result.left
    feed.write_text(rss(items[2].replace("shut", "opened"), items[1]), "utf-8")
    assert corpus.ingest(feed).changed == [Outcome("news.xml#museum", "no date found")]
    assert paths(corpus)["news.xml#museum"] == "The museum was opened"


def test_reports_belong_to_collections(corpus: Corpus, box: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_report(folder / "board" / "deep", 0)
    write_report(folder, 1)
    corpus.ingest(folder)
    corpus.ingest(box, collections=["Mail", "news"])
    corpus.ingest(box, collections=["later"])
    catalog = corpus.catalog()
    assert catalog.collections() == {"Mail": 3, "board": 1, "later": 3, "news": 3}
    assert {head.path: head.collections for head in catalog.report_heads()} == {
        "board/deep/000.txt": ("board",), "001.txt": (),
        **{f"mail.mbox#{n}": ("Mail", "later", "news") for n in (1, 2, 3)},
    }  # fmt: skip
    catalog.close()
