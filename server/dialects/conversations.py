"""Conversations: items that responses read and add to."""

from typing import Annotated, Any

from fastapi import APIRouter
from openai.types.conversations import Conversation
from pydantic import Field

from server.bodies import Body, Metadata, UpdateMetadata
from server.dialects.bringing import brought
from server.dialects.conversation_items import CONVERSATION, ITEM, item_rows
from server.dialects.images import check_uploads
from server.dialects.inline import page_of, put_back, take_out
from server.dialects.responses import items
from server.dialects.responses.references import resolved
from server.dialects.responses.request import WantsOutputs, shown_item
from server.identity import Asking, Caller
from server.ids import new_id, now
from server.paging import Paging, list_of
from server.running.containers import check_sizes
from server.state.tables import Record

router = APIRouter(tags=["Conversations"])
MOST_ITEMS = 20


class CreateConversation(Body):
    """A new conversation."""

    metadata: Metadata | None = None
    items: Annotated[list[dict[str, Any]], Field(max_length=MOST_ITEMS)] | None = None


class CreateItems(Body):
    """Items to add."""

    items: Annotated[list[dict[str, Any]], Field(max_length=MOST_ITEMS)]


@router.post("/conversations")
async def create_conversation(asking: Asking, body: CreateConversation | None = None) -> dict[str, Any]:
    """Make a conversation."""
    body = body or CreateConversation()
    made = Conversation(
        id=new_id("conv_"), created_at=now(), metadata=body.metadata or {}, object=CONVERSATION
    ).model_dump(mode="json")
    rows, _ = await _added(asking, made["id"], body.items or [])
    await asking.records.add(asking.records.new(made), *rows)
    return made


@router.get("/conversations/{conversation_id}")
async def retrieve_conversation(asking: Asking, conversation_id: str) -> dict[str, Any]:
    """Describe a conversation."""
    return (await asking.records.get(CONVERSATION, conversation_id)).body


@router.post("/conversations/{conversation_id}")
async def update_conversation(asking: Asking, conversation_id: str, body: UpdateMetadata) -> dict[str, Any]:
    """Change its metadata."""
    return (await asking.records.change(CONVERSATION, conversation_id, body.change)).body


@router.delete("/conversations/{conversation_id}")
async def delete_conversation(asking: Asking, conversation_id: str) -> dict[str, Any]:
    """Delete a conversation with its items; responses stay."""
    await asking.records.delete(CONVERSATION, conversation_id)
    return {"id": conversation_id, "object": "conversation.deleted", "deleted": True}


@router.post("/conversations/{conversation_id}/items")
async def create_items(
    asking: Asking, conversation_id: str, body: CreateItems, outputs: WantsOutputs
) -> dict[str, Any]:
    """Add items."""
    await asking.records.get(CONVERSATION, conversation_id)
    rows, added = await _added(asking, conversation_id, body.items)
    await asking.records.add(*rows)
    return list_of([await _shown(asking, item, outputs) for item in added])


@router.get("/conversations/{conversation_id}/items")
async def list_items(
    asking: Asking, conversation_id: str, page: Paging, outputs: WantsOutputs
) -> dict[str, Any]:
    """List items, the newest first."""
    await asking.records.get(CONVERSATION, conversation_id)
    listed = await asking.records.page(ITEM, page, parent=conversation_id)
    said = [shown_item(item.body, outputs) for item in listed.records]
    return await page_of(asking.service.parts.store, said, listed.has_more)


@router.get("/conversations/{conversation_id}/items/{item_id}")
async def retrieve_item(
    asking: Asking, conversation_id: str, item_id: str, outputs: WantsOutputs
) -> dict[str, Any]:
    """Give an item."""
    return await _shown(asking, (await asking.records.get(ITEM, item_id, conversation_id)).body, outputs)


@router.delete("/conversations/{conversation_id}/items/{item_id}")
async def delete_item(asking: Asking, conversation_id: str, item_id: str) -> dict[str, Any]:
    """Delete an item; gives the conversation that it was in."""
    await asking.records.delete(ITEM, item_id, conversation_id)
    return (await asking.records.get(CONVERSATION, conversation_id)).body


async def _added(
    asking: Caller, conversation: str, sent: list[dict[str, Any]]
) -> tuple[list[Record], list[dict[str, Any]]]:
    """Make the rows of items, not yet stored, and the items; raises InvalidRequestError, MissingError."""
    added, rows = items.normal(await resolved(asking, sent)), list[Record]()
    await check_uploads(asking, items.image_ids(added), "items")
    await take_out(asking, added)
    for item in added:
        files = await brought(asking, items.file_parts([item]), "items")
        check_sizes(files, asking.service.parts.limits)
        rows += item_rows(asking.records, conversation, item, files)
    return rows, added


async def _shown(asking: Caller, item: dict[str, Any], outputs: bool) -> dict[str, Any]:
    return await put_back(asking.service.parts.store, shown_item(item, outputs))
