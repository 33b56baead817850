"""Evidence to written sentences: a language model writes, and what it wrote is shown only where the
passage that it rests on says it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.text.terms import terms
from rag.answer.composing import Composition
from rag.deadline import Deadline
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement
from rag.generation import wording
from rag.generation.drafting import Draft, Drafted
from rag.generation.failures import ModelFailed
from rag.generation.language_model import LanguageModel
from rag.generation.prompts import Offered, answer_messages, answer_schema, repair_messages
from rag.generation.second_opinion import second_opinion
from rag.guardrail.verdict import Verdict
from rag.types import Dropped
from rag.verification.types import Grounds
from rag.verification.verifier import Verifier

MOST_OFFERED = 8
"""Sentences of reports that the model is given to write from, at most; more for an overview."""
MUCH = 0.5
"""A share of a sentence's words; with so many of them in a passage, that is what it tells of."""
MOST_SHOWN, MOST_READ, LONGEST = 12, 40, 600
"""Sentences that are shown of what it writes, and read, and characters in one; what comes after is
left out, and what is longer is not read."""


@dataclass(slots=True)
class Written:
    """What came of it: how many sentences were read, what of them the checks did not let through,
    and, where the model failed, why, in words for the reader."""

    sentences: int = 0
    dropped: list[Dropped] = field(default_factory=list)
    trouble: str = ""


class Synthesizer:
    """Writes answers with one language model. May be used from several threads."""

    def __init__(self, model: LanguageModel, verifier: Verifier, *, judges: bool) -> None:
        """With `judges`, the model is also asked whether passages answer."""
        self.model = model
        self._verifier = verifier
        self._judges = judges

    def opinion(self, question: str, verdict: Verdict, limit: Deadline) -> float:
        """The confidence of a verdict, with the model's opinion where it is asked for one.

        Nothing is asked of passages that were not judged: none of them needs to answer alone.
        Raises ModelFailed.
        """
        if not self._judges or verdict.evidence[0].judgement is None:
            return verdict.confidence
        return second_opinion(self.model, question, verdict.evidence, verdict.confidence, limit)

    def write(
        self, question: str, offered: Sequence[Statement], limit: Deadline, said: Composition
    ) -> Written:
        """Adds to `said` what the model writes from the statements, sentence by sentence, each as
        soon as it has passed the checks.

        A sentence that has not is replaced by the verbatim one of its passage, where that is not
        said yet. Of a model that fails, what it wrote until then stays.
        """
        writing = _Writing(offered, said, self._verifier)
        try:
            for drafted in self._drafted(question, writing.passages, limit):
                writing.take(drafted)
                if len(said.sentences) >= MOST_SHOWN or writing.result.sentences >= MOST_READ:
                    break
            if not said.sentences and not writing.claims:
                writing.result.trouble = wording.model_wrote_nothing()
        except ModelFailed as error:
            writing.result.trouble = str(error)
        return writing.result

    def _drafted(
        self, question: str, passages: Sequence[Offered], limit: Deadline
    ) -> Iterator[Drafted]:
        """The sentences that the model writes; once more where the first cannot be read at all.

        Raises ModelFailed.
        """
        plain, schema = self.model.plain, answer_schema(passages)
        messages = answer_messages(question, passages, plain)
        draft = Draft()
        whole = ""
        for piece in self.model.write(messages, schema, limit):
            whole += piece
            yield from draft.feed(piece)
        yield from draft.end()
        if not draft.broken:
            return
        again = Draft()
        repair = repair_messages(messages, whole, draft.broken, plain)
        for piece in self.model.write(repair, schema, limit):
            yield from again.feed(piece)
        yield from again.end()
        if again.broken:
            raise ModelFailed(wording.model_unreadable())


class _Writing:
    """The sentences of one answer on their way through the checks."""

    def __init__(self, offered: Sequence[Statement], said: Composition, verifier: Verifier) -> None:
        self.passages = [_offered(n, statement) for n, statement in enumerate(offered, 1)]
        self.result = Written()
        self.claims = False
        """Whether some sentence claims to rest on a passage, or has much of one."""
        self._offered = offered
        self._grounds = [_grounds(statement) for statement in offered]
        self._said = said
        self._verifier = verifier

    def take(self, drafted: Drafted) -> None:
        """Shows a sentence, or what stands for it, or keeps it with the reason."""
        self.result.sentences += 1
        if len(drafted.text) > LONGEST:
            self._drop(drafted, "it is longer than any sentence should be", None)
            return
        checked = self._verifier.check(drafted.text, self._grounds)
        nearest = self._offered[checked.number]
        if not checked.faults:
            self._said.write(drafted.text, nearest)
            return
        why = "; ".join(fault.what for fault in checked.faults)
        self._drop(drafted, why, nearest)

    def _drop(self, drafted: Drafted, why: str, nearest: Statement | None) -> None:
        """Keeps a sentence that is not shown, and shows in its place the words of a passage that it
        names, or of the nearest if that has much of it, as far as they are not said yet."""
        ids = [passage.id for passage in self.passages]
        instead = [self._offered[ids.index(i)] for i in drafted.passages if i in ids]
        if nearest and _share_said(drafted.text, nearest.quote.text) >= MUCH:
            instead.append(nearest)
        self.claims |= bool(drafted.passages or instead)
        lacking = [(s, span) for s in instead for span in self._said.unsaid(s)]
        dropped = Dropped(
            text=drafted.text, passages=drafted.passages, why=why, replaced=bool(lacking)
        )
        self.result.dropped.append(dropped)
        if lacking:
            nearer = max(lacking, key=lambda at: _share_said(drafted.text, _words(*at)))
            self._said.quote(*nearer)


def _words(statement: Statement, span: tuple[int, int]) -> str:
    return Quote(statement.quote.finding, *span).text


def _share_said(sentence: str, passage: str) -> float:
    """The share of a sentence's words that a passage has."""
    mine = set(terms(sentence))
    return len(mine & set(terms(passage))) / len(mine) if mine else 0.0


def _offered(number: int, statement: Statement) -> Offered:
    head = statement.quote.report
    return Offered(
        f"P{number}", head.title, head.publisher, head.dated.published_on, statement.quote.text
    )


def _grounds(statement: Statement) -> Grounds:
    head = statement.quote.report
    return Grounds(
        statement.quote.text, head.dated.published_on, head.title, head.publisher, head.originator
    )
