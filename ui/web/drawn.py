"""The labels of the parts that Gradio draws."""

import gradio as gr

from ui.web.language import LANGUAGES, texts_of

_SECTIONS = ("tab", "ask", "upload", "list", "check")
"""Where they stand among the words of the page."""
LABELS = gr.I18n(**{code: texts_of(code).under(*_SECTIONS) for code in LANGUAGES})
"""By their keys. Gradio puts in those of the browser's language, as the page's script has it."""
