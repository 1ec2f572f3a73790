"""The threads that are kept: in SQLite in the data folder, or in PostgreSQL."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from pydantic import SecretStr

from agents.blocking import in_thread
from agents.errors import AnalystError
from agents.ingesting import current
from graphs.checkpoints import serializer

FILE = "threads.sqlite"

Saver = BaseCheckpointSaver[Any]


@dataclass(frozen=True, slots=True)
class Thread:
    """One line of the list of threads."""

    id: str
    updated: str
    """When it was last used: ISO 8601, UTC."""
    question: str
    turns: int
    files: tuple[str, ...]


class ThreadsError(AnalystError, ConnectionError):
    """The database of the threads cannot be used."""


class NoThreadError(AnalystError, LookupError):
    """A thread that is not kept here."""


@asynccontextmanager
async def open_threads(data_folder: Path, database_url: SecretStr | None = None) -> AsyncIterator[Saver]:
    """Open the checkpointer that keeps the threads: PostgreSQL by URL, else a file in the data folder.

    Raises ThreadsError where the database cannot be used.
    """
    if database_url:
        async with _postgres(database_url.get_secret_value()) as saver:
            yield saver
        return
    await in_thread(lambda: data_folder.mkdir(parents=True, exist_ok=True))
    try:
        async with AsyncSqliteSaver.from_conn_string(str(data_folder / FILE)) as saver:
            saver.serde = serializer()
            await saver.setup()
            await _check_writable(saver)
            yield saver
    except sqlite3.DatabaseError as error:
        raise ThreadsError(
            f"The threads in {data_folder / FILE} cannot be used: {error}. Check its rights, the space "
            "that is left and what else uses it, or name another folder: ANALYST_DATA_FOLDER"
        ) from error


async def _check_writable(saver: AsyncSqliteSaver) -> None:
    """Find a lock that stays before anything is run: later each step of the run would wait for it."""
    await saver.conn.execute("BEGIN IMMEDIATE")
    await saver.conn.rollback()


@asynccontextmanager
async def _postgres(url: str) -> AsyncIterator[Saver]:
    """Open threads in PostgreSQL; the tables are made where they are missing."""
    try:
        from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
        from psycopg import OperationalError
    except ImportError as error:
        raise ThreadsError("Threads in PostgreSQL need the extra: uv sync --extra postgres") from error
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    async with AsyncExitStack() as stack:
        try:
            opened = AsyncPostgresSaver.from_conn_string(plain, serde=serializer())
            saver = await stack.enter_async_context(opened)
            await saver.setup()
        except OperationalError as error:
            raise ThreadsError(
                "The threads' database cannot be reached. Check ANALYST_DATABASE_URL, or leave it empty."
            ) from error
        yield saver


async def list_threads(saver: Saver) -> list[Thread]:
    """All threads with at least one finished turn, the last used first."""
    listed = []
    for thread in await _thread_ids(saver):
        saved = await saver.aget_tuple({"configurable": {"thread_id": thread}})
        if saved and saved.checkpoint["channel_values"].get("turns"):
            listed.append(_thread(thread, saved.checkpoint["ts"], saved.checkpoint["channel_values"]))
    return sorted(listed, key=lambda thread: thread.updated, reverse=True)


async def _thread_ids(saver: Saver) -> list[str]:
    """The ids alone: the saver's own list reads every step of every thread."""
    connection: Any = vars(saver)["conn"]  # both kinds have one, and call it alike
    found = await connection.execute("SELECT DISTINCT thread_id FROM checkpoints WHERE checkpoint_ns = ''")
    rows = await found.fetchall()
    return [row["thread_id"] if isinstance(row, dict) else row[0] for row in rows]


async def kept_state(saver: Saver, thread: str) -> dict[str, Any]:
    """What is kept of a thread; raises NoThreadError where nobody has started it."""
    saved = await saver.aget_tuple({"configurable": {"thread_id": thread}})
    if not saved or not saved.checkpoint["channel_values"].get("turns"):
        raise NoThreadError(f"There is no thread {thread!r}. `analyst threads` lists those that are kept.")
    return dict(saved.checkpoint["channel_values"])


def _thread(thread: str, updated: str, found: dict[str, Any]) -> Thread:
    turns = found["turns"]
    files = tuple(source.name for source in current(found.get("sources", ())))
    return Thread(thread, updated[:19], turns[-1].question, len(turns), files)
