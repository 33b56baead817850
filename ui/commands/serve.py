"""`dateline serve`: the chat, the JSON interface and Slack on one port."""

from pathlib import Path

import uvicorn

from rag.settings import read_settings
from ui.console import EXIT_ANSWER
from ui.server import build_app
from ui.service import Service


def run_serve(data_dir: Path | None, host: str | None, port: int | None) -> int:
    """Serves until it is stopped; what is under way then is finished."""
    settings = read_settings(data_dir)
    host = host or settings.host
    port = port if port is not None else settings.port
    uvicorn.run(build_app(Service(settings)), host=host, port=port)
    return EXIT_ANSWER
