"""Bytes that an object has left behind. They stay a while: the same content may just be on its way in again.

Bytes come into the store before the row that has them, and a run may be reading what is deleted.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.state.database import Database, insert_into
from server.state.tables import Record, Released

log = logging.getLogger(__name__)
Drop = Callable[[str, float], Awaitable[bool]]
"""Drops a content that nobody has put for so many seconds; False where somebody has."""


async def release(session: AsyncSession, digests: Iterable[str]) -> None:
    """Note, with the deletion of an object, that the bytes it had may go."""
    for digest in sorted(set(digests)):  # in one order, so that two transactions do not wait for each other
        row = insert_into(session, Released).values(digest=digest, at=time.time())
        again = row.on_conflict_do_update(index_elements=[Released.digest], set_={"at": row.excluded.at})
        await session.execute(again)


async def drop_released(database: Database, drop: Drop, seconds: float) -> None:
    """Drop what was released so long ago and no object of any owner has; what fails is tried again."""
    async with database.reading() as session:
        found = list(await session.scalars(select(Released).where(Released.at < time.time() - seconds)))
    for row in found:
        try:
            if await _is_needed(database, row.digest) or await drop(row.digest, seconds):
                await _forget(database, row)
        except Exception:
            log.exception("bytes cannot be dropped")


async def _is_needed(database: Database, digest: str) -> bool:
    async with database.reading() as session:
        return bool(await session.scalar(select(exists().where(Record.digest == digest))))


async def _forget(database: Database, row: Released) -> None:
    """Forget that it was released, unless it was again since."""
    seen = delete(Released).where(Released.digest == row.digest, Released.at == row.at)
    async with database.writing() as session:
        await session.execute(seen)
