"""What the data analyst's graph knows: what a caller gives, and what the nodes add to it."""

from typing import NotRequired, Required

from typing_extensions import TypedDict

from agents import prompts
from agents.limits import Limit
from agents.no_rows.redaction import Hidden
from agents.values import (
    Answer,
    AnswerStatus,
    Cell,
    Execution,
    Plan,
    Profile,
    SourceFile,
    Step,
    Task,
    Turn,
    Usage,
)
from graphs import control


class Question(TypedDict):
    """What a caller gives: a question, and the files that it brings along (none in a follow-up)."""

    question: Required[str]
    files: NotRequired[list[str]]
    approve: NotRequired[bool]
    """Stop before each step until somebody has decided about it (`graphs.control.Decision`)."""
    may_ask: NotRequired[bool]
    """Stop where the question is ambiguous until somebody has answered; else the run ends with asking."""
    limits: NotRequired[dict[str, float | None]]
    """The fields of `agents.values.Limits`."""
    read: NotRequired[str]
    """How to read the files that come along, as keyword arguments for pandas, such as `sep=";"`."""
    no_rows: NotRequired[bool]
    """Let no cell of the data reach the model."""
    ranges: NotRequired[bool]
    """With `no_rows`: the model may know the lowest and highest value of numeric columns."""


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
    started: float  # ingest, review, clarify: seconds since the epoch
    ready: float  # plan, execute, repair: when a run that stops for its user began to wait
    clarified: tuple[tuple[str, str], ...]  # ingest, clarify: questions back and their answers
    rejected: str | None  # review: why the user does not want the next step
    edited: str  # ingest, review: code that the user wrote
    hidden: Hidden  # plan, repair, summarise, verify: what the placeholders of no-rows mode stand for
    written: dict[str, str]  # plan, repair: code with the values of placeholders, and how the model wrote it
    doubt: str  # execute: what is suspicious about a step that succeeded
    doubted: bool  # ingest, repair: whether that was looked at
    stopped: Limit | None  # ingest, and every node that may be ended: the limit that ended the run
    unwritten: str  # ingest, repair, summarise, verify: why there is no answer from what came out
    answer: Answer  # summarise, verify, report (its links)
    status: AnswerStatus  # report
    report: str  # report: Markdown
    turns: tuple[Turn, ...]  # report
    established: tuple[str, ...]  # report: what the thread has established
    usage: Usage  # ingest, then every node that uses something


READING = "Read the tables"
"""The title of the cells that no analyst wrote: their code holds what the files hold."""
ASKED_FOR_ONCE: dict[str, object] = {
    "files": [],
    "approve": False,
    "may_ask": False,
    "limits": {},
    "read": "",
}
ASKED_FOR_ONCE |= {"no_rows": False, "ranges": False}
"""What a caller says holds for its turn: a checkpoint would carry it into the next."""


def task_of(state: AnalysisState, held: str = "", said: str = "") -> Task:
    """All that the analyst is told; where a step is mended, what the session holds and what the user said."""
    asked = "".join(f"\n{ask} {reply}" for ask, reply in state["clarified"])
    return Task(
        question=state["question"] + asked + said,
        profile=state["profile"].current,
        history=state.get("turns", ()),
        established=state.get("established", ()),
        variables=held,
        budget=control.budget(state),
    )


def failure_of(state: AnalysisState) -> Execution:
    """What is wrong with the step: its own failure, or what is suspicious about it."""
    ran = state["cells"][-1].execution
    if state["rejected"] is not None:
        return Execution(status="error", stderr=prompts.NOT_RUN)
    return ran.model_copy(update={"stderr": state["doubt"]}) if state["doubt"] else ran


def turn_cells(state: AnalysisState) -> tuple[Cell, ...]:
    """The cells that this turn has run."""
    return state["cells"][state["first_cell"] :]
