"""Makes a response that is to be carried out: everything is checked before anything is started."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from openai.types.responses import Response

from server.bodies import shaped
from server.dialects.bringing import brought, contents_of
from server.dialects.containers import check_wishes
from server.dialects.conversation_items import CONVERSATION, unread
from server.dialects.images import check_uploads
from server.dialects.inline import take_out
from server.dialects.responses import approvals, compactions, items
from server.dialects.responses.references import resolved
from server.dialects.responses.request import CreateResponse, check, echoed_tools
from server.dialects.responses.work import GOING_ON, RESPONSE, history, previous
from server.errors import InvalidRequestError
from server.identity import Caller
from server.ids import new_id, now, part_id
from server.running.answering import check_model
from server.running.containers import Bytes
from server.state.tables import Record


async def new_response(caller: Caller, body: CreateResponse) -> Record:
    """Make the row of a response, not yet stored; raises what a caller should read."""
    answer = approvals.answer_in(body.input or "")
    body, waiting = await approvals.going_on(caller.records, body, answer) if answer else (body, None)
    check(body)
    await check_model(caller.service.parts, body.model)
    response = _response(body)
    async with _in_turn(caller, body.conversation_id, response["id"]):
        return await _checked(caller, body, response, answer, waiting)


@asynccontextmanager
async def _in_turn(caller: Caller, conversation: str | None, response: str) -> AsyncIterator[None]:
    """Take the conversation. Raises ConversationLockedError, MissingError: nobody locks another's."""
    if conversation:
        await caller.records.get(CONVERSATION, conversation, param="conversation")
    async with caller.service.conversations.taken(conversation, response):
        yield


async def _checked(
    caller: Caller,
    body: CreateResponse,
    response: dict[str, Any],
    answer: dict[str, Any] | None,
    waiting: Record | None,
) -> Record:
    """Read all that the response goes on from, and give it its container."""
    sent = await resolved(caller, body.input or "")
    inputs = [answer] if answer else items.normal(sent, partial(part_id, whole=response["id"]))
    record = caller.records.new(
        response,
        request=body.model_dump(mode="json", exclude={"input"}),
        input=inputs,
        conversation=body.conversation_id,
        base_url=caller.base_url,
        key=caller.key,
        container="",
    )
    before = await what_goes_before(caller, body)
    said = await history(caller.records, body.conversation_id, body.previous_response_id)
    if not items.messages_of([*said, *inputs]):  # raises where a call is left open
        raise InvalidRequestError("There is nothing to answer: send an 'input'.", "input")
    await check_uploads(caller, items.image_ids(inputs))
    compacted = await compactions.found_in(caller.records, inputs)
    await take_out(caller, inputs)
    unread_ids, unread_files = await unread(caller.records, None if answer else body.conversation_id)
    files = [*unread_files, *await brought(caller, items.file_parts(inputs))]
    async with caller.service.gate.place(record.id, caller.key):
        if waiting and answer:
            container = (await caller.containers.revived(waiting.inside["container"])).id
            taken = await approvals.take(caller.records, waiting, answer)
            record.inside = {**record.inside, "container": container, **taken}
        elif body.runs_code:
            kept = [record for record in (*compacted, before) if record]
            container = await _container(caller, body, kept[-1] if kept else None, files)
            record.inside = {**record.inside, "container": container, "unread": unread_ids}
        elif files:
            raise InvalidRequestError("Files need the code_interpreter tool, which reads them.", "input")
    return record


def _response(body: CreateResponse) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": new_id("resp_"),
        "object": RESPONSE,
        "created_at": now(),
        "status": "queued",
        "background": bool(body.background),
        "output": [],
        "model": body.model,
        "instructions": body.instructions,
        "metadata": body.metadata or {},
        "tools": echoed_tools(body.tools),
        "tool_choice": body.tool_choice,
        "parallel_tool_calls": body.parallel_tool_calls is not False,
        "previous_response_id": body.previous_response_id,
        "conversation": {"id": body.conversation_id} if body.conversation_id else None,
        "max_tool_calls": body.max_tool_calls,
        "max_output_tokens": body.max_output_tokens,
        "temperature": body.temperature,
        "top_p": body.top_p,
        "text": {"verbosity": "medium", **(body.text or {}), "format": _format(body)},
        "reasoning": {"effort": None, "summary": None, **(body.reasoning or {})},
        "truncation": "disabled",
        "user": body.user,
        "prompt_cache_key": body.prompt_cache_key,
        "safety_identifier": body.safety_identifier,
        "service_tier": "default",
    }
    made = shaped(Response, fields)
    return {**made, "created_at": fields["created_at"], "store": body.store is not False}


def _format(body: CreateResponse) -> dict[str, Any]:
    return (body.text or {}).get("format") or {"type": "text"}


async def what_goes_before(caller: Caller, body: CreateResponse) -> Record | None:
    """Give the response or conversation to go on from; raises MissingError, PreviousMissingError."""
    if body.previous_response_id:
        before = await previous(caller.records, body.previous_response_id)
        if before.body["status"] in GOING_ON:
            raise InvalidRequestError("The previous response has not ended.", "previous_response_id")
        return before
    if body.conversation_id:
        return await caller.records.get(CONVERSATION, body.conversation_id, param="conversation")
    return None


async def _container(caller: Caller, body: CreateResponse, before: Record | None, files: list[Bytes]) -> str:
    """Find or make the container: the one that is named, else the one of what went before."""
    asked = (body.code_tool or {}).get("container", {"type": "auto"})
    if isinstance(asked, str):
        record = await caller.containers.active(asked, "tools")
    elif isinstance(asked, dict):
        check_wishes(asked)
        files = [*await contents_of(caller.records, _file_ids(asked), "tools"), *files]
        record = await caller.containers.revived(before.inside.get("container") if before else None)
    else:
        raise InvalidRequestError("'container' is an id, or an object of type 'auto'.", "tools")
    await caller.containers.bring(record.id, files)
    return record.id


def _file_ids(container: dict[str, Any]) -> list[str]:
    ids = container.get("file_ids") or []
    if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
        raise InvalidRequestError("'file_ids' is a list of ids.", "tools")
    return ids
