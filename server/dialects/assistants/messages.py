"""The messages of a thread."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from openai.types.beta.threads import Message, MessageDeleted
from pydantic import Field

from server.bodies import Body, Metadata, UpdateMetadata, shaped
from server.dialects.approval import CODE_TOOL
from server.dialects.assistants.common import MESSAGE, THREAD, SpeaksV1, with_file_ids
from server.dialects.assistants.ending import OVER, settled
from server.dialects.bringing import contents_of
from server.dialects.functions import check_types
from server.dialects.images import check_uploads, checked_url
from server.dialects.inline import page_of, put_back, rows_of, take_out
from server.errors import ConflictError, InvalidRequestError
from server.identity import Asking, Caller
from server.ids import new_id, now
from server.paging import Paging
from server.state.tables import Record

router = APIRouter()


class CreateMessage(Body):
    """A new message."""

    role: Literal["user", "assistant"]
    content: Annotated[str | list[dict[str, Any]], Field(min_length=1)]
    attachments: list[dict[str, Any]] | None = None
    file_ids: list[str] | None = None
    """Version 1's way to name files."""
    metadata: Metadata | None = None


async def new_message(caller: Caller, thread: str, body: CreateMessage) -> list[Record]:
    """Make the rows of a message, not yet stored; raises MissingError for a file that is not there."""
    attached = [
        *(body.attachments or []),
        *({"file_id": file, "tools": [{"type": CODE_TOOL}]} for file in body.file_ids or []),
    ]
    fields = {
        "id": new_id("msg_"),
        "object": MESSAGE,
        "created_at": now(),
        "completed_at": now(),
        "thread_id": thread,
        "role": body.role,
        "status": "completed",
        "content": blocks_of(body.content),
        "attachments": attached,
        "metadata": body.metadata or {},
    }
    made = shaped(Message, fields)
    if any(attachment["file_id"] is None for attachment in made["attachments"]):
        raise InvalidRequestError("An attachment needs a 'file_id'.", "attachments")
    for attachment in made["attachments"]:
        check_types(attachment["tools"] or [])
    for block in made["content"]:
        if block["type"] == "image_url":
            checked_url(block["image_url"]["url"], "content")
    await check_uploads(caller, image_ids(made), "content")
    named = [str(attachment["file_id"]) for attachment in made["attachments"]]
    await contents_of(caller.records, named, "attachments")
    await take_out(caller, [made])
    return [caller.records.new(made, parent=thread), *rows_of(caller.records, made["id"], [made])]


def image_ids(message: dict[str, Any]) -> list[str]:
    """The uploads that a message shows as images."""
    return [block["image_file"]["file_id"] for block in message["content"] if block["type"] == "image_file"]


def blocks_of(content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bring what was sent into the blocks that a message consists of."""
    if isinstance(content, str):
        return [_text(content)]
    return [_text(part.get("text")) if part.get("type") == "text" else part for part in content]


def _text(text: Any) -> dict[str, Any]:
    return {"type": "text", "text": {"value": text, "annotations": []}}


@router.post("/threads/{thread_id}/messages")
async def create_message(asking: Asking, thread_id: str, body: CreateMessage, v1: SpeaksV1) -> dict[str, Any]:
    """Add a message, which no run may be waiting for."""
    thread = await asking.records.get(THREAD, thread_id)
    active = thread.inside.get("active")
    if active and (await settled(asking.records, thread_id, active)).body["status"] not in OVER:
        raise ConflictError(f"Can't add messages to {thread_id} while a run {active} is active.")
    message, *contents = await new_message(asking, thread_id, body)
    await asking.records.add(message, *contents)
    return await _shown(asking, message, v1)


@router.get("/threads/{thread_id}/messages")
async def list_messages(
    asking: Asking, thread_id: str, page: Paging, v1: SpeaksV1, run_id: str | None = None
) -> dict[str, Any]:
    """List messages, the newest first."""
    await asking.records.get(THREAD, thread_id)
    listed = await asking.records.page(MESSAGE, page, thread_id, run_id=run_id)
    said = [with_file_ids(message.body, v1) for message in listed.records]
    return await page_of(asking.service.parts.store, said, listed.has_more)


@router.get("/threads/{thread_id}/messages/{message_id}")
async def retrieve_message(asking: Asking, thread_id: str, message_id: str, v1: SpeaksV1) -> dict[str, Any]:
    """Give a message."""
    return await _shown(asking, await asking.records.get(MESSAGE, message_id, thread_id), v1)


@router.post("/threads/{thread_id}/messages/{message_id}")
async def update_message(
    asking: Asking, thread_id: str, message_id: str, body: UpdateMetadata, v1: SpeaksV1
) -> dict[str, Any]:
    """Change its metadata."""
    return await _shown(asking, await asking.records.change(MESSAGE, message_id, body.change, thread_id), v1)


@router.delete("/threads/{thread_id}/messages/{message_id}")
async def delete_message(asking: Asking, thread_id: str, message_id: str) -> dict[str, Any]:
    """Delete a message."""
    await asking.records.delete(MESSAGE, message_id, thread_id)
    return MessageDeleted(id=message_id, deleted=True, object="thread.message.deleted").model_dump()


async def _shown(asking: Caller, message: Record, v1: bool) -> dict[str, Any]:
    return with_file_ids(await put_back(asking.service.parts.store, message.body), v1)
