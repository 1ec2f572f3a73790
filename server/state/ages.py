"""Deletes what is too old, whoever owns it."""

import time
from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from server.state.database import Database
from server.state.records import delete_with_all
from server.state.tables import Record

AT_ONCE = 200


async def delete_expired(database: Database) -> None:
    """Delete what its owner wanted to keep until now."""
    await _delete(database, Record.expires_at <= time.time())


async def delete_unused(database: Database, kinds: Collection[str], seconds: float) -> None:
    """Delete what nobody has used for so long, with all that belongs to it."""
    await _delete(database, Record.kind.in_(kinds) & (Record.used_at < time.time() - seconds))


async def _delete(database: Database, old: ColumnElement[bool]) -> None:
    rows = select(Record).where(old).limit(AT_ONCE).with_for_update(skip_locked=True)
    while True:
        async with database.writing() as session:
            found = list(await session.scalars(rows))
            await delete_with_all(session, found)
        if len(found) < AT_ONCE:
            return
