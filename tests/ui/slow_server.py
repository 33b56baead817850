"""A server whose embedder takes its time, as a process.

`python -m tests.ui.slow_server FOLDER PORT SECONDS BOUND`: FOLDER has an index made with the
hashing double, a question takes SECONDS, and BOUND is the setting `shutdown_s`.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from index.embedding.embedder import Encoding
from rag.settings import Settings
from tests.doubles import HashingEmbedder
from ui.logs import log_to_standard_error
from ui.server import build_app
from ui.service import Service
from ui.serving import Listening, StoppingServer


class Slow(HashingEmbedder):
    """Takes `seconds` for each question but the first, which warms the server up."""

    seconds = 0.0

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        if self.calls:
            time.sleep(self.seconds)
        return super().encode(texts)


def main(folder: str, port: str, seconds: str, bound: str) -> None:
    Slow.seconds = float(seconds)
    settings = Settings(
        data_dir=Path(folder), embedder="hashing", judge="none", shutdown_s=int(bound)
    )
    log_to_standard_error()
    listening = Listening("127.0.0.1", int(port))
    with listening.socket:
        app = build_app(Service(settings, Slow))
        StoppingServer(app, settings.shutdown_s, lambda: None).run(sockets=[listening.socket])


if __name__ == "__main__":
    main(*sys.argv[1:])
