"""An outcome with all that it depends on, to be kept and asked again."""

from datetime import UTC, datetime

from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.receipts.receipt import receipt_of
from rag.types import Answer, Refusal
from ui.export.formats import Exported

RECEIPT = "receipt"


def as_receipt(engine: QueryEngine, query: Query, outcome: Answer | Refusal) -> Exported:
    """The receipt of an outcome that an engine gave to a question."""
    made = receipt_of(engine, query, outcome, datetime.now(UTC))
    return Exported("dateline-receipt.json", "application/json", made.text().encode())
