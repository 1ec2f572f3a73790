"""Plans and mends with a model: one call makes the plan and all of its code."""

from typing import Any, Self

from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field, field_validator, model_validator

from agents import inspection, prompts
from agents.briefing import as_data, history_text, output_text, profile_text
from agents.model_calls.asking import Asker
from agents.report import fenced
from agents.session.interpreter import without_fence
from agents.values import Execution, Plan, Step, Task, Usage

_EMPTY: dict[str, Any] = {"assumptions": [], "establishes": [], "steps": []}
_EMPTY |= {"answer": "", "ask": "", "options": []}


class StepDraft(BaseModel):
    """A step as the model gives it."""

    title: str = Field(
        description="What this step finds out, in a few words, in the language of the question."
    )
    code: str = Field(description="The Python code of the step.")

    @model_validator(mode="before")
    @classmethod
    def _titled(cls, said: Any) -> Any:
        return {"title": "Step", **said} if isinstance(said, dict) else said

    @field_validator("code")
    @classmethod
    def _bare(cls, code: str) -> str:
        if not code.strip():
            raise ValueError("a step has no code")
        return without_fence(code)


class PlanDraft(BaseModel):
    """A plan as the model gives it."""

    # no field has a default: strict JSON schemas want every one

    assumptions: list[str] = Field(description="What was taken for granted, a sentence each; often empty.")
    establishes: list[str] = Field(
        description="What later questions should build on: filters in force, definitions, units; often empty."
    )
    steps: list[StepDraft] = Field(description="The steps in order; empty with `answer` or `ask`.")
    answer: str = Field(description="The answer, where no code is needed; else empty.")
    ask: str = Field(
        description="A question back to the user, where the columns leave no other way; else empty."
    )
    options: list[str] = Field(description="The possible answers to `ask`; else empty.")

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, said: Any) -> Any:
        """What a model leaves out is empty."""
        given = {k: v for k, v in said.items() if v is not None} if isinstance(said, dict) else {}
        return _EMPTY | given if isinstance(said, dict) else said

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        """A question back comes before steps, and steps before an answer that was given without them."""
        if not (self.ask.strip() or self.steps or self.answer.strip()):
            raise ValueError("the plan has no steps, no answer and no question back")
        if self.ask.strip():
            self.steps, self.answer = [], ""
        elif self.steps:
            self.answer, self.options = "", []
        return self


async def plan(asker: Asker, task: Task) -> tuple[Plan, Usage]:
    """Turn a question into steps with their code."""
    question = prompts.PLAN_QUESTION.substitute(
        profile=profile_text(task.profile),
        history=history_text(task.history, task.established),
        question=task.question,
    )
    messages = [SystemMessage(prompts.PLAN_SYSTEM), HumanMessage(question)]
    draft, usage = await asker.ask(PlanDraft, messages, task.budget)
    return Plan.model_validate(draft.model_dump()), usage


async def repair(asker: Asker, task: Task, step: Step, execution: Execution) -> tuple[Step, Usage]:
    """Mend the code of a step that failed, from what it put out."""
    question = prompts.REPAIR_QUESTION.substitute(
        profile=profile_text(task.profile),
        question=task.question,
        title=" ".join(step.title.split()),
        code=fenced(step.code, "python"),
        output=output_text(inspection.shortened(execution)),
        variables=as_data(task.variables),
    )
    messages = [SystemMessage(prompts.PLAN_SYSTEM), HumanMessage(question)]
    draft, usage = await asker.ask(StepDraft, messages, task.budget)
    return Step.model_validate(draft.model_dump()), usage
