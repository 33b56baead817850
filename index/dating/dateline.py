"""What a date that stands in the head or the foot of a report is worth, beside what its text tells
of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.calendar import day_in_words, month_in_words
from index.dating.candidates import A_DAY, A_YEAR, SOON, Candidate
from index.dating.chances import Chance
from index.dating.entries import heads_the_page, joined
from index.dating.later_entries import last_entry
from index.dating.told import DaysTold, days_told
from index.edtf import either_edtf
from index.rules import Stage, declare
from index.types import Block, Confidence, DateSource, ReportDate

FRESH = timedelta(days=14)
"""A dated report tells of something at most this much older; beyond, its date is less sure."""
STALE = timedelta(days=31)
"""A masthead date this much later than the latest event told is the page's, not the report's."""
SURE, FAIR, LIKELY = 0.9, 0.7, 0.5
"""From these probabilities on a date of the text is trusted as it stands, with less confidence, or
at all."""
_AGREES, _NEARLY = 0.05, LIKELY
"""So likely must one be that the report's own address names too, or the day beside it: what is told
in the report may be a day older."""
POSSIBLE = 0.1
"""A later date so likely may be the report's too: it was not out for certain before then."""

MASTHEAD = declare(
    "date-masthead", Stage.INGEST,
    "A day with its weekday above all else may be that of printing: the text must bear it out.",
)  # fmt: skip
UPDATE = declare(
    "date-of-an-update", Stage.INGEST,
    "A date line that speaks of an update is not the first to be believed.",
)  # fmt: skip
OUTRANKS = declare(
    "date-update-in-head", Stage.INGEST,
    "The day of an update that heads a page dates it before an earlier day told below.",
)  # fmt: skip
NO_YEAR = declare(
    "date-line-without-year", Stage.INGEST,
    "A date line without its year is of the first such day after the latest that the text names.",
)  # fmt: skip
BEFORE_EVENTS = declare(
    "date-before-events", Stage.INGEST,
    "A date is doubted where the text tells of later days as past.",
)  # fmt: skip
SAID_LATER = declare(
    "date-said-later", Stage.INGEST,
    "A line that says that it has the report's date outranks an earlier one that says nothing.",
)  # fmt: skip
AFTER_EVENTS = declare(
    "date-long-after-events", Stage.INGEST,
    f"A date line is less sure where the text tells of nothing in the {FRESH.days} days before it.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """The text that dates are weighed by, and the day after which nothing is believed."""

    text: str
    blocks: Sequence[Block]
    today: date

    def tells(self, day: date, behind: int = -1) -> DaysTold:
        """What is told behind a block, as seen from a day."""
        return days_told(self.text, self.blocks[behind + 1 :], day, self.today)


def own_dateline(chances: Sequence[Chance], own: Collection[date]) -> Chance | None:
    """The date that the report states of itself in its text, with how sure that is; None where none
    is likely. `own` are the days in the report's own address.

    One of an update is taken where no other is likely; one whose year was inferred from days long
    before gives way to one that states it, and one that lies just before the latest day told is of
    what is told.
    """
    chances = [chance for chance in chances if "no year, told" not in chance.candidate.signs]
    for apart, at_least in ((timedelta(0), _AGREES), (A_DAY, _NEARLY)):
        for chance in chances:
            if chance.probability >= at_least and _agrees(chance, own, apart):
                return replace(chance, probability=1.0)
    chances = joined(chances)
    updates = [chance for chance in chances if is_update(chance.candidate)]
    left = 1.0 - sum(chance.probability for chance in updates)
    with_year = any(_has_a_year(chance) for chance in chances)
    for chance in chances:
        passed_over = with_year and "no year, later" in chance.candidate.signs
        if not (is_update(chance.candidate) or passed_over) and _is_taken(chance, left):
            update = next((one for one in updates if _outranks(one, chance)), None)
            taken = next((one for one in chances if _is_said_later(one, chance)), chance)
            return update or replace(taken, probability=taken.probability / left)
    return chances[0] if chances and _is_taken(chances[0], 1.0) else None


def _is_said_later(one: Chance, other: Chance) -> bool:
    """Whether a line says that it has the report's date, a later one than another that is not
    clear and says nothing of itself: a judgment is dated after its hearing."""
    said, plain = one.candidate, other.candidate
    is_said = said.label == "publication" and said.form == "labelled" and said.expression.is_day
    unclear = not plain.label and other.probability < FAIR
    likely = is_said and unclear and one.probability >= POSSIBLE and said.day > plain.day
    return likely and SAID_LATER.applies(True)


def _outranks(update: Chance, other: Chance) -> bool:
    """Whether the day of an update that heads a page dates it before an earlier day that is told
    below: it may be the only one that is given of the report."""
    above, below = update.candidate, other.candidate
    is_own = below.is_above_text or below.form == "alone" or below.label == "publication"
    heads = above.is_short and above.is_above_text and update.probability >= other.probability
    return OUTRANKS.applies(heads and not is_own and above.day >= below.day)


def _has_a_year(chance: Chance) -> bool:
    """Whether a date states its year and may well be the report's: then none is put in the place of
    it whose year was inferred from days long before."""
    return chance.candidate.expression.stated_year and chance.probability >= POSSIBLE


def _is_taken(chance: Chance, of: float) -> bool:
    """Whether a date is likely enough to be the report's: more so in a sentence, which tells it."""
    return chance.probability >= of * (LIKELY if chance.candidate.is_short else FAIR)


def _agrees(chance: Chance, own: Collection[date], apart: timedelta) -> bool:
    """Whether the report's own address bears a day out, or one so far from it: time zones are what
    they are."""
    day = chance.candidate.day
    is_day = chance.candidate.expression.is_day
    return is_day and any(abs(day - other) <= apart for other in own)


def is_update(candidate: Candidate) -> bool:
    """Whether a date is said to be that of an update."""
    return UPDATE.applies(candidate.label == "update" and candidate.expression.is_day)


def weigh_dateline(chance: Chance, body: Body) -> ReportDate:
    """What a date line is worth, beside what the text below it tells."""
    candidate, confidence = chance.candidate, confidence_of(chance)
    if candidate.expression.edtf is not None:
        return _of_no_day(chance, body)
    unclear = "the text does not make clear that this is its own date"
    note = unclear if confidence is Confidence.LOW else None
    dated = ReportDate(candidate.day, DateSource.BYLINE, confidence, note)
    if chance.probability >= 1.0:
        return dated
    told = body.tells(candidate.day, candidate.block)
    later = max(told.later, default=None)
    if later is not None and BEFORE_EVENTS.applies(not _is_of_an_entry(later, candidate, body)):
        return _doubted(candidate.day, later)
    if MASTHEAD.applies(candidate.is_masthead):
        return _weigh_masthead(candidate.day, told)
    if is_update(candidate):
        note = "the page gives only the day of an update"
        return replace(dated, confidence=Confidence.MEDIUM, note=note, date_modified=candidate.day)
    latest = told.latest(candidate.day)
    if latest is not None and AFTER_EVENTS.applies(candidate.day - latest > FRESH):
        note = f"the latest event told is of {day_in_words(latest)}"
        return replace(dated, confidence=_at_most_medium(dated), note=note)
    return dated


def _is_of_an_entry(later: date, first: Candidate, body: Body) -> bool:
    """Whether a later day that is told can be told by an entry below the first, of a diary."""
    heads = heads_the_page(first)
    last = last_entry(body.text, body.blocks, first.day, body.today, None, heads_page=heads)
    return last is not None and later <= last


def without_year(own: Chance, latest: date) -> ReportDate:
    """The date of a line without its year, as of a wire or an update.

    Its year is that of its first return after the latest day told. Soon after, that can hardly be
    wrong.
    """
    day, soon = own.candidate.day, own.candidate.day - latest <= SOON
    note = "the date line leaves out the year, which is that of the latest day named"
    if not soon:
        note = (
            "the date line leaves out the year; it is taken to be the first such day after "
            f"{day_in_words(latest)}, the latest that the text names with its year"
        )
    sure = soon and own.probability >= FAIR
    return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM if sure else Confidence.LOW, note)


