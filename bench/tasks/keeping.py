"""Tasks of handing something in, of being told, and of keeping watch over answers."""

from zipfile import ZipFile

from bench.tasks.hands import Hands, NotSeen
from bench.tasks.reports import AUDIT, COST, DRAFT, FIRST
from bench.tasks.task import Task
from tests.ui.serving import wait_until
from tests.ui.slack_world import command, words
from tests.ui.socket_world import listening


def hand_in_word(user: Hands) -> None:
    user.open()
    user.ask(COST)
    with user.saving() as saved:
        user.button("As Word")
    with ZipFile(user.folder / saved[0].suggested_filename) as packed:
        if b"Lesk Gazette" not in packed.read("word/footnotes.xml"):
            raise NotSeen("the footnote does not name the report")


def export_bibtex(user: Hands) -> None:
    user.open()
    user.ask(COST)
    user.click("#header .menu summary", "“Export”")
    with user.saving() as saved:
        user.button("BibTeX")
    if "2024-09-10" not in (user.folder / saved[0].suggested_filename).read_text("utf-8"):
        raise NotSeen("the reference has not the day")


def check_a_draft(user: Hands) -> None:
    user.open()
    user.tab("Check a text")
    user.fill(user.page.get_by_label("Your text"), DRAFT, "the text")
    user.click("#check", "“Check”")
    user.sees("#checked .supported", "4.2 million")
    user.sees("#checked .count", "3 sentences")


def be_alerted(user: Hands) -> None:
    user.has_reports(FIRST)
    user.run(f'dateline standing add "{COST}"', "4.2 million")
    user.write("reports/audit.md", AUDIT)
    user.run("dateline ingest reports", "audit.md")
    user.run("dateline standing run", "4.2 million", "5.1 million")


def judge_and_calibrate(user: Hands) -> None:
    user.has_reports(FIRST)
    with user.serving():
        user.open()
        for question in (COST, "When was the Kessel bridge closed to lorries?"):
            user.ask(question)
            user.click(user.page.get_by_label("Helpful", exact=True).last, "the thumb up")
            user.sees("#thread .turn:last-child .thanks")
    user.run("dateline calibrate", "Kept with the index", "Too few to rely on")


def keep_a_receipt(user: Hands) -> None:
    user.has_reports(FIRST)
    with user.serving():
        user.open()
        user.ask(COST)
        with user.saving() as saved:
            user.button("Receipt")
        user.has_reports({"audit.md": AUDIT})
        user.run(f"dateline replay {saved[0].suggested_filename}", "5.1 million", code=3)


def set_up_slack(user: Hands) -> None:
    """The steps on Slack's own pages, by docs/slack.md, are not among those counted."""
    user.has_reports(FIRST)
    with listening() as slack:
        user.run("dateline slack manifest --socket", "socket_mode_enabled: true")
        user.steps += ["set the app-level token", "set the bot token"]
        tokens = {
            name.removeprefix("DATELINE_").lower(): value
            for name, value in slack.environment().items()
        }
        with user.serving(**tokens):
            user.steps.append("type /dateline and a question in Slack")
            hook = slack.hook()
            slack.connected().deliver(command(COST, hook))
            wait_until(lambda: bool(slack.posts[hook.rpartition("/")[2]]))
            said = " ".join(words(slack.posts[hook.rpartition("/")[2]][-1]))
            user.said += ["", *said.splitlines()]
            if "4.2 million" not in said:
                raise NotSeen("Slack has not got the answer")


TASKS = (
    Task("hand in a Word file with footnotes", "desk-light", hand_in_word, first=5),
    Task("export the references as BibTeX", "desk-dark", export_bibtex),
    Task("have a draft checked", "desk-light", check_a_draft),
    Task("be told when an answer changes", "desk-dark", be_alerted),
    Task("judge answers, and calibrate", "phone-light", judge_and_calibrate, first=10),
    Task("keep a receipt, and ask it again", "desk-dark", keep_a_receipt),
    Task("set it up in Slack", "desk-light", set_up_slack),
)
