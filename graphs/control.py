"""How a person keeps a run in hand: a look at each step before it runs, a question back, limits."""

import time
from collections.abc import Awaitable, Mapping
from typing import Any, Literal, Self, TypeVar

from langgraph.types import interrupt
from pydantic import Field, ValidationError, model_validator

from agents import limits
from agents.errors import AnalystError
from agents.events import NoteEvent, ReviewEvent
from agents.limits import Limit
from agents.model_calls.asking import UnusableAnswerError
from agents.model_calls.metering import LimitReachedError
from agents.values import Budget, Limits, Plan, Step, Usage, Value

Made = TypeVar("Made")


class Decision(Value):
    """What a person says about a step that waits: run it, run this code instead, or do not run it."""

    action: Literal["run", "edit", "reject"]
    code: str = Field(default="", description="The code to run instead, with `edit`.")
    reason: str = Field(default="", description="What is wrong with the step, with `reject`.")

    @model_validator(mode="after")
    def _only_an_edit_has_code(self) -> Self:
        if (self.action == "edit") != bool(self.code.strip()):
            raise ValueError("'code' comes with 'edit', and only with it")
        return self


def decide(step: Step, cell: int) -> Decision:
    """Stop until somebody has decided about a step: resume with a `Decision`, or with its action alone.

    What is no decision is asked for again, with the `problem`: LangGraph keeps each reply, so one that raised
    here would raise at every attempt to go on.
    """
    asked = ReviewEvent(cell=cell, title=step.title, code=step.code).model_dump()
    while True:
        said = interrupt(asked)
        try:
            return Decision.model_validate({"action": said} if isinstance(said, str) else said)
        except ValidationError as error:
            asked = {**asked, "problem": error.errors()[0]["msg"].removeprefix("Value error, ")}


def clarify(plan: Plan) -> str:
    """Stop until somebody has answered the question back. Resume with the answer as text."""
    return str(interrupt({"type": "question", "ask": plan.ask, "options": list(plan.options)}))


def budget(state: Mapping[str, Any]) -> Budget:
    """What the run may use, and what it has used so far; raises AnalystError."""
    return Budget(
        limits=_limits(state), used=state["usage"], started=float(state.get("started", time.time()))
    )


def waited(state: Mapping[str, Any]) -> dict[str, Any]:
    """The update that puts off when the run began by the time that it has waited for its user."""
    now = time.time()
    return {"started": state.get("started", now) + now - state.get("ready", now), "ready": now}


def time_is_up(state: Mapping[str, Any]) -> bool:
    """Whether nothing more may be run; also where a limit has ended the work of the model."""
    end = ends(state)
    return bool(state.get("stopped")) or (end is not None and time.time() >= end)


def ends(state: Mapping[str, Any]) -> float | None:
    """When the time is up, in seconds since the epoch; None where there is no limit."""
    return limits.ends(budget(state))


def reached(state: Mapping[str, Any]) -> Limit | None:
    """Which limit allows no further call of the model."""
    return limits.reached(budget(state))


def exceeded(state: Mapping[str, Any]) -> Limit | None:
    """Which bound on the tokens was not kept."""
    return limits.exceeded(budget(state))


def passed(state: Mapping[str, Any]) -> list[NoteEvent]:
    """A note where the last call of the model went beyond the limit of tokens."""
    said = limits.passed(_limits(state), state["usage"])
    return [NoteEvent(text=said)] if said else []


def sentence(state: Mapping[str, Any], limit: Limit) -> str:
    """Say which limit was reached."""
    return limits.sentence(_limits(state), limit)


def seconds_left(state: Mapping[str, Any]) -> float | None:
    """How long the next run may take; None where there is no limit."""
    end = ends(state)
    return None if end is None else max(end - time.time(), 0.1)


async def asked(
    state: Mapping[str, Any], work: Awaitable[tuple[Made, Usage]]
) -> tuple[Made | None, dict[str, Any]]:
    """What the model makes, None where a limit ends its work before; and the update that tells of it."""
    try:
        made, used = await work
    except LimitReachedError as error:
        return None, {"stopped": error.limit, "usage": state["usage"] + error.used}
    return made, {"usage": state["usage"] + used, "ready": time.time()}


async def written(
    state: Mapping[str, Any], work: Awaitable[tuple[Made, Usage]]
) -> tuple[Made | None, dict[str, Any]]:
    """As `asked`, where there is something to show; None also where what the model wrote is of no use."""
    try:
        return await asked(state, work)
    except UnusableAnswerError as error:
        return None, {"unwritten": str(error), "usage": state["usage"] + error.used}


def _limits(state: Mapping[str, Any]) -> Limits:
    try:
        return Limits.model_validate(state.get("limits") or {})
    except ValidationError as error:
        fault = error.errors()[0]
        raise AnalystError(
            f"The limits are not understood ({'.'.join(map(str, fault['loc']))}: {fault['msg']}). "
            f"Give any of {', '.join(Limits.model_fields)} as a positive number."
        ) from error
