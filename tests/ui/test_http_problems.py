"""What is wrong with a request is said in a problem document; nothing of the inside is."""

import functools
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.ui.serving import harbour_service, running
from ui.server import build_app

ASKED = {"question": "When did the bridge reopen?"}
SETTINGS: dict[str, object] = {
    "max_body_kb": 4, "body_timeout_s": 2, "slack_signing_secret": "signed",
}  # fmt: skip
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = build_app(harbour_service(tmp_path_factory.mktemp("problems"), **SETTINGS))

    async def broken(_: Request) -> Response:
        raise RuntimeError(f"a secret at {Path.cwd()}")

    app.router.routes.insert(0, Route("/broken", broken))
    with running(app) as address:
        yield address


def problem(response: httpx.Response) -> tuple[int, str]:
    """The status and the detail of a response, after checking that it is a problem document."""
    assert response.headers["Content-Type"] == "application/problem+json"
    said = response.json()
    assert set(said) == {"type", "title", "status", "detail", "request_id", "errors", "message"}
    assert said["message"] == said["detail"]
    assert said["type"] == "about:blank"
    assert said["status"] == response.status_code
    assert said["request_id"] == response.headers["X-Request-ID"]
    assert said["title"] == response.reason_phrase
    return response.status_code, said["detail"]


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b"", 422, "The request cannot be read. #: This is required."),
        (b"{", 400, "The body is not JSON (Expecting property name enclosed in double quotes: "
                    "line 1, column 2)."),
        (b"\xff\xfe{\x00}\x00", 400, "The body is not UTF-8."),
        (b'{"question": "a", "question": "b"}', 400,
         "The body has the same name twice in one object."),
        (b'{"question": NaN}', 400, "The body has NaN, which JSON does not know."),
        (b'{"question": -Infinity}', 400, "The body has -Infinity, which JSON does not know."),
        (b'{"question": "\\ud800"}', 400,
         "The body has half of a surrogate pair, which is no text."),
        (b'{"question": "a", "\\udfff": 1}', 400,
         "The body has half of a surrogate pair, which is no text."),
        (b'{"question": ' + b"[" * 40 + b"]" * 40 + b"}", 400, "The body is nested too deeply."),
        (b"[" * 3000, 400, "The body is nested too deeply."),
        (b'{"question": ' + b"[" * 990 + b"]" * 990 + b"}", 400, "The body is nested too deeply."),
        (b'{"question": ' + b"9" * 4000 + b"}", 422,
         "The request cannot be read. #/question: Input should be a valid string."),
        (b"null", 422, "The request cannot be read. #: This must be a JSON object."),
        (b"[]", 422, "The request cannot be read. #: This must be a JSON object."),
        (b"{}", 422, "The request cannot be read. #/question: This is required."),
        (b'{"question": null}', 422,
         "The request cannot be read. #/question: Input should be a valid string."),
        (b'{"question": "a", "form": "2024-01-01"}', 422,
         "The request cannot be read. #/form: There is no such field."),
        (b'{"question": "a", "from": 5}', 422,
         "The request cannot be read. #/from: This is not a day; write it as 2024-12-26."),
        (b'{"question": "a", "to": "2024-13-01"}', 422,
         "The request cannot be read. #/to: This is not a day; write it as 2024-12-26."),
        (b'{"question": "a", "from": "2024-02-01", "to": "2024-01-01"}', 422,
         "The request cannot be read. #: `from` is later than `to`."),
    ],
    ids=lambda value: repr(value)[:30] if isinstance(value, bytes) else "",
)  # fmt: skip
def test_a_body_that_cannot_be_read(address: str, body: bytes, status: int, detail: str) -> None:
    for path in ("ask", "ask/stream"):
        sent = httpx.post(f"{address}/v1/{path}", content=body, headers=JSON)
        assert problem(sent) == (status, detail)


def test_faults_are_pointed_at(address: str) -> None:
    body = {"question": 1, "a/b~c": 2, "from": "soon"}
    sent = httpx.post(f"{address}/v1/ask", json=body)
    assert sent.json()["errors"] == [
        {"detail": "Input should be a valid string.", "pointer": "#/question"},
        {"detail": "This is not a day; write it as 2024-12-26.", "pointer": "#/from"},
        {"detail": "There is no such field.", "pointer": "#/a~1b~0c"},
    ]


def test_faults_are_not_repeated_at_length(address: str) -> None:
    body = {"question": "a", **{"x" * 300 + str(n): 1 for n in range(10)}}
    sent = httpx.post(f"{address}/v1/ask", json=body)
    assert problem(sent)[0] == 422
    assert max(len(fault["pointer"]) for fault in sent.json()["errors"]) <= 201


@pytest.mark.parametrize("media", [None, "text/plain", "application/x-www-form-urlencoded", "json"])
def test_a_body_of_another_type(address: str, media: str | None) -> None:
    headers = {"Content-Type": media} if media else {}
    sent = httpx.post(f"{address}/v1/ask", content=json.dumps(ASKED), headers=headers)
    assert problem(sent) == (415, "Send the body as JSON, with Content-Type: application/json.")


