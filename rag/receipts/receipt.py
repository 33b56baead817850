"""A receipt: a question with its outcome and all that this depends on, as one JSON."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Literal, Self

from pydantic import Field, ValidationError

from index.errors import BadInput
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.receipts.fingerprints import fingerprints
from rag.searched import Frozen
from rag.types import Answer, Outcome, Refusal

_MATTER = (
    "embedder", "reranker", "candidates", "max_sentences", "max_question", "judge", "nli", "llm",
    "llm_model", "llm_format", "llm_judge",
)  # fmt: skip
"""Settings that an outcome depends on, beside the confidence below which is refused."""
_SUM = "sum"
_NO_RECEIPT = "This is no receipt of Dateline's. `dateline ask --receipt FILE` writes one."

Setting = str | int | float | None


class Asked(Frozen):
    """A question and its bounds, and the day from which its “last month” was told."""

    question: str
    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    as_of: date | None
    publisher: str | None
    top_k: int | None
    report: str | None
    collections: tuple[str, ...]
    dated_for_sure: bool
    today: date

    @classmethod
    def of(cls, query: Query, outcome: Answer | Refusal, today: date) -> Self:
        """What was asked; a follow-up as its conversation made it whole."""
        return cls(
            question=outcome.understood_as or query.question, first=query.first, last=query.last,
            as_of=query.as_of, publisher=query.publisher, top_k=query.top_k, report=query.report,
            collections=query.collections, dated_for_sure=query.dated_for_sure, today=today,
        )  # fmt: skip

    def query(self) -> Query:
        """The same, to be asked again."""
        return Query(
            self.question, self.first, self.last, self.as_of, self.publisher, self.top_k,
            self.report, collections=self.collections, dated_for_sure=self.dated_for_sure,
        )  # fmt: skip


class Receipt(Frozen):
    """An outcome with all that it depends on.

    `reports` are the ids of all reports of the corpus, which are made of what these say; null where
    the corpus was changed between the answer and the receipt. `sum` is the SHA-256 of all the rest
    as canonical JSON, so that a receipt that was changed by hand is told from one that was not.
    """

    receipt: Literal[1] = 1
    made_at: datetime
    asked: Asked
    settings: dict[str, Setting]
    fingerprints: dict[str, str]
    reports: tuple[str, ...] | None
    outcome: Outcome
    sum: str = ""

    def text(self) -> str:
        """The receipt as JSON, to be kept."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"


def receipt_of(
    engine: QueryEngine, query: Query, outcome: Answer | Refusal, at: datetime
) -> Receipt:
    """The receipt of an outcome that an engine gave to a question, made at some moment."""
    catalog = engine.catalog
    same = engine.coverage().snapshot == outcome.corpus.snapshot
    made = Receipt(
        made_at=at,
        asked=Asked.of(query, outcome, engine.today()),
        settings=settings_that_matter(engine),
        fingerprints=fingerprints(engine.settings, catalog),
        reports=report_ids(engine) if same else None,
        outcome=outcome,
    )
    return made.model_copy(update={_SUM: _sum(json.loads(made.text()))})


def settings_that_matter(engine: QueryEngine) -> dict[str, Setting]:
    """The settings that an outcome depends on, with their values."""
    values = engine.settings.model_dump(mode="json", include=set(_MATTER))
    return {**{name: values[name] for name in _MATTER}, "min_confidence": engine.min_confidence}


def report_ids(engine: QueryEngine) -> tuple[str, ...]:
    """The ids of all reports of an engine's corpus, in order."""
    heads = engine.catalog.report_heads() if engine.catalog is not None else []
    return tuple(sorted(head.id for head in heads))


def read_receipt(text: str) -> Receipt:
    """A receipt that was kept. Raises BadInput for what is none, or was changed by hand."""
    try:
        stated = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(_NO_RECEIPT) from error
    if not isinstance(stated, dict) or "receipt" not in stated:
        raise BadInput(_NO_RECEIPT)
    if stated["receipt"] != 1:
        raise BadInput("This receipt is of another version of Dateline. Replay it with that.")
    if stated.get(_SUM) != _sum(stated):
        raise BadInput("This receipt was changed after it was made: its sum does not fit it.")
    try:
        return Receipt.model_validate(stated)
    except ValidationError as error:
        raise BadInput(_NO_RECEIPT) from error


def _sum(stated: dict[str, object]) -> str:
    rest = {name: value for name, value in stated.items() if name != _SUM}
    plain = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode("utf-8", "replace")).hexdigest()
