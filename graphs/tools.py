"""What a run of a graph is given, and how it is bound where it cannot be handed over at the call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel
from langgraph.runtime import Runtime

from agents.model_calls.tool_calls import Offer
from agents.no_rows.redaction import LEAST_ROWS
from agents.protocols import Analyst, Interpreter, Store


@dataclass(frozen=True, slots=True)
class Tools:
    """The analyst, the sessions, the store of bytes and the limits of one run."""

    analyst: Analyst
    sessions: Callable[[str], Interpreter]
    """Gives the interpreter of a thread, by the thread's id."""
    read_file: Callable[[str], Awaitable[tuple[str, bytes]]]
    """Gives name and content of what `files` names; raises BadFileError."""
    store: Store
    max_repairs: int = 3
    no_rows: bool = False
    """Let no cell of the data reach the model, whatever a question asks for."""
    group_rows: int = LEAST_ROWS
    """Then the numbers of groups of fewer rows do not reach it either."""


@dataclass(frozen=True, slots=True)
class LoopTools:
    """The model, the sessions, the store of bytes and the limit of one run of the function-calling loop."""

    model: str
    """What answers, as it is shown to people."""
    chat: BaseChatModel
    sessions: Callable[[str], Interpreter]
    read_file: Callable[[str], Awaitable[tuple[str, bytes]]]
    store: Store
    max_rounds: int = 10
    max_calls: int | None = None
    """How many calls of the tool may be run; None leaves it to the rounds."""
    offer: Offer = field(default_factory=Offer)
    no_rows: bool = False
    """No cell of the data may reach the model: then the loop is refused."""
    stream: bool = False
    """Whether the text is emitted as the model writes it, else whole at the end."""


def given(node: Any, context: object) -> Any:
    """Bind `context` to a node: `langgraph dev` hands over JSON only, so it cannot come with the call."""
    if context is None:
        return node

    async def bound(state: Any, runtime: Runtime[Any]) -> Any:
        return await node(state, runtime.override(context=context))

    return bound
