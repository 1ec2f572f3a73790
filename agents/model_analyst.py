"""The analyst that is a model."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from langchain_core.language_models import BaseChatModel

from agents import planner, summariser
from agents.model_calls.asking import Asker
from agents.model_calls.prices import Prices
from agents.values import Answer, Cell, Claim, Execution, Plan, Step, Task, Usage


@dataclass(slots=True)
class ModelAnalyst:
    """Plans, mends and summarises with one chat model."""

    name: str
    chat: BaseChatModel
    prices: Prices | None = None
    _asker: Asker = field(init=False)

    def __post_init__(self) -> None:
        self._asker = Asker(self.chat, self.prices)

    async def plan(self, task: Task) -> tuple[Plan, Usage]:
        """Turn a question into steps with their code."""
        return await planner.plan(self._asker, task)

    async def repair(self, task: Task, step: Step, execution: Execution) -> tuple[Step, Usage]:
        """Mend the code of a step that failed."""
        return await planner.repair(self._asker, task, step, execution)

    async def summarise(self, task: Task, plan: Plan, cells: Sequence[Cell]) -> tuple[Answer, Usage]:
        """Answer the question from what the cells put out."""
        return await summariser.summarise(self._asker, task, cells)

    async def revise(
        self, task: Task, plan: Plan, cells: Sequence[Cell], answer: Answer, not_found: Sequence[Claim]
    ) -> tuple[Answer, Usage]:
        """Mend an answer that states what no output shows."""
        return await summariser.revise(self._asker, task, cells, answer, not_found)
