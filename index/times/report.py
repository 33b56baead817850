"""The times of a report, block by block: each is placed by the report's date, by the date lines
within it, and by what was told before."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.calendar import Period
from index.text.normalize import aligned
from index.times.grammar import expressions
from index.times.reader import is_a_time, read_times
from index.times.rules import TOLD_ON
from index.times.tokens import Token, tokens_of
from index.times.values import Context, Time
from index.types import Block, Kind, Role

_HELD = 2
"""Blocks without a day of it after which a narrative is over."""
_A_LINE = 12
"""Words; what is shorter may be a head of the page."""
_MANY = 3
_MONTHS_BACK = (60, 305)
"""Days."""
_A_PLACE = 8
"""Words of a place and an agency, at most, beside a date line's day."""
_BESIDE_A_DAY = frozenset({"name", "sign", "comma", "dot", "dash", "stop", "weekday", "slash"})


def report_times(
    text: str, blocks: Sequence[Block], published_on: date | None
) -> dict[int, list[Period]]:
    """The periods that each body block names, by its number; offsets are the report's. What a
    wire's date line states is marked as the day of telling."""
    told = [b for b in blocks if b.role in (Role.BODY, Role.HEADING)]
    words = [tokens_of(aligned(text[b.start : b.end])) for b in told]
    read = [expressions(some) for some in words]
    telling = _Telling(published_on, chronicle=_is_a_chronicle(read, published_on))
    found: dict[int, list[Period]] = {}
    numbers = {id(block): number for number, block in enumerate(blocks)}
    for block, own, some in zip(told, words, read, strict=True):
        within = telling.read(own, some, block)
        if within and block.role is Role.BODY:
            found[numbers[id(block)]] = [period.moved(block.start) for period in within]
    return found


def _is_a_chronicle(read: Sequence[Sequence[Token]], published_on: date | None) -> bool:
    """Whether a report tells of a whole year, so that hardly a day is the next year's: most of the
    days and months without their year are months back, those apart that are nearly a year back
    or not far ahead."""
    if published_on is None:
        return False
    context = Context(published_on, published_on, chronicle=True)
    days = [
        found[0] for some in read for number, t in enumerate(some)
        if isinstance(t.meant, Time) and t.meant.in_year and t.meant.unit in ("day", "month")
        and is_a_time(some, number) and (found := t.meant.days(context))
    ]  # fmt: skip
    gone = [(published_on - day).days for day in days]
    back = [by for by in gone if _MONTHS_BACK[0] < by < _MONTHS_BACK[1]]
    return len(back) >= _MANY and 2 * len(back) >= sum(by < _MONTHS_BACK[1] for by in gone)


@dataclass(slots=True)
class _Telling:
    """What was told so far of a report that came out on a day, and whether it is a `chronicle`."""

    published_on: date | None
    chronicle: bool
    context: Context = field(init=False)
    quiet: int = 0
    still: int = 0

    def __post_init__(self) -> None:
        self.context = Context(self.published_on, self.published_on, chronicle=self.chronicle)

    def read(self, words: list[Token], read: Sequence[Token], block: Block) -> list[Period]:
        """The times of the next block, of its words and of what was read in them."""
        context = self.context
        heads = block.role is Role.HEADING or block.kind is Kind.HEADING
        if heads:
            context.story = context.frame = None
        line = _date_line(read) if block.kind not in (Kind.TABLE_ROW, Kind.KEY_VALUE) else None
        before = context.told_on, context.anchor
        if line is not None and TOLD_ON.applies(True):
            day = line.time.days(context)
            if day is not None:
                context.told_on = context.anchor = day[0]
        periods = read_times(words, read, context, heads=heads)
        if line is not None and line.is_a_wire_s:
            at = read[line.number].start
            periods = [replace(p, of_telling=True) if p.start == at else p for p in periods]
        self._age(periods, len(words))
        if line is not None and not line.lasts:
            context.told_on, context.anchor = before
        return periods

    def _age(self, periods: Sequence[Period], words: int) -> None:
        """Forgets what was spoken of where it is not spoken of any more."""
        self.quiet = 0 if periods else self.quiet + 1
        self.still = 0 if periods else self.still + (words > _A_LINE)
        if self.quiet >= _HELD:
            self.context.story = None
        if self.still >= _HELD:
            self.context.focus = None


@dataclass(frozen=True, slots=True)
class _DateLine:
    """A day, the token of that number, that a block states to be that of its telling.

    `lasts` is whether what follows the block is told on it too, as under a diary's dates, and
    `is_a_wire_s` whether it stands before what is told: VELDEN, March 9 (NW) -
    """

    time: Time
    number: int
    lasts: bool
    is_a_wire_s: bool


def _date_line(read: Sequence[Token]) -> _DateLine | None:
    """The day that heads a block, after a place at most, and that ends it or is set off from what
    it tells by a dash, a colon, or after a place by a stop."""
    number = next(
        (n for n, t in enumerate(read[: _A_PLACE + 1]) if isinstance(t.meant, Time)), None
    )
    if number is None:
        return None
    time, lead = read[number].meant, read[:number]
    if not isinstance(time, Time) or "a_day" not in read[number].kinds or time.relative:
        return None
    if not all(t.kinds & _BESIDE_A_DAY for t in lead) or any(t.meant == ":" for t in lead):
        return None
    rest = read[number + 1 :]
    beside = _BESIDE_A_DAY | {"number"}
    if len(rest) <= _A_PLACE and all(t.kinds & _BESIDE_A_DAY for t in rest):
        return _DateLine(time, number, lasts=True, is_a_wire_s=False)
    placed = any("name" in t.kinds for t in lead)
    for at, token in enumerate(rest[:_A_PLACE]):
        if "dash" in token.kinds:
            return _DateLine(time, number, lasts=True, is_a_wire_s=placed)
        if token.meant == ":" and at == 0:
            return _DateLine(time, number, lasts=False, is_a_wire_s=False)
        if "dot" in token.kinds and placed and at == 0:
            return _DateLine(time, number, lasts=True, is_a_wire_s=True)
        if not token.kinds & beside:
            return None
    return None
