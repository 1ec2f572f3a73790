"""What is deleted because its time is over; every process looks now and then."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from server.service import Service

log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0
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
    await service.recordings.purge(RECORDINGS_KEPT)


async def _keep(service: Service) -> None:
    while True:
        try:
            await purge(service)
        except Exception:
            log.exception("upkeep failed")  # the database may be away for a moment
        await asyncio.sleep(EVERY_SECONDS)
