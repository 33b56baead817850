"""Files of lines, lists, settings and requests: whatever is in them, it is used or told of in one
line, and nothing is changed."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from index.calendar import Period
from index.edtf import in_words, is_either, span_of, time_in_words
from index.errors import BadInput, DatelineError
from index.ingestion.backup import restore
from index.reading.stated import stated
from index.times.periods import periods
from rag.drafts.marks import marked_text, taken_out
from rag.evaluation.questions import read_questions
from rag.receipts.receipt import read_receipt
from rag.settings import TOML_FILE, read_settings
from tests.outside.sound import hold_told
from tests.outside.words import LINES, PHRASES, TEXT, damaged, filled, words_in
from ui.commands.ask import Bounds, _read_batch
from ui.http.strict import read_json
from ui.slack.incoming import Command, MessageEvent, Pressed, Shortcut, plain

_DEEP = st.integers(1, 4000).map(lambda deep: "[" * deep + "]" * deep)
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), TEXT, LINES, st.dates().map(str)
)
_NAMES = st.sampled_from(
    ["id", "question", "answerable", "kind", "seeds", "facts", "evidence", "spans", "nearest",
     "from", "to", "as_of", "window", "collections", "report", "receipt", "sum", "asked", "outcome",
     "form", "made", "reports", "files", "x"]
)  # fmt: skip
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=10,
)
_LINE = st.one_of(
    _VALUES.map(json.dumps), _DEEP, TEXT, st.just("1" * 5000), st.just('{"question": 1e999}')
)
_KNOWN = st.fixed_dictionaries(
    {"id": LINES, "question": LINES, "answerable": st.booleans()},
    optional={"facts": st.lists(LINES, max_size=2), "spans": _VALUES, "window": _VALUES,
              "from": _LEAVES,
              "dates": st.lists(st.dates().map(str), max_size=2), "collections": _VALUES},
)  # fmt: skip


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@given(st.lists(st.one_of(_LINE, _KNOWN.map(json.dumps)), max_size=4))
def test_questions_are_read_or_told_of(lines: list[str]) -> None:
    with _folder() as folder:
        file = folder / "q.jsonl"
        file.write_text("\n".join(lines), "utf-8")
        for read in (read_questions, lambda file: list(_read_batch(file, Bounds(), None))):
            try:
                read(file)
            except BadInput as error:
                hold_told(error)


@given(st.one_of(_LINE, st.dictionaries(_NAMES, _VALUES).map(lambda made: json.dumps(
    {"receipt": 1, **made}))))  # fmt: skip
def test_a_receipt_that_is_none_is_told_of(text: str) -> None:
    with pytest.raises(BadInput) as told:
        read_receipt(text)
    hold_told(told.value)


@given(st.one_of(_LINE.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=40)))
def test_a_body_is_read_or_refused(body: bytes) -> None:
    refused = HTTPException(400, "none")
    try:
        json.dumps(read_json(body)).encode()
    except HTTPException as error:
        refused = error
    assert refused.status_code == 400
    assert "\n" not in refused.detail


@given(st.one_of(_VALUES.map(json.dumps), _DEEP, TEXT),
       st.sampled_from([ZIP_STORED, ZIP_DEFLATED, ZIP_LZMA]),
       st.data())  # fmt: skip
def test_a_list_that_is_no_backup_changes_nothing(
    stated_: str, packing: int, data: st.DataObject
) -> None:
    with _folder() as folder:
        file = folder / "b.zip"
        with ZipFile(file, "w", packing) as packed:
            packed.writestr("backup.json", stated_)
            packed.writestr("catalog.sqlite", b"none at all" * 20)
        if data.draw(st.booleans()):
            file.write_bytes(data.draw(damaged(file.read_bytes())))
        with pytest.raises(DatelineError) as told:
            restore(file, folder / "data")
        hold_told(told.value)
        assert list(folder.iterdir()) == [file]


@given(st.one_of(
    filled("a = 1\n", "[x]\n", "port = {}\n", 'host = "{}"\n', "tokens = [1, 2]\n",
           "judge = {a = 1}\n",
           "read_seconds = nan\n", "port = 99999999999999999999999\n", "data_dir = {}\n"),
    _DEEP.map(lambda deep: f"host = {deep}"), TEXT,
))  # fmt: skip
def test_settings_of_any_shape_are_used_or_told_of(text: str) -> None:
    before = Path.cwd()
    with _folder() as folder:
        os.chdir(folder)
        try:
            Path(TOML_FILE).write_bytes(text.encode())
            read_settings()
        except BadInput as error:
            hold_told(error)
        finally:
            os.chdir(before)


_SLACK = st.dictionaries(
    st.sampled_from(["team_id", "text", "response_url", "trigger_id", "event", "event_id",
                     "channel",
                     "ts", "user", "message", "container", "actions", "authorizations"]),
    _VALUES, max_size=8,
)  # fmt: skip


@given(_SLACK)
def test_what_slack_sends_is_read_or_is_no_such_thing(sent: dict[str, object]) -> None:
    for form in (Command, MessageEvent, Pressed, Shortcut):
        try:
            form.model_validate(sent)
        except ValueError:
            continue


@given(
    st.one_of(
        TEXT,
        filled("<@U1>", "<#C1|{}>", "<https://e.org|{}>", "&lt;{}", "&amp;lt;", "<!x|{}", "{}"),
    )
)
def test_a_message_of_slack_is_one_line_without_its_marks(text: str) -> None:
    seen = plain(text)
    assert seen == " ".join(seen.split())
    assert plain("<https://e.org|the quay>") == "the quay"


@given(st.one_of(
    TEXT, st.dates().map(str), st.dates().map(lambda day: f"{day:%Y-%m}"),
    st.tuples(st.dates(), st.dates()).map(lambda two: f"[{two[0]},{two[1]}]"),
    st.text("0123456789-/~[],%?X.UZ", max_size=24),
))  # fmt: skip
def test_a_time_in_edtf_is_read_or_is_none(text: str) -> None:
    assert time_in_words(text) or not text
    try:
        first, last = span_of(text)
    except ValueError:
        return
    assert first <= last
    assert in_words(text)
    assert is_either(text) == text.startswith("[")


@given(st.one_of(filled("date", "published", "pub", "Time", "At", ":", ".", "_", "x"), TEXT),
       st.one_of(st.datetimes().map(lambda at: f"{at.isoformat()}Z"), st.dates().map(str), TEXT,
                 st.text("0123456789-/:TZ+. ", max_size=30)))  # fmt: skip
def test_a_date_in_a_field_is_read_or_is_none(name: str, value: str) -> None:
    found = stated(name, value)
    assert found is None or found.expression.first <= found.expression.last


@given(filled("on {} May 2024 ", "last week ", "in 2024 ", "from May to ", "at 9.30 ", "tomorrow ",
              "{} ",
              "the 1990s ", "two days ago ", "31 February ", "99/99/9999 ", "Q3 ", "-", "0000 "),
       st.dates())  # fmt: skip
def test_times_in_a_text_stand_where_they_say(text: str, day: object) -> None:
    found: list[Period] = periods(text, day)  # type: ignore[arg-type]
    for one in found:
        assert 0 <= one.start < one.end <= len(text)


_MARKED = filled(
    "{}[^1] ", "[^1]: {}\n", "[1] {}\n", "{} [1]. ", "[{}](https://e.org/{}) ", "[{}][x] ",
    "\\[2\\]",
    "[x]: https://e.org\n", "<https://e.org> ", "(https://e.org/a_(b)) ", "{}\n\n", "[^", "](",
    "\ue000",
    "\ue001", "As in note 1.\n", words=PHRASES,
)  # fmt: skip


@given(_MARKED)
def test_notes_and_links_are_told_and_no_word_beside_them_is_lost(text: str) -> None:
    try:
        marked = marked_text(text.encode())
    except BadInput as error:
        hold_told(error)
        return
    words, marks = taken_out(marked.content.decode(), marked.said)
    assert "\ue000" not in words
    assert "\ue001" not in words
    assert all(0 <= mark.at <= len(words) for mark in marks)
    told = " ".join([words, *(mark.text for mark in marks)])
    notes = "[^1]: " in text or "[x]: " in text
    assert notes or words_in(text) <= words_in(told)
