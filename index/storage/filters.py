"""A scope as the stores ask for it, and what they keep of a report to be asked for by it."""

from collections.abc import Mapping, Sequence

from index.calendar import Period
from index.storage.sql import marks
from index.types import Confidence, Days, ReportHead, Scope, longest_told

NEVER = 9_999_999
"""An ordinal past every day: for reports of which no day is known by which they were out."""
UNDATED = 0
"""An ordinal before every day."""

FilterValues = Mapping[str, int | str]
NO_TIMES: FilterValues = {"first_event": NEVER, "last_event": UNDATED}
UNKNOWN: FilterValues = {
    "published": UNDATED, "published_last": UNDATED, "known_by": NEVER, "publisher": "", **NO_TIMES
}  # fmt: skip
"""Of a text that nothing is known of."""


def filter_values(report: ReportHead) -> dict[str, int | str]:
    """What the vector store keeps of a report with each of its passages; days as ordinals."""
    dated = report.dated
    first = dated.earliest.toordinal() if dated.earliest else UNDATED
    last = dated.latest.toordinal() if dated.latest else UNDATED
    known_by = dated.known_by.toordinal() if dated.latest and dated.known_by else NEVER
    publisher = report.publisher or ""
    return {
        "published": first, "published_last": last, "known_by": known_by, "publisher": publisher
    }  # fmt: skip


def event_values(times: Sequence[Period]) -> FilterValues:
    """What the vector store keeps of the times that a block names: the first day and the last."""
    if not times:
        return NO_TIMES
    first, last = min(t.first for t in times), max(t.last for t in times)
    return {"first_event": first.toordinal(), "last_event": last.toordinal()}


def chroma_where(scope: Scope) -> dict[str, object]:
    """A scope as Chroma's metadata filter; empty for none.

    Of the times told it knows the first and last day alone, so that it lets through passages
    that the catalog does not. Of one report, of collections and of how sure a date is, it knows
    nothing.
    """
    clauses: list[dict[str, object]] = []
    if scope.bounds_dates:
        first = scope.first.toordinal() if scope.first else UNDATED + 1
        clauses.append({"published": {"$gte": first}})
    if scope.last is not None:
        clauses.append({"published_last": {"$lte": scope.last.toordinal()}})
    if scope.as_of is not None:
        clauses.append({"known_by": {"$lte": scope.as_of.toordinal()}})
    if scope.publishers is not None:
        clauses.append({"publisher": {"$in": list(scope.publishers)}})
    if scope.times:
        clauses.append(_any_of([way for days in scope.times for way in _ways(days)]))
    if len(clauses) > 1:
        return {"$and": clauses}
    return clauses[0] if clauses else {}


def _ways(days: Days) -> list[dict[str, object]]:
    """How a passage can be of a time, as filters of Chroma's."""
    published: list[dict[str, object]] = [
        {"published": {"$gte": days.first.toordinal()}},
        {"published": {"$lte": days.out_by.toordinal()}},
    ]
    told: list[dict[str, object]] = [
        {"first_event": {"$lte": days.last.toordinal()}},
        {"last_event": {"$gte": days.first.toordinal()}},
    ]
    ways: list[dict[str, object]] = [{"$and": published}]
    return ways if days.published else [*ways, {"$and": told}]


def _any_of(ways: list[dict[str, object]]) -> dict[str, object]:
    return {"$or": ways} if len(ways) > 1 else ways[0]


def sql_within(scope: Scope) -> tuple[str, list[str | int]]:
    """The times of a scope as a condition on `passages p`, after an AND, and its values."""
    clauses: list[str] = []
    values: list[str | int] = []
    for days in scope.times:
        first, last = days.first.toordinal(), days.last.toordinal()
        clauses.append(
            "p.report_id IN (SELECT id FROM reports WHERE published_first BETWEEN ? AND ?)"
        )
        values += [first, days.out_by.toordinal()]
        if not days.published:
            clauses.append(
                "EXISTS (SELECT 1 FROM times t WHERE t.report_id = p.report_id"
                " AND t.block = p.block AND t.first <= ?"
                " AND (t.begun >= ? OR (t.last >= ? AND t.last - t.first < ?)))"
            )
            values += [last, first, first, longest_told(last - first + 1)]
    return (f" AND ({' OR '.join(clauses)})" if clauses else ""), values


def sql_bounds(scope: Scope) -> tuple[str, list[str | int]]:
    """All bounds of a scope as conditions on `passages p`, each after an AND, and their values."""
    where, values = sql_where(scope)
    times, of_times = sql_within(scope)
    within = f" AND p.report_id IN (SELECT r.id FROM reports r WHERE true{where})" if where else ""
    return within + times, [*values, *of_times]


def sql_told(scope: Scope) -> tuple[str, list[int]]:
    """The numbers of the passages that are of the times of a scope, as a query, and its values: the
    same as `sql_within` lets through, found from the times instead of for each passage. Empty where
    the scope has no times."""
    told = [_told(days) for days in scope.times]
    return " UNION ".join(query for query, _ in told), [one for _, some in told for one in some]


def _told(days: Days) -> tuple[str, list[int]]:
    first, last = days.first.toordinal(), days.last.toordinal()
    longest = longest_told(last - first + 1)
    published = (
        "SELECT p.number FROM passages p WHERE p.report_id IN"
        " (SELECT id FROM reports WHERE published_first BETWEEN ? AND ?)"
    )
    told = (
        "SELECT p.number FROM (SELECT report_id, block FROM times"
        " WHERE first BETWEEN ? AND ? AND last >= ? AND last - first < ?"
        " UNION SELECT report_id, block FROM times WHERE begun >= ? AND first <= ?) t"
        " CROSS JOIN passages p ON p.report_id = t.report_id AND p.block = t.block"
    )
    values = [first, days.out_by.toordinal()]
    if days.published:
        return published, values
    within = [first - longest, last, first, longest, first, last]
    return f"{published} UNION {told}", values + within


def in_collections(report_id: str, names: Sequence[str]) -> str:
    """A condition on the id of a report: that it belongs to one of the collections, whose names
    are the values."""
    return f"{report_id} IN (SELECT report_id FROM collections WHERE name IN ({marks(names)}))"


def sql_where(scope: Scope) -> tuple[str, list[str | int]]:
    """A scope's bounds on reports as conditions on `reports r`, each after an AND, and values."""
    clauses: list[str] = []
    values: list[str | int] = []
    if scope.bounds_dates:
        clauses.append("r.published_first IS NOT NULL")
    for column, sign, day in (
        ("published_first", ">=", scope.first),
        ("published_last", "<=", scope.last),
        ("known_by", "<=", scope.as_of),
    ):
        if day is not None:
            clauses.append(f"r.{column} {sign} ?")
            values.append(day.toordinal())
    if scope.publishers is not None:
        clauses.append(f"r.publisher IN ({marks(scope.publishers)})")
        values.extend(scope.publishers)
    if scope.report is not None:
        clauses.append("r.id = ?")
        values.append(scope.report)
    if scope.dated_for_sure:
        clauses.append(f"r.date_confidence = '{Confidence.HIGH}'")
    if scope.collections is not None:
        clauses.append(in_collections("r.id", scope.collections))
        values.extend(scope.collections)
    return "".join(f" AND {clause}" for clause in clauses), values
