"""Days in addresses and names of files, and which addresses are a report's own."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index.rules import Stage, always, declare
from index.times.dates import MONTH_NAME, YEAR_BESIDE_NUMBERS, resolve
from index.types import Block, Metadata

_YEAR = rf"(?P<year>{YEAR_BESIDE_NUMBERS})"
_IN_ADDRESS = (
    re.compile(rf"(?<!\d){_YEAR}[-/_.](?P<m>\d{{1,2}})[-/_.](?P<day>\d{{1,2}})(?!\d)"),
    re.compile(rf"{MONTH_NAME}[-_](?P<day>\d{{1,2}})[-_]{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[-_]{MONTH_NAME}[-_]{_YEAR}", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<m>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
)
ADDRESS = re.compile(r"https?://\S+")
_OWN_ADDRESS_LINE = re.compile(
    r"[^\n]{0,40}\b(?:full|original|report|source)\b[^\n]{0,40}https?://\S+\W{0,3}", re.IGNORECASE
)
_LINE_AT_MOST = 2000

OWN_ADDRESS = declare(
    "date-own-address", Stage.INGEST,
    "A date line is sure where the report's own address names the same day.",
)  # fmt: skip


def days_in_address(address: str) -> Iterator[date]:
    """The days that an address or the name of a file names."""
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(address):
            mention = resolve(match, None)
            if mention is not None:
                yield mention.days[0]


@OWN_ADDRESS.governs(without=always(frozenset[date]()))
def own_days(
    text: str, blocks: Sequence[Block], metadata: Metadata, today: date
) -> frozenset[date]:
    """Days in addresses that are the report's: its stated one, one that the text begins with, as
    what was copied from there does, and lines that give it in full."""
    addresses = [metadata.url or "", metadata.own_path or ""]
    begins_with = ADDRESS.match(text, blocks[0].start, blocks[0].end) if blocks else None
    addresses += [begins_with[0]] if begins_with is not None else []
    for block in blocks:
        end = min(block.end, block.start + _LINE_AT_MOST)
        if _OWN_ADDRESS_LINE.fullmatch(text, block.start, end):
            addresses += ADDRESS.findall(text, block.start, block.end)
    return frozenset(day for a in addresses for day in days_in_address(a) if day <= today)
