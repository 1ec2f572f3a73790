"""One sandboxed process that keeps its variables, as the pool holds it."""

import asyncio
import contextlib
import logging
import os
import select
import signal
import socket
import uuid

from session_pool import memory
from session_pool.cgroups import Group
from session_pool.drain import Drain
from session_pool.errors import SessionStartError
from session_pool.files import DataFolder
from session_pool.inside import frames
from session_pool.inside.frames import Kind
from session_pool.outcome import Collector, ForgedFrameError, Outcome, Status
from session_pool.settings import PoolSettings

_log = logging.getLogger(__name__)
_START_LIMIT = 30.0
_END_LIMIT = 5.0
_ENDED = (asyncio.IncompleteReadError, ConnectionError, ForgedFrameError)


class Session:
    """Runs code in one sandbox. Whatever comes from the other side is data within limits."""

    def __init__(self, settings: PoolSettings, link: "Link") -> None:
        self.guid = str(uuid.uuid4())
        self._ended = False
        self.reason = ""
        self.busy = False
        self.pidfd, data = link.handles
        self.pid = memory.pid_of(self.pidfd)
        self.data = DataFolder(data)
        self._group: Group | None = None
        self._settings = settings
        self._reader, self._writer = link.reader, link.writer
        self._stop: asyncio.Future[None] | None = None
        limits = settings.output_bytes, settings.output_hard_bytes
        flood = f"wrote more than {settings.output_hard_bytes} bytes of output"
        self._stdout = Drain(link.stdout, *limits, lambda: self.stop(flood))
        self._stderr = Drain(link.stderr, *limits, lambda: self.stop(flood))

    def join(self, group: Group | None) -> None:
        """Take over the group that the session was to enter; one that it is not in limits nothing."""
        if group is None:
            return
        group.shut()
        if group.holds(self.pid):
            self._group = group
        else:
            _log.warning("session %s could not enter its control group", self.guid)
            group.release()

    async def execute(self, code: str, seconds: float) -> Outcome:
        """Run `code` and return what came of it, at the latest shortly after `seconds`."""
        settings, loop = self._settings, asyncio.get_running_loop()
        collector = Collector(settings.value_bytes, settings.figure_bytes, settings.figures)
        started = loop.time()
        self.reason = ""
        self._stdout.start()
        self._stderr.start()
        in_time = await self._run(code, collector, min(seconds, settings.run_seconds))
        if self.ran_out():  # whichever of its processes the kernel chose, the session is no longer whole
            collector.succeeded = None
            self.kill_for_memory()
        milliseconds = round((loop.time() - started) * 1000)
        stdout, stderr = self._stdout.stop(), self._stderr.stop()
        status = self._status(collector, in_time)
        error = collector.error + self._explanation(status, seconds)
        value = collector.value if status == "ok" else None
        return Outcome(status, stdout, stderr + error, value, tuple(collector.figures), milliseconds)

    @property
    def alive(self) -> bool:
        """Whether it can run code: its process may have exited between two calls."""
        if not self._ended and self.pidfd >= 0:
            self._ended = _readable(self.pidfd)
        return not self._ended

    @property
    def holds_memory(self) -> bool:
        """Whether the kernel limits the memory of all its processes together; else the supervisor must."""
        return self._group is not None and self._group.holds_memory

    def ran_out(self) -> bool:
        """Tell whether the kernel has ended a process of the session for its memory."""
        return self._group is not None and self._group.ran_out()

    def stop(self, reason: str) -> None:
        """Interrupt what runs now, and end the session if that is not enough; the answer gives the reason."""
        self.reason = self.reason or reason
        if self._stop and not self._stop.done():
            self._stop.set_result(None)

    def kill(self, reason: str) -> None:
        """End every process of the session at once; nothing more can run in it from here on."""
        self.reason = self.reason or reason
        self._ended = True
        self._signal(signal.SIGKILL)

    def kill_for_memory(self) -> None:
        """End the session because all its processes together used more than their limit."""
        self.kill(f"it used more than {self._settings.memory_bytes >> 20} MB of memory")

    def close(self) -> None:
        """End the session and give back what it held here."""
        if self.pidfd < 0:
            return
        self._ended = True
        self._signal(signal.SIGKILL)
        os.close(self.pidfd)
        self.pidfd = -1
        self._writer.close()
        self.data.close()
        self._stdout.close()
        self._stderr.close()
        if self._group:
            self._group.release()

    async def _run(self, code: str, collector: Collector, seconds: float) -> bool:
        """Return whether the code ended by itself. A session whose run is given up is ended."""
        self.busy = True
        answer = asyncio.create_task(self._converse(code, collector))
        self._stop = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait({answer, self._stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            in_time = answer.done()
            if not in_time:
                self._signal(signal.SIGINT)
                await asyncio.wait({answer}, timeout=self._settings.grace_seconds)
            if not answer.done():
                self._signal(signal.SIGKILL)
                await asyncio.wait({answer}, timeout=_END_LIMIT)
        except asyncio.CancelledError:
            self.kill("its run was given up")
            raise
        finally:
            self.busy = False
            answer.cancel()
        return in_time

    async def _converse(self, code: str, collector: Collector) -> None:
        request = os.urandom(16)
        try:
            self._writer.write(frames.pack(Kind.RUN, request, code.encode("utf-8", "replace")))
            await self._writer.drain()
            while collector.succeeded is None:
                await self._take_frame(request, collector)
        except _ENDED as fault:
            self._ended = True
            if isinstance(fault, ForgedFrameError):
                self.kill(f"its process sent {fault}")

    async def _take_frame(self, request: bytes, collector: Collector) -> None:
        kind, echoed, length = frames.HEADER.unpack(await self._reader.readexactly(frames.HEADER.size))
        if echoed != request or length > collector.largest(kind):
            raise ForgedFrameError(f"a frame that is not part of this run (kind {kind}, {length} bytes)")
        collector.take(kind, await self._reader.readexactly(length))
        if collector.taken > self._settings.output_hard_bytes:
            self.stop(f"sent more than {self._settings.output_hard_bytes} bytes of values and figures")

    def _status(self, collector: Collector, in_time: bool) -> Status:
        if collector.succeeded is None:
            self._ended = True
        if not in_time and not self.reason:
            return "timeout"
        if collector.succeeded is None:
            return "lost"
        return "ok" if collector.succeeded and in_time else "error"

    def _explanation(self, status: Status, seconds: float) -> str:
        kept = (
            "The session and its variables are kept."
            if self.alive
            else "The session has ended; the next is new."
        )
        if status == "timeout":
            return f"TimeoutError: the run went past its limit of {seconds:g} seconds. {kept}\n"
        if status == "lost" or self.reason:
            return f"SessionEnded: {self.reason or 'its process exited'}. {kept}\n"
        return ""

    def _signal(self, number: signal.Signals) -> None:
        if self.pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, number)


class Link:
    """This side's ends of a new session's channel and output pipes."""

    def __init__(self) -> None:
        self.channel, self._far = socket.socketpair()
        self.stdout, far_stdout = os.pipe()
        self.stderr, far_stderr = os.pipe()
        self._far_pipes = [far_stdout, far_stderr]
        self.handles: list[int] = []
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter
        self._owner: socket.socket | asyncio.StreamWriter = self.channel

    @property
    def far_ends(self) -> list[int]:
        """The descriptors that the session gets."""
        return [self._far.fileno(), *self._far_pipes]

    def close_far_ends(self) -> None:
        """Close the session's ends here once they are sent, so that its death is seen."""
        self._far.close()
        for pipe in self._far_pipes:
            os.close(pipe)

    def close(self) -> None:
        """Close this side's ends, for a session that never came to be."""
        self._owner.close()
        for descriptor in (self.stdout, self.stderr, *self.handles):
            os.close(descriptor)

    async def greeted(self) -> None:
        """Wait for the session's first frame, which brings its pidfd and data directory."""
        self.channel.setblocking(False)
        async with asyncio.timeout(_START_LIMIT):
            header, self.handles = await self._first_frame()
            self.reader, self.writer = await asyncio.open_unix_connection(sock=self.channel)
            self._owner = self.writer
            if len(header) == frames.HEADER.size and len(self.handles) == 2:
                return
            message = await self.reader.read(4096)
        raise SessionStartError(message.decode("utf-8", "replace") or "the fork server has gone")

    async def _first_frame(self) -> tuple[bytes, list[int]]:
        loop = asyncio.get_running_loop()
        readable = loop.create_future()
        loop.add_reader(self.channel, readable.set_result, None)
        try:
            await readable
        finally:
            loop.remove_reader(self.channel)
        header, handles, *_ = socket.recv_fds(self.channel, frames.HEADER.size, 2)
        return header, handles


def _readable(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
