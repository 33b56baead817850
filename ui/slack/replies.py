"""What is done for those who ask in Slack, once there is time for it."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.errors import DatelineError
from rag.guardrail.wording import covers
from rag.question.parsing import Query
from ui.feedback import FeedbackStore
from ui.service import SAID_AS_IT_IS, Service
from ui.slack.blocks import HELPFUL, QUOTES, notice, outcome_messages, quote_messages
from ui.slack.incoming import COMMAND, Pressed
from ui.slack.limits import HOOK_USES
from ui.slack.posting import Hook, Message, Place, Poster, Thread
from ui.slack.recall import Forgotten, Recall
from ui.slack.seen import Seen

UNUSABLE = (
    "Dateline could not do this: something is wrong with its reports or its disk. Try again later, "
    "or tell whoever runs it; its log says why."
)
USAGE = (
    f"Ask a question: {COMMAND} What was reported about …?\n"
    "The answer quotes the reports, names and dates them. You alone see it."
)
TOO_LONG = "The answer is longer than Slack takes. Ask for one thing at a time."
NOT_TAKEN = (
    "Slack did not take all of this message. Do not rely on what stands above without its sources. "
    "Whoever runs Dateline finds in its log why."
)
KEPT = "Thank you. Your judgement is kept."
KEPT_BEFORE = "Your judgement of this answer is kept already."
SHOWN_BEFORE = "The full quotes are in the thread already."
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, where its answer goes, and what the answer begins with."""

    question: str
    place: Place
    conversation: str | None
    heading: str | None


class Replies:
    """Asks the service and posts what it says. Nothing that a reply needs is kept elsewhere."""

    def __init__(self, service: Service, poster: Poster, done: Seen) -> None:
        self._service = service
        self._poster = poster
        self._feedback = FeedbackStore(service.settings.data_dir, service.shared)
        self._recall = Recall(service)
        self._done = done

    async def answer(self, asked: Asked) -> None:
        """Answers a question, or says why it cannot be answered."""
        await self._attempt(asked.place, self._answer(asked))

    async def button(self, pressed: Pressed) -> None:
        """Does what a button below an answer says, or says why it cannot be done."""
        place = Hook(pressed.response_url)
        if pressed.actions[0].action_id == QUOTES:
            await self._attempt(place, self._show_quotes(pressed, place))
        else:
            await self._attempt(place, self._keep_judgement(pressed, place))

    async def usage(self, place: Place) -> None:
        """Says how to ask, and what the corpus holds."""
        await self._attempt(place, self._usage(place))

    async def say(self, place: Place, text: str) -> None:
        """Posts words of our own."""
        await self._poster.post(place, notice(text))

    async def _answer(self, asked: Asked) -> None:
        outcome = await self._service.ask(Query(asked.question), asked.conversation)
        heading = [asked.heading] if asked.heading else []
        messages = outcome_messages(outcome, await self._recall.value(outcome), heading)
        await self._post(asked.place, messages)

    async def _usage(self, place: Place) -> None:
        coverage = await asyncio.to_thread(self._service.coverage)
        await self.say(place, f"{USAGE}\nThe corpus holds {covers(coverage)}.")

    async def _show_quotes(self, pressed: Pressed, place: Hook) -> None:
        """In the thread below the answer; to the reader alone where the answer was."""
        below = pressed.container
        outcome = await self._recall.outcome(pressed.actions[0].value)
        messages = quote_messages(outcome)
        if below.is_ephemeral or not self._poster.has_token:
            await self._post(place, messages)
            return
        key = (QUOTES, below.channel_id, below.message_ts)
        if not await self._done.first_time(key):
            await self.say(place, SHOWN_BEFORE)
            return
        thread = Thread(below.channel_id, below.thread_ts or below.message_ts)
        if not await self._post(thread, messages):
            await self._done.forget(key)
            await self.say(place, NOT_TAKEN)
            return
        await self._done.keep(key)

    async def _keep_judgement(self, pressed: Pressed, place: Hook) -> None:
        below, action = pressed.container, pressed.actions[0]
        outcome = await self._recall.outcome(action.value)
        judged = (pressed.user.id, below.channel_id, below.message_ts, action.action_id)
        if not await self._done.first_time(judged):
            await self.say(place, KEPT_BEFORE)
            return
        helpful = action.action_id == HELPFUL
        now = datetime.now(UTC)
        try:
            await asyncio.to_thread(self._feedback.add, outcome, "slack", now, helpful=helpful)
        except DatelineError:
            await self._done.forget(judged)
            raise
        await self._done.keep(judged)
        await self.say(place, KEPT)

    async def _post(self, place: Place, messages: Sequence[Message]) -> bool:
        """Whether Slack took all of the messages. Where it did not, what was posted ends there,
        and says so."""
        if isinstance(place, Hook) and len(messages) > HOOK_USES:
            await self.say(place, TOO_LONG)
            return True
        for message in messages:
            if not await self._poster.post(place, message):
                await self.say(place, NOT_TAKEN)
                return False
        return True

    async def _attempt(self, place: Place, doing: Awaitable[None]) -> None:
        """Tells why something failed. What may name a path of this machine is only logged."""
        try:
            await doing
        except (*SAID_AS_IT_IS, Forgotten) as error:
            await self.say(place, str(error))
        except DatelineError as error:
            _logger.error("A question from Slack failed: %s", error)
            await self.say(place, UNUSABLE)
        except Exception:
            _logger.exception("A question from Slack failed.")
            await self.say(place, UNUSABLE)
