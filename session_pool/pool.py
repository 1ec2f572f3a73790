"""The sessions by identifier: started on first use, queued, kept for a while, ended."""

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from session_pool import memory
from session_pool.cgroups import Groups
from session_pool.errors import (
    ForkServerGoneError,
    NoSuchSessionError,
    PoolFullError,
    SessionEndedError,
    SessionPoolError,
)
from session_pool.executions import ExecutionLog
from session_pool.forkserver import ForkServer
from session_pool.session import Session
from session_pool.settings import PoolSettings

_SWEEP_INTERVAL = 1.0
_MEMORY_INTERVAL = 0.2
_IDLE_EVERY = 10
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """One identifier's session and the times of its calls, as seconds since the epoch."""

    identifier: str
    created: float = field(default_factory=time.time)
    accessed: float = field(default_factory=time.time)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    executions: ExecutionLog = field(default_factory=ExecutionLog)
    session: Session | None = None
    users: int = 0
    ended: bool = False


class Pool:
    """Lends sessions. Calls for one identifier take turns; others run side by side."""

    def __init__(self, settings: PoolSettings) -> None:
        self.settings = settings
        self.started = time.time()
        self.entries: dict[str, Entry] = {}
        self._ready: asyncio.Queue[Session] = asyncio.Queue()
        self._wanted = asyncio.Event()
        self._restart = asyncio.Lock()
        self._forkserver: ForkServer
        self._groups: Groups
        self._ticks = itertools.count()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Warm the fork server, then keep sessions ready. Raises `StartError`."""
        self._groups = await asyncio.to_thread(Groups.open, self.settings)
        try:
            self._forkserver = await self._start_forkserver()
        except BaseException:
            self._groups.close()
            raise
        _log.info("whole sessions are limited by: %s", self.limits_by)
        self.look_after(self._repeat(_SWEEP_INTERVAL, self._sweep))
        self.look_after(self._repeat(_MEMORY_INTERVAL, self._supervise))
        self.look_after(self._refill())
        self._wanted.set()

    async def stop(self) -> None:
        """End everything."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for entry in list(self.entries.values()):
            self._drop(entry)
        await self._forkserver.stop()
        while not self._ready.empty():
            self._ready.get_nowait().close()
        await asyncio.to_thread(self._groups.close)

    @property
    def limits_by(self) -> dict[str, str]:
        """Who holds whole sessions to each limit: a control group, or what stands in for it."""
        without = {"memory": "supervisor", "pids": "rlimit", "cpu": "scheduler"}
        return without | dict.fromkeys(self._groups.controllers, "cgroup")

    @contextlib.asynccontextmanager
    async def lend(self, identifier: str) -> AsyncIterator[Session]:
        """Yield the identifier's session in turn, new if there is none.

        Raises `PoolFullError`, or `SessionEndedError` if it is deleted while the caller waits.
        """
        async with self._in_use(identifier) as entry, entry.turn:
            yield await self._session(entry)

    @contextlib.asynccontextmanager
    async def share(self, identifier: str) -> AsyncIterator[Session]:
        """Yield the identifier's session without waiting for a run to end: for its files."""
        async with self._in_use(identifier) as entry:
            session = entry.session
            if session is None or not session.alive:
                async with entry.turn:
                    session = await self._session(entry)
            yield session

    def end(self, identifier: str) -> bool:
        """End a session, whatever it does; return whether there was one."""
        entry = self.entries.get(identifier)
        if entry is None:
            return False
        self._drop(entry)
        return True

    def entry(self, identifier: str) -> Entry:
        """Return what is held for an identifier, new if there is nothing. Raises `PoolFullError`."""
        if identifier not in self.entries:
            if len(self.entries) >= self.settings.max_sessions:
                raise PoolFullError("There are no more sessions available in the pool.")
            self.entries[identifier] = Entry(identifier)
        return self.entries[identifier]

    def existing(self, identifier: str) -> Entry:
        """Return what is held for an identifier, and extend its life. Raises `NoSuchSessionError`."""
        entry = self.entries.get(identifier)
        if entry is None:
            raise NoSuchSessionError(f"There is no session {identifier}.")
        entry.accessed = time.time()
        return entry

    def look_after(self, work: Coroutine[Any, Any, Any]) -> None:
        """Let something run on after its request was answered, at the latest until the pool stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @contextlib.asynccontextmanager
    async def _in_use(self, identifier: str) -> AsyncIterator[Entry]:
        entry = self.entry(identifier)
        entry.users += 1
        entry.accessed = time.time()
        try:
            yield entry
        finally:
            entry.users -= 1
            entry.accessed = time.time()
            if not entry.users:
                self._give_back(entry)

    def _give_back(self, entry: Entry) -> None:
        """Close what the last caller left dead; what is known of its executions stays."""
        if entry.session is not None and (entry.ended or not entry.session.alive):
            entry.session.close()
            entry.session = None

    async def _session(self, entry: Entry) -> Session:
        if entry.session is not None and not entry.session.alive:
            entry.session.close()
            entry.session = None
        if entry.session is None and not entry.ended:
            entry.session = await self._new_session()
            entry.created = time.time()
            if entry.ended:
                entry.session.kill("it was deleted")
        if entry.session is None or entry.ended:
            raise SessionEndedError("The session was deleted before this call had its turn. Send it again.")
        return entry.session

    async def _new_session(self) -> Session:
        self._wanted.set()
        while not self._ready.empty():
            if (session := self._ready.get_nowait()).alive:
                return session
            session.close()
        return await self._open_session()

    async def _open_session(self) -> Session:
        forkserver = self._forkserver
        try:
            return await forkserver.open_session()
        except ForkServerGoneError:
            async with self._restart:
                if forkserver is self._forkserver:  # the first to notice starts a new one
                    await forkserver.stop()
                    self._forkserver = await self._start_forkserver()
        return await self._forkserver.open_session()

    async def _start_forkserver(self) -> ForkServer:
        return await ForkServer.start(self.settings, self._groups)

    def _drop(self, entry: Entry) -> None:
        """End the session now; what it holds here is given back when its last caller has left."""
        entry.ended = True
        if self.entries.get(entry.identifier) is entry:
            del self.entries[entry.identifier]
        if entry.session is not None:
            entry.session.kill("it was deleted")
        if not entry.users:
            self._give_back(entry)

    async def _repeat(self, seconds: float, step: Callable[[], Awaitable[None]]) -> None:
        """Take a step again and again: one that fails must not be the last."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await step()
            except Exception:
                _log.exception("the pool goes on after a fault")

    async def _sweep(self) -> None:
        """End sessions whose time has come."""
        oldest = time.time() - self.settings.cooldown_seconds
        idle = [entry for entry in self.entries.values() if entry.accessed < oldest and not entry.users]
        for entry in idle:
            self._drop(entry)
        await asyncio.to_thread(self._groups.tidy)

    async def _supervise(self) -> None:
        """End sessions that use too much memory; idle ones are looked at less often."""
        with_idle = next(self._ticks) % _IDLE_EVERY == 0
        sessions = [entry.session for entry in self.entries.values() if entry.session is not None]
        watched = [session for session in sessions if session.busy or with_idle]
        for session in watched:
            if session.ran_out():
                session.kill_for_memory()
        pids = {session.pid: session for session in watched if session.alive and not session.holds_memory}
        limit = self.settings.memory_bytes
        for pid in await asyncio.to_thread(memory.over, list(pids), limit) if pids else ():
            pids[pid].kill_for_memory()

    async def _refill(self) -> None:
        """Keep sessions ready; the next attempt after a failure waits for the next demand."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                while self._ready.qsize() < self.settings.ready_sessions:
                    self._ready.put_nowait(await self._open_session())
            except (SessionPoolError, OSError) as fault:
                _log.warning("no session is kept ready: %s", fault)
