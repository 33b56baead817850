#!/usr/bin/env bash
# sqlite-vec 0.1.9: two surprises where a search for vectors is bounded by a text column, which is
# where dates go (the notes of its release 0.1.6 show `pub_date text`).
# 1. One row whose text has exactly 12 bytes, such as 202403010930 (a date and time without marks) or
#    "May 12, 2024", makes each <, <=, > and >= on that column fail for the whole table: "Could not
#    filter metadata fields". = and != go on working, and so does the insertion.
# 2. A text of more than 12 bytes counts as equal, in < and >=, to any text that begins with it:
#    2024-03-01T09:30 is not before 2024-03-01T09:30:15 but on or after it. <=, > and = know better.
#    A wrong answer, without an error.
#
# Expected: sqlite-vec's "vec0 Virtual Table", Metadata Columns, has =, !=, >, >=, < and <= for TEXT;
# of length it says only "slightly inefficient with long strings (> 12 characters)". In SQLite text is
# compared with memcmp ("Datatypes In SQLite", 7), and the beginning of a text is less than the text.
# The same rows and conditions in an ordinary table of the same SQLite are run beside it.
#
# The cause: 12 bytes are kept in place and longer text elsewhere, and order comparisons look for a
# text of exactly 12 elsewhere; the longer ones compare no more bytes than the stored text has. No
# issue was found that reports either.
#
# Fails if that changes: then text dates of any one length and mixed ones may bound such a search.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet sqlite-vec==0.1.9 apsw==3.54.1.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import apsw
import sqlite_vec

database = apsw.Connection(":memory:")
database.enable_load_extension(True)
database.load_extension(sqlite_vec.loadable_path())
print("sqlite-vec", database.execute("select vec_version()").get, " SQLite", apsw.sqlite_lib_version())
CASES = [
    ("10 bytes", ["2024-02-28", "2024-03-01", "2024-03-02"], "2024-03-01"),
    ("10 bytes, and one of 12", ["2024-02-28", "2024-03-01", "May 12, 2024"], "2024-03-01"),
    ("12 bytes", ["202402281200", "202403010930", "202403020800"], "202403010930"),
    ("minutes, and a bound in seconds", ["2024-02-28T12:00", "2024-03-01T09:30"], "2024-03-01T09:30:15"),
]


def kept(table, condition, bound):
    bounded = f"select date from {table} where {condition} ?1"
    if table == "vectors":
        bounded += " and vector match '[0, 0]' and k = 9"
    try:
        return sorted(date for (date,) in database.execute(bounded, [bound]))
    except apsw.Error as error:
        return str(error)


differing = {}
for name, dates, bound in CASES:
    database.execute("drop table if exists vectors; drop table if exists rows")
    database.execute("create virtual table vectors using vec0(vector float[2], date text)")
    database.execute("create table rows(date text)")
    for number, date in enumerate(dates):
        database.execute("insert into vectors(vector, date) values (?, ?)", [f"[{number}, 1]", date])
        database.execute("insert into rows values (?)", [date])
    print(f"{name}: {', '.join(dates)}")
    differing[name] = {}
    for operator in ("=", "!=", "<", "<=", ">", ">="):
        seen, expected = (kept(table, f"date {operator}", bound) for table in ("vectors", "rows"))
        print(f"  {operator:2} {bound}  expected {expected}")
        if seen != expected:
            print(f"  {'':{len(bound) + 3}}  seen     {seen}")
            differing[name][operator] = seen
failure = dict.fromkeys(("<", "<=", ">", ">="), "Could not filter metadata fields")
as_found = differing == {
    "10 bytes": {},
    "10 bytes, and one of 12": failure,
    "12 bytes": failure,
    "minutes, and a bound in seconds": {"<": ["2024-02-28T12:00"], ">=": ["2024-03-01T09:30"]},
}
sys.exit(0 if as_found else "this has changed")
PYTHON
