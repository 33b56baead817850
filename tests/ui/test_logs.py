"""What the server writes to its log, and what it does not."""

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.ui.serving import harbour_service, running, wait_until
from ui.logs import JsonLines, StrayLines
from ui.server import build_app

ASKED = "When did the bridge reopen?"


@contextmanager
def logged() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """Gives the lines that are written meanwhile, read back."""
    lines = list[str]()
    handler = logging.Handler()
    handler.setFormatter(JsonLines())
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("dateline")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield lambda: [json.loads(line) for line in lines]
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


@pytest.mark.parametrize("with_question", [False, True], ids=["not set", "set"])
def test_a_question_is_logged_only_if_that_is_set(tmp_path: Path, with_question: bool) -> None:
    service = harbour_service(tmp_path, log_questions=with_question, tokens="secret")
    headers = {"X-Request-ID": "q-1", "Authorization": "Bearer secret"}
    with logged() as lines, running(build_app(service)) as address:
        wait_until(lambda: service.ready)
        httpx.post(f"{address}/v1/ask", json={"question": ASKED}, headers=headers)
        httpx.get(f"{address}/healthz")
        found = [line for line in lines() if line.get("request_id") == "q-1"]
    outcome, request = found
    for line in found:
        assert str(line.pop("time")).endswith("+00:00")
        assert float(str(line.pop("ms"))) > 0
    outcome.pop("confidence")
    asked = {"question": ASKED} if with_question else {}
    assert outcome == {
        "level": "info", "logger": "dateline", "message": "outcome", "request_id": "q-1",
        "kind": "answer", **asked,
    }  # fmt: skip
    assert request == {
        "level": "info", "logger": "dateline", "message": "request", "request_id": "q-1",
        "method": "POST", "path": "/v1/ask", "status": 200,
    }  # fmt: skip
    everything = json.dumps(lines())
    assert ("reopen" in everything) == with_question
    assert "secret" not in everything
    assert "/healthz" not in everything


def test_a_line_is_one_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("x", logging.WARNING, "f", 1, 'a\n"b" %s', ("c\u2028",), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    assert line.isascii()
    assert json.loads(line)["message"] == 'a\n"b" c\u2028'


def test_what_a_library_prints_is_a_record_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    stray = StrayLines()
    try:
        raise RuntimeError("printed by itself")
    except RuntimeError:
        traceback.print_exc(file=stray)
    print("one line\nand another", file=stray)
    print("not ended", end="", file=stray)
    trace, *lines = [record.getMessage() for record in caplog.records]
    assert trace.startswith("Traceback (most recent call last):\n  File ")
    assert trace.endswith("\nRuntimeError: printed by itself")
    assert lines == ["one line", "and another"]
