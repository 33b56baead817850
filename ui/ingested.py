"""What an ingest did, in words."""

from collections.abc import Iterator, Mapping, Sequence

from index.calendar import day_in_words
from index.edtf import in_words
from index.ingestion.ingest_result import IngestResult, Outcome
from index.types import ReportHead
from ui.console import shown

_NAMED = 5
"""Files that are gone, named in the line that says so."""
_LISTED = 40
"""Files named one by one of each kind, except rejected ones, which are all named."""


def outcome_lines(result: IngestResult, heads: Mapping[str, ReportHead]) -> Iterator[str]:
    """A line for each file that was added, changed, removed or rejected, and for those left of
    which something is to be said; `heads` are the reports by their paths. Of very many only the
    first are named, but for rejected ones."""
    for name, outcomes in (("added", result.added), ("changed", result.changed),
                           ("removed", result.removed), ("rejected", result.rejected)):  # fmt: skip
        listed = outcomes if name == "rejected" else outcomes[:_LISTED]
        for outcome in listed:
            yield f"{name:>9}  {_described(outcome, heads)}"
        if len(outcomes) > len(listed):
            yield f"{name:>9}  … and {len(outcomes) - len(listed):,} more"
    for outcome in result.left:
        if outcome.remark:
            yield f"{'left':>9}  {_described(outcome, {})}"


def gone_in_words(missing: Sequence[Outcome]) -> str:
    """That the files of some reports are gone, and what drops them."""
    names = ", ".join(shown(outcome.path) for outcome in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    one = len(missing) == 1
    return (
        f"The file{'' if one else 's'} of {len(missing):,} report{'' if one else 's'} "
        f"{'is' if one else 'are'} gone: {names}{more}. What was read stays, and is said to be "
        "gone; --prune drops it."
    )


def _described(outcome: Outcome, heads: Mapping[str, ReportHead]) -> str:
    head = heads.get(outcome.path)
    said = [outcome.remark] if outcome.remark else []
    dated = head.dated if head is not None else None
    if dated is not None and dated.earliest is not None:
        day = in_words(dated.published_edtf) if dated.published_edtf else ""
        day = day_in_words(dated.published_on) if dated.published_on else day
        said.insert(0, f"{day} ({dated.source}, {dated.confidence})")
        if dated.note:
            said.append(dated.note)
    return shown(f"{outcome.path}: {'; '.join(said)}" if said else outcome.path)
