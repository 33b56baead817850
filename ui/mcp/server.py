"""The MCP server: the tools of a service, and what goes wrong in words."""

import logging

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
)

from index.errors import DatelineError
from ui.mcp.tools import ReportTools
from ui.mcp.words import INSTRUCTIONS
from ui.service import SAID_AS_IT_IS, Service

_logger = logging.getLogger(__name__)
_UNUSABLE = "The reports cannot be used right now. Whoever runs Dateline finds why in its log."


def build_server(service: Service) -> Server:
    """A server of the tools over a service."""
    tools = {tool.name: tool for tool in ReportTools(service).all()}

    async def list_tools(
        _: ServerRequestContext, __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[tool.described() for tool in tools.values()])

    async def call_tool(_: ServerRequestContext, called: CallToolRequestParams) -> CallToolResult:
        tool = tools.get(called.name)
        if tool is None:
            there_are = ", ".join(tools)
            raise MCPError(
                INVALID_PARAMS, f"There is no tool {called.name!r}. There are {there_are}."
            )
        try:
            return await tool.call(called.arguments or {})
        except SAID_AS_IT_IS as error:
            return _failed(str(error))
        except DatelineError as error:
            _logger.error("%s: %s", called.name, error)
            return _failed(_UNUSABLE)
        except Exception:
            _logger.exception("%s", called.name)
            return _failed(_UNUSABLE)

    return Server(
        "dateline",
        title="Dateline",
        version="0.1.0",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _failed(why: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=why)], is_error=True)
