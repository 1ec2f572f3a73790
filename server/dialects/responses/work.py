"""Carries out a response: the conversation is read, the run told, the outcome kept."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any

from langchain_core.messages import BaseMessage

from agents.values import Limits
from server.dialects.conversation_items import CONVERSATION, ITEM, have_read, item_rows
from server.dialects.images import upload_urls
from server.dialects.made import keeper
from server.dialects.responses import approvals, compactions, items
from server.dialects.responses.request import OUTPUTS, CreateResponse
from server.dialects.responses.writer import ResponseWriter, Told, shown
from server.errors import MissingError, PreviousMissingError, code_of_answer, described
from server.running.answering import Asked, Resumed
from server.running.feed import Feed
from server.running.turns import Turn
from server.service import Service
from server.state.records import Records
from server.state.tables import Record

RESPONSE = "response"
GOING_ON = ("queued", "in_progress")
FAILED = "response.failed"
INCOMPLETE = "response.incomplete"
ITEM_DONE = "response.output_item.done"
ENDS = ("response.completed", INCOMPLETE, FAILED)


class ResponseWork:
    """Responses in the background are jobs; the others are carried out while their caller waits."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def carry_out(self, owner: str, id: str, feed: Feed[Any]) -> None:
        """Run a stored response and keep what comes of it."""
        records = self._service.records(owner)
        record = await records.get(RESPONSE, id)
        if record.body["status"] not in GOING_ON:
            await self._free(record)
            return
        record.body = {**record.body, "output": [], "status": "in_progress", "error": None}
        await self._keep(records, record)
        recordings = self._service.recordings
        before = await recordings.last(id)
        await recordings.forget(id)  # what an attempt that was lost has told; its readers go on with this one
        told = run(self._service, records, record, [], before + 1)
        ended = kept(told, lambda: self._keep_last(records, record))
        try:
            async with recordings.writing(id) as write, aclosing(ended) as events:
                async for event in events:
                    feed.put(event)
                    write(event)
                    if event["type"] == ITEM_DONE:
                        await self._keep_output(records, record)
        except asyncio.CancelledError:
            await self._keep_output(records, record)
            raise

    async def fail(self, owner: str, id: str, error: Exception, feed: Feed[Any]) -> None:
        """Write down that it failed, and tell it."""
        await self._end(owner, id, {"status": "failed", "error": error_of(error)}, FAILED, feed)

    async def cancel(self, owner: str, id: str, feed: Feed[Any]) -> None:
        """Write down that it was cancelled, and tell it: no event of OpenAI's types is named so."""
        await self._end(owner, id, {"status": "cancelled"}, INCOMPLETE, feed)

    async def _end(self, owner: str, id: str, fields: dict[str, Any], event: str, feed: Feed[Any]) -> None:
        """End what goes on, with a last event for whoever listens; what is over or deleted stays so."""
        ended: dict[str, Any] | None = None

        def change(record: Record) -> None:
            nonlocal ended
            if record.body["status"] in GOING_ON:
                record.body = ended = {**record.body, **fields}

        with contextlib.suppress(MissingError):
            await self._free(await self._service.records(owner).change(RESPONSE, id, change))
        if ended:
            await self._tell(id, {"type": event, "response": shown(ended, outputs=False)}, feed)

    async def _tell(self, id: str, told: Told, feed: Feed[Any]) -> None:
        recordings = self._service.recordings
        told["sequence_number"] = await recordings.last(id) + 1
        async with recordings.writing(id) as write:
            write(told)
        feed.put(told)

    async def _free(self, record: Record) -> None:
        await self._service.conversations.free(record.inside["conversation"], record.id)

    async def _keep_last(self, records: Records, record: Record) -> None:
        await self._keep(records, record)
        await self._free(record)

    async def _keep_output(self, records: Records, record: Record) -> None:
        """Write down what there is so far, unless another process does this work by now."""

        def change(stored: Record) -> None:
            if stored.body["status"] in GOING_ON:
                stored.body = {**stored.body, "output": record.body["output"], "usage": record.body["usage"]}

        if not self._service.jobs.is_lost(record.id):
            with contextlib.suppress(MissingError):  # it may be deleted while it runs
                await records.change(RESPONSE, record.id, change)

    async def _keep(self, records: Records, record: Record) -> None:
        def change(stored: Record) -> None:
            stored.body, stored.inside = record.body, record.inside

        with contextlib.suppress(MissingError):  # it may be deleted while it runs
            await records.change(RESPONSE, record.id, change)


