"""Keeps the embedded session pool going as a process of its own, which ends when this one does."""

import asyncio
import json
import secrets
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from agents.errors import AnalystError

START_SECONDS = 60.0
RESTART_SECONDS = 1.0
STOP_SECONDS = 10.0


class PoolStartError(AnalystError, RuntimeError):
    """The embedded pool refused to start, or did not start in time."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Where a session pool is, and the token it wants (None: Azure's own sign-in)."""

    endpoint: str
    token: str | None
    limits_by: Mapping[str, str] = field(default_factory=dict)
    """Who holds whole sessions to each limit, where the pool is the embedded one."""


@asynccontextmanager
async def embedded_pool(settings: Mapping[str, Any]) -> AsyncIterator[Pool]:
    """Run a pool on loopback, on a free port, with a random token. Raises PoolStartError.

    The settings are those of docs/session_pool.md. A pool that dies is started again at the same endpoint:
    its sessions are lost, which a thread's journal makes good.
    """
    token = secrets.token_urlsafe(32)
    server = _Server({**settings, "token": token})
    keeper: asyncio.Task[None] | None = None
    try:
        started = await server.start()
        keeper = asyncio.create_task(server.keep(started["endpoint"]), name="embedded pool")
        yield Pool(started["endpoint"], token, started["limitsBy"])
    finally:
        if keeper:
            keeper.cancel()
            await asyncio.wait([keeper])
        await server.end()


class _Server:
    """The pool's process, or the one that has taken its place."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._process: Process

    async def start(self) -> dict[str, Any]:
        """Start it; returns what it says of itself."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-m", "session_pool", stdin=PIPE, stdout=PIPE, start_new_session=True
        )
        return await _started(self._process, self._settings)

    async def keep(self, endpoint: str) -> None:
        """Start another one in its place whenever it ends."""
        self._settings["port"] = urlsplit(endpoint).port
        while True:
            await self._process.wait()
            with suppress(PoolStartError):
                await self.start()
                continue
            await asyncio.sleep(RESTART_SECONDS)

    async def end(self) -> None:
        """End it."""
        await _end(self._process)


async def _started(process: Process, settings: dict[str, Any]) -> dict[str, Any]:
    """Hand over the settings and wait for what the pool says; the pipe stays open as long as we live."""
    ours, theirs = cast("StreamWriter", process.stdin), cast("StreamReader", process.stdout)
    ours.write(json.dumps(settings).encode() + b"\n")
    try:
        line = await asyncio.wait_for(theirs.readline(), START_SECONDS)
        reply = json.loads(line)
    except (TimeoutError, ValueError) as error:
        raise PoolStartError(
            "The embedded session pool did not start. Run `analyst doctor` to see what is missing."
        ) from error
    if "endpoint" not in reply:
        raise PoolStartError(f"{reply.get('error')} {reply.get('fix')}")
    return dict(reply)


async def _end(process: Process) -> None:
    """Close its input, which ends it; then ask; then insist."""
    if process.stdin:
        process.stdin.close()
    for insist in (process.terminate, process.kill):
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS / 2)
            return
        with suppress(ProcessLookupError):
            insist()
    await process.wait()
