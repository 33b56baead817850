"""The tools: what each takes, does and gives."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mcp.types import CallToolResult, TextContent, Tool, ToolAnnotations
from pydantic import BaseModel, TypeAdapter, ValidationError

from index.errors import BadInput
from rag.guardrail.wording import covers
from rag.types import Answer, Outcome, Refusal
from ui.mcp import words
from ui.mcp.schemas import (
    MOST_REPORTS,
    Found,
    ListArguments,
    ReadArguments,
    ReportList,
    ReportPart,
    SearchArguments,
)
from ui.report_schemas import ReportSummary
from ui.schemas import BoundedQuestion
from ui.service import Service

_Arguments = TypeVar("_Arguments", bound=BaseModel)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


@dataclass(frozen=True)
class ReportTool(Generic[_Arguments]):
    """A tool as assistants are told of it, and what it does.

    `gives` is the type of what comes out as structured content.
    """

    name: str
    title: str
    description: str
    takes: type[_Arguments]
    gives: Any
    run: Callable[[_Arguments], Awaitable[CallToolResult]]

    def described(self) -> Tool:
        """What a list of tools says of it."""
        given = TypeAdapter(self.gives).json_schema(by_alias=True, mode="serialization")
        return Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.takes.model_json_schema(by_alias=True),
            output_schema={"type": "object", **given},
            annotations=_READS,
        )

    async def call(self, arguments: Mapping[str, Any]) -> CallToolResult:
        """What it gives for arguments as sent. Raises BadInput, or another DatelineError."""
        try:
            read = self.takes.model_validate(arguments)
        except ValidationError as error:
            raise BadInput(_in_words(error)) from error
        return await self.run(read)


class ReportTools:
    """What the tools do, over one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def all(self) -> tuple[ReportTool[Any], ...]:
        """Every tool."""
        return (
            ReportTool(
                "ask", "Ask the reports", words.ASK, BoundedQuestion, Outcome, self._ask
            ),
            ReportTool(
                "search", "Search the reports", words.SEARCH, SearchArguments, Found, self._search
            ),
            ReportTool(
                "read_report", "Read a report", words.READ_REPORT, ReadArguments, ReportPart,
                self._read,
            ),
            ReportTool(
                "list_reports", "List the reports", words.LIST_REPORTS, ListArguments, ReportList,
                self._list,
            ),
        )  # fmt: skip

    async def _ask(self, asked: BoundedQuestion) -> CallToolResult:
        outcome: Answer | Refusal = await self._service.ask(asked.query())
        return _result(outcome, words.outcome_text(outcome))

    async def _search(self, asked: SearchArguments) -> CallToolResult:
        passages = await self._service.search(asked.query(), asked.limit)
        coverage = await asyncio.to_thread(self._service.coverage)
        found = Found(question=asked.question, nearest=tuple(passages), corpus=covers(coverage))
        return _result(found, words.found_text(found))

    async def _read(self, wanted: ReadArguments) -> CallToolResult:
        report = await asyncio.to_thread(self._service.report, wanted.report_id)
        if report is None:
            raise BadInput(
                f"There is no report with the id {wanted.report_id!r}. Take one from a citation, "
                "from `search` or from `list_reports`."
            )
        if wanted.start > len(report.text):
            raise BadInput(
                f"`start` is {wanted.start}, and the report has {len(report.text)} characters."
            )
        if wanted.end is not None and wanted.end <= wanted.start:
            raise BadInput("`end` must be greater than `start`.")
        part = ReportPart.cut(report, wanted.start, wanted.end)
        return _result(part, words.part_head(part), part.text)

    async def _list(self, wanted: ListArguments) -> CallToolResult:
        heads = await asyncio.to_thread(self._service.reports)
        coverage = await asyncio.to_thread(self._service.coverage)
        until = wanted.skip + MOST_REPORTS
        listed = ReportList(
            reports=tuple(map(ReportSummary.of, heads[wanted.skip : until])),
            corpus=covers(coverage),
            next_skip=until if until < len(heads) else None,
        )
        return _result(listed, words.list_text(listed))


def _result(given: BaseModel, *texts: str) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(text=text) for text in texts],
        structured_content=given.model_dump(mode="json", by_alias=True),
    )


def _in_words(error: ValidationError) -> str:
    """What is wrong with arguments and how they are to be written."""
    told = []
    for wrong in error.errors(include_url=False, include_input=False):
        name = ".".join(map(str, wrong["loc"]))
        if wrong["type"] == "extra_forbidden":
            told.append(f"There is no argument `{name}`.")
        elif wrong["type"] == "missing":
            told.append(f"`{name}` is missing.")
        elif wrong["type"].startswith("date"):
            told.append(f"`{name}` is not a day. Write it as 2024-12-26.")
        else:
            said = wrong["msg"].removeprefix("Value error, ")
            told.append(f"`{name}`: {said}." if name else f"{said}.")
    return " ".join(told)
