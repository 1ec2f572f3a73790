"""Runs one turn of a thread and renders its events as they come."""

from dataclasses import dataclass
from typing import Any, Protocol

from langgraph.graph.state import CompiledStateGraph

from agents.events import EVENT, Event
from agents.protocols import Store
from graphs.tools import Tools

Graph = CompiledStateGraph[Any, Any, Any, Any]


class Renderer(Protocol):
    """Shows the events of a run."""

    def show(self, event: Event) -> None:
        """Show one event."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The graph with its checkpointer, and what its runs are given."""

    graph: Graph
    tools: Tools

    @property
    def store(self) -> Store:
        """Where figures and files are kept."""
        return self.tools.store


async def run_turn(
    desk: Desk, thread: str, question: str, files: tuple[str, ...], renderer: Renderer
) -> dict[str, Any]:
    """Ask a question in a thread; returns the state at the end of the turn."""
    config: Any = {"configurable": {"thread_id": thread}}
    asked = {"question": question, "files": list(files)}
    stream = desk.graph.astream(
        asked, config, context=desk.tools, stream_mode=["custom", "values"], version="v2"
    )
    state: Any = {}
    async for part in stream:
        if part["type"] == "custom":
            renderer.show(EVENT.validate_python(part["data"]))
        else:
            state = part["data"]
    return dict(state)
