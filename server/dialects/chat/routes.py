"""The routes of Chat Completions; Azure's clients put the name of the model into the path."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request

from server import sse
from server.dialects.bringing import brought
from server.dialects.chat.request import CreateCompletion, check, read
from server.dialects.chat.writer import ChatWriter
from server.dialects.inline import take_out
from server.dialects.made import keeper
from server.errors import InvalidRequestError, described
from server.identity import Asking, Caller
from server.ids import new_id
from server.running.answering import Asked, check_model
from server.running.turns import Turn
from server.waiting import while_connected

router = APIRouter(tags=["Chat"])


@router.post("/chat/completions")
async def create_completion(asking: Asking, body: CreateCompletion, request: Request) -> Any:
    """Answer a conversation, at once or as a stream."""
    turn, writer = await _prepared(asking, body)
    if body.stream:
        return sse.response(_stream(turn, writer))
    await while_connected(request, _drained(turn, writer))
    return writer.whole()


@router.post("/deployments/{deployment}/chat/completions", include_in_schema=False)
async def create_deployment_completion(
    asking: Asking, deployment: str, body: CreateCompletion, request: Request
) -> Any:
    """Answer as Azure's clients ask: the deployment in the path is the model."""
    return await create_completion(asking, body.model_copy(update={"model": deployment}), request)


async def _prepared(asking: Caller, body: CreateCompletion) -> tuple[Turn, ChatWriter]:
    """Check everything before anything is started."""
    if not body.model:
        raise InvalidRequestError("You must provide a model.", "model")
    check(body)
    await check_model(asking.service.parts, body.model)
    messages, parts = read(body.messages)
    await take_out(asking, [{"content": parts}])
    files = await brought(asking, parts, "messages")
    if files and not body.runs_code:
        raise InvalidRequestError("Files need a model that runs code: code-interpreter.", "messages")
    id, container = new_id("chatcmpl-"), ""
    async with asking.service.gate.place(id, asking.key):
        if body.runs_code:
            container = (await asking.containers.create("Chat completion")).id
            await asking.containers.bring(container, files)
    asked = Asked(body.model, messages, container, True, body.offer, limits=body.limits)
    turn = Turn(asking.service, asking.records, asked, id, asking.key)
    keep = keeper(asking.service, asking.records, container, asking.base_url)
    return turn, ChatWriter(id, body.model, keep, bool((body.stream_options or {}).get("include_usage")))


async def _drained(turn: Turn, writer: ChatWriter) -> None:
    async with aclosing(turn.events()) as events:
        async for event in events:
            await writer.take(event)
    writer.end()


async def _stream(turn: Turn, writer: ChatWriter) -> AsyncGenerator[str]:
    yield sse.event(writer.begin())
    try:
        async with aclosing(turn.events()) as events:
            async for event in events:
                for chunk in await writer.take(event):
                    yield sse.event(chunk)
    except Exception as error:
        yield sse.event({"error": described(error).model_dump(exclude_unset=True)})
        return
    for chunk in writer.end():
        yield sse.event(chunk)
    yield sse.DONE
