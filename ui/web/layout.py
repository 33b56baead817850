"""The parts of the page in their tabs, as they are laid out."""

from typing import Any

import gradio as gr

from rag.drafts.reading import SUFFIXES
from ui.web import pages
from ui.web.drawn import LABELS
from ui.web.language import ENGLISH
from ui.web.listing import NEWEST, orders
from ui.web.scripts import ACTS, FILTERS

Parts = tuple[Any, ...]
"""Parts of the page, in the order in which they are named."""


def html(name: str) -> gr.HTML:
    """A part that is drawn from a template, and whose buttons are events of it."""
    return gr.HTML(elem_id=name, js_on_load=ACTS, apply_default_css=False)


def asking() -> Parts:
    """The conversation; the field of the question, its button and its filters."""
    thread = html("thread")
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="asking"):
            box = gr.Textbox(
                label=LABELS("ask.question"),
                placeholder=LABELS("ask.placeholder"),
                lines=1,
                max_lines=6,
                container=False,
                show_label=False,
                scale=8,
                elem_id="question",
            )
            send = gr.Button(
                LABELS("ask.send"), variant="primary", scale=0, min_width=72, elem_id="send"
            )
        filters = gr.HTML(
            {}, html_template=pages.filters(), js_on_load=FILTERS, elem_id="filters",
            apply_default_css=False,
        )  # fmt: skip
    return thread, box, send, filters


def reports() -> Parts:
    """The place for files and what became of them; the overview; search, order, and the list of
    reports."""
    with gr.Column(elem_id="adding"):
        file = gr.File(
            label=LABELS("upload.label"), show_label=False, file_count="multiple", height=108,
            elem_id="upload",
        )  # fmt: skip
        uploaded = html("uploaded")
    overview = html("overview")
    with gr.Row(elem_id="finding"):
        search = gr.Textbox(
            label=LABELS("list.search"), placeholder=LABELS("list.placeholder"), scale=2,
            elem_id="search",
        )  # fmt: skip
        order = gr.Radio(
            orders(ENGLISH), value=NEWEST, label=LABELS("list.order"), scale=3, elem_id="order"
        )
    return file, uploaded, overview, search, order, html("list")


def checking() -> Parts:
    """The text that is to be checked, pasted or as a file; the button, and what came of it."""
    draft = gr.Textbox(
        label=LABELS("check.text"), placeholder=LABELS("check.placeholder"), lines=6,
        max_lines=16, elem_id="draft",
    )  # fmt: skip
    file = gr.File(
        label=LABELS("check.file"), show_label=False, file_types=list(filter(None, SUFFIXES)),
        height=108, elem_id="draft-file",
    )  # fmt: skip
    button = gr.Button(LABELS("check.button"), variant="primary", elem_id="check")
    return draft, file, button, html("checked")
