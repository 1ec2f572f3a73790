"""Plans and mends with a model: one call makes the plan and all of its code."""

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from agents import inspection, prompts
from agents.asking import ask
from agents.briefing import as_data, history_text, output_text, profile_text
from agents.values import Execution, Plan, Step, Task, Usage


class StepDraft(BaseModel):
    """A step as the model gives it."""

    title: str = Field(
        description="What this step finds out, in a few words, in the language of the question."
    )
    code: str = Field(description="The Python code of the step.")


class PlanDraft(BaseModel):
    """A plan as the model gives it. No field has a default: strict JSON schemas want every one."""

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


async def plan(chat: BaseChatModel, task: Task) -> tuple[Plan, Usage]:
    """Turn a question into steps with their code."""
    question = prompts.PLAN_QUESTION.substitute(
        profile=profile_text(task.profile),
        history=history_text(task.history, task.established),
        question=task.question,
    )
    draft, usage = await ask(chat, PlanDraft, [SystemMessage(prompts.PLAN_SYSTEM), HumanMessage(question)])
    return Plan.model_validate(draft.model_dump()), usage


async def repair(chat: BaseChatModel, task: Task, step: Step, execution: Execution) -> tuple[Step, Usage]:
    """Mend the code of a step that failed, from what it put out."""
    question = prompts.REPAIR_QUESTION.substitute(
        profile=profile_text(task.profile),
        question=task.question,
        title=step.title,
        code=step.code,
        output=output_text(inspection.shortened(execution)),
        variables=as_data(task.variables),
    )
    draft, usage = await ask(chat, StepDraft, [SystemMessage(prompts.PLAN_SYSTEM), HumanMessage(question)])
    return Step.model_validate(draft.model_dump()), usage
