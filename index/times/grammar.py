"""The grammar of times: the rules of a language tried on a text, one after the other."""

from collections.abc import Sequence
from types import ModuleType

from index.rules import Rule
from index.times import calendar_times, parts, relative_times
from index.times.lexicon import UNITS, english
from index.times.match import Match
from index.times.rules import IMPOSSIBLE, rule_named
from index.times.tokens import Token

_MODULES: Sequence[ModuleType] = (calendar_times, relative_times, parts)
_OF_DAYS = frozenset(
    {"time-days", "day-number-of-things", "day-verbs", "day-two-readings", "time-impossible-days"}
)  # fmt: skip
_NOTHING = frozenset({"void"})
_IMPOSSIBLE = frozenset({"impossible"})


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
    {"month", "short_month", "small_month", "weekday", "short_weekday", "year", "date",
     "two_readings", "month_year", "decade", "fiscal_code", "quarter_code", "feast", "season",
     "unit", "units", "today", "instant", "ordinal_day", "clock", "impossible", "_date"}
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
