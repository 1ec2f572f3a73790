"""Keeps the embedded session pool going as a process of its own, which ends when this one does."""

import asyncio
import json
import logging
import secrets
import sys
from asyncio import StreamReader, StreamWriter, create_subprocess_exec
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
_log = logging.getLogger(__name__)


class PoolStartError(AnalystError):
    """The embedded pool refused to start, or did not start in time."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Where a session pool is, and the token it wants (None: Azure's own sign-in)."""

    endpoint: str
    token: str | None
    limits_by: Mapping[str, str] = field(default_factory=dict)
    """Who holds whole sessions to each limit, where the pool is the embedded one."""


@asynccontextmanager
async def embedded_pool(
    settings: Mapping[str, Any], start_seconds: float = START_SECONDS
) -> AsyncIterator[Pool]:
    """Run a pool on loopback, on a free port, with a random token. Raises PoolStartError.

    The settings are those of docs/session_pool.md. A pool that dies is started again at the same endpoint:
    its sessions are lost, which a thread's journal makes good.
    """
    server = _Server({**settings, "token": secrets.token_urlsafe(32)}, start_seconds)
    keeper: asyncio.Task[None] | None = None
    try:
        pool = await server.start()
        keeper = asyncio.create_task(server.keep(pool.endpoint), name="embedded pool")
        yield pool
    finally:
        if keeper:
            keeper.cancel()
            await asyncio.wait([keeper])
        await server.end()


class _Server:
    """The pool's process, or the one that has taken its place."""

    def __init__(self, settings: dict[str, Any], start_seconds: float) -> None:
        self._settings = settings
        self._start_seconds = start_seconds
        self._process: Process | None = None

    async def start(self) -> Pool:
        """Start it, and wait until it listens. Raises PoolStartError."""
        command = (sys.executable, "-I", "-m", "session_pool")
        try:
            process = await create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        except OSError as error:
            raise PoolStartError(
                f"The embedded session pool cannot be started: {error.strerror}. Close what is not needed."
            ) from error
        self._process = process
        said = await _started(process, self._settings, self._start_seconds)
        return Pool(said["endpoint"], self._settings["token"], said["limitsBy"])

    async def keep(self, endpoint: str) -> None:
        """Start another one in its place whenever it ends."""
        self._settings["port"] = urlsplit(endpoint).port
        while self._process:
            status = await self._process.wait()
            _log.warning("The session pool has ended (exit status %s); another one is started.", status)
            try:
                await self.start()
            except PoolStartError as error:
                _log.warning("%s It is tried again.", error)
                await asyncio.sleep(RESTART_SECONDS)

    async def end(self) -> None:
        """End it."""
        if self._process:
            await _end(self._process)


async def _started(process: Process, settings: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Hand over the settings and wait for what the pool says; the pipe stays open as long as we live."""
    ours, theirs = cast("StreamWriter", process.stdin), cast("StreamReader", process.stdout)
    ours.write(json.dumps(settings).encode() + b"\n")
    try:
        line = await asyncio.wait_for(theirs.readline(), seconds)
        reply = json.loads(line)
    except (TimeoutError, ValueError) as error:
        with suppress(ProcessLookupError):
            process.kill()
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
