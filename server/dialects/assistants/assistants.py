"""Assistants: a model with its instructions, tools and files."""

from typing import Annotated, Any

from fastapi import APIRouter
from openai.types.beta import Assistant, AssistantDeleted
from openai.types.shared import ReasoningEffort
from pydantic import Field

from server.bodies import Body, Metadata, Temperature, TopP, shaped
from server.dialects.approval import CODE_TOOL
from server.dialects.assistants.common import (
    ASSISTANT,
    SpeaksV1,
    Tools,
    check_format,
    check_tools,
    resources_of,
    with_file_ids,
)
from server.identity import Asking
from server.ids import new_id, now
from server.paging import Paging, as_list
from server.running.answering import check_model
from server.state.tables import Record

router = APIRouter()
CLEARED = (
    "name",
    "description",
    "instructions",
    "temperature",
    "top_p",
    "reasoning_effort",
    "response_format",
)
"""What null takes away; the other fields stay."""


class AssistantFields(Body):
    """What an assistant is made of."""

    name: Annotated[str, Field(max_length=256)] | None = None
    description: Annotated[str, Field(max_length=512)] | None = None
    instructions: Annotated[str, Field(max_length=256_000)] | None = None
    tools: Tools | None = None
    tool_resources: dict[str, Any] | None = None
    file_ids: list[str] | None = None
    """Version 1's way to name files."""
    metadata: Metadata | None = None
    temperature: Temperature | None = None
    top_p: TopP | None = None
    reasoning_effort: ReasoningEffort = None
    response_format: Any = None


class CreateAssistant(AssistantFields):
    """A new assistant."""

    model: str


class UpdateAssistant(AssistantFields):
    """What is to be changed: the fields that are sent."""

    model: str | None = None


@router.post("/assistants")
async def create_assistant(asking: Asking, body: CreateAssistant, v1: SpeaksV1) -> dict[str, Any]:
    """Make an assistant."""
    await check_model(asking.service.parts, body.model)
    check_tools(body.model, body.tools or [])
    check_format(body.response_format, body.model, body.tools or [])
    has_code = any(tool["type"] == CODE_TOOL for tool in body.tools or [])
    own: dict[str, Any] = {CODE_TOOL: {"file_ids": []}} if has_code else {}
    fields = {
        **body.model_dump(exclude={"file_ids"}),
        "id": new_id("asst_"),
        "object": ASSISTANT,
        "created_at": now(),
        "tools": body.tools or [],
        "metadata": body.metadata or {},
        "tool_resources": own | await resources_of(asking.records, body.tool_resources, body.file_ids),
    }
    made = shaped(Assistant, fields)
    await asking.records.add(asking.records.new(made))
    return with_file_ids(made, v1)


@router.get("/assistants")
async def list_assistants(asking: Asking, page: Paging, v1: SpeaksV1) -> dict[str, Any]:
    """List assistants, the newest first."""
    listed = as_list(await asking.records.page(ASSISTANT, page))
    return {**listed, "data": [with_file_ids(body, v1) for body in listed["data"]]}


@router.get("/assistants/{assistant_id}")
async def retrieve_assistant(asking: Asking, assistant_id: str, v1: SpeaksV1) -> dict[str, Any]:
    """Describe an assistant."""
    return with_file_ids((await asking.records.get(ASSISTANT, assistant_id)).body, v1)


@router.post("/assistants/{assistant_id}")
async def update_assistant(
    asking: Asking, assistant_id: str, body: UpdateAssistant, v1: SpeaksV1
) -> dict[str, Any]:
    """Change an assistant; runs that go on are not touched."""
    fields = body.model_dump(exclude_unset=True)
    sent = {name: value for name, value in fields.items() if value is not None or name in CLEARED}
    files = sent.pop("file_ids", None)
    if files is not None or "tool_resources" in sent:
        sent["tool_resources"] = await resources_of(asking.records, sent.get("tool_resources"), files)
    if body.model:
        await check_model(asking.service.parts, body.model)

    def change(record: Record) -> None:
        record.body = shaped(Assistant, {**record.body, **sent})
        check_tools(record.body["model"], record.body["tools"])
        check_format(record.body["response_format"], record.body["model"], record.body["tools"])

    return with_file_ids((await asking.records.change(ASSISTANT, assistant_id, change)).body, v1)


@router.delete("/assistants/{assistant_id}")
async def delete_assistant(asking: Asking, assistant_id: str) -> dict[str, Any]:
    """Delete an assistant; its threads and files stay."""
    await asking.records.delete(ASSISTANT, assistant_id)
    return AssistantDeleted(id=assistant_id, deleted=True, object="assistant.deleted").model_dump()
