"""Judged answers as questions whose answers are known, for `dateline eval`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import BadInput
from index.types import Confidence, DateSource
from rag.evaluation.questions import KnownQuestion
from rag.types import Reason
from ui.feedback import Feedback

_SAYS_NOTHING = (Reason.EMPTY_CORPUS, Reason.NOT_A_QUESTION, Reason.QUESTION_TOO_LONG)
"""Refusals that say nothing of whether the reports answer."""


class JudgedCitation(BaseModel):
    """What is needed of a citation: an answer that an earlier version gave has it too."""

    model_config = ConfigDict(frozen=True)

    path: str
    title: str | None
    publisher: str | None
    originator: str | None = None
    published_on: date | None
    published_edtf: str | None = None
    date_source: DateSource | None
    date_confidence: Confidence
    quote: str


class JudgedSentence(BaseModel):
    """A sentence of an answer, as its report has it but for marks of endnotes and line breaks."""

    model_config = ConfigDict(frozen=True)

    text: str


class JudgedCorpus(BaseModel):
    """The reports that an outcome was given over."""

    model_config = ConfigDict(frozen=True)

    snapshot: str


class JudgedOutcome(BaseModel):
    """What is needed of an answer or refusal."""

    model_config = ConfigDict(frozen=True)

    question: str
    understood_as: str | None = None
    kind: str
    reason: Reason | None = None
    sentences: tuple[JudgedSentence, ...] = ()
    citations: tuple[JudgedCitation, ...] = ()
    corpus: JudgedCorpus

    @property
    def whole_question(self) -> str:
        """The question as it would be asked outside of its conversation."""
        return self.understood_as or self.question


def outcome_of(feedback: Feedback) -> JudgedOutcome:
    """The outcome that was judged. Raises BadInput where it is none that can be read."""
    try:
        return JudgedOutcome.model_validate(feedback.outcome)
    except ValidationError as error:
        raise BadInput(
            f"The feedback of {feedback.given_at} was kept by another version of Dateline and "
            "cannot be read. Move feedback.sqlite out of the data folder to start afresh."
        ) from error


@dataclass(frozen=True, slots=True)
class Exported:
    """Questions made from feedback, and how many judged ones none was made from.

    `over_others` are those among the questions that were refused over other reports than there
    are now.
    """

    questions: tuple[KnownQuestion, ...]
    unhelpful: int
    saying_nothing: int
    over_others: int


def known_questions(judged: Iterable[Feedback], snapshot: str) -> Exported:
    """A question for each that was last judged helpful, in the order of judging.

    `snapshot` is that of the corpus now. What was judged not helpful is left out: its right answer
    is not known.
    """
    last: dict[str, Feedback] = {}
    for feedback in judged:
        key = _key(outcome_of(feedback), feedback.bounds)
        last.pop(key, None)
        last[key] = feedback
    helpful = {key: outcome_of(f) for key, f in last.items() if f.helpful}
    telling = {key: said for key, said in helpful.items() if said.reason not in _SAYS_NOTHING}
    return Exported(
        questions=tuple(_known(key, said, last[key].bounds) for key, said in telling.items()),
        unhelpful=len(last) - len(helpful),
        saying_nothing=len(helpful) - len(telling),
        over_others=sum(
            said.kind == "refusal" and said.corpus.snapshot != snapshot for said in telling.values()
        ),
    )


def _key(said: JudgedOutcome, bounds: dict[str, str]) -> str:
    """The same for the same question within the same bounds."""
    asked = " ".join(said.whole_question.split()).casefold()
    return json.dumps([asked, sorted(bounds.items())])


def _known(key: str, said: JudgedOutcome, bounds: dict[str, str]) -> KnownQuestion:
    """The question to be asked again.

    It has no facts. A thumb tells that the answer helped, not which of its words did; those that
    are marked in a quote are the program's own guess, and cannot be what it is measured by. The
    evidence are the sentences and not the quotes, so that another version, which may quote more or
    less around them, is not held to where this one cut.
    """
    cited = said.citations
    known = {
        "id": f"feedback-{sha256(key.encode()).hexdigest()[:12]}",
        "question": said.whole_question,
        "answerable": said.kind == "answer",
        "kind": "feedback",
        "seeds": tuple(dict.fromkeys(c.path for c in cited)),
        "evidence": tuple(dict.fromkeys(sentence.text for sentence in said.sentences)),
        "dates": tuple(sorted({c.published_on for c in cited if c.published_on is not None})),
    }
    return KnownQuestion.model_validate({**known, **bounds})