async def kept(told: AsyncGenerator[Told], keep: Callable[[], Awaitable[None]]) -> AsyncGenerator[Told]:
    """Keep the response before its end is told: whoever has read that can go on from the stored response."""
    last = list[Told]()
    async with aclosing(told) as events:
        async for event in events:
            if event["type"] in ENDS:
                last.append(event)
            else:
                yield event
    await keep()
    for event in last:
        yield event


async def run(
    service: Service, records: Records, record: Record, errors: list[Exception], first: int = 0
) -> AsyncGenerator[Told]:
    """Run a response and tell of it; `record.body` is the response as it becomes.

    An error is told as an event and put into `errors`. `first` is the number of the first event.
    """
    request = CreateResponse.model_validate(record.inside["request"])
    container, resumed = record.inside["container"], Resumed.of(record.inside)
    record.inside.pop("resumed", None)  # what is stored keeps it until the end, for a second attempt
    writer = ResponseWriter(
        record.body,
        container,
        keeper(service, records, container, record.inside["base_url"]),
        OUTPUTS in (request.include or []),
        first,
    )
    for told in writer.begin():
        yield told
    try:
        asked = await _asked(service, records, record, request, resumed)
        turn = Turn(service, records, asked, record.id, record.inside["key"])
        async with _broken_off(writer), aclosing(turn.events()) as events:
            async for event in events:
                for told in await writer.take(event):
                    yield told
        if turn.waiting:
            await approvals.keep(records, record, turn.waiting)
    except Exception as error:
        errors.append(error)
        await approvals.give_back(records, record, resumed)
        for told in writer.fail(error_of(error)):
            yield told
        return
    for told in writer.end():
        yield told
    await _remember(records, record)


@contextlib.asynccontextmanager
async def _broken_off(writer: ResponseWriter) -> AsyncIterator[None]:
    """Leave what a cancelled run has begun as incomplete."""
    try:
        yield
    except (asyncio.CancelledError, GeneratorExit):
        writer.break_off()
        raise


async def _asked(
    service: Service, records: Records, record: Record, request: CreateResponse, resumed: Resumed | None
) -> Asked:
    before = await history(records, record.inside["conversation"], record.body["previous_response_id"])
    return Asked(
        model=request.model,
        messages=await _messages(service, records, [*before, *record.inside["input"]]),
        container=record.inside["container"],
        offer=request.offer,
        max_calls=request.max_tool_calls,
        limits=Limits(completion_tokens=request.max_output_tokens),
        about={"gen_ai.response.id": record.id},
        approve=request.approve,
        resumed=resumed,
    )


async def _messages(service: Service, records: Records, said: list[dict[str, Any]]) -> list[BaseMessage]:
    found = compactions.texts_of(await compactions.found_in(records, said))
    found |= await upload_urls(records, service.parts.store, items.image_ids(said))
    return items.messages_of(said, found)


def error_of(error: Exception) -> dict[str, Any]:
    """Why a response has failed."""
    told = described(error)
    code = told.code if told.code == "context_length_exceeded" else code_of_answer(error)
    return {"code": code, "message": told.message, "param": told.param, "type": told.type}


async def previous(records: Records, id: str) -> Record:
    """Give the response that another one goes on; raises PreviousMissingError."""
    found = await records.find(RESPONSE, id)
    if found is None:
        raise PreviousMissingError(id)
    return found


async def history(records: Records, conversation: str | None, before: str | None) -> list[dict[str, Any]]:
    """The items before a response: of its conversation, or of the chain of responses that it goes on."""
    if conversation:
        return [item.body for item in await records.all(ITEM, conversation)]
    chain, ids = list[Sequence[dict[str, Any]]](), list[str]()
    while before:
        found = await previous(records, before)
        ids.append(found.id)
        chain.append([*found.inside["input"], *found.body["output"]])
        before = found.body.get("previous_response_id")
    if ids:  # a chain that goes on is kept whole
        await records.use(*ids)
    return [item for part in reversed(chain) for item in part]


async def _remember(records: Records, record: Record) -> None:
    """Add what was asked and answered to the conversation."""
    conversation = record.inside.get("conversation")
    if not conversation:
        return

    def change(found: Record) -> None:
        found.inside = {**found.inside, "container": record.inside["container"]}

    with contextlib.suppress(MissingError):
        await records.change(CONVERSATION, conversation, change)
        said = [*record.inside["input"], *record.body["output"]]
        await records.add(*(row for item in said for row in item_rows(records, conversation, item)))
        await have_read(records, record.inside.get("unread", ()))
