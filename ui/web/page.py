"""The parts of the chat's page, and what happens when one is used."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from ui.export.receipt import RECEIPT
from ui.web import pages, words
from ui.web.checks import check_for_page
from ui.web.conversation import Conversation
from ui.web.drawn import LABELS
from ui.web.export import exported, receipt_of, table_of
from ui.web.given import filled_in, given_by, text_of, uploaded, user_behind
from ui.web.handlers import NOTHING, Handlers
from ui.web.language import texts_of
from ui.web.layout import asking, checking, html, reports
from ui.web.listing import NEWEST, orders
from ui.web.logged import logged

Shown = dict[Any, object]
"""What is to be shown by which part; parts that are left out stay as they are."""
_QUIET: dict[str, Any] = {
    "show_progress": "hidden",
    "trigger_mode": "multiple",
    "api_visibility": "private",
    "concurrency_limit": None,
}
"""Of every event: the page says itself how far things are, nothing is offered as an interface for
programs, how much is asked at once is bounded by the service, and nothing that a reader does is
passed over because something shown before is still on its way."""


class Page:
    """The page of the chat; `blocks` is what Gradio serves.

    A conversation lives in its session's state and is changed in place: what two events of one
    session do at the same time is not lost.
    """

    def __init__(self, handlers: Handlers) -> None:
        self._do = handlers
        with gr.Blocks(
            title="Dateline", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as self.blocks:
            self._conversation = gr.State(Conversation())
            self._header = html("header")
            hidden = (gr.Textbox(visible="hidden") for _ in range(3))
            self._export, self._had, self._language = hidden
            with gr.Row(elem_id="desk"):
                left = gr.Column(elem_id="left", scale=6, min_width=300)
                with left, gr.Tabs(elem_id="tabs"):
                    with gr.Tab(LABELS("tab.ask")):
                        self._thread, self._box, self._send, self._filters = asking()
                    with gr.Tab(LABELS("tab.reports")):
                        self._file, self._uploaded, self._overview, *finding = reports()
                        self._search, self._order, self._list = finding
                    with gr.Tab(LABELS("tab.check")):
                        self._draft, self._draft_file, self._check, self._checked = checking()
                    with gr.Tab(LABELS("tab.alerts")) as self._alerts_tab:
                        self._alerts = html("alerts")
                with gr.Column(elem_id="right", scale=5, min_width=300):
                    self._timeline = html("timeline")
                    self._reader = html("reader")
            self._wire()

    def _wire(self) -> None:
        mine = self._conversation
        asked = [self._box, self._header, self._thread, self._timeline, self._reader]
        beside = [mine, self._filters]
        gr.on(
            [self._box.submit, self._send.click], self._ask, [self._box, *beside], asked,
            **_QUIET,
        )  # fmt: skip
        gr.on(
            [self._thread.submit, self._reader.submit], self._ask_example, beside, asked, **_QUIET
        )
        gr.on(
            [part.select for part in (
                self._thread, self._timeline, self._reader, self._list, self._checked,
                self._alerts, self._overview,
            )],
            self._open, mine, [self._reader, self._timeline, self._thread], **_QUIET,
        )  # fmt: skip
        self._thread.like(self._judge, mine, self._thread, **_QUIET)
        gr.on(
            [self._header.download, self._thread.download], self._exported, mine, self._export,
            **_QUIET,
        ).then(
            None, self._export, js="(file) => dateline.save(file)", api_visibility="private"
        )  # fmt: skip
        everything = [*asked, self._list, self._overview, self._filters]
        self._header.clear(self._clear, beside, everything, **_QUIET)
        gr.on(
            [self._search.change, self._order.change], self._listed,
            [self._search, self._order, mine], self._list,
            **{**_QUIET, "trigger_mode": "always_last"},
        )  # fmt: skip
        self._file.upload(
            self._add, [self._file, self._order, *beside],
            [self._file, self._uploaded, self._search, *everything], **_QUIET,
        )  # fmt: skip
        gr.on(
            [self._list.delete, self._uploaded.delete], self._take_back, [self._order, *beside],
            [self._uploaded, self._search, *everything], **_QUIET,
        )  # fmt: skip
        self._check.click(
            self._check_text, [self._draft, self._draft_file, *beside],
            [self._draft_file, self._checked], **_QUIET,
        )  # fmt: skip
        gr.on(
            [self._list.submit, self._reader.edit], self._edit, [self._order, *beside],
            [self._uploaded, self._search, *everything], **_QUIET,
        )  # fmt: skip
        self._thread.edit(self._keep, mine, [self._thread, self._alerts], **_QUIET)
        gr.on(
            [self._alerts_tab.select, self._alerts.edit, self._alerts.delete], self._stand, mine,
            [self._alerts, self._thread], **_QUIET,
        )  # fmt: skip
        self.blocks.load(
            self._resume, [self._had, self._language, self._filters],
            [mine, self._order, *everything],
            js="async () => [await dateline.had(), dateline.language, dateline.filters.set]",
            **_QUIET,
        ).then(self._with_examples, mine, self._thread, **_QUIET)  # fmt: skip

    @logged
    async def _ask(
        self, question: str, conversation: Conversation, given: object
    ) -> AsyncIterator[Shown]:
        if not question.strip() or conversation.is_waiting:
            yield {self._box: gr.skip()}  # Gradio empties all parts of an event that says nothing
            return
        taken: Shown = {self._box: ""}  # once: what is typed after that is the next question
        async for turn in self._do.ask(conversation, question, given):
            header, thread = pages.header(conversation), self._do.thread(conversation)
            yield {**taken, self._header: header, self._thread: thread}
            taken = {}
            if not turn.stage and not turn.tries:
                yield await self._opened(conversation)

    @logged
    async def _ask_example(
        self, conversation: Conversation, given: object, event: gr.EventData
    ) -> AsyncIterator[Shown]:
        within = {} if text_of(event, "unbounded") else given
        if report := text_of(event, "report"):
            within = {"report": report}
        async for shown in self._ask(text_of(event, "question"), conversation, within):
            yield shown

    @logged
    async def _open(self, conversation: Conversation, event: gr.EventData) -> Shown:
        self._do.open(conversation, given_by(event))
        return await self._opened(conversation)

    async def _opened(self, conversation: Conversation) -> Shown:
        return {
            self._reader: await self._do.reader(conversation),
            self._timeline: await self._do.timeline(conversation),
            self._thread: self._do.thread(conversation),
        }

    @logged
    async def _judge(self, conversation: Conversation, event: gr.EventData) -> str:
        helpful = text_of(event, "helpful") == "true"
        problem = await self._do.judge(conversation, text_of(event, "turn"), helpful=helpful)
        if problem:
            texts = texts_of(conversation.language)
            gr.Warning(words.said(texts, problem), title=texts("error.warning"))
        return self._do.thread(conversation)

    @logged
    async def _keep(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Shown:
        given, owner = filled_in(event), user_behind(request)
        problem = await self._do.keep(conversation, given, owner)
        if problem:
            texts = texts_of(conversation.language)
            gr.Warning(words.said(texts, problem), title=texts("error.warning"))
        return await self._standing(conversation, owner)

    @logged
    async def _stand(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Shown:
        return await self._standing(conversation, user_behind(request), filled_in(event))

    async def _standing(
        self, conversation: Conversation, owner: str, given: Mapping[str, str] = NOTHING
    ) -> Shown:
        shown = await self._do.standing(conversation, owner, given)
        return {self._alerts: shown, self._thread: self._do.thread(conversation)}

    @logged
    def _exported(self, conversation: Conversation, event: gr.EventData) -> str:
        turn = conversation.turn(text_of(event, "turn"))
        if turn is not None and turn.wide is not None:
            return table_of(turn.wide)
        if turn is not None and text_of(event, "format") == RECEIPT:
            return receipt_of(turn, self._do.service.engine)
        today = self._do.service.today()
        return exported(conversation, text_of(event, "format"), today, turn)

    @logged
    async def _clear(self, conversation: Conversation, given: object) -> Shown:
        self._do.clear(conversation)
        shown = await self._all(conversation, given)
        return {**shown, self._thread: await self._with_examples(conversation)}

    @logged
    async def _resume(
        self, had: str, language: str, given: object, request: gr.Request
    ) -> AsyncIterator[Shown]:
        order = gr.Radio(orders(texts_of(language)), value=NEWEST)
        async for conversation in self._do.resume(had, user_behind(request)):
            conversation.language = language
            shown = await self._all(conversation, given)
            yield {self._conversation: conversation, self._order: order, **shown}

    @logged
    async def _listed(self, wanted: str, order: str, conversation: Conversation) -> str:
        return await self._do.listed(wanted, order, texts_of(conversation.language))

    async def _all(self, conversation: Conversation, given: object, order: str = NEWEST) -> Shown:
        texts = texts_of(conversation.language)
        return {
            **await self._opened(conversation),
            self._header: pages.header(conversation),
            self._list: await self._do.listed("", order, texts),
            self._overview: await self._do.overview(texts),
            self._filters: await self._do.filters(given),
        }

    @logged
    async def _with_examples(self, conversation: Conversation) -> str:
        if not conversation.turns:
            await self._do.examples.questions()
        return self._do.thread(conversation)

    @logged
    async def _add(
        self, files: list[str] | None, order: str, conversation: Conversation, given: object
    ) -> AsyncIterator[Shown]:
        sent = uploaded(files or [], Path(self.blocks.GRADIO_CACHE))
        async for shown in self._do.add(sent, texts_of(conversation.language)):
            yield {self._uploaded: shown}
        yield {self._file: None, **await self._changed(conversation, given, order)}

    @logged
    async def _take_back(
        self, order: str, conversation: Conversation, given: object, event: gr.EventData
    ) -> Shown:
        named = text_of(event, "report").split()
        said = await self._do.take_back(named, texts_of(conversation.language))
        return {self._uploaded: said, **await self._changed(conversation, given, order)}

    @logged
    async def _check_text(
        self, text: str, file: str | None, conversation: Conversation, given: object
    ) -> AsyncIterator[Shown]:
        files = uploaded([file] if file else [], Path(self.blocks.GRADIO_CACHE))
        async for shown in check_for_page(self._do.service, conversation, text, files, given):
            yield {self._checked: shown}
        yield {self._draft_file: None}

    @logged
    async def _edit(
        self,
        order: str,
        conversation: Conversation,
        given: object,
        event: gr.EventData,
        request: gr.Request,
    ) -> Shown:
        filled = filled_in(event)
        texts = texts_of(conversation.language)
        by = user_behind(request)
        said = await self._do.edit(filled.get("report", ""), filled, texts, by)
        return {self._uploaded: said, **await self._changed(conversation, given, order)}

    async def _changed(self, conversation: Conversation, given: object, order: str) -> Shown:
        """All that shows the corpus, after it was changed; the list in the order that is chosen."""
        shown = await self._all(conversation, given, order)
        return {self._search: "", **shown, self._thread: await self._with_examples(conversation)}
