"""Which reports are versions of one series: bulletins, fact sheets and running totals of which each
replaces the one before."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from index.storage.database import Database
from index.storage.likeness import LOOKED_UP, Likeness

_SHARED_AT_LEAST, _COMPARED = 4, 60
"""Of the hashes that are looked up so many must be the same; so many reports are compared."""


class Versions:
    """The tables of series of one catalog."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, report_id: str, likeness: Likeness) -> None:
        """Keeps by what a report is told to be like another."""
        self._db.rows(
            "INSERT INTO likenesses VALUES (?, ?, ?, ?)",
            (report_id, json.dumps(likeness.sketch), json.dumps(sorted(likeness.names)),
             json.dumps(likeness.numbers)),
        )  # fmt: skip
        self._db.run_many(
            "INSERT OR IGNORE INTO sketches VALUES (?, ?)",
            [(value, report_id) for value in likeness.sketch[:LOOKED_UP]],
        )

    def of(self, report_id: str) -> list[tuple[str, ...]]:
        """The ids of the versions of a report, the oldest first, its own among them. Those that
        nothing puts in order stand together. Of a report that has no others it is the only one."""
        rows = self._db.rows(
            "SELECT s.report_id, s.place FROM series s JOIN series o ON o.name = s.name"
            " WHERE o.report_id = ? ORDER BY s.place, s.report_id", [report_id],
        )  # fmt: skip
        places: dict[int, list[str]] = defaultdict(list)
        for other, place in rows:
            places[place].append(other)
        return [tuple(ids) for ids in places.values()] or [(report_id,)]

    def settle(self, fresh: Collection[str]) -> None:
        """Finds what is like the `fresh` reports, and puts all series in order."""
        for report_id in sorted(fresh):
            self._db.run_many(
                "INSERT OR IGNORE INTO alike VALUES (?, ?)",
                [tuple(sorted((report_id, other))) for other in self._like(report_id)],
            )
        self._db.rows("DELETE FROM series")
        pairs = self._db.rows("SELECT one, other FROM alike ORDER BY one, other")
        for name, members in enumerate(_groups(pairs)):
            placed = self._in_order(members)
            self._db.run_many(
                "INSERT INTO series VALUES (?, ?, ?)",
                [(member, name, place) for member, place in placed.items()],
            )

    def _like(self, report_id: str) -> list[str]:
        """Ids of the reports of the same publisher that are near-copies of one, and no copies."""
        own = self._likeness(report_id)
        rows = self._db.rows(
            "SELECT s.report_id FROM sketches s JOIN sketches o ON o.hash = s.hash"
            " JOIN reports r ON r.id = s.report_id JOIN reports m ON m.id = o.report_id"
            " WHERE o.report_id = ? AND s.report_id <> o.report_id"
            " AND r.publisher IS m.publisher AND r.copy_key <> m.copy_key"
            " GROUP BY s.report_id HAVING count(*) >= ? ORDER BY count(*) DESC, s.report_id"
            " LIMIT ?", [report_id, _SHARED_AT_LEAST, _COMPARED],
        )  # fmt: skip
        if own is None:
            return []
        found = {other: self._likeness(other) for (other,) in rows}
        return [other for other, like in found.items() if like is not None and own.is_like(like)]

    def _likeness(self, report_id: str) -> Likeness | None:
        row = self._db.row(
            "SELECT sketch, names, numbers FROM likenesses WHERE report_id = ?", [report_id]
        )
        if row is None:
            return None
        sketch, names, numbers = map(json.loads, row)
        return Likeness(
            tuple(sketch), frozenset(names), tuple((what, number) for what, number in numbers)
        )

    def _in_order(self, members: Sequence[str]) -> dict[str, int]:
        """The place of each version, from 0: by its day, and on one day by the number of its issue,
        where the members have one."""
        rows = list(self._db.rows_among(
            "SELECT r.id, r.published_last, l.numbers FROM reports r"
            " JOIN likenesses l ON l.report_id = r.id WHERE r.id IN (?*)", members,
        ))  # fmt: skip
        days = {report_id: day or 0 for report_id, day, _ in rows}
        numbers = {report_id: dict(reversed(json.loads(kept))) for report_id, _, kept in rows}
        issues = issue_numbers(days, numbers)
        keys = {report_id: (day, issues.get(report_id, 0)) for report_id, day in days.items()}
        order = sorted(set(keys.values()))
        return {report_id: order.index(key) for report_id, key in keys.items()}


def issue_numbers(
    days: Mapping[str, int], numbers: Mapping[str, Mapping[str, int]]
) -> Mapping[str, int]:
    """The number of each issue of a series: the one of its head that all have and that grows with
    the days; none where there is none such."""
    common = set.intersection(*(set(some) for some in numbers.values())) if numbers else set()
    for what in sorted(common):
        issues = {report_id: some[what] for report_id, some in numbers.items()}
        in_order = sorted(issues, key=lambda report_id: (days[report_id], issues[report_id]))
        values = [issues[report_id] for report_id in in_order]
        if values == sorted(set(values)):
            return issues
    return {}


def _groups(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """What is joined by pairs, each group in order."""
    of: dict[str, str] = {}

    def root(one: str) -> str:
        while of.setdefault(one, one) != one:
            one = of[one]
        return one

    for one, other in pairs:
        of[root(one)] = root(other)
    groups: dict[str, list[str]] = defaultdict(list)
    for one in sorted(of):
        groups[root(one)].append(one)
    return sorted(groups.values())
