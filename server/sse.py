"""Server-sent events: a name, data, and a sign of life while there is nothing to tell."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi.responses import StreamingResponse

PING_SECONDS = 15.0
PING = ": still working\n\n"
DONE = "data: [DONE]\n\n"


def event(data: Any, name: str | None = None) -> str:
    """Write one event."""
    line = f"event: {name}\n" if name else ""
    return f"{line}data: {json.dumps(data, separators=(',', ':'))}\n\n"


def response(events: AsyncGenerator[str]) -> StreamingResponse:
    """Send events as they come. When the client leaves, the iterator is closed."""
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_with_pings(events), media_type="text/event-stream", headers=headers)


async def _with_pings(events: AsyncGenerator[str]) -> AsyncGenerator[str]:
    """Run the iterator in one task from beginning to end: it holds locks and spans of that task."""
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=64)

    async def forward() -> None:
        try:
            async with aclosing(events):
                async for text in events:
                    await queue.put(text)
        finally:
            if not forwarding.cancelling():
                await queue.put(None)

    forwarding = asyncio.create_task(forward())
    try:
        while (text := await _next(queue)) is not None:
            yield text
        await forwarding
    finally:
        forwarding.cancel()
        await asyncio.wait([forwarding])


async def _next(queue: "asyncio.Queue[str | None]") -> str | None:
    try:
        return await asyncio.wait_for(queue.get(), PING_SECONDS)
    except TimeoutError:
        return PING
