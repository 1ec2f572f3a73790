"""The routes of the Responses API."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from openai.types.responses import InputTokenCountResponse

from server import sse
from server.dialects.inline import page_of, rows_of
from server.dialects.responses.compacting import Compact, compact
from server.dialects.responses.counting import CountTokens, input_tokens
from server.dialects.responses.creating import new_response
from server.dialects.responses.request import OUTPUTS, CreateResponse, WantsOutputs, shown_item
from server.dialects.responses.work import GOING_ON, RESPONSE, kept, run
from server.dialects.responses.writer import Told, shown
from server.errors import InvalidRequestError
from server.identity import Asking, Caller
from server.paging import USUAL
from server.state.tables import Record
from server.waiting import while_connected

router = APIRouter(tags=["Responses"])


@router.post("/responses")
async def create_response(asking: Asking, body: CreateResponse, request: Request) -> Any:
    """Answer: at once, as a stream, or in the background."""
    record = await new_response(asking, body)
    if body.background:
        return await _in_background(asking, record, bool(body.stream))
    errors = list[Exception]()
    events = _attended(asking, record, errors)
    if body.stream:
        return sse.response(_as_text(events))
    await while_connected(request, _drained(events))
    if errors:
        raise errors[0]
    return shown(record.body, OUTPUTS in (body.include or []))


@router.post("/responses/input_tokens")
async def count_input_tokens(asking: Asking, body: CountTokens) -> dict[str, Any]:
    """Estimate the tokens that a request would put in; nothing is started."""
    counted = await input_tokens(asking, body)
    return InputTokenCountResponse(input_tokens=counted, object="response.input_tokens").model_dump()


@router.post("/responses/compact")
async def compact_conversation(asking: Asking, body: Compact) -> dict[str, Any]:
    """Cut a conversation down to what can be sent as input instead."""
    return await compact(asking, body)


@router.get("/responses/{response_id}")
async def retrieve_response(
    asking: Asking,
    response_id: str,
    outputs: WantsOutputs,
    stream: bool = False,
    starting_after: Annotated[int, Query(ge=-1)] = -1,
) -> Any:
    """Give a stored response, or join its stream, wherever it runs."""
    record = await asking.records.get(RESPONSE, response_id)
    if stream:
        recordings = asking.service.recordings
        if record.body["status"] not in GOING_ON and await recordings.last(response_id) < 0:
            raise InvalidRequestError("The events of this response are not kept (any more).", "stream")
        return sse.response(_as_text(recordings.read(response_id, starting_after)))
    return shown(record.body, outputs)


@router.delete("/responses/{response_id}")
async def delete_response(asking: Asking, response_id: str) -> dict[str, Any]:
    """Delete a stored response; one that runs is cancelled first."""
    await asking.records.get(RESPONSE, response_id)
    await asking.service.jobs.cancel(response_id)
    await asking.records.delete(RESPONSE, response_id)
    await asking.service.recordings.forget(response_id)
    return {"id": response_id, "object": RESPONSE, "deleted": True}


@router.post("/responses/{response_id}/cancel")
async def cancel_response(asking: Asking, response_id: str) -> dict[str, Any]:
    """Cancel a response in the background; one that has ended stays as it is."""
    record = await asking.records.get(RESPONSE, response_id)
    if not record.body["background"]:
        raise InvalidRequestError("Only a response in the background can be cancelled.", "response_id")
    await asking.service.jobs.cancel(response_id)
    return shown((await asking.records.get(RESPONSE, response_id)).body, outputs=False)


@router.get("/responses/{response_id}/input_items")
async def list_input_items(
    asking: Asking,
    response_id: str,
    outputs: WantsOutputs,
    limit: Annotated[int, Query(ge=1, le=100)] = USUAL,
    order: Literal["asc", "desc"] = "desc",
    after: str | None = None,
) -> dict[str, Any]:
    """List what was put in."""
    listed = list((await asking.records.get(RESPONSE, response_id)).inside["input"])
    if order == "desc":
        listed.reverse()
    if after is not None:
        ids = [item["id"] for item in listed]
        if after not in ids:
            raise InvalidRequestError(f"No item has the id '{after}'.", "after")
        listed = listed[ids.index(after) + 1 :]
    items = [shown_item(item, outputs) for item in listed[:limit]]
    return await page_of(asking.service.parts.store, items, len(listed) > limit)


async def _in_background(asking: Caller, record: Record, stream: bool) -> Response:
    job = asking.service.jobs.new(RESPONSE, asking.owner, record.id)
    first = shown(record.body, outputs=False)
    await asking.records.add(record, *_contents(asking, record), job)
    feed = asking.service.jobs.start(job)
    return sse.response(_as_text(feed.read())) if stream else JSONResponse(first)


async def _attended(asking: Caller, record: Record, errors: list[Exception]) -> AsyncGenerator[Told]:
    """Run a response whose caller waits; it is stored when it has ended."""

    async def keep() -> None:
        if record.body["store"]:
            await asking.records.add(record, *_contents(asking, record))
        await locks.free(conversation, record.id)

    locks, conversation = asking.service.conversations, record.inside["conversation"]
    told = kept(run(asking.service, asking.records, record, errors), keep)
    async with locks.held(conversation, record.id), aclosing(told) as events:
        async for event in events:
            yield event


def _contents(asking: Caller, record: Record) -> list[Record]:
    return rows_of(asking.records, record.id, record.inside["input"])


async def _drained(events: AsyncGenerator[Told]) -> None:
    async with aclosing(events):
        async for _ in events:
            continue


async def _as_text(events: AsyncIterator[Told]) -> AsyncGenerator[str]:
    async for told in events:
        yield sse.event(told, told["type"])
