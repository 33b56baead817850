"""Trying a language model out: does it answer, and what can be asked of it?"""

from collections.abc import Iterator
from datetime import date
from time import perf_counter

from rag.deadline import Deadline
from rag.generation.drafting import Draft, Drafted
from rag.generation.language_model import LlamaIndexModel, ModelFailed
from rag.generation.prompts import Offered, answer_messages, answer_schema, evidence_messages
from rag.llm_settings import LlmSettings

_PIER = Offered(
    "P1", "The Pier", "Harbour Gazette", date(2024, 5, 3), "The pier in Torvik is 214 metres long."
)
_QUESTION = "How long is the pier in Torvik?"
MOST_NAMED = 5

Said = tuple[bool, str]
"""Whether something is well, and what there is to say of it."""


def try_out(model: LlamaIndexModel, settings: LlmSettings) -> Iterator[Said]:
    """Asks one small question, and for one judgement, within the time limit for each."""
    limit = Deadline.within(settings.llm_timeout_s)
    try:
        well, said = _answers(model, limit)
    except ModelFailed as failed:
        names = model.listed(Deadline.within(settings.llm_timeout_s))
        some = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
        well, said = False, f"{model.name}: {failed}"
        said += f" Its server has: {some}." if names else ""
    yield well, said
    if not well:
        return
    if model.plain:
        yield True, f"{model.name}: takes no JSON schema, and is asked for lines"
    else:
        yield True, f"{model.name}: takes a JSON schema"
    if settings.llm_judge != "off":
        yield _judges(model, settings)


def _answers(model: LlamaIndexModel, limit: Deadline) -> Said:
    begun, first, draft, found = perf_counter(), 0.0, Draft(), list[Drafted]()
    asked = answer_messages(_QUESTION, [_PIER], model.plain)
    schema = None if model.plain else answer_schema([_PIER])
    for piece in model.write(asked, schema, limit):
        first = first or perf_counter() - begun
        found += draft.feed(piece)
    found += draft.end()
    if not found:
        why = draft.broken or "it finds no answer where there is one"
        return False, f"{model.name}: cannot be used, {why}"
    took = perf_counter() - begun
    return True, f"{model.name}: answers in {took:.1f} s, and begins after {first:.1f} s"


def _judges(model: LlamaIndexModel, settings: LlmSettings) -> Said:
    limit = Deadline.within(settings.llm_timeout_s)
    try:
        judged = model.probability_of_yes(evidence_messages(_QUESTION, _PIER), limit)
    except ModelFailed as failed:
        return False, f"{model.name}: asked to judge, {failed}"
    if judged is not None:
        return True, f"{model.name}: gives log-probabilities, and can judge passages"
    said = f"{model.name}: gives no log-probabilities, and does not judge passages"
    return True, said
