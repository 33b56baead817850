"""What other sites' pages, other clients and requests that no page makes may not do."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.ui.serving import harbour_service, running
from ui.server import build_app

ASKED = {"question": "When was the Kessel bridge reopened?"}
KEPT = "kept from everybody"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(build_app(harbour_service(tmp_path_factory.mktemp("origin")))) as at:
        yield at


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:1", 200), ("[::1]:80", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example", 421), ("", 421), ("[", 421)],
)  # fmt: skip
def test_the_server_answers_to_its_own_names(address: str, host: str, status: int) -> None:
    for path in ("/healthz", "/v1/reports", "/"):
        assert httpx.get(f"{address}{path}", headers={"Host": host}).status_code == status


def test_names_can_be_added(tmp_path: Path) -> None:
    with running(build_app(harbour_service(tmp_path, hosts="reports.example, other"))) as at:
        for host, status in (("reports.example", 200), ("OTHER:8000", 200), ("evil.example", 421)):
            assert httpx.get(f"{at}/healthz", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("path", ["/v1/ask", "/gradio_api/upload", "/gradio_api/queue/join"])
def test_a_page_of_another_site_changes_nothing(address: str, path: str) -> None:
    for origin in ("http://evil.example", "null", f"{address}0", "http://[::1", "http://[x]y"):
        turned = httpx.post(f"{address}{path}", json=ASKED, headers={"Origin": origin})
        assert (turned.status_code, turned.headers["content-type"]) == (
            403, "application/problem+json",
        )  # fmt: skip
    own = httpx.post(f"{address}/v1/ask", json=ASKED, headers={"Origin": address})
    assert own.status_code == 200


@pytest.mark.parametrize("part", ["question", "upload"])
def test_no_request_names_a_file_of_the_machine(address: str, tmp_path: Path, part: str) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(f"Secrets\n\nMay 3, 2024\n\n{KEPT}, said Ilse Brandt of the bridge.", "utf-8")
    named = {"path": str(file), "meta": {"_type": "gradio.FileData"}}
    data = [named, None, {}, "Any publisher"] if part == "question" else [[named], None]
    page = httpx.get(f"{address}/config").json()
    parts = {c["props"].get("elem_id"): c["id"] for c in page["components"]}
    events = (e for e in page["dependencies"] if parts[part] in e["inputs"][:1])
    event = next(events)
    place = event["id"]
    data += [None] * (len(event["inputs"]) - len(data))
    joined = httpx.post(
        f"{address}/gradio_api/queue/join",
        json={"fn_index": place, "data": data, "session_hash": f"x{place}", "trigger_id": 1},
    )
    assert joined.status_code == 200
    followed = f"{address}/gradio_api/queue/data?session_hash=x{place}"
    told = ""
    with httpx.stream("GET", followed, timeout=20) as came:
        for line in came.iter_lines():
            told += line
            if "process_completed" in line:
                break
    assert "process_completed" in told
    assert file.name not in told
    assert KEPT not in str(httpx.get(f"{address}/v1/reports").json())
    assert len(httpx.get(f"{address}/v1/reports").json()) == 4


def test_a_large_event_of_the_page_is_turned_away(address: str) -> None:
    join = f"{address}/gradio_api/queue/join"
    large = httpx.post(join, json={"data": ["x" * 300_000]})
    assert large.status_code == 413
    unsaid = httpx.post(join, content=(part for part in [b"{}"]))
    assert unsaid.status_code == 411


@pytest.mark.parametrize(
    "path", ["queue/join", "run/predict", "api/predict", "call/predict", "call/v2/predict"]
)
@pytest.mark.parametrize("number", [9999, -1, 1.5, "x", [1], {}, True, None], ids=repr)
def test_an_event_that_there_is_not(address: str, path: str, number: object) -> None:
    said = {"fn_index": number, "data": [], "session_hash": "a"}
    turned = httpx.post(f"{address}/gradio_api/{path}", json=said)
    assert turned.status_code == 404
    assert turned.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"fn_index": 1}', b"[" * 100_000], ids=len)
def test_an_event_that_is_given_too_little(address: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("queue/join", "run/predict"):
        turned = httpx.post(f"{address}/gradio_api/{path}", content=body, headers=headers)
        assert turned.status_code == 422


def test_with_tokens_there_is_no_chat(tmp_path: Path) -> None:
    with running(build_app(harbour_service(tmp_path, tokens="first, second"))) as at:
        for path in ("/", "/config", "/gradio_api/info"):
            assert httpx.get(f"{at}{path}").status_code == 404
        first, second = ({"Authorization": f"Bearer {t}"} for t in ("first", "second"))
        begun = {**ASKED, "conversation_id": "a"}
        follows = {"question": "And in June 2023?", "conversation_id": "a"}
        httpx.post(f"{at}/v1/ask", json=begun, headers=first)
        other = httpx.post(f"{at}/v1/ask", json=follows, headers=second).json()
        own = httpx.post(f"{at}/v1/ask", json=follows, headers=first).json()
        assert other["understood_as"] is None
        assert own["understood_as"] == "When was the Kessel bridge reopened in June 2023?"
