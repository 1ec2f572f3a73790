"""What a run tells, kept from its beginning, so that whoever comes late misses nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Feed(Generic[T]):
    """One writer, any number of readers."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._closed = False
        self._changed = asyncio.Event()

    def put(self, *items: T) -> None:
        """Tell the readers."""
        self._items += items
        self._wake()

    def close(self) -> None:
        """Tell the readers that nothing more comes."""
        self._closed = True
        self._wake()

    async def read(self, start: int = 0) -> AsyncIterator[T]:
        """Give everything from item `start` on, until the end."""
        while True:
            changed = self._changed
            while start < len(self._items):
                yield self._items[start]
                start += 1
            if self._closed:
                return
            await changed.wait()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
