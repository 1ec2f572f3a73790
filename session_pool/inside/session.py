"""The loop of one session: take a cell, run it, say how it ended."""

import contextlib
import signal
import socket
import sys
from functools import partial
from types import FrameType
from typing import Any

from session_pool.inside import frames
from session_pool.inside.frames import Kind

_HELD_BYTES = 1 << 16


class Session:
    """Runs the cells that come over `channel`, one at a time, until it closes."""

    def __init__(self, channel: socket.socket, shell: Any) -> None:
        self._channel = channel
        self._shell = shell
        self._running = self._sending = self._interrupted = False
        self._held = bytearray()

    def serve(self) -> None:
        """Run cells until the pool closes the channel."""
        while (frame := frames.receive(self._channel)) is not None:
            _, request, code = frame
            self._run(request, code.decode("utf-8", "replace"))

    def _run(self, request: bytes, code: str) -> None:
        self._shell.send = partial(self._send, request)
        signal.signal(signal.SIGINT, self._on_interrupt)  # each time: the last cell may have changed it
        _mend_streams()
        succeeded = self._interrupted = False
        try:
            self._running = True
            try:
                succeeded = self._shell.run_cell(code, store_history=True).success
            finally:
                self._running = False
        except BaseException:  # an interrupt can arrive between any two lines above
            self._running = False
        _flush_streams()
        self._send(request, Kind.END, bytes([succeeded]))

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        """An interrupt must neither end the loop, just after the code ended, nor cut a frame in two."""
        self._interrupted = self._sending
        if self._running and not self._sending:
            raise KeyboardInterrupt

    def _send(self, request: bytes, kind: Kind, body: bytes) -> None:
        """Send a frame; small ones wait for the next, so that the pool is woken once for most runs."""
        self._sending = True
        self._held += frames.pack(kind, request, body)
        if kind == Kind.END or len(self._held) > _HELD_BYTES:
            self._channel.sendall(self._held)
            self._held.clear()
        self._sending = False
        if self._interrupted and self._running:
            self._interrupted = False
            raise KeyboardInterrupt


def _mend_streams() -> None:
    """Put back a stream that the last cell closed, or replaced by None."""
    for name in ("stdout", "stderr"):
        if getattr(getattr(sys, name), "closed", True):
            setattr(sys, name, getattr(sys, f"__{name}__"))


def _flush_streams() -> None:
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            if stream is not None:
                stream.flush()
