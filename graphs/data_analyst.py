"""The data analyst as a state machine.

ingest → profile → plan → execute → summarise → report
                           ↑    ↓
                           repair
"""

from typing import Any, Literal, NotRequired, Required

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from typing_extensions import TypedDict

from agents import profiling
from agents import report as reporting
from agents.errors import BadFileError
from agents.events import (
    ClaimEvent,
    DoneEvent,
    PlanEvent,
    ProfileEvent,
    TextEvent,
    UsageEvent,
)
from agents.values import (
    Answer,
    AnswerStatus,
    Cell,
    Plan,
    Profile,
    SourceFile,
    Step,
    Task,
    Turn,
    Usage,
)
from graphs.session import bring_in, emit, ensure, run_cell
from graphs.tools import Tools, given

Update = dict[str, Any]


class Question(TypedDict):
    """What a caller gives: a question, and the files that it brings along (none in a follow-up)."""

    question: Required[str]
    files: NotRequired[list[str]]


class AnalysisState(Question, total=False):
    """Everything known during a run. The node that writes a key stands beside it."""

    session: str  # ingest: which session the thread has
    sources: tuple[SourceFile, ...]  # ingest
    profile: Profile  # profile
    plan: Plan  # plan
    pending: tuple[Step, ...]  # plan, execute, repair: the step to run is the first
    cells: tuple[Cell, ...]  # profile, execute: all of the thread
    first_cell: int  # ingest: where the cells of this turn begin
    new_files: tuple[str, ...]  # ingest: what this turn brought
    repairs_left: int  # ingest, repair
    answer: Answer  # summarise
    status: AnswerStatus  # report
    report: str  # report: Markdown
    turns: tuple[Turn, ...]  # report
    usage: Usage  # ingest, then every node that uses something


async def ingest(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Upload what is new; a session that was lost is rebuilt first."""
    update = await bring_in(state, runtime)
    left = runtime.context.max_repairs
    return {**update, "first_cell": len(update["cells"]), "repairs_left": left, "usage": Usage()}


async def profile(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Find out what the new files hold and read their tables into variables."""
    before, new = state.get("profile", Profile(tables=())), state["new_files"]
    if not new:
        if not before.tables:
            raise BadFileError("There is no table to look at. Name at least one CSV file with the question.")
        return {}
    found = await profiling.profile(runtime.context.sessions(state["session"]), new)
    emit(runtime, ProfileEvent(profile=found))
    step = Step(title="Read the tables", code=profiling.load_code(found))
    update = await run_next(step, state, runtime)
    cell = update["cells"][-1]
    if cell.execution.status != "ok":
        raise BadFileError(f"The tables could not be read: {reporting.last_error(cell)}")
    kept = (table for table in before.tables if table.file not in new)
    return {**update, "profile": Profile(tables=(*kept, *found.tables))}


async def plan(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Turn the question into steps with their code."""
    made, used = await runtime.context.analyst.plan(task_of(state))
    emit(runtime, PlanEvent(plan=made))
    return {"plan": made, "pending": made.steps, "usage": state["usage"] + used}


async def execute(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Run the next step; it stays the next one until it succeeds."""
    update = await run_next(state["pending"][0], state, runtime)
    if update["cells"][-1].execution.status == "ok":
        return {**update, "pending": state["pending"][1:]}
    await ensure(state["session"], state, runtime)
    return update


async def repair(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Mend the step that failed."""
    step, failed = state["pending"][0], state["cells"][-1].execution
    mended, used = await runtime.context.analyst.repair(task_of(state), step, failed)
    return {
        "pending": (mended, *state["pending"][1:]),
        "repairs_left": state["repairs_left"] - 1,
        "usage": state["usage"] + used,
    }


async def summarise(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Answer the question from what came out."""
    made, cells = state["plan"], turn_cells(state)
    if made.ask or made.answer:
        return {"answer": reporting.without_steps(made)}
    if state["pending"]:
        return {"answer": reporting.gave_up(cells)}
    answer, used = await runtime.context.analyst.summarise(task_of(state), made, cells)
    return {"answer": answer, "usage": state["usage"] + used}


async def report(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Write the turn down, for the reader and for the turns that follow."""
    made, cells, answer = state["plan"], turn_cells(state), state["answer"]
    name, status = runtime.context.analyst.name, reporting.status_of(made, state["pending"])
    emit(
        runtime,
        TextEvent(delta=answer.text),
        *(ClaimEvent(claim=claim) for claim in answer.claims),
        UsageEvent(usage=state["usage"]),
        DoneEvent(status=status, analyst=name),
    )
    return {
        "status": status,
        "report": reporting.write(task_of(state), made, cells, answer, name, state["usage"]),
        "turns": (*state.get("turns", ()), Turn(question=state["question"], answer=answer.text)),
    }


async def run_next(step: Step, state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Run a step as the next cell of the thread."""
    cell = await run_cell(step, state["session"], state["cells"], runtime)
    used = Usage(session_seconds=cell.execution.milliseconds / 1000)
    return {"cells": (*state["cells"], cell), "usage": state["usage"] + used}


def task_of(state: AnalysisState) -> Task:
    """All that the analyst is told."""
    return Task(question=state["question"], profile=state["profile"], history=state.get("turns", ()))


def turn_cells(state: AnalysisState) -> tuple[Cell, ...]:
    """The cells that this turn has run."""
    return state["cells"][state["first_cell"] :]


def after_plan(state: AnalysisState) -> Literal["execute", "summarise"]:
    """Run the steps, where there are any."""
    return "execute" if state["pending"] else "summarise"


def after_execute(state: AnalysisState) -> Literal["execute", "repair", "summarise"]:
    """Go on, mend, or end: with everything done, or with no repair left."""
    if state["cells"][-1].execution.status != "ok":
        return "repair" if state["repairs_left"] else "summarise"
    return "execute" if state["pending"] else "summarise"


def build(tools: Tools | None = None, checkpointer: Any = None) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Build the graph; `tools` binds what `ainvoke(…, context=tools)` would hand over."""
    builder = StateGraph(AnalysisState, input_schema=Question, context_schema=None if tools else Tools)
    for node in (ingest, profile, plan, execute, repair, summarise, report):
        builder.add_node(node.__name__, given(node, tools))
    builder.add_edge(START, "ingest")
    builder.add_edge("ingest", "profile")
    builder.add_edge("profile", "plan")
    builder.add_conditional_edges("plan", after_plan)
    builder.add_conditional_edges("execute", after_execute)
    builder.add_edge("repair", "execute")  # the only way back
    builder.add_edge("summarise", "report")
    builder.add_edge("report", END)
    return builder.compile(checkpointer=checkpointer, name="data_analyst")


graph = build()

if __name__ == "__main__":
    from analyst.cli.main import ask_as_script

    ask_as_script()
