"""The chat as an application of Gradio."""

import json
from importlib.resources import files

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware

from ui.service import Service
from ui.web.drawn import LABELS
from ui.web.early import EarlyHead
from ui.web.events import KnownEvents
from ui.web.handlers import Handlers
from ui.web.headers import PageHeaders
from ui.web.language import LANGUAGES, texts_of
from ui.web.page import Page
from ui.web.theme import theme

_UPLOAD_AT_ONCE = 4
"""So many times the largest report may be sent in one file, so that a file a little too large is
named with its reason instead of ending the upload."""

_SCRIPTS = (
    "texts.js", "filters.js", "conversation.js", "timeline.js", "keeping.js", "chat.js",
)  # fmt: skip
"""What runs in the page, in order: each uses what those before it made."""
_WAITING = 64
"""Events of the page that may wait for each other."""


def chat_of(service: Service) -> FastAPI:
    """An application that serves the chat at /."""
    app = FastAPI(openapi_url=None)
    blocks = Page(Handlers(service)).blocks
    blocks.queue(max_size=_WAITING)
    # Until it believes itself launched, Gradio reads any file of the machine that a request names.
    blocks.has_launched = True
    events = {number: len(event.inputs) for number, event in blocks.fns.items()}
    names = {str(event.api_name): number for number, event in blocks.fns.items() if event.api_name}
    known = Middleware(KnownEvents, events=events, names=names)
    languages = f"const LANGUAGES = {json.dumps(LANGUAGES)};"
    first = Middleware(
        EarlyHead, style=_static("first.css"), script=f"{languages}\n{_static('language.js')}"
    )
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=int(service.settings.max_file_mb * 1e6) * _UPLOAD_AT_ONCE,
        theme=theme(),
        head=_head(),
        i18n=LABELS,
        app_kwargs={"middleware": [Middleware(PageHeaders), first, known]},
    )
    return app


def _head() -> str:
    """Styles and scripts as parts of the page: Gradio would rewrite the selectors of its `css`."""
    style, script = _static("chat.css"), "\n".join(map(_static, _SCRIPTS))
    said = {code: texts_of(code).under("script") for code in LANGUAGES}
    texts = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    return f"<style>{style}</style><script>const TEXTS = {texts};\n{script}</script>"


def _static(name: str) -> str:
    return (files("ui.web") / "static" / name).read_text("utf-8")
