"""Output pipes of a session, read with a cap."""

import asyncio
import os
from collections.abc import Callable

_CHUNK = 1 << 16
_CHUNKS_AT_ONCE = 16  # a session that writes without end must not keep the server here


class Drain:
    """Reads one pipe while a run lasts, keeps `cap` bytes, and drops the rest.

    `on_flood` is called once when a run has written more than `hard_cap`.
    """

    def __init__(self, pipe: int, cap: int, hard_cap: int, on_flood: Callable[[], None]) -> None:
        self._pipe = pipe
        self._cap = cap
        self._hard_cap = hard_cap
        self._on_flood = on_flood
        self._kept = bytearray()
        self._read = 0
        os.set_blocking(pipe, False)

    def start(self) -> None:
        """Begin to read for a new run."""
        self._kept.clear()
        self._read = 0
        asyncio.get_running_loop().add_reader(self._pipe, self._take)

    def stop(self) -> str:
        """Take what is still in the pipe, stop, and return the text."""
        self._take()
        asyncio.get_running_loop().remove_reader(self._pipe)
        text = self._kept.decode("utf-8", "replace")
        self._kept.clear()
        return text

    def close(self) -> None:
        """Stop and close the pipe."""
        asyncio.get_running_loop().remove_reader(self._pipe)
        os.close(self._pipe)

    def _take(self) -> None:
        for _ in range(_CHUNKS_AT_ONCE):
            try:
                chunk = os.read(self._pipe, _CHUNK)
            except BlockingIOError:
                return
            if not chunk:
                asyncio.get_running_loop().remove_reader(self._pipe)
                return
            self._keep(chunk)

    def _keep(self, chunk: bytes) -> None:
        self._kept += chunk[: self._cap - len(self._kept)]
        flooded_before = self._read > self._hard_cap
        self._read += len(chunk)
        if self._read > self._hard_cap and not flooded_before:
            self._on_flood()
