"""Something that is done again and again while the server runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

log = logging.getLogger(__name__)


@asynccontextmanager
async def repeating(name: str, action: Callable[[], Awaitable[None]], seconds: float) -> AsyncIterator[None]:
    """Do it now and every so many seconds until the end; a failure is logged."""

    async def repeat() -> None:
        while True:
            try:
                await action()
            except Exception:
                log.exception("%s failed", name)  # the database may be away for a moment
            await asyncio.sleep(seconds)

    keeper = asyncio.create_task(repeat(), name=name)
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper
