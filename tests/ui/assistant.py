"""An assistant of the tests: the official client over a real `dateline mcp` process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from index.files import find_files
from index.ingestion.ingest import Ingest
from rag.build import embedder_of
from rag.settings import Settings
from tests.ui.conftest import ROOT, command, environment

REOPENED = "When did the Kessel bridge reopen?"


class Assistant:
    """An MCP client of a `dateline mcp` process, called from outside its event loop."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal = portal
        self.client = client

    def call(self, tool: str, **arguments: object) -> CallToolResult:
        return self.portal.call(self.client.call_tool, tool, arguments)

    def given(self, tool: str, **arguments: object) -> tuple[dict[str, Any], list[str]]:
        """Structured content and texts of a call that succeeds."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content
        assert result.structured_content is not None
        return result.structured_content, texts(result)

    def refused(self, tool: str, **arguments: object) -> str:
        """Why a call failed, in words."""
        result = self.call(tool, **arguments)
        assert (result.is_error, result.structured_content) == (True, None)
        [text] = texts(result)
        return text


def texts(result: CallToolResult) -> list[str]:
    found = [block.text for block in result.content if isinstance(block, TextContent)]
    assert len(found) == len(result.content)
    return found


@contextmanager
def assistant(data: Path) -> Iterator[Assistant]:
    program, *arguments = command("--data-dir", data, "mcp")
    server = StdioServerParameters(command=program, args=arguments, env=environment(), cwd=ROOT)
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server)) as client,
    ):
        yield Assistant(portal, client)


def made(data: Path, *reports: Path) -> Path:
    """A data folder with these reports, made with the shipped model."""
    settings = Settings(data_dir=data)
    Ingest(settings, embedder_of(settings), date(2025, 6, 1)).run(find_files(list(reports)))
    return data
