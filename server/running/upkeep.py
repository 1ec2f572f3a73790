"""What is deleted because its time is over; every process looks now and then."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from server.service import Service
from server.state import ages

log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0
AGEING = ("response", "conversation", "thread", "container")
"""What is deleted when nobody uses it for long. Files are not: their owner says how long they are kept."""
RECORDINGS_KEPT = 3600.0
"""How long the stream of a response in the background can be read again after its end."""


@asynccontextmanager
async def upkeep(service: Service) -> AsyncIterator[None]:
    """Purge until the end."""
    keeper = asyncio.create_task(_keep(service), name="upkeep")
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper


async def purge(service: Service) -> None:
    """Delete what is over."""
    database, seconds = service.database, service.parts.limits.keep_unused
    await service.recordings.purge(RECORDINGS_KEPT)
    await service.drop(await ages.delete_expired(database))
    if seconds:
        await service.drop(await ages.delete_unused(database, AGEING, seconds))


async def _keep(service: Service) -> None:
    while True:
        try:
            await purge(service)
        except Exception:
            log.exception("upkeep failed")  # the database may be away for a moment
        await asyncio.sleep(EVERY_SECONDS)
