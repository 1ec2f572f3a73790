"""Cuts a conversation down to what the user has said and one item that stands for the answers."""

from typing import Annotated, Any

from openai.types.responses import CompactedResponse
from pydantic import Field

from agents.values import Usage
from server.bodies import Body, shaped
from server.dialects.inline import put_back
from server.dialects.responses import compactions, items
from server.dialects.responses.creating import what_goes_before
from server.dialects.responses.references import resolved
from server.dialects.responses.request import CreateResponse
from server.dialects.responses.work import history
from server.dialects.responses.writer import usage_of
from server.errors import InvalidRequestError
from server.identity import Caller
from server.ids import new_id, now
from server.running.answering import check_model, turns_of


class Compact(Body):
    """A conversation to be cut down."""

    model: Annotated[str, Field(min_length=1)]
    input: str | list[dict[str, Any]] | None = None
    previous_response_id: str | None = None


async def compact(caller: Caller, body: Compact) -> dict[str, Any]:
    """Give what can be sent as input instead of the conversation; no model is asked."""
    await check_model(caller.service.parts, body.model)
    records, chain = caller.records, body.previous_response_id
    before = await what_goes_before(caller, CreateResponse.model_validate(body.model_dump()))
    said = await history(records, None, chain)
    said += items.normal(await resolved(caller, body.input or ""))
    if not said:
        raise InvalidRequestError("There is nothing to compact: send an 'input'.", "input")
    earlier = await compactions.found_in(records, said)
    answered = items.messages_of([item for item in said if item.get("type") != compactions.TYPE])
    turns = [turn for row in earlier for turn in compactions.turns_of(row)] + list(turns_of(answered))
    containers = [row.inside["container"] for row in earlier]
    if before:
        containers.append(before.inside["container"])
    row = compactions.new(records, turns, containers[-1] if containers else "")
    await records.add(row)
    item = {"id": new_id("cmp_"), "type": compactions.TYPE, "encrypted_content": row.id}
    asked = [await put_back(caller.service.parts.store, message) for message in _from_users(said)]
    return _shape([*asked, item])


def _from_users(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages that are not answers. Their files are in the container."""
    asked = [item for item in said if item["type"] == "message" and item["role"] != "assistant"]
    texts = [{**item, "content": [p for p in item["content"] if p["type"] != "input_file"]} for item in asked]
    return [item for item in texts if item["content"]]


def _shape(output: list[dict[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": new_id("resp_"), "created_at": now(), "object": compactions.KIND}
    made = shaped(CompactedResponse, {**fields, "output": [], "usage": usage_of(Usage())})
    return {**made, "output": output}  # the type has no messages of users, though OpenAI gives them
