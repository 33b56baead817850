"""Questions asked in Slack, over a real server, with signed requests."""

from pathlib import Path

import pytest

from tests.rag.corpus import KESSEL
from tests.ui.slack_world import (
    BOT,
    CHANNEL,
    ELSEWHERE,
    Slack,
    StandIn,
    button,
    direct,
    mention,
    words,
)
from ui.feedback import FeedbackStore

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did the bridge reopen?"
SENT_LINE = f"*[1]* The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline) · “{KESSEL}”"


def test_a_command_is_answered_to_the_one_who_asked(slack: Slack, stand_in: StandIn) -> None:
    acknowledged, hook = slack.command(ASKED)
    assert (acknowledged.status_code, acknowledged.text) == (200, "")
    [sent] = stand_in.at(hook)
    assert (sent["response_type"], sent["replace_original"]) == ("ephemeral", False)
    assert words(sent) == [
        f"Question: {ASKED}",
        f"{KESSEL} [1]",
        SENT_LINE,
        "Helpful Not helpful Show the full quotes",
    ]
    assert [block["type"] for block in sent["blocks"]] == [
        "context",
        "section",
        "context",
        "actions",
    ]
    assert sent["text"] == f"{KESSEL} [1]"


def test_a_refusal_says_why_and_what_is_nearest_without_calling_it_a_source(
    slack: Slack, stand_in: StandIn
) -> None:
    _, hook = slack.command("Who is the head of Rosatom?")
    [sent] = stand_in.at(hook)
    said = words(sent)
    assert said[1:3] == [
        "No answer. No report has “Rosatom” in it. The corpus holds 4 reports, 9 June 2023 to "
        "5 May 2024.",
        "Nearest passages; they are not sources for an answer:",
    ]
    assert said[-1] == "Helpful Not helpful Show the nearest passages in full"
    assert all(line.startswith("· ") for line in said[3:-1])


def test_a_command_without_a_question_says_how_to_ask(slack: Slack, stand_in: StandIn) -> None:
    _, hook = slack.command(" help ")
    assert words(stand_in.at(hook)[0]) == [
        "Ask a question: /dateline What was reported about …?\n"
        "The answer quotes the reports, names and dates them. You alone see it.\n"
        "The corpus holds 4 reports, 9 June 2023 to 5 May 2024."
    ]


def test_a_mention_is_answered_in_a_thread_below_it(slack: Slack, stand_in: StandIn) -> None:
    acknowledged, thread = slack.mention(ASKED)
    assert acknowledged.status_code == 200
    [sent] = stand_in.at(thread)
    assert words(sent)[:2] == [f"{KESSEL} [1]", SENT_LINE]
    kept = {key: sent[key] for key in ("parse", "link_names", "mrkdwn", "unfurl_links")}
    assert kept == {"parse": "none", "link_names": False, "mrkdwn": False, "unfurl_links": False}


def test_a_direct_message_is_answered_in_a_thread_below_it(slack: Slack, stand_in: StandIn) -> None:
    said = direct(ASKED, subtype="thread_broadcast")
    slack.event(said)
    [sent] = stand_in.at(f"D1/{said['ts']}")
    assert words(sent)[0] == f"{KESSEL} [1]"


def test_a_message_is_checked_by_the_shortcut(slack: Slack, stand_in: StandIn) -> None:
    _, hook = slack.shortcut(f"<@{BOT}> Engineers reopened the <https://x.example|Kessel bridge>")
    [sent] = stand_in.at(hook)
    assert sent["response_type"] == "ephemeral"
    assert words(sent)[:2] == [
        "On “Engineers reopened the Kessel bridge”: what the reports say. Whether that bears it "
        "out is for you to judge.",
        f"{KESSEL} [1]",
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B9"},
        {"user": BOT},
        {"user": None},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"edited": {"user": "U1", "ts": "1.2"}},
        {"channel_type": "channel"},
    ],
    ids=str,
)
def test_what_no_person_just_wrote_to_it_is_not_answered(
    slack: Slack, stand_in: StandIn, more: dict[str, object]
) -> None:
    said = direct(ASKED, **{"thread_ts": f"quiet {more}", **more})
    assert slack.event(said).status_code == 200
    _, hook = slack.command(ASKED)
    stand_in.at(hook)  # answered after it
    assert f"D1/quiet {more}" not in stand_in.posts


@pytest.mark.parametrize(("action", "helpful"), [("helpful", True), ("unhelpful", False)])
def test_a_judgement_is_kept_once_with_the_answer(
    slack: Slack, stand_in: StandIn, slack_folder: Path, action: str, helpful: bool
) -> None:
    _, hook = slack.command(ASKED)
    pressed = button(stand_in.at(hook)[0], action)
    said = []
    for _ in range(2):
        _, heard = slack.press(pressed, message=action, is_ephemeral=True)
        said += words(stand_in.at(heard)[0])
    assert said == [
        "Thank you. Your judgement is kept.",
        "Your judgement of this answer is kept already.",
    ]
    kept = [f for f in FeedbackStore(slack_folder / "data").all() if f.helpful is helpful]
    assert [(f.place, f.outcome["question"]) for f in kept] == [("slack", ASKED)]
    assert kept[0].outcome["citations"][0]["quote"] == KESSEL  # type: ignore[index]


def test_the_full_quotes_stand_in_the_thread_once(slack: Slack, stand_in: StandIn) -> None:
    said = mention(ASKED)
    thread = f"{CHANNEL}/{said['ts']}"
    slack.event(said)
    quotes = button(stand_in.at(thread)[0], "quotes")
    slack.press(quotes, message="7.7", thread=said["ts"])
    shown = stand_in.at(thread, 2)[1]
    assert words(shown)[:2] == [
        "[1] The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline)",
        KESSEL,
    ]
    _, hook = slack.press(quotes, message="7.7", thread=said["ts"])
    assert words(stand_in.at(hook)[0]) == ["The full quotes are in the thread already."]
    assert len(stand_in.posts[thread]) == 2


def test_quotes_that_slack_did_not_take_can_be_asked_for_again(
    slack: Slack, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    _, hook = slack.command(ASKED)
    quotes = button(stand_in.at(hook)[0], "quotes")
    for _ in range(2):
        _, heard = slack.press(quotes, channel=ELSEWHERE)
        assert words(stand_in.at(heard)[0]) == [
            "Slack did not take all of this message. Do not rely on what stands above without its "
            "sources. Whoever runs Dateline finds in its log why."
        ]
    assert "Slack did not take a message: not_in_channel." in caplog.messages


def test_the_nearest_passages_in_full_are_not_called_sources(
    slack: Slack, stand_in: StandIn
) -> None:
    _, hook = slack.command("Who is the head of Rosatom?")
    _, shown = slack.press(button(stand_in.at(hook)[0], "quotes"), is_ephemeral=True)
    assert (
        words(stand_in.at(shown)[0])[0] == "Nearest passages; they are not sources for an answer:"
    )
