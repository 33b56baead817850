"""The server's log: one JSON object a line on standard error, each with the request it is of."""

import io
import json
import logging
import sys
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import local
from typing import Any

from rag.types import Answer, Refusal

LOG = logging.getLogger("dateline")
_STRAY = logging.getLogger("standard error")
_CONTINUED = (" ", "Traceback ")
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of the request that is being answered; None outside of any."""


class JsonLines(logging.Formatter):
    """A log record as one JSON object.

    `time` (UTC), `level`, `logger`, `message`, then `request_id` and what `extra={"more": …}`
    holds; `stack` where something went wrong that was not foreseen.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        line |= getattr(record, "more", {})
        if record.exc_info:
            line["stack"] = self.formatException(record.exc_info)
        return json.dumps({k: v for k, v in line.items() if v is not None}, default=str)


class StrayLines(io.TextIOBase):
    """A text stream of which every line becomes a record of the log; the lines of a traceback,
    which libraries print by themselves, are one record up to what was raised."""

    def __init__(self) -> None:
        super().__init__()
        self._of_thread = local()

    def write(self, text: str) -> int:
        """Takes a piece of text, and logs the lines that end in it."""
        written = self._of_thread.__dict__.setdefault("written", [])
        *lines, rest = f"{self._of_thread.__dict__.pop('rest', '')}{text}".split("\n")
        self._of_thread.rest = rest
        for line in lines:
            written.append(line)
            if not line.startswith(_CONTINUED):
                stray = "\n".join(written).strip()
                written.clear()
                if stray:
                    _STRAY.error("%s", stray)
        return len(text)


def log_to_standard_error() -> None:
    """Sends what this process logs to standard error, warnings of libraries too.

    A person at a terminal is spared the lines that say that all is well.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    LOG.setLevel(logging.WARNING if sys.stderr.isatty() else logging.INFO)


def outcome_logger(*, with_question: bool) -> Callable[[Answer | Refusal], None]:
    """Logs outcomes: kind, reason, confidence and time; the question only where that is wanted."""

    def log(outcome: Answer | Refusal) -> None:
        more: dict[str, object] = {
            "kind": outcome.kind,
            "reason": outcome.reason if isinstance(outcome, Refusal) else None,
            "confidence": outcome.confidence,
            "ms": outcome.timings_ms["total"],
            "question": outcome.question if with_question else None,
        }
        LOG.info("outcome", extra={"more": more})

    return log
