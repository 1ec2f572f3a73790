"""How often and how much at a time a key may be used: counted in the database, for all processes together."""

import math
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import RateLimitError
from server.parts import Limits
from server.running.repeating import repeating
from server.state.database import Database, insert_into
from server.state.tables import Allowance, Place


class Gate:
    """Lets requests and runs through, or says when to come back."""

    def __init__(self, limits: Limits, database: Database) -> None:
        self._database = database
        self._most = limits.requests_per_minute
        self._concurrent = limits.concurrent_runs
        self._lease = limits.lease
        self._drawn: Counter[str] = Counter()
        self._held: set[str] = set()

    async def enter(self, key: str) -> None:
        """Count a request; raises RateLimitError."""
        drawn = 0 if self._drawn[key] else await self._draw(key)
        self._drawn[key] += drawn - 1

    def renewing(self) -> AbstractAsyncContextManager[None]:
        """Renew the places of what runs in this process, until the end."""
        return repeating("renewing places", self._renew, self._lease / 5)

    @asynccontextmanager
    async def place(self, id: str, key: str) -> AsyncIterator[None]:
        """Take a place for a run that begins within the lease, unless this fails; raises RateLimitError."""
        async with self._database.writing() as session:
            await _locked(session, key, self._most)
            await session.execute(delete(Place).where(Place.key == key, Place.until < time.time()))
            taken = await session.scalar(select(func.count()).where(Place.key == key)) or 0
            if taken >= self._concurrent:
                said = f"There are as many runs as a key may have at a time ({taken})."
                raise RateLimitError(f"{said} Try again when one ends.", 1)
            session.add(Place(id=id, key=key, until=time.time() + self._lease))
        try:
            yield
        except BaseException:
            await self._leave(id)
            raise

    @asynccontextmanager
    async def run(self, id: str, key: str) -> AsyncIterator[None]:
        """Hold a place while the run goes on; one that was taken over gets a place beyond the limit."""
        async with self._database.writing() as session:
            await session.merge(Place(id=id, key=key, until=time.time() + self._lease))
        self._held.add(id)
        try:
            yield
        finally:
            self._held.discard(id)
            await self._leave(id)

    async def _draw(self, key: str) -> int:
        """Take what may come within a second, so that the database is not asked each time."""
        per_second, now = self._most / 60, time.time()
        async with self._database.writing() as session:
            row = await _locked(session, key, self._most)
            row.remaining = min(self._most, row.remaining + max(0.0, now - row.at) * per_second)
            row.at = max(row.at, now)  # the clocks of two machines differ
            drawn = int(min(row.remaining, max(1.0, per_second)))
            row.remaining -= drawn
        if not drawn:
            wait = math.ceil((1 - row.remaining) / per_second)
            raise RateLimitError(f"Too many requests. Try again in {wait} s.", wait)
        return drawn

    async def _leave(self, id: str) -> None:
        async with self._database.writing() as session:
            await session.execute(delete(Place).where(Place.id == id))

    async def _renew(self) -> None:
        if self._held:
            held = update(Place).where(Place.id.in_(self._held)).values(until=time.time() + self._lease)
            async with self._database.writing() as session:
                await session.execute(held)


async def _locked(session: AsyncSession, key: str, most: int) -> Allowance:
    """Give the row of a key, alone until the session ends."""
    new = insert_into(session, Allowance).values(key=key, remaining=most, at=time.time())
    await session.execute(new.on_conflict_do_nothing())
    return (await session.scalars(select(Allowance).where(Allowance.key == key).with_for_update())).one()
