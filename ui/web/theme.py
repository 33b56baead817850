"""The chat's look, as far as Gradio draws it; chat.css draws the rest. No font is fetched."""

import gradio as gr
from gradio.themes.utils.fonts import Font

_FONT = [Font("Arial"), Font("sans-serif")]
"""Until chat.css names those that are used; given here so that none of Gradio's own is loaded."""


def theme() -> gr.themes.Base:
    """Colours come from variables of chat.css, so that light and dark are said in one place."""
    calm = gr.themes.Base(font=_FONT, font_mono=_FONT, radius_size="sm", spacing_size="md")
    both = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--muted)",
        "background_fill_primary": "var(--sheet)",
        "background_fill_secondary": "var(--paper)",
        "border_color_primary": "var(--rule)",
        "border_color_accent": "var(--accent)",
        "color_accent_soft": "var(--wash)",
        "block_background_fill": "var(--sheet)",
        "block_border_color": "var(--rule)",
        "block_label_background_fill": "var(--sheet)",
        "block_label_text_color": "var(--muted)",
        "block_title_text_color": "var(--muted)",
        "block_info_text_color": "var(--muted)",
        "input_background_fill": "var(--sheet)",
        "input_background_fill_focus": "var(--sheet)",
        "input_border_color": "var(--edge)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--muted)",
        "input_shadow_focus": "none",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-strong)",
        "button_primary_text_color": "var(--on-accent)",
        "button_primary_border_color": "var(--accent)",
        "button_secondary_background_fill": "var(--sheet)",
        "button_secondary_background_fill_hover": "var(--wash)",
        "button_secondary_text_color": "var(--ink)",
        "button_secondary_border_color": "var(--edge)",
        "checkbox_label_background_fill": "var(--sheet)",
        "checkbox_label_background_fill_hover": "var(--wash)",
        "checkbox_label_background_fill_selected": "var(--wash)",
        "checkbox_label_text_color": "var(--ink)",
        "checkbox_label_text_color_selected": "var(--ink)",
        "checkbox_label_border_color": "var(--edge)",
        "checkbox_background_color": "var(--sheet)",
        "checkbox_background_color_selected": "var(--accent)",
        "checkbox_border_color": "var(--edge)",
    }
    dark = {f"{name}_dark": value for name, value in both.items()}
    return calm.set(color_accent="var(--accent)", shadow_drop="none", **both, **dark)
