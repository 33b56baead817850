"""What happens when a reader asks, opens, judges, exports or adds."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from index.errors import BadInput, DatelineError, UnknownReport
from index.ingestion.ingest_result import Progress
from rag.engine.wide import Wide, asked_widely
from rag.guardrail.wording import name_of
from rag.progress import Said, Stage
from rag.question.parsing import Query
from rag.types import Answer, Refusal
from ui.feedback import FeedbackStore
from ui.following import Following
from ui.logs import request_id
from ui.service import Service
from ui.web import pages
from ui.web.bounds import offered, query_of
from ui.web.complaints import in_words
from ui.web.conversation import Conversation, Opened, Turn
from ui.web.editing import edit, remove
from ui.web.examples import Examples
from ui.web.kept import KeptConversations
from ui.web.language import ENGLISH, Texts, texts_of
from ui.web.listing import listed
from ui.web.standing import Listed, StandingQuestions
from ui.web.trying import to_try
from ui.web.uploads import Uploads

PLACE = "chat"
"""Where feedback is given, as it is kept."""
NOTHING: Mapping[str, str] = {}
_LOOK_S = 0.3
"""Seconds between two looks at an answer that another session of the same page asked for."""
_NEXT = {
    "loading": "reading",
    "question": "searching",
    "retrieval": "weighing",
    "reranking": "judging",
    "judging": "quoting",
}
"""What is done when a stage of the engine has ended."""


class Handlers:
    """The chat of one server over its service. Each method changes a conversation or the corpus;
    what is shown of them is made from `pages`."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.examples = Examples(service)
        self.uploads = Uploads(service)
        self.questions = StandingQuestions(service)
        self.kept = KeptConversations()
        self._feedback = FeedbackStore(service.settings.data_dir, service.shared)

    async def ask(
        self, conversation: Conversation, question: str, given: object
    ) -> AsyncIterator[Turn]:
        """Asks within the filters that are given, and gives the turn whenever there is more of it
        to be shown."""
        request_id.set(uuid4().hex)  # Gradio's queue has that of the first request of all
        longest = self.service.settings.max_question + 1
        turn = Turn(question.strip()[:longest], stage="reading")
        if not self.service.ready:
            turn.stage = "models"
        openings = conversation.openings
        conversation.opened = None
        conversation.add(turn)
        self.kept.add(conversation)
        try:
            turn.query = query_of(turn.question, given)
            turn.report = await asyncio.to_thread(self._name_of, turn.query.report)
            yield turn
            turn.wide = await self._wide(turn.query)
            if turn.wide is None:
                async for _ in self._answering(conversation, turn, turn.query, openings):
                    yield turn
        except UnknownReport:
            turn.problem = ENGLISH("told.error.gone")
        except DatelineError as error:
            turn.problem = in_words(error)
        finally:
            turn.stage = ""
            turn.told.clear()
            if (
                turn.outcome is None and turn.wide is None and not turn.problem
            ):  # the reader left, or lost the server
                turn.problem = ENGLISH("told.error.interrupted")
        yield turn
        if turn.refusal is not None and turn.query is not None:
            await self.examples.questions()
            turn.tries = await to_try(self.service, turn.query, turn.refusal, self.examples.made)
            yield turn

    async def resume(self, conversation_id: str, owner: str) -> AsyncIterator[Conversation]:
        """The conversation that a page had before it was loaded again, or a new one; once more
        whenever there may be more of it to be shown, while a question is being answered."""
        conversation = self.kept.resume(conversation_id, owner)
        yield conversation
        while conversation.is_waiting:
            await asyncio.sleep(_LOOK_S)
            yield conversation

    def clear(self, conversation: Conversation) -> None:
        """Begins another conversation. Nothing is kept of the one before."""
        self.kept.forget(conversation)
        conversation.clear()

    def open(self, conversation: Conversation, chosen: Mapping[str, object]) -> None:
        """Opens what was chosen: a passage, by its name in a checked text or by turn and place,
        or a report, which is opened at the passage that the latest answer cites of it, if any."""
        passage = conversation.checked_passage(chosen.get("check"))
        passage = passage or conversation.passage(chosen.get("turn"), chosen.get("place"))
        report_id = str(chosen.get("report", ""))
        if passage is None and chosen.get("place"):
            passage = next((c for c in conversation.cited if c.report_id == report_id), None)
        if passage is not None:
            conversation.open(Opened(passage.report_id, passage))
        elif report_id:
            conversation.open(Opened(report_id))

    async def _answering(
        self, conversation: Conversation, turn: Turn, query: Query, openings: int
    ) -> AsyncIterator[None]:
        """Has the question answered; gives nothing whenever there is more of it."""
        asking = Following(partial(self.service.ask, query, conversation.id))
        async for step in asking.steps():
            if isinstance(step, Stage):
                turn.stage = _NEXT.get(step.name, turn.stage)
            elif isinstance(step, Said):
                turn.told.append(step)
            yield
        outcome = await asking.result()
        _open_first(conversation, turn, outcome, openings)
        turn.outcome = outcome

    async def _wide(self, query: Query) -> Wide | None:
        """All reports that have some words, where the question asks for that."""
        what = asked_widely(query.question)
        if what is None:
            return None
        try:
            return await self.service.find_widely(what, query)
        except BadInput:
            return None

    def _name_of(self, report_id: str | None) -> str:
        """What the one report that is asked is called; nothing where all are or it is gone."""
        heads = self.service.heads([report_id]) if report_id else {}
        return next((name_of(head) for head in heads.values()), "")

    async def filters(self, given: object) -> dict[str, object]:
        """The filters that are set, with what there is to choose from."""
        return offered(given, await asyncio.to_thread(self.service.reports))

    async def judge(self, conversation: Conversation, number: object, *, helpful: bool) -> str:
        """Keeps a reader's judgement of a turn, once; a problem in words, or nothing."""
        turn = conversation.turn(number)
        if turn is None or turn.outcome is None or turn.helpful is not None:
            return ""
        now = datetime.now(UTC)
        turn.helpful = helpful  # before it is kept: a second press is nothing
        try:
            await asyncio.to_thread(
                self._feedback.add, turn.outcome, PLACE, now, helpful=helpful, asked=turn.query
            )
        except DatelineError as error:
            turn.helpful = None
            return in_words(error)
        return ""

    async def add(
        self, files: list[tuple[Path, str]], texts: Texts = ENGLISH
    ) -> AsyncIterator[str]:
        """Adds uploaded files, and gives what is to be shown of it."""
        show = partial(pages.upload, texts=texts)
        yield show(Progress("waiting" if self.uploads.busy else "receiving", 0, len(files)))
        adding = Following(partial(self.uploads.add, files))
        async for progress in adding.steps():
            yield show(progress)
        try:
            result = await adding.result()
            yield show(result=result, undo=await asyncio.to_thread(self.uploads.undo_of, result))
        except (DatelineError, OSError) as error:
            yield show(problem=in_words(error))

    async def take_back(self, report_ids: Sequence[str], texts: Texts = ENGLISH) -> str:
        """Takes uploads back, or one other report out, and gives what is to be shown of it."""
        show = partial(pages.upload, texts=texts)
        try:
            mine = await asyncio.to_thread(self.uploads.reports)
            if len(report_ids) == 1 and not mine.issuperset(report_ids):
                return show(receipt=await remove(self.service, report_ids[0]))
            return show(result=await self.uploads.take_back(report_ids))
        except (DatelineError, OSError) as error:
            return show(problem=in_words(error))

    async def edit(
        self, report_id: str, given: Mapping[str, str], texts: Texts = ENGLISH, by: str = ""
    ) -> str:
        """Edits a report by whoever is signed in, and gives what is to be shown of it."""
        show = partial(pages.upload, texts=texts)
        try:
            return show(receipt=await edit(self.service, report_id, given, by))
        except (DatelineError, OSError) as error:
            return show(problem=in_words(error))

    async def reader(self, conversation: Conversation) -> str:
        """The report that is open, as it is shown."""
        opened = conversation.opened

        def render() -> str:
            report = self.service.report(opened.report_id) if opened else None
            pictured = (
                report is not None
                and report.paged is not None
                and self.service.has_pictures(report.head.id)
            )
            return pages.reader(conversation, report, pictured=pictured)

        return await asyncio.to_thread(render)

    async def timeline(self, conversation: Conversation) -> str:
        """The line of time, as it is shown."""
        reports = await asyncio.to_thread(self.service.reports)
        return pages.timeline(reports, conversation, self.service.coverage())

    async def listed(self, wanted: str, order: str, texts: Texts = ENGLISH) -> str:
        """The reports whose title, publisher, file or date has all of the words, in an order."""
        reports = await asyncio.to_thread(self.service.reports)
        mine = await asyncio.to_thread(self.uploads.reports)
        found = listed(reports, wanted, order, texts)
        return pages.report_list(found, len(reports), mine, self.service.watched(), texts)

    async def overview(self, texts: Texts = ENGLISH) -> str:
        """What the corpus holds, at a glance."""
        return pages.overview(await asyncio.to_thread(self.service.reports), texts)

    def thread(self, conversation: Conversation) -> str:
        """The conversation, as it is shown, with the examples that have been made."""
        coverage = self.service.coverage()
        return pages.thread(conversation, coverage, self.examples.made, self.questions.ways)

    async def keep(self, conversation: Conversation, given: Mapping[str, str], owner: str) -> str:
        """Keeps the question of a turn as a standing one; a problem in words, or nothing."""
        turn = conversation.turn(given.get("turn"))
        to = [way for way in self.questions.ways if given.get(way)]
        try:
            if turn is not None:
                await self.questions.keep(turn, owner, to)
        except DatelineError as error:
            return in_words(error)
        return ""

    async def standing(
        self, conversation: Conversation, owner: str, given: Mapping[str, str] = NOTHING
    ) -> str:
        """The standing questions of whoever is signed in, as they are shown, after a change of one
        where that was pressed."""
        problem, number = "", given.get("number")
        found: list[Listed] = []
        try:
            if number is not None:
                todo = given.get("todo", "")
                await self.questions.change(owner, number, todo)
            found = await asyncio.to_thread(self.questions.of, owner)
            conversation.stands(one.question for one in found)
        except DatelineError as error:
            problem = in_words(error)
        texts = texts_of(conversation.language)
        feed = self.questions.feed_is_open
        return pages.standing(found, self.questions.ways, problem, texts, feed=feed)


def _open_first(
    conversation: Conversation, turn: Turn, outcome: Answer | Refusal, openings: int
) -> None:
    """Opens the first citation of an answer, unless the reader has opened something since there
    were so many `openings`. What he opened of this turn is the same passage in the outcome."""
    opened = conversation.opened
    if conversation.openings == openings:
        if isinstance(outcome, Answer):
            first = outcome.citations[0]
            conversation.open(Opened(first.report_id, first))
        return
    told = next((c for c in turn.citations.values() if opened and c is opened.passage), None)
    if told is not None:
        cited = outcome.citations if isinstance(outcome, Answer) else ()
        place = (told.passage_id, told.start)
        same = next((c for c in cited if (c.passage_id, c.start) == place), None)
        conversation.opened = Opened(told.report_id, same)
