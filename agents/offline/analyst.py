"""The rule-based analyst: the Analyst protocol over pure functions, with no model and no key."""

from collections.abc import Sequence
from functools import partial

from agents.blocking import in_thread
from agents.offline import answers, planning
from agents.values import Answer, Cell, Claim, Execution, Plan, Step, Task, Usage


class RuleBasedAnalyst:
    """Answers questions about tables by rules; what it cannot read it says so."""

    name = "rule-based"

    async def plan(self, task: Task) -> tuple[Plan, Usage]:
        """Turn a question into steps with their code."""
        return await in_thread(partial(planning.plan, task)), Usage()

    async def repair(self, task: Task, step: Step, execution: Execution) -> tuple[Step | None, Usage]:
        """Mend what has an obvious cause; stand by what ran."""
        return await in_thread(partial(planning.repair, task, step, execution)), Usage()

    async def summarise(self, task: Task, plan: Plan, cells: Sequence[Cell]) -> tuple[Answer, Usage]:
        """Answer from the JSON that the cells returned."""
        return await in_thread(partial(answers.summarise, task, plan, cells)), Usage()

    async def revise(
        self, task: Task, plan: Plan, cells: Sequence[Cell], answer: Answer, not_found: Sequence[Claim]
    ) -> tuple[Answer, Usage]:
        """Stand by the answer: rules would write the same again."""
        return answer, Usage()
