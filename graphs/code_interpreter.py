"""The function-calling loop: a model that may run code as often as it needs, up to a limit.

ingest → call_model → END
           ↑    ↓
          run_calls
"""

from typing import Annotated, Any, Literal, NotRequired

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from langgraph.graph import START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from typing_extensions import TypedDict

from agents import tool_calls
from agents.events import DoneEvent, TextEvent, UsageEvent
from agents.values import Cell, SourceFile, Step, Usage
from graphs.session import bring_in, emit, ensure, run_cell
from graphs.tools import LoopTools, given

Update = dict[str, Any]


class Conversation(TypedDict):
    """What a caller gives: new messages, and the files that they bring along."""

    messages: Annotated[list[AnyMessage], add_messages]
    files: NotRequired[list[str]]


class LoopState(Conversation, total=False):
    """Everything known during a run. The node that writes a key stands beside it."""

    session: str  # ingest
    sources: tuple[SourceFile, ...]  # ingest
    new_files: tuple[str, ...]  # ingest: what this turn brought
    cells: tuple[Cell, ...]  # ingest, run_calls: all of the thread
    rounds_left: int  # ingest, call_model
    usage: Usage  # ingest, call_model, run_calls


async def ingest(state: LoopState, runtime: Runtime[LoopTools]) -> Update:
    """Upload what is new; a session that was lost is rebuilt first."""
    update = await bring_in(state, runtime)
    return {**update, "rounds_left": runtime.context.max_rounds, "usage": Usage()}


async def call_model(state: LoopState, runtime: Runtime[LoopTools]) -> Update:
    """Ask the model how to go on; after the last round it has to answer."""
    tools, left = runtime.context, state["rounds_left"]
    message, used = await tool_calls.next_message(tools.chat, state["messages"], may_call=left > 0)
    usage = state["usage"] + used
    if not message.tool_calls:
        done = DoneEvent(status="answered", analyst=tools.model)
        emit(runtime, TextEvent(delta=str(message.text)), UsageEvent(usage=usage), done)
    return {"messages": [message], "rounds_left": left - 1, "usage": usage}


async def run_calls(state: LoopState, runtime: Runtime[LoopTools]) -> Update:
    """Run every call of the model's turn, in order, each as a cell of the thread."""
    before, answers = state["cells"], list[ToolMessage]()
    cells = before
    for call in last_message(state).tool_calls:
        code = tool_calls.code_of(call)
        if code is None:
            answers.append(tool_calls.refusal_of(call))
            continue
        step = Step(title=f"Call {len(cells) + 1}", code=code)
        cell = await run_cell(step, state["session"], cells, runtime)
        cells = (*cells, cell)
        answers.append(tool_calls.answer_to(call, cell.execution))
        if cell.execution.status != "ok":
            await ensure(state["session"], {**state, "cells": cells}, runtime)
    spent = sum(cell.execution.milliseconds for cell in cells[len(before) :]) / 1000
    used = Usage(session_seconds=spent)
    return {"messages": answers, "cells": cells, "usage": state["usage"] + used}


def last_message(state: LoopState) -> AIMessage:
    """What the model said last."""
    message = state["messages"][-1]
    return message if isinstance(message, AIMessage) else AIMessage("")


def after_model(state: LoopState) -> Literal["run_calls", "__end__"]:
    """Run the calls, where the model made any and still may."""
    return "run_calls" if last_message(state).tool_calls else "__end__"


def build(tools: LoopTools | None = None, checkpointer: Any = None) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Build the graph; `tools` binds what `ainvoke(…, context=tools)` would hand over."""
    builder = StateGraph(LoopState, input_schema=Conversation, context_schema=None if tools else LoopTools)
    for node in (ingest, call_model, run_calls):
        builder.add_node(node.__name__, given(node, tools))
    builder.add_edge(START, "ingest")
    builder.add_edge("ingest", "call_model")
    builder.add_conditional_edges("call_model", after_model)
    builder.add_edge("run_calls", "call_model")  # the only way back
    return builder.compile(checkpointer=checkpointer, name="code_interpreter")


graph = build()

if __name__ == "__main__":
    from analyst.cli.hands_on import app

    app()
