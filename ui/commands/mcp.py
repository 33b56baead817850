"""`dateline mcp`: the reports as tools of an assistant."""

import asyncio
import logging
import sys
from pathlib import Path

from rag.settings import read_settings
from ui.console import EXIT_ANSWER
from ui.mcp.stdio import serve_stdio
from ui.service import Service


def run_mcp(data_dir: Path | None) -> int:
    """Serves one assistant until it leaves or Ctrl-C is pressed."""
    logging.basicConfig(format="dateline: %(message)s", stream=sys.stderr)
    service = Service(read_settings(data_dir))
    if sys.stdin.isatty():
        print(
            "This is for assistants: it speaks the Model Context Protocol on standard input and "
            "output. docs/mcp.md says how to add it to one. Ctrl-C ends it.",
            file=sys.stderr,
        )
    asyncio.run(serve_stdio(service))
    return EXIT_ANSWER
