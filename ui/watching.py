"""Folders and addresses that are watched while the server runs."""

import threading
from collections.abc import Sequence
from dataclasses import replace

from index.ingestion.ingest_result import IngestResult
from index.ingestion.watching import Watch, Watched
from ui.logs import LOG
from ui.service import Service

_ENDS_S = 5.0
"""Seconds for which an ingest under way may keep a server from stopping; it is done again then."""


class Watching:
    """What is watched for one server, and how that stands."""

    def __init__(self, service: Service, named: Sequence[str], *, every_s: float) -> None:
        """Raises BadInput where a folder that is named is not there."""
        self._watch = Watch(
            service.settings, service.embedder, named, every_s=every_s,
            changing=service.changing, tell=_log, warn=_complain,
        )  # fmt: skip
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)

    @property
    def state(self) -> Watched:
        """How watching stands."""
        return self._watch.state

    def start(self) -> None:
        """Begins to watch, on a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Ends it. An ingest under way that takes long is left: the index is as it was then, and
        what it was to read is found when watching begins again."""
        self._stop.set()
        self._thread.join(_ENDS_S)

    def _run(self) -> None:
        try:
            self._watch.run(self._stop)
        except Exception:  # noqa: BLE001 - the server goes on, and says that nothing is watched
            LOG.exception("watching has ended: an error that was not foreseen")
            self._watch.state = replace(
                self._watch.state, problems={"watching": "ended; the server's log says why"}
            )


def _log(result: IngestResult) -> None:
    more = {
        name: len(getattr(result, name))
        for name in ("added", "changed", "removed", "missing", "rejected")
    }
    if any(more.values()):
        LOG.info("the watched reports have changed", extra={"more": more})
    for outcome in result.rejected:
        LOG.warning("a watched file cannot be read: %s: %s", outcome.path, outcome.remark)


def _complain(what: str, said: str) -> None:
    LOG.warning("what is watched cannot be brought up to date: %s: %s", what, said)
