"""Answers with a model, from what the cells put out."""

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field, field_validator, model_validator

from agents import prompts
from agents.briefing import as_data, outputs_text
from agents.model_calls.asking import Asker
from agents.values import Answer, Cell, Claim, Task, Usage


class ClaimDraft(BaseModel):
    """A claim as the model gives it."""

    text: str = Field(description="The statement.")
    value: str = Field(description="The number, date or name it states, as written in the answer.")
    cell: int | None = Field(description="The cell whose output shows it.")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, said: Any) -> Any:
        """A value may come as a number, and a cell as `[2]`; what is left out is nothing."""
        if not isinstance(said, dict):
            return {"text": str(said), "value": "", "cell": None}
        cell = re.search(r"\d{1,9}", str(said.get("cell")))
        texts = {name: str(said.get(name, "")) for name in ("text", "value")}
        return {**texts, "cell": int(cell[0]) if cell else None}


class AnswerDraft(BaseModel):
    """An answer as the model gives it."""

    text: str = Field(description="The answer in Markdown, with [n] after each number.")
    claims: list[ClaimDraft] = Field(description="Every number that the answer states.")

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, said: Any) -> Any:
        return {**said, "claims": said.get("claims") or []} if isinstance(said, dict) else said

    @field_validator("text")
    @classmethod
    def _said(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("the answer is empty")
        return text


async def summarise(asker: Asker, task: Task, cells: Sequence[Cell]) -> tuple[Answer, Usage]:
    """Answer the question from the outputs of `cells`."""
    question = prompts.SUMMARISE_QUESTION.substitute(question=task.question, outputs=outputs_text(cells))
    messages = [SystemMessage(prompts.SUMMARISE_SYSTEM), HumanMessage(question)]
    draft, usage = await asker.ask(AnswerDraft, messages, task.budget)
    return Answer.model_validate(draft.model_dump()), usage


async def revise(
    asker: Asker, task: Task, cells: Sequence[Cell], answer: Answer, not_found: Sequence[Claim]
) -> tuple[Answer, Usage]:
    """Write an answer again that states what the outputs of `cells` do not show."""
    question = prompts.REVISE_QUESTION.substitute(
        question=task.question,
        outputs=outputs_text(cells),
        answer=as_data(answer.text),
        not_found=as_data("\n".join(map(_fault, not_found))),
    )
    messages = [SystemMessage(prompts.SUMMARISE_SYSTEM), HumanMessage(question)]
    draft, usage = await asker.ask(AnswerDraft, messages, task.budget)
    return Answer.model_validate(draft.model_dump()), usage


def _fault(claim: Claim) -> str:
    why = f" ({claim.how})" if claim.how else ""
    return f"- {claim.value}, in: {claim.text}{why}"
