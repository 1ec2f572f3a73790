"""The data analyst as a state machine.

    ingest → profile → plan → review → execute → summarise → verify → report
                        ↕        ↑        ↓
                     clarify     └ repair ┘

`review` shows the user each step before it runs and `clarify` asks back, both only where the caller wants it.
"""

import time
from typing import Any, Literal, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agents import doubting, ingesting, inspection, links, profiling, verification
from agents import report as reporting
from agents.blocking import in_thread
from agents.briefing import added_to
from agents.errors import BadFileError, UsageError
from agents.events import ClaimEvent, DoneEvent, NoteEvent, PlanEvent, ProfileEvent, TextEvent, UsageEvent
from agents.values import Answer, Plan, Profile, Step, Turn, Usage
from graphs import control, discretion
from graphs.session import OwnSession, bring_in, emit, ensure, run_cell
from graphs.state import ASKED_FOR_ONCE, READING, AnalysisState, Question, failure_of, task_of, turn_cells
from graphs.tools import Tools, given

Update = dict[str, Any]

MAX_CLARIFICATIONS = 2


async def ingest(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Upload what is new; a session that was lost is rebuilt first."""
    question: Any = state.get("question", "")  # whatever a caller put there
    if not isinstance(question, str) or not question.strip():
        raise UsageError("There is no question. Write one about the files, as the text `question`.")
    started = time.time()
    update = await bring_in(state, runtime)
    return {
        **update,
        "first_cell": len(update["cells"]),
        "repairs_left": runtime.context.max_repairs,
        "started": started,
        "clarified": (),
        "doubt": "",
        "doubted": False,
        "stopped": None,
        "unwritten": "",
        "edited": "",
        "usage": Usage(),
    }


async def profile(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Find out what the new files hold and read their tables into variables."""
    before, new = state.get("profile", Profile(tables=())), state["new_files"]
    if not new:
        if not before.tables:
            raise BadFileError("There is no table to look at. Name at least one CSV file with the question.")
        return {}
    try:
        return await read_files(ingesting.marked_replaced(before, new, state["sources"]), state, runtime)
    except BadFileError:
        if not control.time_is_up(state):
            raise
        return {"profile": before, "stopped": "seconds"}


async def read_files(earlier: Profile, state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Profile the new files and read their tables; raises BadFileError."""
    session, new = OwnSession(state, runtime), state["new_files"]
    overrides = dict.fromkeys(new, state["read"]) if state.get("read") else None
    found = await profiling.profile(session, new, overrides, control.seconds_left(state))
    found = profiling.kept_apart(found, {table.table for table in earlier.current.tables})
    emit(runtime, ProfileEvent(profile=found))
    step = Step(title=READING, code=profiling.load_code(found))
    update = await run_next(step, state, runtime)
    cell = update["cells"][-1]
    if cell.execution.status != "ok":
        raise BadFileError(f"The tables could not be read: {reporting.last_error(cell.execution)}")
    return {**update, "profile": Profile(tables=(*earlier.tables, *found.tables))}


async def plan(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Turn the question into steps with their code."""
    if limit := state["stopped"] or control.reached(state):
        return {"plan": Plan(), "pending": (), "stopped": limit}
    analyst = discretion.analyst_of(state, runtime)
    planned, update = await control.asked(state, analyst.plan(task_of(state)))
    made = planned or Plan()
    emit(runtime, PlanEvent(plan=made))
    return {"plan": made, "pending": made.steps, **update, **discretion.kept(analyst)}


async def clarify(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Put the planner's question to the user."""
    said = (state["plan"].ask, control.clarify(state["plan"]))
    return {"clarified": (*state["clarified"], said), **control.waited(state)}


async def review(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Let the user decide about the next step, where that was asked for."""
    step, *later = state["pending"]
    if not state.get("approve"):
        return {"rejected": None}
    decision = control.decide(step, len(state["cells"]) + 1)
    update: Update = {"rejected": None, **control.waited(state)}
    await ensure(state["session"], state, runtime)  # deciding takes as long as it takes
    if decision.action == "edit":
        edited = step.model_copy(update={"code": decision.code})
        return {**update, "pending": (edited, *later), "edited": decision.code}
    return {**update, "rejected": decision.reason} if decision.action == "reject" else update


async def execute(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Run the next step; it stays the next one until it succeeds."""
    step = state["pending"][0]
    update = await run_next(step, state, runtime)
    ran = update["cells"][-1].execution
    ended = ran.status != "ok" and not control.time_is_up(state)  # else the next turn restores it
    if ended and await ensure(state["session"], state, runtime) and ran.cut_off:
        emit(runtime, NoteEvent(text="the session pool was lost under the step, which is run again"))
        after = cast("AnalysisState", {**state, **update})
        update = await run_next(step, after, runtime)  # what it did is gone with the session
        ran = update["cells"][-1].execution
    if ran.status != "ok":
        return {**update, "doubt": ""}
    may_look = state["repairs_left"] and not state["doubted"]
    doubt = doubting.doubt(ran, is_last=len(state["pending"]) == 1) if may_look else ""
    return {**update, "doubt": doubt, "pending": state["pending"] if doubt else state["pending"][1:]}


async def repair(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Mend the step that failed, with a look at the variables it met."""
    step, *later = state["pending"]
    analyst = discretion.analyst_of(state, runtime)
    deep = inspection.happened_twice(turn_cells(state)) and not discretion.wanted(state, runtime)
    held = await inspection.look(OwnSession(state, runtime), deep)
    said = "" if state["rejected"] is None else f"\n{reporting.rejection(state['rejected'])}"
    task = task_of(state, held, said)
    mended, update = await control.written(state, analyst.repair(task, step, failure_of(state)))
    if not mended:
        return {"unwritten": reporting.why_not(turn_cells(state), state["rejected"]), **update}
    stands = bool(state["doubt"]) and mended.code == step.code  # the analyst stands by what it did
    return {
        "pending": tuple(later) if stands else (mended, *later),
        "doubted": state["doubted"] or bool(state["doubt"]),
        "repairs_left": state["repairs_left"] - 1,
        **update,
        **discretion.kept(analyst),
    }


async def summarise(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Answer the question from what came out."""
    made, cells = state["plan"], turn_cells(state)
    if made.ask or made.answer:
        return {"answer": reporting.without_steps(made)}
    if stopped := state["stopped"] or control.reached(state):
        return {"answer": reporting.at_limit(control.sentence(state, stopped), cells), "stopped": stopped}
    if state["unwritten"]:
        return {"answer": reporting.unwritten(state["unwritten"], cells)}
    if state["pending"]:
        return {"answer": reporting.gave_up(cells, state["rejected"])}
    analyst = discretion.analyst_of(state, runtime)
    answer, update = await control.written(state, analyst.summarise(task_of(state), made, cells))
    if why := update.get("unwritten"):
        answer = reporting.unwritten(why, cells)
    elif limit := update.get("stopped"):
        answer = reporting.at_limit(control.sentence(state, limit), cells)
    return {"answer": answer, **update, **discretion.kept(analyst)}


async def verify(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Trace the answer to the outputs; what is not found goes back to the analyst once, then it is marked."""
    made, answer, update = state["plan"], state["answer"], Update()
    if made.ask or made.unread or state["pending"] or state["stopped"] or state.get("unwritten"):
        return {}  # what the product itself says of a turn without an answer
    task, cells, analyst = task_of(state), turn_cells(state), discretion.analyst_of(state, runtime)

    async def check(one: Answer) -> verification.Verified:
        """In a thread: a long output takes a second, in which others want to be served."""
        return await in_thread(lambda: verification.verify(one, state["cells"], task.question, task.profile))

    checked = await check(answer)
    if checked.not_found and made.steps:
        work = analyst.revise(task, made, cells, answer, checked.not_found)
        revised, update = await control.written(state, work)
        if revised and revised != answer:
            checked = verification.better(checked, await check(revised))
    answer = checked.answer
    if limit := update.get("stopped"):
        answer = reporting.not_mended(answer, control.sentence(state, limit))
    return {"answer": answer, **update, "unwritten": "", **discretion.kept(analyst)}


async def report(state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Write the turn down, for the reader and for the turns that follow."""
    made, cells, answer = state["plan"], turn_cells(state), links.in_answer(state["answer"], state["cells"])
    name = runtime.context.analyst.name
    turn = Turn(question=state["question"], answer=answer.text, cells=len(state["cells"]))
    limit = state["stopped"] or control.exceeded(state)
    status = (
        "limit"
        if limit
        else reporting.status_of(made, unfinished=bool(state["pending"] or state["unwritten"]))
    )
    emit(
        runtime,
        TextEvent(delta=answer.text),
        *(ClaimEvent(claim=claim) for claim in answer.claims),
        *control.passed(state),
        UsageEvent(usage=state["usage"]),
        DoneEvent(status=status, analyst=name, limit=limit),
    )
    return {
        "answer": answer,
        "status": status,
        "report": reporting.write(task_of(state), made, cells, answer, name, state["usage"]),
        "turns": (*state.get("turns", ()), turn),
        "established": added_to(state.get("established", ()), made.establishes),
        **ASKED_FOR_ONCE,
    }


async def run_next(step: Step, state: AnalysisState, runtime: Runtime[Tools]) -> Update:
    """Run a step as the next cell of the thread."""
    seconds = control.seconds_left(state)
    cell = await run_cell(step, state, runtime, seconds)
    used = Usage(session_seconds=cell.execution.milliseconds / 1000)
    return {"cells": (*state["cells"], cell), "usage": state["usage"] + used, "ready": time.time()}


def after_plan(state: AnalysisState) -> Literal["clarify", "review", "summarise"]:
    """Run the steps, where there are any; ask back, where that is wanted."""
    if state["plan"].ask and state.get("may_ask") and len(state["clarified"]) < MAX_CLARIFICATIONS:
        return "clarify"
    return next_step(state)


def after_review(state: AnalysisState) -> Literal["execute", "repair", "summarise"]:
    """Run what the user has let through; have another step made for one that was rejected."""
    return "execute" if state["rejected"] is None else mend(state)


def after_execute(state: AnalysisState) -> Literal["review", "repair", "summarise"]:
    """Go on, mend, or end."""
    fine = state["cells"][-1].execution.status == "ok" and not state["doubt"]
    return next_step(state) if fine else mend(state)


def next_step(state: AnalysisState) -> Literal["review", "summarise"]:
    """Go on as long as there is a step that can be run, and time for it."""
    ended = state["unwritten"] or control.time_is_up(state)
    return "review" if state["pending"] and not ended else "summarise"


def mend(state: AnalysisState) -> Literal["repair", "summarise"]:
    """Mend as long as there is a repair left, and the model may be called."""
    return "repair" if state["repairs_left"] and not control.reached(state) else "summarise"


def build(
    tools: Tools | None = None, checkpointer: Any = None, takes: type[Any] = Question
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Build the graph; `tools` binds what `ainvoke(…, context=tools)` would hand over.

    A caller that keeps threads itself, without a checkpointer, hands the journal over: `takes=AnalysisState`.
    """
    builder = StateGraph(AnalysisState, input_schema=takes, context_schema=None if tools else Tools)
    for node in (ingest, profile, plan, clarify, review, execute, repair, summarise, verify, report):
        builder.add_node(node.__name__, given(node, tools))
    builder.add_edge(START, "ingest")
    builder.add_edge("ingest", "profile")
    builder.add_edge("profile", "plan")
    builder.add_conditional_edges("plan", after_plan)
    builder.add_edge("clarify", "plan")
    builder.add_conditional_edges("review", after_review)
    builder.add_conditional_edges("execute", after_execute)
    builder.add_conditional_edges("repair", next_step)  # the only way back
    builder.add_edge("summarise", "verify")
    builder.add_edge("verify", "report")
    builder.add_edge("report", END)
    return builder.compile(checkpointer=checkpointer, name="data_analyst")


graph = build()

if __name__ == "__main__":
    from analyst.cli.main import ask_as_script

    ask_as_script()
