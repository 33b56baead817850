"""`dateline serve`: the chat, the JSON interface and Slack on one port."""

import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path

from index.storage.database import is_writable
from rag.settings import read_settings
from ui.console import EXIT_ANSWER
from ui.logs import LOG, StrayLines, log_to_standard_error
from ui.server import build_app
from ui.service import Service
from ui.serving import Listening, StoppingServer, end_now
from ui.shared import shared_by
from ui.watching import Watching
from ui.web.late import is_under_way
from ui.web.uploads import keep_uploads_within


def run_serve(
    data_dir: Path | None,
    host: str | None,
    port: int | None,
    watched: Sequence[str] = (),
    every_s: float = 900,
) -> int:
    """Serves until it is stopped; what is under way then is finished. Meanwhile reports are read as
    they come into the folders and addresses that are `watched`.

    Raises BadInput where it cannot listen or watch, or another DatelineError where the index is
    unusable.
    """
    settings = read_settings(data_dir)
    settings = settings.model_copy(update={"host": host or settings.host})
    keep_uploads_within(settings.data_dir)
    listening = Listening(settings.host, settings.port if port is None else port)

    def started() -> None:
        LOG.info("listening on %s", listening.address)
        if sys.stdout.isatty():
            print(f"Dateline is at {listening.address} (Ctrl-C stops it).", flush=True)

    log_to_standard_error()
    with listening.socket, redirect_stderr(StrayLines()), shared_by(settings) as shared:
        service = Service(settings, shared=shared)
        watching = Watching(service, watched, every_s=every_s) if watched else None
        app = build_app(service, watching)
        if settings.data_dir.is_dir() and not is_writable(settings.data_dir):
            LOG.warning(
                "the data folder %s cannot be written: questions are answered; what readers judge "
                "or add is not kept, and conversations end with the server", settings.data_dir,
            )  # fmt: skip
        StoppingServer(app, settings.shutdown_s, started).run(sockets=[listening.socket])
    if is_under_way():
        end_now(EXIT_ANSWER)
    return EXIT_ANSWER
