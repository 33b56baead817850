"""Why a question was lost: the first place on the way to the answer at which it went wrong."""

from enum import StrEnum

from rag.evaluation.record import Record

AMONG = 50
"""Candidates within which the search must have a right passage."""


class Cause(StrEnum):
    """One cause a lost question, in the order in which they are looked for."""

    TIMED_OUT = "given up, since it took too long"
    NOT_IN_PASSAGES = "no place of the answer is in a passage"
    NOT_FOUND = "not among the first 50 found"
    NOT_SEARCHED = "refused before anything was searched"
    NOT_READ = "found, but not read"
    SCORED_LOW = "read, but thought too unlikely"
    OTHER_PREFERRED = "read, but another passage was quoted"
    QUOTE_CUT = "the right passage is quoted, cut off before the fact"
    FACT_BESIDE = "the right passage is quoted, the fact stands beside the quote"
    FACT_ELSEWHERE = "the right passage is quoted, a part of the answer stands elsewhere"
    TEMPTED = "no report answers; the tempting neighbour was quoted"
    UNFOUNDED = "no report answers; something else was quoted"


def cause_of(record: Record) -> Cause | None:
    """Why a question was lost; None where it was not."""
    if record.timed_out:
        return Cause.TIMED_OUT
    if not record.known.answerable:
        if record.refused:
            return None
        return Cause.TEMPTED if record.tempted else Cause.UNFOUNDED
    if not record.refused and record.right:
        return None
    return _on_the_way(record) or (Cause.SCORED_LOW if record.refused else _of_answer(record))


def _on_the_way(record: Record) -> Cause | None:
    """What kept a right passage from being read and quoted; None where it was."""
    if record.evidence_found:
        return None
    trail = record.trail
    if trail is None:
        return Cause.NOT_SEARCHED
    if trail.in_passages is None:
        return None
    if not trail.in_passages:
        return Cause.NOT_IN_PASSAGES
    if trail.found_at is None or trail.found_at > AMONG:
        return Cause.NOT_FOUND
    return Cause.NOT_READ if trail.read_at is None else None


def _of_answer(record: Record) -> Cause:
    if not record.evidence_found:
        return Cause.OTHER_PREFERRED
    if record.cut:
        return Cause.QUOTE_CUT
    return Cause.FACT_BESIDE if record.beside else Cause.FACT_ELSEWHERE
