"""Where the times of a text lie: each is placed by the day of writing and by what was told before
it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.calendar import Period
from index.times.edtf import written
from index.times.match import names_an_event
from index.times.rules import MONTHS_ALONE, SHARED_YEAR, SINCE, STORY, TO_COME, WITHOUT_YEAR
from index.times.tense import is_ahead
from index.times.tokens import Token
from index.times.values import Context, Days, Time, fixed_day, of_year

_LONG_PAST = 31
"""Days after which a report tells of earlier times."""


def read_times(
    words: list[Token], read: Sequence[Token], context: Context, *, heads: bool = False
) -> list[Period]:
    """The times that a text names, in order of place, of its `words` and of what was `read` in
    them; `context` is left as the text leaves it. A text that `heads` what follows sets the frame
    of that."""
    found: list[Period] = []
    shared = _shared_years(read) | _told_on(read, context)
    for number, token in enumerate(read):
        context.sentence = None if "stop" in token.kinds else context.sentence
        if not isinstance(token.meant, Time) or not is_a_time(read, number):
            continue
        time = shared.get(number, token.meant)
        period = _placed(time, token, read, number, words, context)
        if period is not None:
            _remember(time, period, context, frames=heads or _frames(read, number))
            found.append(period)
    return found


def _told_on(read: Sequence[Token], context: Context) -> dict[int, Time]:
    """Takes the day of writing from where a text says which it is, "this morning (7 May)", and
    gives what says so, by its number: it is no later than that of the report."""
    told: dict[int, Time] = {}
    for number, (token, sign, other) in enumerate(
        zip(read, read[1:], read[2:], strict=False), start=2
    ):
        if not (isinstance(token.meant, Time) and isinstance(other.meant, Time)):
            continue
        beside = sign.meant in ("(", ",") and token.meant.now and "a_day" in other.kinds
        known = replace(context, reach=0, to_come=False)
        if beside and not other.meant.relative and (days := other.meant.days(known)):
            context.told_on = days[0]
            told[number] = fixed_day(days[0])
    return told


def _placed(
    time: Time,
    token: Token,
    read: Sequence[Token],
    number: int,
    words: Sequence[Token],
    context: Context,
) -> Period | None:
    """Where a time lies, in view of what was told before."""
    if not (time.stated or time.relative) and not WITHOUT_YEAR.applies(True):
        return None
    context.since = number > 0 and _is_since(read, number)
    context.to_come = TO_COME.applies(
        not time.stated and not context.since and is_ahead(words, token.start, token.end)
    )
    days = time.days(context)
    if days is None:
        return None
    begun = None
    if (
        context.since
        and context.anchor is not None
        and days[1] < context.anchor
        and SINCE.applies(True)
    ):
        days, begun = (days[0], context.anchor), days[1]
    edtf = written(days[0], begun or days[1], time.unit, about=time.about, still=begun is not None)
    return Period(
        token.start, token.end, *days, time.stated, begun, edtf, recurs=time.in_year is not None,
        of_event=names_an_event(read, number), ends=tuple(_ends(time, days, context)),
    )  # fmt: skip


def _ends(time: Time, days: Days, context: Context) -> Iterator[Period]:
    """The two times of which one is what lies between."""
    for (start, end, meant), day in zip(time.ends, days, strict=False):
        known = of_year(meant, day.year) or meant
        found = known.days(replace(context))
        if found is not None:
            yield Period(start, end, *found, meant.stated, edtf=written(*found, meant.unit))


def _remember(time: Time, period: Period, context: Context, *, frames: bool) -> None:
    """Notes what was spoken of last, and the day or the frame that a narrative is at."""
    last = period.begun or period.last
    context.focus, context.focus_unit = (period.first, last), time.unit
    if frames and period.days > 1:
        context.sentence = period.first, last
    past = context.anchor is None or (context.anchor - last).days > _LONG_PAST
    ahead = context.anchor is not None and period.first > context.anchor
    if not (past or ahead) or time.relative or not STORY.applies(True):
        return
    if ahead:
        later = time.unit in ("day", "month") and not context.chronicle
        context.story = period.first if later else context.story
    elif time.unit == "day" and (time.stated or context.story or context.frame):
        context.story = period.first
    elif time.stated and frames:
        context.frame = period.first, last


def _frames(read: Sequence[Token], number: int) -> bool:
    """Whether a time begins a sentence, so that what follows is told of it."""
    lead = number - 1 if number and read[number - 1].kinds & {"within", "lead"} else number
    return lead == 0 or "stop" in read[lead - 1].kinds


def _is_since(read: Sequence[Token], number: int) -> bool:
    before = [t.kinds for t in read[max(0, number - 2) : number]]
    return "since" in before[-1] or (
        len(before) == 2 and "since" in before[0] and "the" in before[1]
    )


def _shared_years(read: Sequence[Token]) -> dict[int, Time]:
    """Times that lack their year and stand in one list with a time that has it: "in May, June and
    July 2024"."""
    shared: dict[int, Time] = {}
    known: tuple[int, Days, str] | None = None
    for number in range(len(read) - 1, -1, -1):
        meant = read[number].meant
        if not isinstance(meant, Time):
            continue
        if meant.in_year is None:
            days = meant.days(Context(None, None)) if meant.stated else None
            known = (number, days, meant.unit) if days else None
        elif known is not None and _are_listed(read, number, known[0]):
            time = _before_in(meant, known[1])
            if time is not None and SHARED_YEAR.applies(True):
                shared[number] = time
                days = time.days(Context(None, None))
                known = (number, days, meant.unit) if days else None
        else:
            known = None
    return shared


def _before_in(time: Time, next_one: Days) -> Time | None:
    same = of_year(time, next_one[0].year)
    days = same.days(Context(None, None)) if same else None
    return of_year(time, next_one[0].year - 1) if days and days[0] > next_one[0] else same


def _are_listed(read: Sequence[Token], number: int, other: int) -> bool:
    between = [t.kinds for t in read[number + 1 : other]]
    return 0 < len(between) <= 3 and all(kinds & _JOINS for kinds in between)


_JOINS = frozenset({"comma", "and", "to", "dash", "the", "early", "amp", "slash"})


def is_a_time(read: Sequence[Token], number: int) -> bool:
    """Whether what may be a time is one: the months that are names and verbs too, and the seasons
    that may be any year's, only where the words beside them say so."""
    token = read[number]
    time = token.meant
    before = read[number - 1] if number else None
    after = read[number + 1] if number + 1 < len(read) else None
    if (
        not isinstance(time, Time)
        or time.in_year is None
        or token.kinds & {"a_day", "a_week", "a_quarter", "a_half", "a_span"}
    ):
        return isinstance(time, Time)
    led = before is not None and bool(before.kinds & {"within", "lead"})
    if "a_season" in token.kinds:
        bounds = before is not None and bool(before.kinds & {"bound"})
        return (bounds or _the_of(read, number)) and not (after is not None and "of" in after.kinds)
    if not MONTHS_ALONE.applies(True):
        return False
    named = [t for t in (before, after) if t is not None and "name" in t.kinds and not led]
    return led or not (named or token.end - token.start <= 4 or _is_first(before))


def _is_first(before: Token | None) -> bool:
    return before is None or "stop" in before.kinds


def _the_of(read: Sequence[Token], number: int) -> bool:
    """Whether "in the", "during the" and the like stand before."""
    return (
        number > 1
        and "the" in read[number - 1].kinds
        and bool(read[number - 2].kinds & {"within", "lead"} - {"the"})
    )
