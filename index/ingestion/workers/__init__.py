"""Several processes that read and encode: on this machine, or on those of a Ray cluster."""

from collections.abc import Callable

from index.embedding.embedder import Embedder
from index.ingestion.encoding import Encoding, EncodingApart, EncodingHere
from index.ingestion.executor import Executor
from index.ingestion.reading_process import ReadingProcess
from index.ingestion.workers.local import LocalWorkers
from index.ingestion.workers.on_ray import RayWorkers
from index.settings import IndexSettings


def executor_of(settings: IndexSettings) -> Executor:
    """Who reads reports, as the settings have it; no process is started yet."""
    if settings.ray_address is not None:
        return RayWorkers(settings, settings.ray_address)
    if settings.ingest_workers > 1:
        return LocalWorkers(settings, settings.ingest_workers)
    return ReadingProcess(settings)


def encoding_of(
    settings: IndexSettings, embedder: Callable[[], Embedder], executor: Executor
) -> Encoding:
    """Who makes vectors: several workers do, and one leaves that to this process, which has all
    CPUs for it."""
    if isinstance(executor, ReadingProcess):
        return EncodingHere(embedder)
    return EncodingApart(settings, executor)
