"""What the parts of the Assistants API share: tools, files, and the version that a caller speaks."""

from typing import Annotated, Any

from fastapi import Depends, Request

from server.dialects import approval, formats
from server.dialects.approval import CODE_TOOL
from server.dialects.bringing import contents_of
from server.dialects.functions import check_offer, check_types, flat, functions_of
from server.errors import InvalidRequestError
from server.running.answering import OURS
from server.state.records import Records

ASSISTANT, THREAD, MESSAGE, RUN, STEP = (
    "assistant",
    "thread",
    "thread.message",
    "thread.run",
    "thread.run.step",
)
Tools = list[dict[str, Any]]


def speaks_v1(request: Request) -> bool:
    """Tell whether the caller speaks version 1, which ended with the service: files are in `file_ids`."""
    return "assistants=v1" in request.headers.get("openai-beta", "")


SpeaksV1 = Annotated[bool, Depends(speaks_v1)]


def with_file_ids(body: dict[str, Any], v1: bool) -> dict[str, Any]:
    """Add the field in which version 1 names the files."""
    if not v1:
        return body
    resources = files_in(body.get("tool_resources"))
    attached = [attachment["file_id"] for attachment in body.get("attachments") or []]
    return {**body, "file_ids": [*resources, *attached]}


def files_in(resources: dict[str, Any] | None) -> list[str]:
    """The ids of the files that are there for the code interpreter."""
    named = (resources or {}).get(CODE_TOOL) or {}
    found = (named.get("file_ids") or []) if isinstance(named, dict) else named
    if not isinstance(found, list) or not all(isinstance(id, str) for id in found):
        raise InvalidRequestError("'file_ids' is a list of ids.", "tool_resources")
    return found


async def resources_of(
    records: Records, resources: dict[str, Any] | None, file_ids: list[str] | None
) -> dict[str, Any]:
    """Bring both spellings together; raises MissingError for a file that is not there."""
    _check_resources(resources or {})
    ids = list(dict.fromkeys([*files_in(resources), *(file_ids or [])]))
    await contents_of(records, ids, "tool_resources" if files_in(resources) else "file_ids")
    return {CODE_TOOL: {"file_ids": ids}} if ids or CODE_TOOL in (resources or {}) else {}


def _check_resources(resources: dict[str, Any]) -> None:
    for name, given in resources.items():
        if name != CODE_TOOL and (any(given.values()) if isinstance(given, dict) else given):
            raise InvalidRequestError(
                f"Resources for '{name}' are not supported here. Name files for the code_interpreter.",
                "tool_resources",
            )


def check_format(form: Any, model: str, tools: Tools) -> None:
    """Refuse a form of answers that the model cannot be held to; raises InvalidRequestError."""
    formats.check(formats.read(form), model, functions_of(flat(tools)), "response_format")


def check_tools(model: str, tools: Tools, choice: Any = None) -> None:
    """Refuse tools that are not served here; raises InvalidRequestError."""
    check_types(tools)
    functions = [tool.get("function") for tool in tools if tool["type"] == "function"]
    names = [function.get("name") for function in functions if isinstance(function, dict)]
    if len(names) != len(functions) or not all(isinstance(name, str) and name for name in names):
        raise InvalidRequestError("A function tool needs a 'function' with a 'name'.", "tools")
    approval.wanted(tools)  # raises
    check_offer(model, [str(name) for name in names], runs_code(model, tools), choice or "auto")


def runs_code(model: str, tools: Tools) -> bool:
    """Tell whether code may be run."""
    return model in OURS or any(tool["type"] == CODE_TOOL for tool in tools)
