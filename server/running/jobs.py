"""Runs that outlive a request. A job is claimed by one process, which renews its claim as long as it works.

Where a process ends in the middle, its claim runs out and another one (or the same one, started again)
takes the job over: once. A job that was lost twice has failed.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol

from sqlalchemy import delete, select, update

from server.errors import StoppedError
from server.running.feed import Feed
from server.running.repeating import repeating
from server.state.database import Database
from server.state.tables import Job

log = logging.getLogger(__name__)
ATTEMPTS = 2
LOST = "The server stopped in the middle of this run, and the second attempt was lost too."


class Work(Protocol):
    """What a kind of job does. `id` is the id of the record that it works on."""

    async def carry_out(self, owner: str, id: str, feed: Feed[Any]) -> None:
        """Do it, and tell `feed` what happens."""
        ...

    async def fail(self, owner: str, id: str, error: Exception, feed: Feed[Any]) -> None:
        """Write down that it failed."""
        ...

    async def cancel(self, owner: str, id: str, feed: Feed[Any]) -> None:
        """Write down that it was cancelled."""
        ...


class Jobs:
    """The jobs of this process, and those that others have lost."""

    def __init__(self, database: Database, works: Mapping[str, Work], lease: float) -> None:
        self._database = database
        self._works = works
        self._lease = lease
        self._worker = secrets.token_hex(8)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._lost: set[str] = set()
        self._stopping = False

    @asynccontextmanager
    async def running(self, grace: float) -> AsyncIterator["Jobs"]:
        """Look after jobs until the end; then wait for those of this process, and hand over the rest."""
        try:
            async with repeating("looking after jobs", self._look, self._lease / 5):
                try:
                    yield self
                finally:
                    self._stopping = True
                    if self._tasks:
                        await asyncio.wait(self._tasks.values(), timeout=grace)
        finally:
            await self._hand_over()

    def new(self, kind: str, owner: str, id: str) -> Job:
        """Make a row, to be stored together with the record that it works on; `start` then starts it."""
        if self._stopping:
            raise StoppedError("The server is about to stop. Try again in a few seconds.")
        return Job(
            id=id,
            owner=owner,
            kind=kind,
            worker=self._worker,
            lease_until=time.time() + self._lease,
            attempts=1,
            cancelled=False,
        )

    async def next(self, kind: str, owner: str, id: str) -> Job:
        """Make a row for a record whose last job has told its outcome, and may be about to end."""
        if task := self._tasks.get(id):
            await asyncio.wait([task])
        return self.new(kind, owner, id)

    def start(self, job: Job) -> Feed[Any]:
        """Start a job that this process has claimed."""
        feed = Feed[Any]()
        self._tasks[job.id] = asyncio.create_task(self._run(job, feed), name=job.id)
        return feed

    def is_lost(self, id: str) -> bool:
        """Tell whether a job that runs here is another process's: this one renewed its claim too late."""
        return id in self._lost

    async def cancel(self, id: str) -> None:
        """Cancel a job, wherever it runs; returns when it has ended, or is known to end soon elsewhere."""
        async with self._database.writing() as session:
            await session.execute(update(Job).where(Job.id == id).values(cancelled=True))
        if task := self._tasks.get(id):
            _cancel(task)
            await asyncio.wait([task])

    async def _run(self, job: Job, feed: Feed[Any]) -> None:
        try:
            await self._carry_out(job, feed)
            await self._forget(job)
        finally:
            feed.close()
            self._tasks.pop(job.id, None)
            self._lost.discard(job.id)

    async def _carry_out(self, job: Job, feed: Feed[Any]) -> None:
        work = self._works[job.kind]
        try:
            await work.carry_out(job.owner, job.id, feed)
        except asyncio.CancelledError:
            if not await self._was_cancelled(job.id):
                raise  # this process ends and hands the claim over, or has lost it
            await work.cancel(job.owner, job.id, feed)
        except Exception as error:
            log.warning("job failed", extra={"job": job.id, "error": type(error).__name__})
            await work.fail(job.owner, job.id, error, feed)

    async def _forget(self, job: Job) -> None:
        """Delete the row of a job that has ended, unless another process has taken it over meanwhile."""
        async with self._database.writing() as session:
            ended = delete(Job).where(Job.id == job.id, Job.worker == self._worker)
            await session.execute(ended)

    async def _was_cancelled(self, id: str) -> bool:
        async with self._database.reading() as session:
            return bool(await session.scalar(select(Job.cancelled).where(Job.id == id)))

    async def _look(self) -> None:
        await self._renew()
        if not self._stopping:
            await self._take_over()

    async def _renew(self) -> None:
        if not self._tasks:
            return
        running = list(self._tasks)
        mine = update(Job).where(Job.worker == self._worker, Job.id.in_(running))
        renewed = mine.values(lease_until=time.time() + self._lease).returning(Job.id, Job.cancelled)
        async with self._database.writing() as session:
            found = {row.id: row.cancelled for row in await session.execute(renewed)}
        for id in running:
            if (task := self._tasks.get(id)) and found.get(id, True):
                if id not in found:
                    self._lost.add(id)
                _cancel(task)

    async def _take_over(self) -> None:
        lost = select(Job).where(Job.lease_until < time.time(), Job.id.not_in(self._tasks))
        async with self._database.reading() as session:
            if await session.scalar(lost.limit(1)) is None:
                return
        async with self._database.writing() as session:
            jobs = list(await session.scalars(lost.with_for_update(skip_locked=True)))
            for job in jobs:
                job.worker, job.lease_until = self._worker, time.time() + self._lease
                job.attempts += 1
        for job in jobs:
            try:
                await self._resume(job)
            except Exception:
                log.exception("a lost job cannot be taken over", extra={"job": job.id})  # the others can

    async def _resume(self, job: Job) -> None:
        log.info("job taken over", extra={"job": job.id, "attempt": job.attempts})
        if job.attempts <= ATTEMPTS and not job.cancelled:
            self.start(job)
            return
        work, feed = self._works[job.kind], Feed[Any]()
        if job.cancelled:
            await work.cancel(job.owner, job.id, feed)
        else:
            await work.fail(job.owner, job.id, StoppedError(LOST), feed)
        await self._forget(job)

    async def _hand_over(self) -> None:
        """Stop what still runs and leave it to another process, without counting it as lost."""
        tasks = list(self._tasks.values())
        for task in tasks:
            _cancel(task)
        await asyncio.gather(*tasks, return_exceptions=True)
        free = update(Job).where(Job.worker == self._worker)
        async with self._database.writing() as session:
            await session.execute(free.values(worker="", lease_until=0.0, attempts=Job.attempts - 1))


def _cancel(task: asyncio.Task[None]) -> None:
    """Cancel a task once: a second time would break off what it writes down about its end."""
    if not task.cancelling():
        task.cancel()