def test_the_type_may_name_its_encoding(address: str) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    sent = httpx.post(f"{address}/v1/ask", content=json.dumps(ASKED), headers=headers)
    assert sent.status_code == 200


@pytest.mark.parametrize("chunked", [False, True], ids=["its length said", "in chunks"])
def test_a_body_that_is_too_large(address: str, chunked: bool) -> None:
    body = json.dumps({"question": "x" * 5000}).encode()
    content = iter([body[:3000], body[3000:]]) if chunked else body
    sent = httpx.post(f"{address}/v1/ask", content=content, headers=JSON)
    assert problem(sent) == (413, "The body of the request is larger than this server takes.")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/ask", "POST"),
        ("DELETE", "/v1/ask/stream", "POST"),
        ("POST", "/v1/reports", "GET, HEAD"),
        ("PUT", "/v1/reports/some", "DELETE, GET, HEAD, PATCH"),
        ("GET", "/v1/chat/completions", "POST"),
        ("POST", "/healthz", "GET, HEAD"),
        ("PROPFIND", "/metrics", "GET, HEAD"),
    ],
)
def test_a_method_that_an_address_does_not_know(
    address: str, method: str, path: str, allowed: str
) -> None:
    sent = httpx.request(method, f"{address}{path}")
    assert problem(sent) == (
        405, "This address does not know this method. The header Allow lists those it knows.",
    )  # fmt: skip
    assert sent.headers["Allow"] == allowed


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing", "/v1/ask/", "/v1/%00"])
def test_an_address_where_nothing_is(address: str, path: str) -> None:
    assert problem(httpx.get(f"{address}{path}")) == (
        404, "There is nothing at this address. GET /docs lists what there is.",
    )  # fmt: skip


@pytest.mark.parametrize("report", ["nothing", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%98%80", "%ff"])
def test_a_report_that_there_is_not(address: str, report: str) -> None:
    status, _ = problem(httpx.get(f"{address}/v1/reports/{report}"))
    assert status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/gradio_api/file=/etc/passwd", 403),
        ("DELETE", "/gradio_api/queue/join", 405),
        ("GET", "/gradio_api/nothing", 404),
        ("GET", "/slack/events", 405),
        ("PUT", "/", 405),
        ("POST", "/docs", 405),
        ("POST", "/gradio_api/run/nothing", 422),
    ],
)
def test_what_no_interface_for_programs_answers_is_a_problem_document_too(
    address: str, method: str, path: str, status: int
) -> None:
    sent = httpx.request(method, f"{address}{path}", headers={"Content-Length": "0"})
    assert problem(sent)[0] == status
    assert "passwd" not in sent.text
    assert ("Allow" in sent.headers) == (status == 405)


def test_bodies_that_come_too_slowly(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with ExitStack() as stack:
        sending = []
        for path in ("/v1/ask", "/slack/events", "/gradio_api/queue/join"):
            head = (
                f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                "Content-Length: 90\r\n\r\n"
            )
            one = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
            one.sendall(head.encode() + b'{"question": ')
            sending.append(one)
        for one in sending:
            said = b"".join(iter(functools.partial(one.recv, 4096), b""))
            assert said.startswith(b"HTTP/1.1 408 ")
            assert b"application/problem+json" in said
            assert b"The body of the request came too slowly. Send it again." in said


def test_what_is_at_the_root_is_left_alone(address: str) -> None:
    chat = httpx.get(f"{address}/")
    assert (chat.status_code, chat.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_an_error_that_was_not_foreseen_goes_to_the_log_alone(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    sent = httpx.get(f"{address}/broken", headers={"X-Request-ID": "mine-1"})
    assert problem(sent) == (500, "Something went wrong in the server; its log has the details.")
    assert sent.headers["X-Request-ID"] == "mine-1"
    assert "secret" not in sent.text
    [record] = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert record.exc_info is not None
    assert "a secret at" in str(record.exc_info[1])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("abc-1.2_3", True), ("x" * 64, True), ("x" * 65, False), ("a b", False), ("", False),
     ('"},{"x', False)],
)  # fmt: skip
def test_a_request_has_an_id(address: str, sent: str, kept: bool) -> None:
    for path in ("/healthz", "/v1/nothing", "/"):
        got = httpx.get(f"{address}{path}", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
        assert (got == sent) if kept else len(got) == 32


def test_a_question_that_takes_too_long(tmp_path: Path) -> None:
    app = build_app(harbour_service(tmp_path, question_timeout_s=0.000001))
    with running(app) as at:
        said = problem(httpx.post(f"{at}/v1/ask", json=ASKED, timeout=30))
    assert said == (
        504,
        "The question was given up after 1e-06 seconds. Ask it in fewer words or of a shorter "
        "time, or raise DATELINE_QUESTION_TIMEOUT_S.",
    )
