"""References to items of stored responses and conversations, so that callers need not send them again."""

from collections.abc import Sequence
from typing import Any

from server.dialects.conversation_items import ITEM
from server.dialects.inline import put_back
from server.dialects.responses.work import RESPONSE
from server.errors import InvalidRequestError, MissingError
from server.identity import Caller
from server.ids import wholes_of
from server.state.records import Records

REFERENCE = "item_reference"
Sent = str | Sequence[dict[str, Any]]


async def resolved(caller: Caller, sent: Sent) -> Sent:
    """Put items in the place of references to them; raises MissingError."""
    if isinstance(sent, str):
        return sent
    return [await _whole(caller, item["id"]) if _is_reference(item) else item for item in sent]


def _is_reference(item: dict[str, Any]) -> bool:
    if item.get("type") == REFERENCE and not isinstance(item.get("id"), str):
        raise InvalidRequestError("A reference to an item needs its 'id'.", "input")
    return item.get("type") == REFERENCE or item.keys() == {"id"}


async def _whole(caller: Caller, id: str) -> dict[str, Any]:
    return await put_back(caller.service.parts.store, await _found(caller.records, id))


async def _found(records: Records, id: str) -> dict[str, Any]:
    said = await records.find(ITEM, id)
    if said:
        return said.body
    ids = wholes_of(id, "resp_")
    for response in await records.within(RESPONSE, *ids) if ids else []:
        for item in (*response.inside["input"], *response.body["output"]):
            if item["id"] == id:
                return dict(item)
    missing = MissingError(
        f"Item with id '{id}' not found. Items are not persisted when `store` is set to false."
    )
    missing.param = "input"
    raise missing
