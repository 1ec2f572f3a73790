"""The function-calling loop: a model that may run code as often as it needs, up to a limit.

ingest → call_model → END
           ↑    ↓
    run_calls ← review

`review` shows the user each call of the turn before any of them is run, where the caller wants it.
"""

import time
from typing import Annotated, Any, Literal, NotRequired

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from langgraph.graph import START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from typing_extensions import TypedDict

from agents import links
from agents.events import DoneEvent, TextEvent, ThoughtEvent, UsageEvent
from agents.limits import Limit
from agents.model_calls import images, tool_calls
from agents.model_calls.metering import LimitReachedError, Meter
from agents.values import Cell, SourceFile, Step, Usage
from graphs import control, discretion
from graphs.control import Decision
from graphs.session import bring_in, emit, ensure, run_cell
from graphs.tools import LoopTools, given

Update = dict[str, Any]
LET_THROUGH = Decision(action="run")
ASKED_FOR_ONCE: Update = {"approve": False, "limits": {}}
"""What a caller says holds for its turn: a checkpoint would carry it into the next."""
NO_SESSION: Update = {"session": "", "sources": (), "new_files": (), "cells": ()}


class Conversation(TypedDict):
    """What a caller gives: new messages, and the files that they bring along."""

    messages: Annotated[list[AnyMessage], add_messages]
    files: NotRequired[list[str]]
    approve: NotRequired[bool]
    """Stop before each run of code until somebody has decided about it (`graphs.control.Decision`)."""
    limits: NotRequired[dict[str, float | None]]
    """The fields of `agents.values.Limits`."""
    no_rows: NotRequired[bool]
    """Refused: the loop has no such mode."""


class LoopState(Conversation, total=False):
    """Everything known during a run. The node that writes a key stands beside it."""

    session: str  # ingest
    sources: tuple[SourceFile, ...]  # ingest
    new_files: tuple[str, ...]  # ingest: what this turn brought
    cells: tuple[Cell, ...]  # ingest, run_calls: all of the thread
    rounds_left: int  # ingest, call_model
    calls_left: int | None  # ingest, run_calls
    pending: tuple[str, ...]  # call_model, review: code that waits for a decision
    decisions: tuple[Decision, ...]  # call_model, review: about the calls of the turn, in order
    started: float  # ingest, review: seconds since the epoch
    ready: float  # call_model, review: when a run that stops for its user began to wait
    usage: Usage  # ingest, call_model, run_calls
    limit: Limit | None  # ingest, call_model: what ended the run too early


async def ingest(state: LoopState, runtime: Runtime[LoopTools]) -> Update:
    """Upload what is new; a session that was lost is rebuilt first."""
    tools = runtime.context
    discretion.check_loop(bool(state.get("no_rows")), tools)
    started = time.time()
    update = await bring_in(state, runtime) if tools.offer.code else NO_SESSION
    left = {"rounds_left": tools.max_rounds, "calls_left": tools.max_calls}
    return {**update, **left, "started": started, "usage": Usage(), "limit": None}


async def call_model(state: LoopState, runtime: Runtime[LoopTools]) -> Update:
    """Ask the model how to go on; after the last round it has to answer, and at a limit it is not asked."""
    tools, left, meter = runtime.context, state["rounds_left"], Meter(control.budget(state))
    say = (lambda delta: emit(runtime, TextEvent(delta=delta))) if tools.stream else None
    think = (lambda delta: emit(runtime, ThoughtEvent(delta=delta))) if tools.offer.shows_thoughts else None
    may_call = left > 0 and state["calls_left"] != 0
    offer = tools.offer if left == tools.max_rounds else tools.offer.unforced  # what is forced is called once
    offer = tool_calls.bounded(offer, control.budget(state))
    said = await images.shown(state["messages"], tools.store)
    try:
        message = await tool_calls.next_message(tools.chat, said, may_call, offer, meter, say, think)
    except LimitReachedError as error:
        return ended(state, runtime, error)
    usage = state["usage"] + meter.used
    if not message.tool_calls:
        cut = tool_calls.cut_by(message) or control.exceeded({**state, "usage": usage})
        message = links.in_message(message, state["cells"])
        text = [] if tools.stream else [TextEvent(delta=str(message.text))]
        done = DoneEvent(status="limit" if cut else "answered", analyst=tools.model, limit=cut)
        passed = control.passed({**state, "usage": usage})
        emit(runtime, *text, *passed, UsageEvent(usage=usage), done)
        return {"messages": [message], "usage": usage, **ASKED_FOR_ONCE}
    codes = [tool_calls.code_of(tools.offer, call) for call in tool_calls.ours(tools.offer, message)]
    pending = tuple(code for code in codes if code and state.get("approve"))
    update = {"messages": [message], "rounds_left": left - 1, "usage": usage, "ready": time.time()}
    return {**update, "pending": pending, "decisions": ()}


