"""What a person changes of a report is kept, whatever is read of its file, until it is undone."""

import sqlite3
import time
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest

from index.errors import BadInput, UnknownReport
from index.ingestion.editing import Editor
from index.ingestion.erasing import erase
from index.storage.catalog import Catalog
from index.types import Confidence, DateSource, Edit, ReportHead
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report
from tests.index.edits import (
    AT,
    TODAY,
    editor_of,
    mailbox,
    news_in,
    read_again,
    rebuilt,
    renewed,
    settings_of,
)

EDIT = Edit(date(2024, 4, 2), "Lesk Gazette", "The bridge", ("bridges", "north"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return news_in(tmp_path / "in")


@pytest.fixture
def corpus(corpus: Corpus, folder: Path) -> Corpus:
    corpus.ingest(folder)
    return corpus


def _told(head: ReportHead) -> tuple[object, ...]:
    dated = head.dated
    return (dated.published_on, dated.source, head.publisher, head.title, head.collections)


EDITED = (date(2024, 4, 2), DateSource.EDITED, "Lesk Gazette", "The bridge", ("bridges", "north"))
AS_READ = (date(2024, 5, 1), DateSource.BYLINE, None, "News of the bridge 0", ("news",))


def test_a_day_that_was_read_is_confirmed_by_whom_and_when(corpus: Corpus) -> None:
    before = corpus.heads()["news/000.txt"]
    editor_of(corpus).edit(before.id, Edit(before.dated.published_on, by="Ann"))
    after = corpus.heads()["news/000.txt"]
    assert (after.dated.source, after.dated.note) == (DateSource.CONFIRMED, None)
    assert (after.edited, after.edited_at, after.edited_by) == (("published_on",), AT, "Ann")
    corpus.ingest()
    assert corpus.heads()["news/000.txt"] == after
    editor_of(corpus).edit(before.id, Edit(date(2024, 4, 2)))
    edited = corpus.heads()["news/000.txt"]
    assert (edited.dated.source, edited.edited_by) == (DateSource.EDITED, "")
    editor_of(corpus).reset(before.id)
    assert corpus.heads()["news/000.txt"] == before


def test_an_edit_is_told_and_undone(corpus: Corpus) -> None:
    before = corpus.state()
    head = corpus.heads()["news/000.txt"]
    receipt = editor_of(corpus).edit(head.id, EDIT)
    assert receipt.after is not None
    assert (_told(receipt.before), _told(receipt.after)) == (AS_READ, EDITED)
    assert receipt.after == corpus.heads()["news/000.txt"]
    assert receipt.after.dated.confidence is Confidence.HIGH
    assert receipt.after.edited == ("collections", "published_on", "publisher", "title")
    edited = corpus.state()
    assert edited.snapshot != before.snapshot
    assert edited.vectors == frozenset(edited.passages)
    undone = editor_of(corpus).reset(head.id)
    assert (undone.before, undone.after) == (receipt.after, receipt.before)
    assert corpus.state() == before


def test_one_edit_goes_over_another(corpus: Corpus) -> None:
    report_id = corpus.heads()["news/000.txt"].id
    editor_of(corpus).edit(report_id, EDIT)
    receipt = editor_of(corpus).edit(report_id, Edit(title="The old bridge", collections=()))
    assert receipt.after is not None
    assert _told(receipt.after) == (*EDITED[:3], "The old bridge", ())
    restored = editor_of(corpus).reset(report_id).after
    assert restored is not None
    assert _told(restored) == AS_READ


def test_the_times_that_a_text_tells_go_by_the_edited_day(corpus: Corpus, folder: Path) -> None:
    text = "Fair opened\n\nMay 3, 2024\n\nThe fair was opened yesterday by the mayor of Lesk."
    (folder / "fair.txt").write_text(text, "utf-8")
    corpus.ingest(folder)
    head = corpus.heads()["fair.txt"]
    assert head.told.last == date(2024, 5, 2)
    receipt = editor_of(corpus).edit(head.id, Edit(published_on=date(2023, 1, 9)))
    assert receipt.after is not None
    assert receipt.after.told.last == date(2023, 1, 8)
    assert receipt.after.dated.known_by == date(2023, 1, 9)


def _changed(corpus: Corpus, folder: Path) -> None:
    file = folder / "news" / "000.txt"
    file.write_text(file.read_text("utf-8") + "\n\nA mason was hired.", "utf-8")
    assert [one.path for one in corpus.ingest(folder).changed] == ["news/000.txt"]


def _moved(corpus: Corpus, folder: Path) -> None:
    (folder / "news" / "000.txt").rename(folder / "news" / "moved.txt")
    corpus.ingest(folder)


@pytest.mark.parametrize("then", [read_again, _changed, _moved, rebuilt, renewed])
def test_an_edit_outlives_what_is_read_again(corpus: Corpus, folder: Path, then: object) -> None:
    assert callable(then)
    editor_of(corpus).edit(corpus.heads()["news/000.txt"].id, EDIT)
    then(corpus, folder)
    edited = [head for head in corpus.heads().values() if head.edited]
    assert [_told(head) for head in edited] == [EDITED]
    restored = editor_of(corpus).reset(edited[0].id).after
    assert restored is not None
    assert _told(restored) == AS_READ


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Edit(), "Nothing is to be edited"),
        (Edit(published_on=date(2025, 6, 2)), "lies in the future"),
        (Edit(title="Bad \udcff"), "The title 'Bad .udcff' is no text in UTF-8."),
        (Edit(title="  "), "A title has from 1 to 500 characters."),
        (Edit(publisher="x" * 501), "A publisher has from 1 to 500 characters."),
        (Edit(collections=("a", "")), "A collection has from 1 to 500 characters."),
    ],
    ids=["nothing", "tomorrow", "no text", "no title", "long", "no name"],
)
def test_what_cannot_be_edited_changes_nothing(corpus: Corpus, edit: Edit, said: str) -> None:
    before = corpus.state()
    with pytest.raises(BadInput, match=said):
        editor_of(corpus).edit(corpus.heads()["news/000.txt"].id, edit)
    assert corpus.state() == before


