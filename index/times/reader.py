"""Reading the times of a text: the rules of its language one after the other, then each time placed
by what was told before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from index.calendar import Period
from index.rules import Rule
from index.times import calendar_times, parts, relative_times
from index.times.edtf import written
from index.times.lexicon import UNITS, english
from index.times.match import Match, names_an_event
from index.times.rules import (
    IMPOSSIBLE,
    MONTHS_ALONE,
    SHARED_YEAR,
    SINCE,
    STORY,
    TO_COME,
    WITHOUT_YEAR,
    rule_named,
)
from index.times.tense import is_ahead
from index.times.tokens import Token
from index.times.values import Context, Days, Time, of_year

_MODULES: Sequence[ModuleType] = (calendar_times, relative_times, parts)
_OF_DAYS = frozenset(
    {"time-days", "day-number-of-things", "day-verbs", "day-two-readings", "time-impossible-days"}
)  # fmt: skip
_LONG_PAST = 31
"""Days after which a report tells of earlier times."""
_NOTHING = frozenset({"void"})
_IMPOSSIBLE = frozenset({"impossible"})


@dataclass(frozen=True, slots=True)
class Read:
    """A time that a text names, at the tokens `start:end`."""

    token: Token
    time: Time
    number: int


def expressions(tokens: list[Token], *, days_alone: bool = False) -> list[Token]:
    """The words of a text after all that tells a time was made one token each; or, of `days_alone`,
    what names days with their month."""
    read = tokens
    if all(t.kinds.isdisjoint(_TELLS) for t in tokens):
        return read
    codes = "".join(t.code for t in read)
    for row in english().rows:
        if days_alone and row.switch not in _OF_DAYS:
            break
        found = [m for m in row.pattern.finditer(codes) if m.end() > m.start()]
        if found:
            read = _replaced(read, [m.span() for m in found], row.means, rule_named(row.switch))
            codes = "".join(t.code for t in read)
    return read


_TELLS = frozenset(
    {"month", "short_month", "small_month", "weekday", "short_weekday", "year", "date", "two_readings",
     "month_year", "decade", "fiscal_code", "quarter_code", "feast", "season", "unit", "units", "today", "instant",
     "ordinal_day", "clock", "impossible", "_date"}
)  # fmt: skip


def _replaced(
    tokens: list[Token], spans: Sequence[tuple[int, int]], means: str, rule: Rule
) -> list[Token]:
    """The tokens with what a rule reads in each of the spans in their place."""
    out: list[Token] = []
    at = 0
    for start, end in spans:
        one = _one(Match(tokens, start, end), means)
        if one is None or not rule.applies(True):
            continue
        out += [*tokens[at:start], one]
        at = end
    return [*out, *tokens[at:]] if at else tokens


def _one(match: Match, means: str) -> Token | None:
    """What a rule makes of what it has matched; None where it is nothing of the kind."""
    first, last = match.tokens[match.start], match.tokens[match.end - 1]
    if means == "nothing":
        kinds, meant = _NOTHING, ""
    else:
        time = MEANINGS[means](match)
        if time is None:
            if means != "days" or not IMPOSSIBLE.applies(True):
                return None
            kinds, meant = _IMPOSSIBLE, ""
        else:
            more = {"yearly"} if time.in_year else {"stated"} if time.stated else set()
            kinds, meant = (
                frozenset({"time", f"a_{time.unit if time.unit in UNITS else 'span'}", *more}),
                time,
            )
    return Token(first.start, last.end, kinds, english().code(kinds), meant)


MEANINGS = {
    name: getattr(module, name)
    for module in _MODULES
    for name in dir(module)
    if callable(getattr(module, name)) and not name.startswith("_")
}  # fmt: skip


def read_times(
    words: list[Token], read: Sequence[Token], context: Context, *, heads: bool = False
) -> list[Period]:
    """The times that a text names, in order of place, of its `words` and of what was `read` in them;
    `context` is left as the text leaves it. A text that `heads` what follows sets the frame of
    that."""
    found: list[Period] = []
    shared = _shared_years(read)
    _told_on(read, context)
    for number, token in enumerate(read):
        if not isinstance(token.meant, Time) or not _is_a_time(read, number):
            continue
        time = shared.get(number, token.meant)
        period = _placed(time, token, read, number, words, context)
        if period is not None:
            _remember(time, period, context, frames=heads or _frames(read, number))
            found.append(period)
    return found


def _told_on(read: Sequence[Token], context: Context) -> None:
    """Takes the day of writing from where a text says which day today is: "this morning (7 May)"."""
    for token, sign, other in zip(read, read[1:], read[2:], strict=False):
        if not (isinstance(token.meant, Time) and isinstance(other.meant, Time)):
            continue
        beside = sign.meant in ("(", ",") and token.meant.now and "a_day" in other.kinds
        if beside and not other.meant.relative and (days := other.meant.days(context)):
            context.told_on = days[0]


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
    return Period(
        token.start, token.end, *days, time.stated, begun,
        edtf=written(days[0], begun or days[1], time.unit, about=time.about, still=begun is not None),
        recurs=time.in_year is not None, ends=tuple(_ends(time, days, context)), of_event=names_an_event(read, number),
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
    past = context.anchor is None or (context.anchor - last).days > _LONG_PAST
    ahead = context.anchor is not None and period.first > context.anchor
    if not (past or ahead) or time.relative or not STORY.applies(True):
        return
    if ahead:
        context.story = period.first if time.unit in ("day", "month") else context.story
    elif time.unit == "day" and (time.stated or context.story or context.frame):
        context.story = period.first
    elif time.stated and frames:
        context.frame = period.first, last


def _frames(read: Sequence[Token], number: int) -> bool:
    """Whether a time stands at the beginning of a sentence, so that what follows is told of it."""
    lead = number - 1
    if lead < 0 or not read[lead].kinds & {"within", "lead"}:
        return False
    return lead == 0 or bool(read[lead - 1].kinds & {"stop"})


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


def _is_a_time(read: Sequence[Token], number: int) -> bool:
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
    short = read[number]
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