def confidence_of(chance: Chance) -> Confidence:
    """How far a date of the text can be trusted by itself; one in a sentence may as well be that of
    what it tells."""
    if chance.probability >= SURE:
        return Confidence.HIGH
    if chance.candidate.form == "running":
        return Confidence.LOW
    return Confidence.MEDIUM if chance.probability >= FAIR else Confidence.LOW


def _at_most_medium(dated: ReportDate) -> Confidence:
    low = dated.confidence is Confidence.LOW
    return Confidence.LOW if low else Confidence.MEDIUM


def _of_no_day(chance: Chance, body: Body) -> ReportDate:
    """The date of a month, or of figures that can be read as two days."""
    expression, sure = chance.candidate.expression, chance.probability >= SURE
    if expression.other is None:
        note = f"the report gives only the month, {month_in_words(expression.first)}"
        return ReportDate(
            source=DateSource.BYLINE, note=note, published_edtf=expression.edtf,
            confidence=Confidence.MEDIUM if sure else Confidence.LOW,
        )  # fmt: skip
    return of_two_days(expression.first, expression.other, DateSource.BYLINE, body)


def of_two_days(one: date, other: date, source: DateSource, body: Body) -> ReportDate:
    """The date of figures that can be read as two days: that of them which the text bears out."""
    possible = [day for day in (one, other) if day <= body.today and not body.tells(day).later]
    if len(possible) == 1:
        wrong = other if possible[0] == one else one
        note = (
            f"its figures can also be read as {day_in_words(wrong)}, which does not fit what the "
            "text tells"
        )
        return ReportDate(possible[0], source, Confidence.MEDIUM, note)
    note = f"its figures can be read as {day_in_words(one)} and as {day_in_words(other)}"
    return ReportDate(None, source, Confidence.MEDIUM, note, published_edtf=either_edtf(one, other))