def ended(state: LoopState, runtime: Runtime[LoopTools], error: LimitReachedError) -> Update:
    """End the run at a limit, with what was run so far."""
    usage = state["usage"] + error.used
    done = DoneEvent(status="limit", analyst=runtime.context.model, limit=error.limit)
    emit(runtime, UsageEvent(usage=usage), done)
    said = AIMessage(f"Stopped: {control.sentence(state, error.limit)}.")
    return {"messages": [said], "usage": usage, "limit": error.limit, **ASKED_FOR_ONCE}


async def review(state: LoopState, runtime: Runtime[LoopTools]) -> Update:
    """Let the user decide about the next call, as long as the limit allows another one."""
    code, *later = state["pending"]
    let_through = sum(decision.action != "reject" for decision in state["decisions"])
    if let_through == state["calls_left"]:
        return {"pending": ()}
    cell = len(state["cells"]) + let_through + 1
    decision = control.decide(Step(title=f"Call {cell}", code=code), cell)
    await ensure(state["session"], state, runtime)  # deciding takes as long as it takes
    decisions = (*state["decisions"], decision)
    return {"pending": tuple(later), "decisions": decisions, **control.waited(state)}


async def run_calls(state: LoopState, runtime: Runtime[LoopTools]) -> Update:
    """Run every call of the model's turn, in order, each as a cell of the thread; hand the caller its own."""
    before, answers = state["cells"], list[ToolMessage]()
    cells, left = before, state["calls_left"]
    message, offer, decisions = last_message(state), runtime.context.offer, iter(state["decisions"])
    theirs = tool_calls.outside(offer, message)
    for call in tool_calls.ours(offer, message):
        code = tool_calls.code_of(offer, call)
        spent = left == 0 or control.time_is_up(state)
        if code is None or spent:
            answers.append(tool_calls.refusal_of(call, spent))
            continue
        decision = next(decisions) if state.get("approve") else LET_THROUGH
        if decision.action == "reject":
            answers.append(tool_calls.rejection_of(call, decision.reason))
            continue
        left = None if left is None else left - 1
        if not cells and not state["sources"]:
            await ensure(state["session"], state, runtime)  # it begins here: nothing was brought in
        step = Step(title=f"Call {len(cells) + 1}", code=decision.code or code)
        cell = await run_cell(step, {**state, "cells": cells}, runtime, control.seconds_left(state))
        cells = (*cells, cell)
        answers.append(tool_calls.answer_to(call, cell.execution, decision.code))
        if cell.execution.status != "ok" and not control.time_is_up(state):  # else the next turn restores it
            await ensure(state["session"], {**state, "cells": cells}, runtime)
    seconds = sum(cell.execution.milliseconds for cell in cells[len(before) :]) / 1000
    usage = state["usage"] + Usage(session_seconds=seconds)
    if theirs:
        done = DoneEvent(status="needs_input", analyst=runtime.context.model)
        emit(runtime, *theirs, UsageEvent(usage=usage), done)
    return {"messages": answers, "cells": cells, "calls_left": left, "usage": usage}


def last_message(state: LoopState) -> AIMessage:
    """What the model said last."""
    said = (message for message in reversed(state["messages"]) if isinstance(message, AIMessage))
    return next(said, AIMessage(""))


def after_model(state: LoopState) -> Literal["review", "run_calls", "__end__"]:
    """Run the calls, where the model made any and still may."""
    return next_call(state) if last_message(state).tool_calls else "__end__"


def next_call(state: LoopState) -> Literal["review", "run_calls"]:
    """Run the calls of a turn when all of them are decided about."""
    return "review" if state["pending"] else "run_calls"


def after_calls(state: LoopState) -> Literal["call_model", "__end__"]:
    """Go on with what came out, unless a call is left that only the caller can run."""
    answered = {message.tool_call_id for message in state["messages"] if isinstance(message, ToolMessage)}
    calls = last_message(state).tool_calls
    return "call_model" if all(call["id"] in answered for call in calls) else "__end__"


def build(
    tools: LoopTools | None = None, checkpointer: Any = None, takes: type[Any] = Conversation
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Build the graph; `tools` binds what `ainvoke(…, context=tools)` would hand over.

    A caller that keeps threads itself, without a checkpointer, hands the journal over: `takes=LoopState`.
    """
    builder = StateGraph(LoopState, input_schema=takes, context_schema=None if tools else LoopTools)
    for node in (ingest, call_model, review, run_calls):
        builder.add_node(node.__name__, given(node, tools))
    builder.add_edge(START, "ingest")
    builder.add_edge("ingest", "call_model")
    builder.add_conditional_edges("call_model", after_model)
    builder.add_conditional_edges("review", next_call)
    builder.add_conditional_edges("run_calls", after_calls)  # the only way back
    return builder.compile(checkpointer=checkpointer, name="code_interpreter")


graph = build()

if __name__ == "__main__":
    from analyst.cli.hands_on import app

    app()
