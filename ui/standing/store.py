"""Standing questions, the answers last told of them, and the alerts that are to be sent, kept
beside the index."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.storage.database import Database, make_folder
from index.storage.sql import Row
from rag.answer.changes import Basis
from rag.receipts.receipt import Asked
from ui.standing.alerts import ERASED, Alert, Given
from ui.standing.destinations import Destination

STANDING_FILE = "standing.sqlite"
_FEED = 100
"""Alerts that the feed has of one owner, at most."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS standing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, asked TEXT NOT NULL, destinations TEXT NOT NULL,
    added_at TEXT NOT NULL, snapshot TEXT NOT NULL, round INTEGER NOT NULL, basis TEXT NOT NULL,
    told TEXT NOT NULL, looks INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '',
    paused INTEGER NOT NULL DEFAULT 0, changed TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS known (report_id TEXT PRIMARY KEY, round INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS alert (
    number INTEGER PRIMARY KEY AUTOINCREMENT, standing INTEGER NOT NULL,
    destination TEXT NOT NULL, address TEXT NOT NULL, alert TEXT NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0, failure TEXT, sent_at TEXT);
"""
_ADDED = {"owner": "TEXT NOT NULL DEFAULT ''", "paused": "INTEGER NOT NULL DEFAULT 0",
          "changed": "TEXT NOT NULL DEFAULT ''"}  # fmt: skip
"""Columns that older files lack."""
_COLUMNS = (
    f"id, asked, destinations, added_at, snapshot, round, basis, told, looks, {', '.join(_ADDED)}"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A question that is asked again.

    `snapshot` is the corpus that it was last asked of; `told` the outcome that was told last, with
    its `basis`, and `round` which reports were known then. `looks` counts what was noted of it.
    `owner` is whose it is, where people sign in; while it is `paused` it is not asked, and
    `changed` is the last alert of it, if there was one.
    """

    id: int
    asked: Asked
    destinations: tuple[Destination, ...]
    added_at: datetime
    snapshot: str
    round: int
    basis: Basis
    told: Given
    looks: int
    owner: str
    paused: bool
    changed: Alert | None


class StandingStore:
    """The standing questions of one data folder, in a SQLite file; safe from several threads and
    processes. Every error is an IndexUnusable."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir
        remedy = "Move the file away and add the questions anew."
        self._db = Database(data_dir / STANDING_FILE, remedy)

    @property
    def exists(self) -> bool:
        """Whether a question was ever added here."""
        return self._db.exists

    @property
    def database(self) -> Database:
        """The file, for what else is kept in it."""
        return self._db

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that outlives a power cut once it has ended: what was noted as sent is."""
        self._db.rows("PRAGMA synchronous = FULL")
        with self._db.writing():
            yield

    def see(self, report_ids: Collection[str]) -> int:
        """Notes which reports there are, and gives the number of this look: reports that are noted
        later have a higher one."""
        self._make()
        with self.writing():
            last = self._number("SELECT coalesce(max(round), 0) FROM known")
            before = self._number("SELECT count(*) FROM known")
            self._db.run_many(
                "INSERT OR IGNORE INTO known (report_id, round) VALUES (?, ?)",
                [(report_id, last + 1) for report_id in report_ids],
            )
            added = self._number("SELECT count(*) FROM known") > before
        return last + 1 if added else last

    def new_since(self, round_: int, report_ids: Collection[str]) -> set[str]:
        """Those of these reports that were not there in a look, nor before it."""
        sql = "SELECT report_id FROM known WHERE report_id IN (?*) AND round <= ?"
        known = {row[0] for row in self._db.rows_among(sql, report_ids, [round_])}
        return set(report_ids) - known

    def add(
        self, asked: Asked, destinations: Sequence[Destination], snapshot: str, round_: int,
        basis: Basis, told: Given, owner: str = "",
    ) -> Standing:  # fmt: skip
        """Keeps a question with the outcome that it has now."""
        self._make()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.writing():
            [row] = self._db.rows(
                "INSERT INTO standing (asked, destinations, added_at, snapshot, round, basis, told,"
                f" owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
                (
                    _json(asked), _written(destinations), now, snapshot, round_, _json(basis),
                    _json(told), owner,
                ),
            )  # fmt: skip
        return _standing(row)

    def all(self) -> list[Standing]:
        """Every question, the first added first."""
        if not self.exists:
            return []
        columns = _COLUMNS
        for name in self._lacking():  # it may only be read
            columns = columns.replace(f", {name}", f", {_ADDED[name].rpartition(' ')[2]}")
        return [_standing(r) for r in self._db.rows(f"SELECT {columns} FROM standing ORDER BY id")]

    def behind(self, snapshot: str) -> list[Standing]:
        """The questions that were not asked yet of a corpus, the first added first, but for those
        that are paused."""
        return [one for one in self.all() if one.snapshot != snapshot and not one.paused]

    def pause(self, standing_id: int, *, paused: bool) -> None:
        """Has a question asked no more, or again."""
        self._make()
        with self.writing():
            self._db.rows("UPDATE standing SET paused = ? WHERE id = ?", (int(paused), standing_id))

    def send_to(self, standing_id: int, destinations: Sequence[Destination]) -> None:
        """Has the alerts of a question go to these from now on."""
        self._make()
        sql = "UPDATE standing SET destinations = ? WHERE id = ?"
        with self.writing():
            self._db.rows(sql, (_written(destinations), standing_id))

    def remove(self, standing_id: int) -> int | None:
        """Removes a question with its alerts, and says how many of these had not been sent; None
        where there is no such question."""
        if not self.exists:
            return None
        with self.writing():
            gone = self._db.rows("DELETE FROM standing WHERE id = ? RETURNING id", [standing_id])
            alerts = self._db.rows(
                "DELETE FROM alert WHERE standing = ? RETURNING state", [standing_id]
            )
        return sum(state != "sent" for (state,) in alerts) if gone else None

    def note(self, standing: Standing, snapshot: str) -> bool:
        """Notes that a question was asked of a corpus and nothing has changed. False where another
        process noted something of it meanwhile, or it was removed."""
        with self.writing():
            return self._looked(standing, snapshot)

    def note_change(
        self, standing: Standing, snapshot: str, round_: int, basis: Basis, alert: Alert
    ) -> bool:
        """Notes an answer that has changed, and all that is to be sent of it: both or neither."""
        with self.writing():
            if not self._looked(standing, snapshot):
                return False
            self._db.rows(
                "UPDATE standing SET round = ?, basis = ?, told = ?, changed = ? WHERE id = ?",
                (round_, _json(basis), _json(alert.after), _json(alert), standing.id),
            )
            for one in standing.destinations:
                state = "sent" if one.kind == "feed" else "waiting"
                self._db.rows(
                    "INSERT INTO alert (standing, destination, address, alert, state)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (standing.id, one.kind, one.address, _json(alert), state),
                )
            own = "destination = 'feed' AND standing IN (SELECT id FROM standing WHERE owner = ?)"
            self._db.rows(
                f"DELETE FROM alert WHERE {own} AND number NOT IN (SELECT number FROM alert"
                f" WHERE {own} ORDER BY number DESC LIMIT ?)",
                [standing.owner, standing.owner, _FEED],
            )
        return True

    def _looked(self, standing: Standing, snapshot: str) -> bool:
        return bool(
            self._db.rows(
                "UPDATE standing SET looks = looks + 1, snapshot = ? WHERE id = ? AND looks = ?"
                " RETURNING id",
                (snapshot, standing.id, standing.looks),
            )
        )

    def feed(self) -> list[Alert]:
        """The alerts that the feed has, the newest first."""
        if not self.exists:
            return []
        rows = self._db.rows(
            "SELECT alert FROM alert WHERE destination = 'feed' ORDER BY number DESC"
        )
        return [Alert.model_validate_json(alert) for (alert,) in rows]

    def erase(self, report_ids: Iterable[str]) -> int:
        """Removes what reports say, and their ids, from answers and alerts, and says from how many;
        nothing of it is left in the file. An alert that tells of one is not sent any more, and what
        is being asked meanwhile is not noted: it may rest on one."""
        if not self.exists:
            return 0
        self._make()
        with self.writing():
            touched = sum(map(self._without, report_ids))
            self._db.rows("UPDATE standing SET looks = looks + 1")
        self._db.compact()
        return touched

    def _without(self, report_id: str) -> int:
        """Takes one report out; from how many answers and alerts."""
        alerts = self._db.rows(
            "DELETE FROM alert WHERE instr(alert, ?) > 0 RETURNING number", [report_id]
        )
        answers = self._db.rows(
            "SELECT id, basis, told FROM standing WHERE instr(told, ?) + instr(basis, ?) > 0",
            [report_id, report_id],
        )
        for standing_id, basis, told in answers:
            left = Basis.model_validate_json(basis).without(report_id)
            then = Given.model_validate_json(told)
            erased = then.model_copy(update={"text": ERASED, "outcome": None})
            self._db.rows(
                "UPDATE standing SET basis = ?, told = ? WHERE id = ?",
                (_json(left), _json(erased), standing_id),
            )
        self._db.rows("UPDATE standing SET changed = '' WHERE instr(changed, ?) > 0", [report_id])
        self._db.rows("DELETE FROM known WHERE report_id = ?", [report_id])
        return len(alerts) + len(answers)

    def _make(self) -> None:
        """Makes the folder and the tables where they are not there yet."""
        make_folder(self._folder)
        self._db.run_script(_SCHEMA)
        if self._lacking():
            with self.writing():
                for name in self._lacking():
                    self._db.rows(f"ALTER TABLE standing ADD COLUMN {name} {_ADDED[name]}")

    def _lacking(self) -> list[str]:
        """The columns that the file lacks, being older."""
        there = {row[1] for row in self._db.rows("PRAGMA table_info(standing)")}
        return [name for name in _ADDED if name not in there]

    def _number(self, sql: str) -> int:
        row = self._db.row(sql)
        return int(row[0]) if row is not None else 0


def _json(model: Asked | Basis | Given | Alert) -> str:
    return model.model_dump_json(by_alias=True)


def _written(destinations: Sequence[Destination]) -> str:
    return json.dumps([[one.kind, one.address] for one in destinations])


def _standing(row: Row) -> Standing:
    identity, asked, to, added_at, snapshot, round_, basis, told, looks, *rest = row
    owner, paused, changed = rest
    return Standing(
        identity,
        Asked.model_validate_json(asked),
        tuple(Destination(kind, address) for kind, address in json.loads(to)),
        datetime.fromisoformat(added_at),
        snapshot,
        round_,
        Basis.model_validate_json(basis),
        Given.model_validate_json(told),
        looks,
        owner,
        bool(paused),
        Alert.model_validate_json(changed) if changed else None,
    )