def _doubted(day: date, later: date) -> ReportDate:
    """A date before what the text tells. Years before, it is the story's and not the report's."""
    if later - day <= A_YEAR:
        note = f"the text tells of {day_in_words(later)}, which is after the date that heads it"
        return ReportDate(day, DateSource.BYLINE, Confidence.LOW, note)
    note = (
        f"the {day_in_words(day)} that heads the report is long before the {day_in_words(later)} "
        "that it tells of: it came out on or after that day"
    )
    return ReportDate(later, DateSource.TEXT, Confidence.LOW, note)


def _weigh_masthead(day: date, told: DaysTold) -> ReportDate:
    """A masthead changes with the day of printing, so the text must bear it out.

    A day without its year is resolved by the very date in doubt. So where older days are told,
    such days bear it out only if they are the more, and not fully if each stated year is older.
    """
    old = {d for d in told.stated + told.inferred if day - d > STALE}
    near = {d for d in told.inferred if day - d <= STALE}
    borne_out = any(day - d <= STALE for d in told.stated)
    latest = told.latest(day)
    if not borne_out and old and len(near) <= len(old):
        latest = max(old)
    if latest is None:
        note = "the page is headed with this date, as mastheads are"
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, note)
    note = f"the latest event told is of {day_in_words(latest)}"
    if day - latest > STALE:
        note += (
            f", and the {day_in_words(day)} that heads the page is {(day - latest).days} days "
            "later: the page's date, not the report's, which came out on or soon after that event"
        )
        return ReportDate(latest, DateSource.TEXT, Confidence.LOW, note, page_date=day)
    if AFTER_EVENTS.applies(day - latest > FRESH) or (told.stated and not borne_out):
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, note)
    return ReportDate(day, DateSource.BYLINE, Confidence.HIGH)
