"""Answers with a model, from what the cells put out."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from agents import prompts
from agents.asking import ask
from agents.briefing import outputs_text
from agents.values import Answer, Cell, Claim, Task, Usage


class ClaimDraft(BaseModel):
    """A claim as the model gives it."""

    text: str = Field(description="The statement.")
    value: str = Field(description="The number, date or name it states, as written in the answer.")
    cell: int | None = Field(description="The cell whose output shows it.")


class AnswerDraft(BaseModel):
    """An answer as the model gives it."""

    text: str = Field(description="The answer in Markdown, with [n] after each number.")
    claims: list[ClaimDraft] = Field(description="Every number that the answer states.")


async def summarise(chat: BaseChatModel, task: Task, cells: Sequence[Cell]) -> tuple[Answer, Usage]:
    """Answer the question from the outputs of `cells`."""
    question = prompts.SUMMARISE_QUESTION.substitute(question=task.question, outputs=outputs_text(cells))
    messages = [SystemMessage(prompts.SUMMARISE_SYSTEM), HumanMessage(question)]
    draft, usage = await ask(chat, AnswerDraft, messages)
    return Answer.model_validate(draft.model_dump()), usage


async def revise(
    chat: BaseChatModel, task: Task, cells: Sequence[Cell], answer: Answer, not_found: Sequence[Claim]
) -> tuple[Answer, Usage]:
    """Write an answer again that states what the outputs of `cells` do not show."""
    question = prompts.REVISE_QUESTION.substitute(
        question=task.question,
        outputs=outputs_text(cells),
        answer=answer.text,
        not_found="\n".join(map(_fault, not_found)),
    )
    messages = [SystemMessage(prompts.SUMMARISE_SYSTEM), HumanMessage(question)]
    draft, usage = await ask(chat, AnswerDraft, messages)
    return Answer.model_validate(draft.model_dump()), usage


def _fault(claim: Claim) -> str:
    why = f" ({claim.how})" if claim.how else ""
    return f"- {claim.value}, in: {claim.text}{why}"
