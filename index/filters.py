"""A scope as the stores ask for it, and what they keep of a report to be asked for by it."""

from collections.abc import Mapping

from index.database import marks
from index.types import ReportHead, Scope

NEVER = 9_999_999
"""An ordinal past every day: for reports of which no day is known by which they were out."""
UNDATED = 0
"""An ordinal before every day."""

FilterValues = Mapping[str, int | str]
UNKNOWN: FilterValues = {"published": UNDATED, "known_by": NEVER, "publisher": ""}
"""Of a text that nothing is known of."""


def filter_values(report: ReportHead) -> dict[str, int | str]:
    """What the vector store keeps with each passage of a report; days as ordinals."""
    dated = report.dated
    published = dated.published_on.toordinal() if dated.published_on else UNDATED
    known_by = dated.known_by.toordinal() if dated.published_on and dated.known_by else NEVER
    return {"published": published, "known_by": known_by, "publisher": report.publisher or ""}


def chroma_where(scope: Scope) -> dict[str, object]:
    """A scope as Chroma's metadata filter; empty for none."""
    clauses: list[dict[str, object]] = []
    if scope.bounds_dates:
        first = scope.first.toordinal() if scope.first else UNDATED + 1
        clauses.append({"published": {"$gte": first}})
    if scope.last is not None:
        clauses.append({"published": {"$lte": scope.last.toordinal()}})
    if scope.as_of is not None:
        clauses.append({"known_by": {"$lte": scope.as_of.toordinal()}})
    if scope.publishers is not None:
        clauses.append({"publisher": {"$in": list(scope.publishers)}})
    if len(clauses) > 1:
        return {"$and": clauses}
    return clauses[0] if clauses else {}


def sql_where(scope: Scope) -> tuple[str, list[str | int]]:
    """A scope as conditions on `reports r`, each after an AND, and their values."""
    clauses: list[str] = []
    values: list[str | int] = []
    if scope.bounds_dates:
        clauses.append("r.published IS NOT NULL")
    for column, sign, day in (
        ("published", ">=", scope.first),
        ("published", "<=", scope.last),
        ("known_by", "<=", scope.as_of),
    ):
        if day is not None:
            clauses.append(f"r.{column} {sign} ?")
            values.append(day.toordinal())
    if scope.publishers is not None:
        clauses.append(f"r.publisher IN ({marks(scope.publishers)})")
        values.extend(scope.publishers)
    return "".join(f" AND {clause}" for clause in clauses), values
