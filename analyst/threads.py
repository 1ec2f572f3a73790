"""The threads that are kept: in SQLite in the data folder, or in PostgreSQL."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple
from langgraph.checkpoint.serde.types import INTERRUPT
from pydantic import SecretStr

from agents.blocking import in_thread
from agents.errors import AnalystError, UsageError
from agents.ingesting import current
from analyst import turn_lock
from analyst.sqlite_saver import SqliteSaver
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
    """How many have ended."""
    files: tuple[str, ...]
    waiting: bool
    """Whether the question waits for an answer of its user."""


class ThreadsError(AnalystError, ConnectionError):
    """The database of the threads cannot be used."""


class NoThreadError(UsageError, LookupError):
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
    try:
        await in_thread(lambda: _check_writable(data_folder))
        async with SqliteSaver.from_conn_string(str(data_folder / FILE)) as saver:
            saver.serde = serializer()
            await saver.setup()
            yield saver
    except sqlite3.DatabaseError as error:
        raise ThreadsError(
            f"The threads in {data_folder / FILE} cannot be used: {error}. Check its rights, the space "
            "that is left and what else uses it, or name another folder: ANALYST_DATA_FOLDER"
        ) from error


def _check_writable(data_folder: Path) -> None:
    """Find what cannot be written, or a lock that stays, before anything is run, which would wait for it.

    In a connection of its own: the saver's has a thread, which would outlive the event loop where it fails.
    """
    data_folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(data_folder / FILE, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


@asynccontextmanager
async def _postgres(url: str) -> AsyncIterator[Saver]:
    """Open threads in PostgreSQL; the tables are made where they are missing."""
    try:
        from psycopg import Error

        from analyst.postgres_saver import PostgresSaver
    except ImportError as error:
        raise ThreadsError("Threads in PostgreSQL need the extra: uv sync --extra postgres") from error
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    try:
        async with PostgresSaver.from_conn_string(plain, serde=serializer()) as saver:
            await saver.setup()
            yield saver
    except Error as error:
        raise ThreadsError(
            "The threads' database cannot be reached or used. Check ANALYST_DATABASE_URL, or leave it empty."
        ) from error


def turn_of(saver: Saver, data_folder: Path, thread: str) -> AbstractAsyncContextManager[None]:
    """Hold a thread while a turn of it runs; raises ThreadInUseError where another process does."""
    if isinstance(saver, SqliteSaver):
        return turn_lock.in_folder(data_folder, thread)
    return turn_lock.in_postgres(vars(saver)["conn"], thread)


async def list_threads(saver: Saver) -> list[Thread]:
    """All threads with a turn that has ended or waits for its user, the last used first."""
    listed = []
    for thread in await _thread_ids(saver):
        saved = await saver.aget_tuple({"configurable": {"thread_id": thread}})
        if saved and (_waits(saved) or saved.checkpoint["channel_values"].get("turns")):
            listed.append(_thread(thread, saved))
    return sorted(listed, key=lambda thread: thread.updated, reverse=True)


async def _thread_ids(saver: Saver) -> list[str]:
    """The ids alone: the saver's own list reads every step of every thread."""
    connection: Any = vars(saver)["conn"]  # both kinds have one, and call it alike
    found = await connection.execute("SELECT DISTINCT thread_id FROM checkpoints WHERE checkpoint_ns = ''")
    rows = await found.fetchall()
    return [row["thread_id"] if isinstance(row, dict) else row[0] for row in rows]


async def kept_state(saver: Saver, thread: str) -> dict[str, Any]:
    """What is kept of a thread; raises NoThreadError where none of its questions has been answered."""
    saved = await saver.aget_tuple({"configurable": {"thread_id": thread}})
    if saved and saved.checkpoint["channel_values"].get("turns"):
        return dict(saved.checkpoint["channel_values"])
    if saved and _waits(saved):
        raise NoThreadError(f"Thread {thread} waits for your answer first: analyst threads {thread}")
    raise NoThreadError(f"There is no thread {thread!r}. `analyst threads` lists those that are kept.")


def _waits(saved: CheckpointTuple) -> bool:
    return any(channel == INTERRUPT for _, channel, _ in saved.pending_writes or ())


def _thread(thread: str, saved: CheckpointTuple) -> Thread:
    found, waiting = saved.checkpoint["channel_values"], _waits(saved)
    turns = found.get("turns", ())
    files = tuple(source.name for source in current(found.get("sources", ())))
    question = found["question"] if waiting else turns[-1].question
    return Thread(thread, saved.checkpoint["ts"][:19], question, len(turns), files, waiting)
