"""Workers on the machines of a Ray cluster. The only module that knows Ray.

Each machine has this version of Dateline, and the models that the settings name.
"""

import logging
import os
import socket
from dataclasses import dataclass
from functools import cache
from types import ModuleType, TracebackType
from typing import Any, Generic, Self

from index.errors import DatelineError
from index.failures import reason_of
from index.ingestion.answers import WorkerDied
from index.ingestion.executor import Pending
from index.ingestion.reading_process import ReadingProcess
from index.ingestion.reading_worker import as_sent
from index.ingestion.requests import Came, Request
from index.settings import IndexSettings

_AHEAD = 4
"""Requests under way for each CPU of the cluster."""
_SECONDS = 10.0
"""In which something must answer where a cluster is said to be."""
_KEPT = (
    "The index is as it was; what was embedded so far is kept, and the same ingest goes on from "
    "there."
)
_QUIET = ("RAY_DEDUP_LOGS_SKIP_REGEX", "^")
"""Has Ray, which reads it when it is imported, print nothing on standard output, as it otherwise
does for each worker that dies; what comes of that is told by the ingest."""


class ClusterUnusable(DatelineError):
    """There is no Ray cluster at the address, or no Ray here."""


class RayWorkers:
    """As many tasks at one time as the cluster has CPUs. One whose process or machine dies is done
    once more, elsewhere; the ingest ends where none comes of it within `ray_timeout_s`."""

    def __init__(self, settings: IndexSettings, address: str) -> None:
        self._address = address
        self._seconds = settings.ray_timeout_s
        self._settings = IndexSettings.model_validate(
            settings.model_dump(include={"read_seconds", "read_memory_mb"})  # no tokens
        )
        self._ray: ModuleType | None = None
        self._ours = False

    @property
    def most(self) -> int:
        """By the machines that there are now. Raises ClusterUnusable."""
        cpus = self._joined().cluster_resources().get("CPU", 1)
        return _AHEAD * max(1, int(cpus))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """The cluster ends what is under way when this process takes leave."""
        if self._ray is not None and self._ours:
            self._ray.shutdown()
        self._ray = None

    def submit(self, request: Request[Came]) -> Pending[Came]:
        """Raises ClusterUnusable."""
        ray = self._joined()
        task = ray.remote(perform).options(num_cpus=1, max_retries=1)
        return _Submitted(ray, task.remote(request, self._settings), self._seconds)

    def _joined(self) -> ModuleType:
        """Ray, once this process has joined the cluster."""
        if self._ray is None:
            ray = _installed()
            self._ours = not ray.is_initialized()
            if self._ours:
                _join(ray, self._address)
            self._ray = ray
        return self._ray


def _join(ray: ModuleType, address: str) -> None:
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        if host and port.isdecimal():  # Ray itself would try for minutes
            socket.create_connection((host, int(port)), _SECONDS).close()
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, OverflowError, RuntimeError, ValueError) as error:
        raise ClusterUnusable(
            f"No Ray cluster can be used at {address} ({reason_of(error)}). Start one with `ray "
            "start --head`, join it with `ray start --address`, or ingest without --ray."
        ) from error


@dataclass(frozen=True, slots=True)
class _Submitted(Generic[Came]):
    ray: ModuleType
    reference: Any
    seconds: float

    def result(self) -> Came:
        """Waits for it, those before it having been taken, so that a CPU is at it or the next that
        is free will be. Raises ClusterUnusable, too where it does not come in time."""
        known = self.ray.exceptions
        try:
            came = self.ray.get(self.reference, timeout=self.seconds)
        except known.GetTimeoutError as error:
            raise ClusterUnusable(
                f"The Ray cluster gave no result in {self.seconds:g} seconds: a machine of it may "
                f"be lost, or none free (`ray status` tells). {_KEPT} Where the work takes so "
                "long, set DATELINE_RAY_TIMEOUT_S higher."
            ) from error
        except (known.WorkerCrashedError, known.NodeDiedError, known.OutOfMemoryError) as error:
            raise WorkerDied from error
        except known.RayError as error:
            raise ClusterUnusable(
                f"The Ray cluster failed ({reason_of(error)}). {_KEPT}"
            ) from error
        if isinstance(came, Exception):
            raise came
        result: Came = came
        return result


def perform(request: Request[Any], settings: IndexSettings) -> Any:
    """What comes of a request in a process of the cluster, or the error that it came to. What is
    bounded is done in one more process, as files from outside may be its end."""
    try:
        if request.bounded:
            return _reading(settings).perform(request)
        return request.outcome((), request.run(lambda _: None))
    except Exception as error:  # noqa: BLE001 - raised where it was asked for
        return as_sent(error)


@cache
def _reading(settings: IndexSettings) -> ReadingProcess:
    """One for all that this process is asked for; not forked from it, which has threads."""
    return ReadingProcess(settings, forking=False)


def _installed() -> ModuleType:
    os.environ.setdefault(*_QUIET)
    try:
        import ray  # noqa: PLC0415 - it may be missing, and takes a second
    except ImportError as error:
        raise ClusterUnusable(
            "Ray is not installed. Install Dateline with its extra `ray`: pip install "
            "'dateline[ray]'."
        ) from error
    module: ModuleType = ray
    return module
