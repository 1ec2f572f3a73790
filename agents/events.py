"""The events of a run, defined once: the command line and every API render these."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from agents.limits import Cut
from agents.values import (
    AnswerStatus,
    Artifact,
    Cell,
    Claim,
    ExecutionStatus,
    Figure,
    Plan,
    Profile,
    Usage,
    Value,
)


class NoteEvent(Value):
    """Something that the user should know, such as a session that was restored."""

    type: Literal["note"] = "note"
    text: str


class ProfileEvent(Value):
    """What the files hold."""

    type: Literal["profile"] = "profile"
    profile: Profile


class PlanEvent(Value):
    """What is going to be done."""

    type: Literal["plan"] = "plan"
    plan: Plan


class CodeEvent(Value):
    """A cell begins to run."""

    type: Literal["code"] = "code"
    cell: int
    title: str
    code: str


class ReviewEvent(Value):
    """A cell waits until a person has decided about it."""

    type: Literal["review"] = "review"
    cell: int
    title: str
    code: str


class OutputEvent(Value):
    """A cell has ended; figures and files follow as events of their own."""

    type: Literal["output"] = "output"
    cell: int
    status: ExecutionStatus
    stdout: str
    stderr: str
    value: str
    milliseconds: int
    more: int = 0
    """How many figure and file events of this cell follow."""


class FigureEvent(Value):
    """A cell drew a chart."""

    type: Literal["figure"] = "figure"
    cell: int
    figure: Figure


class FileEvent(Value):
    """A cell left a file."""

    type: Literal["file"] = "file"
    cell: int
    file: Artifact


class TextEvent(Value):
    """A piece of the answer."""

    type: Literal["text"] = "text"
    delta: str


class ThoughtEvent(Value):
    """A piece of what a model tells of its reasoning, to callers who have asked for it."""

    type: Literal["thought"] = "thought"
    delta: str


class ClaimEvent(Value):
    """A statement of the answer and where it comes from."""

    type: Literal["claim"] = "claim"
    claim: Claim


class FunctionCallEvent(Value):
    """The model calls a function that the caller offered; `arguments` is JSON text."""

    type: Literal["function_call"] = "function_call"
    id: str
    name: str
    arguments: str


class UsageEvent(Value):
    """What the run used."""

    type: Literal["usage"] = "usage"
    usage: Usage


class DoneEvent(Value):
    """The run has ended."""

    type: Literal["done"] = "done"
    status: AnswerStatus
    analyst: str
    limit: Cut | None = None
    """What ended it too early, where the status is `limit`."""


Event = Annotated[
    NoteEvent
    | ProfileEvent
    | PlanEvent
    | ReviewEvent
    | CodeEvent
    | OutputEvent
    | FigureEvent
    | FileEvent
    | TextEvent
    | ThoughtEvent
    | ClaimEvent
    | FunctionCallEvent
    | UsageEvent
    | DoneEvent,
    Field(discriminator="type"),
]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def output_events(cell: Cell) -> list[Event]:
    """The events that end a cell, in order."""
    ran = cell.execution
    output = OutputEvent(
        cell=cell.id,
        status=ran.status,
        stdout=ran.stdout,
        stderr=ran.stderr,
        value=ran.value,
        milliseconds=ran.milliseconds,
        more=len(ran.figures) + len(ran.files),
    )
    figures = [FigureEvent(cell=cell.id, figure=figure) for figure in ran.figures]
    return [output, *figures, *(FileEvent(cell=cell.id, file=file) for file in ran.files)]
