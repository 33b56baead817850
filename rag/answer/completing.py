"""What an answer needs beside what a language model wrote, in the reports' own words."""

from collections.abc import Sequence

from rag.answer.composing import Composition
from rag.evidence.statement import Statement
from rag.question.kinds import asks_for_course

Span = tuple[int, int]
"""Offsets in a report."""


def complete(
    said: Composition, question: str, statements: Sequence[Statement], leading: int | None
) -> None:
    """Adds what the statements say in answer and what was written leaves out.

    That is all that they say where the model failed (`leading` is None) and of a course of events;
    else that without which the first `leading` of them are not told.
    """
    whole = leading is None or asks_for_course(question)
    for statement in statements if whole else statements[:leading]:
        unsaid = said.unsaid(statement)
        for span in unsaid if whole else _needed(statement, unsaid):
            said.quote(statement, span)


def _needed(statement: Statement, unsaid: list[Span]) -> list[Span]:
    """Of the sentences of a statement that are not said those without which nothing answers: where
    the words that answer stand; all of them where none do."""
    if statement.answer is not None:
        return [span for span in unsaid if span[0] <= statement.answer[0] < span[1]]
    return unsaid
