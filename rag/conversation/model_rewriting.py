"""A language model that makes a follow-up whole."""

from collections.abc import Callable, Sequence

from rag.conversation.turn import Turn
from rag.deadline import Deadline
from rag.generation import prompts
from rag.generation.language_model import LanguageModel

SHARE = 0.2
"""Of the time that the model has for a question, at most; the rest is for the answer."""


def rewriter(model: LanguageModel, seconds: float) -> Callable[[str, Sequence[Turn]], str]:
    """What rewrites a question after some turns with a model, which has so many seconds for all.

    Its result may be anything: it is to be checked. It raises ModelFailed.
    """

    def rewrite(question: str, turns: Sequence[Turn]) -> str:
        told = [prompts.Turn(turn.query.question, " ".join(turn.said)) for turn in turns]
        limit = Deadline.within(SHARE * seconds)
        return "".join(model.write(prompts.rewrite_messages(question, told), None, limit)).strip()

    return rewrite
