"""Numbers and times as a workbook shows them. After the number formats of ECMA-376, 18.8.31.

A date is shown as 2024-05-03 or 3 May 2024, whichever order of figures the format has: that of a
sheet made elsewhere would be read as another day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]?|\[[^\]]*\]?'
    r"|(?P<digits>[0#?](?:[0#?,]*[0#?])?(?:\.[0#?]*)?|\.[0#?]+)(?P<thousands>,*)(?P<power>E[+-]0+)?"
    r"|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTIONS = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]?|[^;])*')
_IN_TIMES = re.compile(r'"[^"]*"?|\\.|\[\$[^\]]*\]?')
_MINUTES = re.compile(r"(?<!h)h++[^a-z]*+m++|(?<!m)m++[^a-z]*+s++")
"""Letters that are a month's elsewhere: behind hours or before seconds."""
_LONGEST = 15
"""Significant digits that a workbook keeps."""
_SHOWN_GENERALLY = 10
"""Significant digits that a cell without a format has room for."""


@dataclass(frozen=True, slots=True)
class _Digits:
    """Where the digits of a number go: how many at least before and after the point, how many at
    most after it, whether thousands are parted, and by how much it is divided."""

    whole: int
    least: int
    most: int
    grouped: bool
    divided: int
    power: str


def format_number(value: float, form: str) -> str:
    """A number as it is shown in this format; in few digits where the format is not known."""
    sections = [s for s in _SECTIONS.findall(form) if s] or ["General"]
    chosen, bare = _chosen(value, sections)
    if "general" in chosen.lower() or "/" in _IN_TIMES.sub("", chosen) or "@" in chosen:
        return _general(value)
    tokens = list(_TOKEN.finditer(chosen))
    places = [token for token in tokens if token["digits"]]
    if len(places) > 1:
        return _general(value)
    hundredfold = 2 * sum(token["percent"] is not None for token in tokens)
    words = ""
    for token in tokens:
        literal = token["quoted"] or token["escaped"] or token["currency"] or token["other"] or ""
        if token["digits"]:
            literal = _digits(Decimal(repr(abs(value))).scaleb(hundredfold), _places(token))
        words += "%" if token["percent"] else literal
    sign = "-" if value < 0 and not bare else ""
    return f"{sign}{' '.join(words.split())}"


def _chosen(value: float, sections: list[str]) -> tuple[str, bool]:
    """The section of a format that a number is shown by, and whether this shows the sign itself."""
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _places(token: re.Match[str]) -> _Digits:
    whole, _, after = token["digits"].partition(".")
    return _Digits(
        whole.count("0"), after.count("0"), len(after), "," in whole,
        len(token["thousands"] or ""), token["power"] or "",
    )  # fmt: skip


def _digits(value: Decimal, places: _Digits) -> str:
    value = value.scaleb(-3 * places.divided)
    if places.power:
        return f"{float(value):.{places.most}E}"
    try:
        rounded = value.quantize(Decimal(1).scaleb(-places.most), ROUND_HALF_UP)
    except InvalidOperation:
        return _general(float(value))
    whole, _, after = f"{rounded:f}".partition(".")
    whole = "" if whole == "0" and not places.whole else whole.zfill(places.whole)
    after = after[: places.least] + after[places.least :].rstrip("0")
    whole = f"{int(whole):,}" if places.grouped and whole else whole
    return f"{whole}.{after}" if after else whole


def _general(value: float) -> str:
    """A number without a format: whole ones in full, others in as many digits as a cell has."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**_LONGEST):
        return str(int(value))
    shown = f"{value:.{_SHOWN_GENERALLY}g}"
    return f"{Decimal(shown):f}" if 1e-5 < abs(value) < 10**_LONGEST else shown


def format_time(value: datetime | date | time | timedelta, form: str) -> str:
    """A day, a time of day or a length of time, with what of it the format shows."""
    letters = _IN_TIMES.sub("", form).lower()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    clock = ""
    if "h" in letters or "s" in letters or isinstance(value, time):
        moment = value if isinstance(value, time) else _clock_of(value)
        clock = moment.isoformat("seconds" if "s" in letters else "minutes")
    if isinstance(value, time):
        return clock
    return " ".join(part for part in (_day(value, letters), clock) if part)


def _clock_of(value: datetime | date) -> time:
    return value.time() if isinstance(value, datetime) else time()


def _day(value: date, letters: str) -> str:
    months = _MINUTES.sub("", letters)
    has_day, has_month, has_year = "d" in letters, "m" in months, "y" in letters
    if has_day and has_month and "mmm" not in months:
        return value.strftime("%Y-%m-%d") if has_year else f"{value.day} {value:%B}"
    parts = [str(value.day)] if has_day else []
    parts += [f"{value:%B}"] if has_month else []
    parts += [str(value.year)] if has_year else []
    return " ".join(parts) or value.strftime("%Y-%m-%d")
