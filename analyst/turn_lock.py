"""One turn at a time on a thread, whichever process runs it: of two, one would be lost."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from agents.errors import AnalystError

FOLDER = "turns"


class ThreadInUseError(AnalystError):
    """Another run has the thread."""

    def __init__(self, thread: str) -> None:
        super().__init__(
            f"Thread {thread} is in use by another run. Wait until that has ended, or start a new thread."
        )


@asynccontextmanager
async def in_folder(data_folder: Path, thread: str) -> AsyncIterator[None]:
    """Hold a thread that is kept in a folder. Raises ThreadInUseError.

    The lock ends with the process; its empty file stays, as one that is taken away could be held twice.
    """
    folder = data_folder / FOLDER
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / _digest(thread).hex())
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise ThreadInUseError(thread) from error
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def in_postgres(connection: Any, thread: str) -> AsyncIterator[None]:
    """Hold a thread that is kept in PostgreSQL, as long as the connection lives. Raises ThreadInUseError."""
    from psycopg import OperationalError

    number = int.from_bytes(_digest(thread)[:8], "big", signed=True)
    tried = await connection.execute("SELECT pg_try_advisory_lock(%s) AS held", (number,))
    if not (await tried.fetchone())["held"]:
        raise ThreadInUseError(thread)
    try:
        yield
    finally:
        with suppress(OperationalError):  # the lock has ended with the connection
            await connection.execute("SELECT pg_advisory_unlock(%s)", (number,))


def _digest(thread: str) -> bytes:
    """Of a thread's id, which may be anything that a person types."""
    return hashlib.sha256(thread.encode()).digest()
