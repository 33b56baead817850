"""The tables of what several servers share, in PostgreSQL, and what brings older ones up to date.

A script is run once in each database and never changed again: what is to be otherwise is another
one, which may only add, for servers of the version before use the tables meanwhile.
"""

from index.storage.sql import SqlDatabase

STATE = "state"
"""Names these tables among the parts of a database that have a version each."""
_SEEN = """
CREATE TABLE seen (
    key BYTEA PRIMARY KEY, until TIMESTAMPTZ, at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp());
CREATE INDEX seen_at ON seen (at);
"""
"""What Slack sent, as digests: taken on by a server `until` a time, or NULL where it is done."""
_ALLOWANCE = """
CREATE UNLOGGED TABLE allowance (client BYTEA PRIMARY KEY, made TIMESTAMPTZ[] NOT NULL);
"""
"""The latest requests of each client, as digests, the newest last; gone when PostgreSQL crashes."""
_TURNS = """
CREATE TABLE conversation (id BYTEA PRIMARY KEY, at TIMESTAMPTZ NOT NULL);
CREATE INDEX conversation_at ON conversation (at);
CREATE TABLE turn (
    conversation BYTEA NOT NULL REFERENCES conversation ON DELETE CASCADE,
    number BIGINT GENERATED ALWAYS AS IDENTITY, turn TEXT NOT NULL,
    PRIMARY KEY (conversation, number));
"""
_FEEDBACK = """
CREATE TABLE feedback (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, given_at TEXT NOT NULL, place TEXT NOT NULL,
    helpful INTEGER NOT NULL, bounds TEXT NOT NULL, outcome TEXT NOT NULL);
"""
_OUTCOMES = """
CREATE TABLE outcome (
    said TEXT PRIMARY KEY, outcome TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp());
CREATE INDEX outcome_at ON outcome (at);
"""
"""What buttons in Slack stand for, by the digest of what was said."""
STATE_SCRIPTS = (_SEEN + _ALLOWANCE + _TURNS + _FEEDBACK + _OUTCOMES,)


def keep_newest(db: SqlDatabase, table: str, key: str, most: int) -> None:
    """Deletes all rows of a shared table but the `most` newest, by `at`. Only what is deleted is
    locked; a row that another holds stays for the next time."""
    older = f"SELECT {key} FROM {table} ORDER BY at DESC OFFSET ?"
    locked = f"SELECT {key} FROM {table} WHERE {key} IN ({older}) FOR UPDATE SKIP LOCKED"
    db.rows(f"DELETE FROM {table} WHERE {key} IN ({locked})", [most])