def test_what_is_not_there(corpus: Corpus) -> None:
    with pytest.raises(UnknownReport):
        editor_of(corpus).edit("0123456789abcdef", EDIT)
    with pytest.raises(UnknownReport):
        editor_of(corpus).remove("0123456789abcdef")
    with pytest.raises(BadInput, match="was not edited"):
        editor_of(corpus).reset(corpus.heads()["news/000.txt"].id)


def test_an_edit_that_is_cut_short_changes_nothing(corpus: Corpus) -> None:
    before = corpus.state()
    broken = Editor(settings_of(corpus), lambda: HashingEmbedder(interrupt_at=1), TODAY)
    with pytest.raises(KeyboardInterrupt):
        broken.edit(corpus.heads()["news/000.txt"].id, EDIT)
    assert corpus.state() == before


def test_two_edits_at_one_time_are_both_kept(corpus: Corpus) -> None:
    """The second is begun before the first has ended, and waits for it."""
    report_id = corpus.heads()["news/000.txt"].id
    begun = Event()

    def slow() -> HashingEmbedder:
        begun.set()
        time.sleep(0.5)
        return HashingEmbedder()

    first = Editor(settings_of(corpus), slow, TODAY)
    other = Thread(target=first.edit, args=[report_id, Edit(title="The bridge")])
    other.start()
    assert begun.wait(20)
    editor_of(corpus).edit(report_id, Edit(publisher="Lesk Gazette"))
    other.join()
    head = corpus.heads()["news/000.txt"]
    assert (head.title, head.publisher) == ("The bridge", "Lesk Gazette")


def test_what_was_changed_of_an_erased_report_goes_with_it(corpus: Corpus, folder: Path) -> None:
    report_id = corpus.heads()["news/000.txt"].id
    editor_of(corpus).edit(report_id, Edit(title="Quervain and the sluice"))
    _changed(corpus, folder)
    erase(corpus.data_dir, corpus.heads()["news/000.txt"].id)
    files = [file for file in corpus.data_dir.rglob("*") if file.is_file()]
    assert [file.name for file in files if b"Quervain" in file.read_bytes()] == []
    assert [one for one in corpus.vector_ids() if one.startswith(report_id)] == []


def test_an_index_of_the_layout_before_opens_as_it_is(corpus: Corpus, folder: Path) -> None:
    before = corpus.state()
    with sqlite3.connect(corpus.data_dir / "catalog.sqlite") as db:
        for table in ("edits", "removed", "gone", "earlier"):
            db.execute(f"DROP TABLE {table}")
        db.execute("CREATE TABLE series (report_id TEXT PRIMARY KEY)")
        db.execute("UPDATE meta SET value = '8' WHERE key = 'schema'")
    db.close()
    assert corpus.state() == before
    editor_of(corpus).edit(corpus.heads()["news/000.txt"].id, EDIT)
    assert Catalog.create(corpus.data_dir).meta()["schema"] == "10"


