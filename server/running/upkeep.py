"""What is deleted because its time is over; every process looks now and then."""

from contextlib import AbstractAsyncContextManager
from functools import partial

from server.running.repeating import repeating
from server.service import Service
from server.state import ages
from server.state.released import drop_released

EVERY_SECONDS = 60.0
AGEING = ("response", "response.compaction", "conversation", "thread", "container")
"""What is deleted when nobody uses it for long. Files are not: their owner says how long they are kept."""
BYTES_KEPT = 3600.0
"""How long bytes stay after the last object that had them, and after they were last brought."""
RECORDINGS_KEPT = 3600.0
"""How long the stream of a response in the background can be read again after its end."""


def upkeep(service: Service) -> AbstractAsyncContextManager[None]:
    """Purge until the end."""
    return repeating("upkeep", partial(purge, service), EVERY_SECONDS)


async def purge(service: Service) -> None:
    """Delete what is over."""
    database, seconds = service.database, service.parts.limits.keep_unused
    await service.recordings.purge(RECORDINGS_KEPT)
    await ages.delete_expired(database)
    if seconds:
        await ages.delete_unused(database, AGEING, seconds)
    await drop_released(database, service.parts.store.drop, BYTES_KEPT)
