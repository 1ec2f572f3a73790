"""Waits for blocking calls without holding up the event loop, or the end of the process."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def in_thread(call: Callable[[], T]) -> T:
    """Run `call` in a daemon thread: once the wait is cancelled, nothing holds up the end of the process."""
    future: Future[T] = Future()
    future.set_running_or_notify_cancel()

    def work() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=copy_context().run, args=(work,), daemon=True).start()
    return await asyncio.wrap_future(future)
