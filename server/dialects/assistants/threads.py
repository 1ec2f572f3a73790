"""Threads: conversations with a session of their own."""

from typing import Any

from fastapi import APIRouter
from openai.types.beta import Thread, ThreadDeleted

from server.bodies import UpdateMetadata
from server.dialects.assistants.common import THREAD, resources_of
from server.dialects.assistants.messages import CreateMessage, new_message
from server.identity import Asking, Caller
from server.ids import new_id, now
from server.running.containers import KIND as CONTAINER
from server.state.tables import Record

router = APIRouter()


class UpdateThread(UpdateMetadata):
    """What can be changed."""

    tool_resources: dict[str, Any] | None = None


class CreateThread(UpdateThread):
    """A new thread, with its first messages."""

    messages: list[CreateMessage] | None = None


@router.post("/threads")
async def create_thread(asking: Asking, body: CreateThread | None = None) -> dict[str, Any]:
    """Make a thread."""
    thread, *messages = await new_thread(asking, body or CreateThread())
    await asking.records.add(thread, *messages)
    return thread.body


async def new_thread(asking: Caller, body: CreateThread) -> list[Record]:
    """Make the rows of a thread and its messages, not yet stored."""
    made = Thread(id=new_id("thread_"), created_at=now(), object=THREAD, metadata=body.metadata or {})
    fields = made.model_dump(mode="json")
    fields["tool_resources"] = await resources_of(asking.records, body.tool_resources, None)
    said = [row for message in body.messages or [] for row in await new_message(asking, made.id, message)]
    return [asking.records.new(fields), *said]


@router.get("/threads/{thread_id}")
async def retrieve_thread(asking: Asking, thread_id: str) -> dict[str, Any]:
    """Describe a thread."""
    return (await asking.records.get(THREAD, thread_id)).body


@router.post("/threads/{thread_id}")
async def update_thread(asking: Asking, thread_id: str, body: UpdateThread) -> dict[str, Any]:
    """Change its metadata and files."""
    resources = await resources_of(asking.records, body.tool_resources, None)

    def change(record: Record) -> None:
        body.change(record)
        if body.tool_resources is not None:
            record.body = {**record.body, "tool_resources": resources}

    return (await asking.records.change(THREAD, thread_id, change)).body


@router.delete("/threads/{thread_id}")
async def delete_thread(asking: Asking, thread_id: str) -> dict[str, Any]:
    """Delete a thread with its messages, runs and session; a run that goes on is cancelled first."""
    record = await asking.records.get(THREAD, thread_id)
    if active := record.inside.get("active"):
        await asking.service.jobs.cancel(active)
    await asking.records.delete(THREAD, thread_id)
    container = record.inside.get("container")
    if container and await asking.records.find(CONTAINER, container):
        await asking.service.delete_container(asking.owner, container)
    return ThreadDeleted(id=thread_id, deleted=True, object="thread.deleted").model_dump()
