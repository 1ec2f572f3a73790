"""Runs one turn of a thread and renders its events as they come."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from langgraph.graph.state import CompiledStateGraph

from agents.errors import AnalystError
from agents.events import EVENT, Event, TextEvent
from agents.protocols import Store
from graphs.tools import Tools

Graph = CompiledStateGraph[Any, Any, Any, Any]
T = TypeVar("T")


class StoppedError(AnalystError):
    """A turn that its person ended with Ctrl-C."""


class Renderer(Protocol):
    """Shows the events of a run."""

    def show(self, event: Event) -> None:
        """Show one event."""
        ...


class Remembering:
    """Shows events as another does, and keeps the answer that they tell, should the run fail after it."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self.answer = ""

    def show(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, TextEvent):
            self.answer += event.delta
        self._renderer.show(event)


@dataclass(frozen=True, slots=True)
class Desk:
    """The graph with its checkpointer, and what its runs are given."""

    graph: Graph
    tools: Tools
    turn: Callable[[str], AbstractAsyncContextManager[None]]
    """Holds a thread for as long as a turn of it takes."""

    @property
    def store(self) -> Store:
        """Where figures and files are kept."""
        return self.tools.store


async def run_turn(desk: Desk, thread: str, asked: Any, renderer: Renderer) -> dict[str, Any]:
    """Run a thread on what was asked, or on a `Command`, until it ends or waits; returns the state."""
    stream = desk.graph.astream(
        asked, config_of(thread), context=desk.tools, stream_mode=["custom", "values"], version="v2"
    )
    state: Any = {}
    async for part in stream:
        if part["type"] == "custom":
            renderer.show(EVENT.validate_python(part["data"]))
        else:
            state = part["data"]
    return dict(state)


async def waits_for(desk: Desk, thread: str) -> dict[str, Any] | None:
    """What a thread waits for, where it was interrupted."""
    interrupts = (await desk.graph.aget_state(config_of(thread))).interrupts
    return dict(interrupts[0].value) if interrupts else None


def config_of(thread: str) -> Any:
    """How the graph is told which thread to run."""
    return {"configurable": {"thread_id": thread}}


async def stoppable(turn: Coroutine[Any, Any, T]) -> T:
    """Await the turn; Ctrl-C ends it alone, and raises StoppedError."""
    task = asyncio.ensure_future(turn)
    loop = asyncio.get_running_loop()
    ends_all = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(task.cancel, StoppedError))
    try:
        return await task
    except asyncio.CancelledError as cancelled:
        if StoppedError not in cancelled.args:
            raise
        raise StoppedError("Stopped. The thread is kept: ask again, or end with quit.") from None
    finally:
        signal.signal(signal.SIGINT, ends_all)
