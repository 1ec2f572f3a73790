"""What is kept of a run: which classes are read back, and the state of a run that waits, as one text."""

import base64
import zlib
from collections.abc import Sequence
from typing import Any

from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from pydantic import BaseModel

from agents import values
from graphs import control

RUN: Any = {"configurable": {"thread_id": "run", "checkpoint_ns": ""}}
"""Under which a saver that holds one run only knows it."""


def serializer() -> JsonPlusSerializer:
    """Reads back the values of this project, and no other class, from a checkpoint."""
    kinds = [*vars(values).values(), control.Decision]
    classes = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return JsonPlusSerializer(allowed_msgpack_modules=[(kind.__module__, kind.__name__) for kind in classes])


def empty() -> InMemorySaver:
    """A checkpointer for one run that may stop to wait."""
    return InMemorySaver(serde=serializer())


async def packed(saver: InMemorySaver) -> str:
    """The state of the run that waits. Whoever keeps it can go on from it, in any process, also again."""
    kept = await _kept(saver)
    _, content = serializer().dumps_typed((kept.checkpoint, kept.metadata, kept.pending_writes))
    return base64.b64encode(zlib.compress(content)).decode()


async def unpacked(state: str) -> InMemorySaver:
    """A checkpointer that holds the run as it was when it stopped."""
    content = zlib.decompress(base64.b64decode(state))
    checkpoint, metadata, writes = serializer().loads_typed(("msgpack", content))
    saver = empty()
    at = await saver.aput(RUN, checkpoint, metadata, checkpoint["channel_versions"])
    for task in {task for task, _, _ in writes}:
        await saver.aput_writes(at, _of(task, writes), task)
    return saver


async def state_of(saver: InMemorySaver) -> dict[str, Any]:
    """What the run knew when it stopped."""
    return (await _kept(saver)).checkpoint["channel_values"]


async def _kept(saver: InMemorySaver) -> CheckpointTuple:
    kept = await saver.aget_tuple(RUN)
    if kept is None:
        raise LookupError("this run has no checkpoint")
    return kept


def _of(task: str, writes: Sequence[tuple[str, str, Any]]) -> list[tuple[str, Any]]:
    return [(channel, value) for writer, channel, value in writes if writer == task]
