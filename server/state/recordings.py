"""What responses in the background have told, kept for whoever joins a stream, in whichever process."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from copy import deepcopy
from typing import Any

from sqlalchemy import delete, exists, func, select

from server.state.database import Database
from server.state.tables import Job, Recording

Told = dict[str, Any]
WRITE_SECONDS = READ_SECONDS = 0.2
AT_ONCE = 50
"""Rows that a reader takes at a time."""


class Recordings:
    """Events by the id of their response; each has a `sequence_number`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def writing(self, id: str) -> AsyncIterator[Callable[[Told], None]]:
        """Give a function that keeps an event: it is written a moment later, with those that follow."""
        waiting, ended = list[Told](), asyncio.Event()

        async def write() -> None:
            is_last = False
            while not is_last:
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), WRITE_SECONDS)
                is_last = ended.is_set()  # before the rest is taken: more may come while it is written
                events, waiting[:] = list(waiting), []
                if events:
                    await self._add(id, events)

        writer = asyncio.create_task(write(), name=f"recording {id}")
        try:
            yield lambda told: waiting.append(deepcopy(told))  # it is changed as the response grows
        finally:
            ended.set()
            await writer

    async def read(self, id: str, after: int) -> AsyncIterator[Told]:
        """Give the events after a number, until the job has ended that tells them."""
        going_on = True
        while going_on:
            async with self._database.reading() as session:  # first this: the last events come before its end
                going_on = bool(await session.scalar(select(exists().where(Job.id == id))))
            async for event in self._kept(id, after):
                after = event["sequence_number"]
                yield event
            if going_on:
                await asyncio.sleep(READ_SECONDS)

    async def last(self, id: str) -> int:
        """Give the number of the last event, -1 where none is kept."""
        found = select(func.max(Recording.number)).where(Recording.id == id)
        async with self._database.reading() as session:
            number = await session.scalar(found)
        return -1 if number is None else number

    async def forget(self, id: str) -> None:
        """Delete the events of a response."""
        async with self._database.writing() as session:
            await session.execute(delete(Recording).where(Recording.id == id))

    async def purge(self, seconds: float) -> None:
        """Delete what is older than that, unless its job goes on."""
        old = delete(Recording).where(
            Recording.at < time.time() - seconds, ~exists().where(Job.id == Recording.id)
        )
        async with self._database.writing() as session:
            await session.execute(old)

    async def _add(self, id: str, events: list[Told]) -> None:
        row = Recording(id=id, number=events[-1]["sequence_number"], events=events, at=time.time())
        async with self._database.writing() as session:
            session.add(row)

    async def _kept(self, id: str, after: int) -> AsyncIterator[Told]:
        rows = select(Recording).where(Recording.id == id).order_by(Recording.number).limit(AT_ONCE)
        while True:
            async with self._database.reading() as session:
                found = list(await session.scalars(rows.where(Recording.number > after)))
            for row in found:
                for event in row.events:
                    if event["sequence_number"] > after:
                        yield event
            if len(found) < AT_ONCE:
                return
            after = found[-1].number
