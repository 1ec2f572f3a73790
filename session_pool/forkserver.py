"""The pool's side of the fork server: starts it in its sandbox and asks it for sessions."""

import asyncio
import base64
import json
import socket
import subprocess
import tempfile
from dataclasses import asdict
from typing import IO

from session_pool import launcher, system_calls
from session_pool.cgroups import Group, Groups
from session_pool.errors import ForkServerGoneError, SessionStartError
from session_pool.inside.limits import Limits
from session_pool.session import Link, Session
from session_pool.settings import PoolSettings

_WARM_UP_LIMIT = 120.0


class ForkServer:
    """A warmed process in the outer sandbox; every session is a fork of it."""

    def __init__(
        self,
        settings: PoolSettings,
        groups: Groups,
        process: subprocess.Popen[bytes],
        control: socket.socket,
    ) -> None:
        self._settings = settings
        self._groups = groups
        self._process = process
        self._control = control

    @classmethod
    async def start(cls, settings: PoolSettings, groups: Groups) -> "ForkServer":
        """Start and warm it. Raises `StartError` with the cause where it can't."""
        environment = launcher.Environment.at(settings.environment)
        control, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far, tempfile.TemporaryFile() as complaints:
            process = launcher.start(environment, far, complaints)
            far.close()
            server = cls(settings, groups, process, control)
            if not await server._warm_up():
                raise launcher.diagnosis(_read(complaints))
        return server

    async def open_session(self) -> Session:
        """Return a new session. Raises `SessionStartError`; `ForkServerGoneError` if nobody is there."""
        group = await asyncio.to_thread(self._groups.make)
        try:
            session = await self._open_session(group)
        except BaseException:
            if group:
                group.release()
            raise
        session.join(group)
        return session

    async def _open_session(self, group: Group | None) -> Session:
        link = Link()
        try:
            self._ask(link, group.doors if group else [])
            await link.greeted()
            return Session(self._settings, link)
        except BaseException as fault:
            link.close()
            if isinstance(fault, ForkServerGoneError) or not isinstance(fault, OSError | SessionStartError):
                raise
            raise SessionStartError(f"a session could not be started: {fault}") from fault

    def _ask(self, link: Link, doors: list[int]) -> None:
        try:
            socket.send_fds(self._control, [b"session"], [*link.far_ends, *doors])
        except OSError as fault:
            stopped = self._control.fileno() < 0  # by another caller, who noticed first
            if stopped or isinstance(fault, ConnectionError):
                raise ForkServerGoneError("the fork server has gone") from fault
            raise
        finally:
            link.close_far_ends()

    async def stop(self) -> None:
        """End it and, with its namespaces, every session."""
        self._control.close()
        self._process.kill()
        await asyncio.to_thread(self._process.wait)

    async def _warm_up(self) -> bool:
        """Return whether it is ready; what is not is ended."""
        loop, ready = asyncio.get_running_loop(), False
        self._control.setblocking(False)
        try:
            await loop.sock_sendall(self._control, _configuration(self._settings))
            async with asyncio.timeout(_WARM_UP_LIMIT):
                ready = await loop.sock_recv(self._control, 16) == b"ready"
        except OSError:
            pass
        finally:
            if not ready:
                await self.stop()
        return ready


def _read(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    return complaints.read().decode("utf-8", "replace")


def _configuration(settings: PoolSettings) -> bytes:
    limits = Limits(
        memory=settings.memory_bytes,
        data=settings.data_bytes,
        data_files=settings.data_files,
        scratch=settings.scratch_bytes,
        processes=settings.processes,
        descriptors=settings.descriptors,
        niceness=settings.niceness,
    )
    rules = base64.b64encode(system_calls.compiled_filter()).decode()
    configuration = {
        "preload": settings.preload,
        "value_bytes": settings.value_bytes,
        "limits": asdict(limits),
        "system_calls": rules,
    }
    return json.dumps(configuration).encode()
