"""What is exported of a question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.drafts import EXPORTED
from rag.types import Answer, Citation, Refusal
from ui.rendering import window_words

TITLE = EXPORTED


@dataclass(frozen=True, slots=True)
class Kept:
    """A question with its outcome, or the `problem` for which it has none; `bounds` say, a line
    each, what was looked at."""

    question: str
    outcome: Answer | Refusal | None
    bounds: tuple[str, ...] = ()
    problem: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands below the question: how it was read, and what was looked at."""
        if self.outcome is None:
            return self.bounds
        understood = self.outcome.understood_as
        read = (f"Understood as: {understood}",) if understood else ()
        window = (window_words(self.outcome.window),) if self.outcome.window else ()
        return (*read, *self.bounds, *window)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What its answer rests on; nothing of a refusal."""
        return self.outcome.citations if isinstance(self.outcome, Answer) else ()


def cited(kept: Iterable[Kept]) -> Iterator[Citation]:
    """One citation of each report that is cited, in the order in which they are."""
    seen: set[str] = set()
    for one in kept:
        for citation in one.citations:
            if citation.report_id not in seen:
                seen.add(citation.report_id)
                yield citation
