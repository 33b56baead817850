"""Tasks of asking and reading."""

from bench.tasks.hands import Hands, NotSeen
from bench.tasks.reports import COST
from bench.tasks.task import Task


def open_a_citation(user: Hands) -> None:
    user.open()
    user.ask(COST)
    user.click("#thread .answer .marker", "the marker")
    user.sees("#reader mark.quote", "4.2 million euros")


def ask_on_a_phone(user: Hands) -> None:
    user.open()
    user.ask("Why was the Kessel bridge closed to lorries?")
    user.click("#thread .answer .marker", "the marker")
    user.sees("#reader mark.quote", "cracks in two of")


def ask_as_of_a_day(user: Hands) -> None:
    user.open()
    user.ask("As of 1 June 2024, when are lorries back on the Kessel bridge?")
    user.sees("#thread .window", "1 June 2024")
    if "16 September" in user.page.locator("#thread .answer").inner_text():
        raise NotSeen("the answer is from a later report")


def filter_and_share(user: Hands) -> None:
    user.open()
    filters = user.page.locator("#filters")
    user.choose(filters.locator("[name=publisher]"), "Lesk Gazette", "the publisher")
    user.click("#filters summary", "“Published any time”")
    user.button("Mar 2024")
    user.ask("What happened to the Kessel bridge?")
    user.sees("#thread .window", "Publisher: Lesk Gazette")
    user.steps.append("copy the address")
    address = user.page.url
    if "from=2024-03-01" not in address or "publisher=Lesk" not in address:
        raise NotSeen("the address has not the filters")


def see_a_course(user: Hands) -> None:
    user.open()
    user.ask("How did the area burned by the Hald fire change over time?")
    user.click(user.page.locator("#thread .step").nth(1), "the second value")
    user.sees("#reader mark.quote", "340 hectares")


def sum_up_a_report(user: Hands) -> None:
    user.open()
    user.click("#timeline .dot", "a mark on the line of time")
    user.button("Summarise it")
    user.answered(0)
    user.sees("#thread .note", "leading sentences")


def follow_a_refusal(user: Hands) -> None:
    user.open()
    user.ask("Who designed the opera house of Lesk?")
    user.sees("#thread .refusal", "No answer")
    user.click("#thread .tries .chip", "the first suggestion")
    user.answered(1)
    user.sees("#thread .turn:last-child .answer")


def follow_up(user: Hands) -> None:
    user.open()
    user.ask("What did Ilse Brandt say about the piers?")
    user.ask("And Jan Olsen?")
    user.sees("#thread .turn:last-child", "900 lorries")


def find_all(user: Hands) -> None:
    user.open()
    user.ask("How many reports mention the Kessel bridge?")
    with user.saving() as saved:
        user.button("Save as a table (CSV)")
    text = (user.folder / saved[0].suggested_filename).read_text("utf-8")
    if len(text.splitlines()) < 5:
        raise NotSeen("the table has not all reports")


def switch_language(user: Hands) -> None:
    user.open()
    user.ask(COST)
    with user.page.expect_navigation():
        user.choose(user.page.get_by_label("Language of the page"), "de", "Deutsch")
    user.sees("#tabs [role=tab]", "Berichte")
    user.sees("#thread .when time", "10. September 2024")


TASKS = (
    Task("ask and open the citation", "desk-light", open_a_citation),
    Task("ask on a phone, and read the report", "phone-dark", ask_on_a_phone),
    Task("ask as of a day", "desk-dark", ask_as_of_a_day),
    Task("filter by period and publisher, and share it", "desk-light", filter_and_share, first=8),
    Task("see the course of a figure", "desk-dark", see_a_course),
    Task("have a report summed up", "phone-light", sum_up_a_report),
    Task("be refused, and take what is suggested", "phone-light", follow_a_refusal),
    Task("ask a further question", "phone-dark", follow_up),
    Task("find all reports on something, as a table", "desk-light", find_all),
    Task("switch the language", "phone-light", switch_language),
)
