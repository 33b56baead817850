"""What is said beside summaries and follow-ups."""

from index.types import Coverage
from rag.guardrail.wording import holds


def not_named(name: str, coverage: Coverage) -> str:
    """That what was found for a follow-up does not have the name that it asks about."""
    return f"What was found to answer this does not name “{name}”. {holds(coverage)}"


def own_leading_sentences() -> str:
    """What a summary is."""
    return "These are the report’s own leading sentences; what comes after them is not told."
