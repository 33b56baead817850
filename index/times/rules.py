"""The rules of times by name, each of which can be switched off."""

from index.rules import Rule, Stage, declare

_ABOUT = {
    "day-number-of-things":
        "A number beside a month is no day where it counts: “in May 24 people”, “Article 5 May”.",
    "day-verbs":
        "In small letters “may” and “march” beside a number are verbs, unless after a preposition.",
    "day-two-readings":
        "Figures that could be two days, such as 03/05/2024, are read as none, and not day first.",
    "day-without-year":
        "A time without its year is of the year that is meant: mostly its nearest return.",
    "day-to-come":
        "Words such as “will” or “due” put a time without its year after the day of writing.",
    "time-days": "A text speaks of the days that it names: 24 May 2024.",
    "time-impossible-days":
        "Of a day that the calendar has not, such as 31 June 2024, month and year are not read.",
    "time-months": "A text speaks of the months that it names: early May 2024.",
    "time-months-alone": "A month without its year is a time: since May.",
    "time-shared-year":
        "A month or season shares the year of the one that follows: in May and June 2024.",
    "time-seasons": "A text speaks of the seasons that it names: the spring of 2024.",
    "time-quarters": "A text speaks of the quarters and halves of a year that it names: Q2 2024.",
    "time-fiscal-years": "A text speaks of the fiscal years that it names: FY2024.",
    "time-weeks": "A text speaks of the weeks of a year that it names by number: epi week 13.",
    "time-years": "A text speaks of the years that it names: 2022-24.",
    "time-decades": "A text speaks of the decades that it names: the late 1990s.",
    "time-since": "What is told since a time lasts until the day of writing.",
    "time-feasts": "A text speaks of the feast days that it names: Christmas 2023.",
    "time-reckoned":
        "A text speaks of times that it reckons from one it names: two days after 24 May.",
    "time-relative":
        "A text speaks of times that it tells by the day of writing: yesterday, over two months.",
    "time-spoken-of": "“The next day” or “that year” is told from the time spoken of before.",
    "time-narrative":
        "A day without its year goes on from the last one with it, where that is long past.",
    "time-told-on":
        "“Today” under a date line within a report, as in a diary or a wire, is that line's day.",
    "time-weekdays":
        "A weekday is the last one up to the day of writing, or the next one where it is to come.",
    "time-parts": "Words beside a time take a part of it: the last weeks of 2024, late last year.",
    "time-names-an-event":
        "A time before a noun tells which event is meant, at some day within: the March election.",
    "time-intervals": "Two times that are joined are the ends of one: from 3 May to 5 June.",
}  # fmt: skip
RULES_OF_TIMES = tuple(declare(name, Stage.INGEST, about) for name, about in _ABOUT.items())
"""All on which depends what times a text tells, for what keeps these."""
_BY_NAME = {rule.name: rule for rule in RULES_OF_TIMES}


def rule_named(name: str) -> Rule:
    """A rule of times by its name."""
    return _BY_NAME[name]


WITHOUT_YEAR, TO_COME = rule_named("day-without-year"), rule_named("day-to-come")
MONTHS_ALONE, SHARED_YEAR = rule_named("time-months-alone"), rule_named("time-shared-year")
SINCE, STORY, TOLD_ON = (
    rule_named("time-since"),
    rule_named("time-narrative"),
    rule_named("time-told-on"),
)
IMPOSSIBLE = rule_named("time-impossible-days")
NAMES_AN_EVENT = rule_named("time-names-an-event")
