"""Answers as messages of Slack: nothing in them is markup, and none is longer than Slack takes."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.searched import Corpus, Models
from rag.settings import Settings
from rag.types import Answer, Citation, Sentence
from tests.doubles import HashingEmbedder
from tests.rag.corpus import engine_over
from tests.ui.serving import running
from tests.ui.slack_world import (
    Slack,
    StandIn,
    button,
    standing_in,
    texts,
    too_long,
    turned_away,
    words,
)
from ui.server import build_app
from ui.service import Service
from ui.slack.blocks import outcome_messages, quote_messages
from ui.slack.incoming import plain
from ui.slack.limits import cut, packed, pieces, weight

pytestmark = pytest.mark.usefixtures("without_page")

TITLE = "<!channel> *Bold* <https://evil.example|click> :tada: <@U0VICTIM> \u202egnp.exe"
PUBLISHER = "_Gazette_ <!subteam^S1> @here"
SENTENCE = (
    "Engineers of <!here> reopened the *Kessel* _bridge_ with `code`, ~doubt~ and :tada: "
    "at <https://evil.example|https://slack.com> & &lt;!everyone&gt; @channel."
)
HOSTILE = {
    "evil.txt": f"---\ntitle: '{TITLE}'\npublisher: '{PUBLISHER}'\ndate: 2024-05-05\n"
    f"url: https://evil.example/<!channel>\n---\n\n{SENTENCE}",
}
ASKED = "Who reopened the Kessel bridge? <!channel> :tada:"


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with standing_in() as made:
        yield made


@pytest.fixture(scope="module")
def slack(stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slack]:
    folder = tmp_path_factory.mktemp("hostile")
    engine_over(folder, HOSTILE)
    chosen = {
        "data_dir": folder / "data",
        "embedder": "hashing",
        "judge": "none",
        **stand_in.settings(),
    }
    service = Service(Settings.model_validate(chosen), HashingEmbedder)
    with running(build_app(service)) as address:
        yield Slack(address, stand_in)


def test_nothing_in_a_report_or_question_is_markup(slack: Slack, stand_in: StandIn) -> None:
    _, hook = slack.command("Who reopened the Kessel bridge?")
    [answered] = stand_in.at(hook)
    _, shown = slack.press(button(answered, "quotes"), is_ephemeral=True)
    [quoted] = stand_in.at(shown)
    _, refused = slack.shortcut("Who paid the Zorgon &lt;!channel&gt; :tada: *crews*?")
    [refusal] = stand_in.at(refused)
    seen = " ".join([*words(answered), *words(quoted), *words(refusal)])
    shown = SENTENCE.replace("&lt;", "<").replace("&gt;", ">").replace("_bridge_", "bridge")
    for said in (shown, "<!channel> *Bold* <https://evil.example|click> :tada: <@U0VICTIM>"):
        assert said in seen
    for sent in (answered, quoted, refusal):
        kinds = {text.get("type", "button") for text in texts(sent["blocks"])}
        assert kinds <= {"mrkdwn", "plain_text", "text", "button"}
        for text in texts(sent["blocks"]):
            if text.get("type") == "mrkdwn":
                assert text["text"] in {"*[1]*", "·"}
            elif text.get("type") == "plain_text":
                assert text["emoji"] is False
        assert not {"<", ">"} & set(sent["text"])
        assert ":tada:" not in sent["text"]
        assert "\u202e" not in json.dumps(sent["blocks"], ensure_ascii=False)
        assert sent["mrkdwn"] is False


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U0BOT> what of <#C1|harbour>?", "what of #harbour?"),
        ("see <https://a.example/b|the report> or <https://a.example>", "see the report or "
         "https://a.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("AT&amp;T &lt;b&gt; &amp;lt;", "AT&T <b> &lt;"),
        ("<!here> <!subteam^S1|@team> <!date^1^{date}|5 May>", "@team 5 May"),
        ("a < b > c", "a < b > c"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_message_is_read_as_people_see_it(sent: str, read: str) -> None:
    assert plain(sent) == read


def answer(sentences: int, length: int, letter: str = "a") -> Answer:
    """An answer of so many sentences of that length, each from a citation of its own."""
    quote = f"{(letter + ' ') * (length // 2)}."
    cited = Citation.model_validate(
        {
            "n": 1, "report_id": "r", "passage_id": "p", "path": "r.txt", "title": letter * 500,
            "publisher": letter * 500, "url": None, "published_on": None, "date_source": None,
            "date_confidence": "low", "date_note": letter * 3000, "event_dates": (),
            "quote": quote, "start": 0, "end": len(quote),
        }
    )  # fmt: skip
    numbers = range(1, sentences + 1)
    return Answer(
        question=letter * 2000,
        text=" ".join(f"{quote} [{n}]" for n in numbers),
        window=None,
        confidence=0.5,
        corpus=Corpus(reports=1, passages=1, first=None, last=None, snapshot="s"),
        models=Models(embedder="e"),
        timings_ms={},
        sentences=tuple(Sentence(text=quote, citations=(n,)) for n in numbers),
        citations=tuple(cited.model_copy(update={"n": n}) for n in numbers),
    )


@pytest.mark.parametrize("letter", ["a", "&", "\N{PARTY POPPER}"])
@pytest.mark.parametrize(("sentences", "length"), [(1, 20), (4, 800), (20, 900), (1, 9000)])
def test_long_answers_are_parted_within_the_limits(
    sentences: int, length: int, letter: str
) -> None:
    said = answer(sentences, length, letter)
    sent = [*outcome_messages(said, "v" * 2000, ["q" * 3000]), *quote_messages(said)]
    for message in sent:
        assert turned_away(list(message.blocks)) == []
        assert too_long(list(message.blocks)) == []
        assert len(message.text) <= 3000
    shown = "".join(t["text"] for m in sent for t in texts(list(m.blocks)))
    assert said.text in shown
    assert all(c.quote in shown for c in said.citations)
    assert shown.count("no date · “") == sentences
    assert [f"*[{n}]*" in shown for n in range(1, sentences + 1)] == [True] * sentences


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="a& \n\N{PARTY POPPER}", max_size=200), st.integers(5, 60))
def test_pieces_are_the_whole_text_within_their_weight(text: str, limit: int) -> None:
    parted = list(pieces(text, limit))
    assert "".join(parted) == text
    assert all(weight(piece) <= limit for piece in parted)
    assert weight(cut(text, limit)) <= limit


def test_blocks_are_packed_in_their_order() -> None:
    blocks = [
        {"type": "section", "text": {"type": "plain_text", "text": str(n)}} for n in range(99)
    ]
    together = list(packed(blocks))
    assert [len(message) for message in together] == [45, 45, 9]
    assert [block for message in together for block in message] == blocks
