"""What the server counts, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from rag.types import Answer, Refusal
from ui.service import Service

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Seconds."""


class Metrics:
    """The counts of one server, in a registry of their own."""

    def __init__(self, service: Service) -> None:
        self._registry = CollectorRegistry()
        self.in_flight = Gauge(
            "dateline_requests_in_flight", "Requests being answered.", registry=self._registry
        )
        self._questions = Counter(
            "dateline_questions", "Questions by outcome; of refusals, by reason.",
            ("kind", "reason"), registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "dateline_stage_seconds", "Seconds of each stage of a question, and of all (total).",
            ("stage",), registry=self._registry, buckets=_BUCKETS,
        )  # fmt: skip
        Gauge(
            "dateline_questions_in_flight", "Questions being answered or waiting.",
            registry=self._registry,
        ).set_function(lambda: service.under_way)  # fmt: skip
        service.watch(self._count)

    def text(self) -> bytes:
        """All counts as Prometheus reads them."""
        return generate_latest(self._registry)

    def _count(self, outcome: Answer | Refusal) -> None:
        reason = outcome.reason.value if isinstance(outcome, Refusal) else ""
        self._questions.labels(outcome.kind, reason).inc()
        for stage, taken in outcome.timings_ms.items():
            self._seconds.labels(stage).observe(taken / 1000)
