"""The threads kept on this machine: a SQLite checkpointer in the data folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from pydantic import BaseModel

from agents import values
from agents.blocking import in_thread

FILE = "threads.sqlite"


@dataclass(frozen=True, slots=True)
class Thread:
    """One line of the list of threads."""

    id: str
    updated: str
    """When it was last used: ISO 8601, UTC."""
    question: str
    turns: int
    files: tuple[str, ...]


@asynccontextmanager
async def open_threads(data_folder: Path) -> AsyncIterator[AsyncSqliteSaver]:
    """Open the checkpointer that keeps the threads; its file is made on first use."""
    await in_thread(lambda: data_folder.mkdir(parents=True, exist_ok=True))
    async with AsyncSqliteSaver.from_conn_string(str(data_folder / FILE)) as saver:
        saver.serde = serializer()
        yield saver


def serializer() -> JsonPlusSerializer:
    """Reads back the values of this project, and no other class, from a checkpoint."""
    classes = [
        kind for kind in vars(values).values() if isinstance(kind, type) and issubclass(kind, BaseModel)
    ]
    return JsonPlusSerializer(allowed_msgpack_modules=[(kind.__module__, kind.__name__) for kind in classes])


async def list_threads(saver: AsyncSqliteSaver) -> list[Thread]:
    """All threads with at least one finished turn, the last used first."""
    newest: dict[str, Thread] = {}
    async for saved in saver.alist(None):
        thread = saved.config["configurable"]["thread_id"]
        found = saved.checkpoint["channel_values"]
        if thread not in newest and found.get("turns"):
            newest[thread] = _thread(thread, saved.checkpoint["ts"], found)
    return sorted(newest.values(), key=lambda thread: thread.updated, reverse=True)


def _thread(thread: str, updated: str, found: dict[str, Any]) -> Thread:
    turns = found["turns"]
    files = tuple(source.name for source in found.get("sources", ()))
    return Thread(thread, updated[:19], turns[-1].question, len(turns), files)
