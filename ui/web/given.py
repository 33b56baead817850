"""What an event of the page brings with it: who is behind it, what was chosen, what was sent."""

from collections.abc import Mapping
from pathlib import Path

import gradio as gr

from ui.http.gate import user_of


def user_behind(request: gr.Request) -> str:
    """Who is signed in; empty for nobody."""
    return user_of(request.request.scope) if request.request is not None else ""


def given_by(event: gr.EventData) -> Mapping[str, object]:
    """What a pressed part of the page says of itself. A page that is not ours may send anything."""
    return event._data if isinstance(event._data, Mapping) else {}


def filled_in(event: gr.EventData) -> dict[str, str]:
    """The same, all of it as text."""
    return {name: str(value) for name, value in given_by(event).items()}


def uploaded(files: list[str], kept: Path) -> list[tuple[Path, str]]:
    """The files that were uploaded, with their names; a request may name others of the machine."""
    paths = [Path(file).resolve() for file in files]
    return [(path, path.name) for path in paths if path.is_relative_to(kept.resolve())]


def text_of(event: gr.EventData, name: str) -> str:
    """What a pressed part says under a name; nothing where it does not."""
    return str(given_by(event).get(name, ""))
