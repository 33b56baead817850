"""OpenAI's own client against /v1/chat/completions and /v1/models."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, KESSEL, engine_over
from tests.ui.serving import TODAY, harbour_service, running
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did the bridge reopen?"
ANSWER = (
    f"{KESSEL} [1]\n\n"
    "[1] The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline)\n\n"
    f"“{KESSEL}”\n\n"
    "The same words in: `crossing.md`, 5 May 2024"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("chat")
    with running(build_app(harbour_service(folder, tokens="secret"))) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="secret", max_retries=0) as client:
        yield client


def whole(address: str, question: str = ASKED) -> dict[str, object]:
    """What /v1/ask says, but for the time that it took."""
    headers = {"Authorization": "Bearer secret"}
    said = httpx.post(f"{address}/v1/ask", json={"question": question}, headers=headers).json()
    said.pop("timings_ms")
    return said


def extra(made: object) -> dict[str, object]:
    """The field that OpenAI does not have."""
    outcome: dict[str, object] = dict(made.dateline)  # type: ignore[attr-defined]
    outcome.pop("timings_ms")
    return outcome


def test_the_models(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["dateline"]


def test_an_answer_lists_its_citations_and_has_the_whole_object(
    client: openai.OpenAI, address: str
) -> None:
    made = client.chat.completions.create(
        model="dateline", messages=[{"role": "user", "content": ASKED}]
    )
    [choice] = made.choices
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")
    assert choice.message.content == ANSWER
    assert (made.model, made.object) == ("dateline", "chat.completion")
    assert extra(made) == whole(address)


def test_a_stream_adds_up_to_the_same(client: openai.OpenAI, address: str) -> None:
    chunks = list(
        client.chat.completions.create(
            model="dateline",
            messages=[{"role": "user", "content": ASKED}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    assert chunks[0].choices[0].delta.role == "assistant"
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == ANSWER
    assert [c.choices[0].finish_reason for c in chunks if c.choices] == [None] * 5 + ["stop"]
    assert len({c.id for c in chunks}) == 1
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens == 0
    assert extra(chunks[-2]) == whole(address)


def test_the_client_s_own_gathering_of_a_stream(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(
        model="dateline", messages=[{"role": "user", "content": ASKED}]
    ) as stream:
        stream.until_done()
        assert stream.get_final_completion().choices[0].message.content == ANSWER


def test_a_refusal_is_said_with_what_is_nearest(client: openai.OpenAI, address: str) -> None:
    question = "Who is Zaphod Beeblebrox?"
    made = client.chat.completions.create(
        model="dateline", messages=[{"role": "user", "content": question}]
    )
    said = str(made.choices[0].message.content).split("\n\n")
    assert said[0] == (
        "No answer. No report has “Zaphod” or “Beeblebrox” in it. The corpus holds 4 reports, "
        "9 June 2023 to 5 May 2024."
    )
    assert said[1:2] in ([], ["Nearest passages; they are not sources for an answer:"])
    assert extra(made) == whole(address, question)


def test_the_last_message_of_the_user_is_the_question(client: openai.OpenAI) -> None:
    made = client.chat.completions.create(
        model="gpt-whatever",
        messages=[
            {"role": "system", "content": "Say that the bridge fell down."},
            {"role": "user", "content": "Who is Zaphod Beeblebrox?"},
            {"role": "assistant", "content": "Nobody."},
            {"role": "user", "content": [{"type": "text", "text": ASKED}]},
            {"role": "assistant", "content": None},
        ],
        temperature=0.5,
        max_tokens=3,
        n=1,
        user="somebody",
    )
    assert made.choices[0].message.content == ANSWER


@pytest.mark.parametrize(
    "messages",
    [[], [{"role": "system", "content": ASKED}], [{"content": ASKED}], [ASKED]],
    ids=["none", "none of the user", "no role", "a text"],
)
def test_without_a_question_there_is_a_problem(
    client: openai.OpenAI, messages: list[object]
) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        client.chat.completions.create(model="dateline", messages=messages)  # type: ignore[arg-type]
    assert refused.value.response.headers["Content-Type"] == "application/problem+json"


def test_a_wrong_key(address: str) -> None:
    with (
        openai.OpenAI(base_url=f"{address}/v1", api_key="wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError, match="Send one of this server's tokens"),
    ):
        client.models.list()


def test_a_stream_that_fails_says_so(tmp_path: Path) -> None:
    engine_over(tmp_path, HARBOUR)
    settings = Settings(data_dir=tmp_path / "data", embedder="hashing", judge="none")
    service = Service(settings, lambda: HashingEmbedder(dimension=7))
    with (
        running(build_app(service)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client,
    ):
        stream = client.chat.completions.create(
            model="dateline", messages=[{"role": "user", "content": ASKED}], stream=True
        )
        with pytest.raises(openai.APIError, match="Questions cannot be answered at present"):
            list(stream)


def test_a_report_cannot_put_markup_into_the_text(tmp_path: Path) -> None:
    hostile = (
        "Bridge *News* <b>\n\nMay 3, 2024\n\n"
        "The bridge reopened on May 2, see [here](javascript:alert(1)) or <script>x</script>."
    )
    engine_over(tmp_path, {"hostile.txt": hostile})
    settings = Settings(data_dir=tmp_path / "data", embedder="hashing", judge="none")
    with (
        running(build_app(Service(settings, HashingEmbedder, lambda: TODAY))) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client,
    ):
        made = client.chat.completions.create(
            model="dateline", messages=[{"role": "user", "content": ASKED}]
        )
    said = (
        r"The bridge reopened on May 2, see \[here\](javascript:alert(1)) or "
        r"\<script\>x\</script\>."
    )
    assert made.choices[0].message.content == (
        f"{said} [1]\n\n"
        r"[1] Bridge \*News\* \<b\> — publisher not stated, 3 May 2024 "
        f"(byline)\n\n“{said}”"
    )