def test_another_message_of_a_number_is_another_report(corpus: Corpus, folder: Path) -> None:
    (folder / "a.mbox").write_text(mailbox("quay", "bridge", "mole"), "utf-8")
    corpus.ingest(folder)
    editor_of(corpus).remove(corpus.heads()["a.mbox#1"].id)
    editor_of(corpus).edit(corpus.heads()["a.mbox#3"].id, Edit(title="The mole of Lesk"))
    (folder / "a.mbox").write_text(mailbox("bridge", "ferry", "hall"), "utf-8")
    corpus.ingest(folder)
    titles = {path: head.title for path, head in corpus.heads().items() if "mbox" in path}
    assert titles == {"a.mbox#1": "bridge", "a.mbox#2": "ferry", "a.mbox#3": "hall"}
    (folder / "a.mbox").write_text(mailbox("bridge", "quay", "mole"), "utf-8")
    corpus.ingest(folder)
    titles = {path: head.title for path, head in corpus.heads().items() if "mbox" in path}
    assert titles == {"a.mbox#1": "bridge", "a.mbox#3": "The mole of Lesk"}


def test_an_edit_goes_along_with_a_report_that_makes_room(corpus: Corpus, folder: Path) -> None:
    latest = write_report(folder, 4, name="latest.txt")
    corpus.ingest(folder)
    editor_of(corpus).edit(corpus.heads()["latest.txt"].id, EDIT)
    latest.rename(folder / "older.txt")
    write_report(folder, 5, name="latest.txt")
    corpus.ingest(folder)
    heads = corpus.heads()
    assert _told(heads["older.txt"]) == EDITED
    assert heads["latest.txt"].edited == ()
    catalog = corpus.catalog()
    assert catalog.earlier(heads["older.txt"].id) is None  # it says so still
    catalog.close()


OTHER = (
    "Harvest in the north\n\nJune 2, 2024\n\nFarmers brought in less barley than they had hoped"
    " for. Rain had lain on the fields for a month, and no machine could be driven onto them."
)


@pytest.mark.parametrize("dropped", [False, True], ids=["over it", "after it was dropped"])
def test_an_edit_is_not_taken_over_by_another_text_in_its_place(
    corpus: Corpus, folder: Path, *, dropped: bool
) -> None:
    file = folder / "news" / "000.txt"
    was = file.read_bytes()
    editor_of(corpus).edit(corpus.heads()["news/000.txt"].id, EDIT)
    if dropped:
        file.unlink()
        corpus.ingest(gone=[file])
    file.write_text(OTHER, "utf-8")
    done = corpus.ingest(folder)
    [outcome] = [*done.added, *done.changed]
    assert outcome.remark == "not edited, for what was edited here is another text"
    head = corpus.heads()["news/000.txt"]
    assert (head.edited, head.dated.published_on) == ((), date(2024, 6, 2))
    file.write_bytes(was)
    corpus.ingest(folder)
    assert _told(corpus.heads()["news/000.txt"]) == EDITED


def test_edited_reports_that_change_places_keep_their_edits(corpus: Corpus, folder: Path) -> None:
    one, two = folder / "news" / "000.txt", folder / "news" / "001.txt"
    editor_of(corpus).edit(corpus.heads()["news/000.txt"].id, Edit(title="One"))
    editor_of(corpus).edit(corpus.heads()["news/001.txt"].id, Edit(title="Two"))
    one.rename(folder / "between")
    two.rename(one)
    (folder / "between").rename(two)
    corpus.ingest(folder)
    heads = corpus.heads()
    assert [heads[f"news/00{n}.txt"].title for n in (0, 1)] == ["Two", "One"]


def test_an_edited_report_may_be_moved_over_another(corpus: Corpus, folder: Path) -> None:
    write_report(folder, 4, name="a.txt")
    write_report(folder / "sub", 7, name="a.txt")
    corpus.ingest(folder)
    editor_of(corpus).edit(corpus.heads()["a.txt"].id, Edit(title="One"))
    editor_of(corpus).edit(corpus.heads()["sub/a.txt"].id, Edit(title="Two"))
    (folder / "sub" / "a.txt").replace(folder / "a.txt")
    corpus.ingest(folder)
    assert corpus.heads()["a.txt"].title == "Two"
