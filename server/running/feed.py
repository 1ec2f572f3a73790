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

    async def read(self) -> AsyncIterator[T]:
        """Give everything from the beginning, until the end."""
        told = 0
        while True:
            changed = self._changed
            while told < len(self._items):
                yield self._items[told]
                told += 1
            if self._closed:
                return
            await changed.wait()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
