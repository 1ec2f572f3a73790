"""What the steps need from outside. Anything that fits will do; nothing needs to inherit."""

from collections.abc import Sequence
from typing import Protocol

from agents.values import Answer, Cell, Claim, Execution, Plan, Step, Task, Usage


class Interpreter(Protocol):
    """Runs code in one session, which keeps its variables and /mnt/data between calls."""

    async def run(self, code: str, seconds: float | None = None) -> Execution:
        """Run `code`, for at most `seconds`; a failure of the code is in the value that comes back.

        Raises PoolFullError where there is no session to run it in.
        """
        ...

    async def upload(self, name: str, content: bytes) -> None:
        """Write `content` to /mnt/data/`name`, replacing what was there."""
        ...

    async def close(self) -> None:
        """End the session and all that runs in it; a call after that begins a new one."""
        ...


class Redrawing(Interpreter, Protocol):
    """A session that draws charts as another one did before."""

    async def draw_with(self, families: Sequence[str]) -> None:
        """Have the fonts that the other session had, whatever this one has been shown."""
        ...


class Store(Protocol):
    """Keeps bytes under their digest: what the user brought, figures and artifacts."""

    async def put(self, content: bytes) -> str:
        """Keep `content` and return its digest (SHA-256, hexadecimal)."""
        ...

    async def get(self, digest: str) -> bytes:
        """Return what `put` kept; raises MissingBytesError where there is nothing."""
        ...


class Analyst(Protocol):
    """Plans, mends and summarises: a model, or the rules of `agents.offline`."""

    @property
    def name(self) -> str:
        """What answers, as it is shown to people: `rule-based`, or `provider:model`."""
        ...

    async def plan(self, task: Task) -> tuple[Plan, Usage]:
        """Turn a question into steps with their code."""
        ...

    async def repair(self, task: Task, step: Step, execution: Execution) -> tuple[Step | None, Usage]:
        """Mend the code of a step that failed; None where there is no way to."""
        ...

    async def summarise(self, task: Task, plan: Plan, cells: Sequence[Cell]) -> tuple[Answer, Usage]:
        """Answer the question from what the cells put out."""
        ...

    async def revise(
        self, task: Task, plan: Plan, cells: Sequence[Cell], answer: Answer, not_found: Sequence[Claim]
    ) -> tuple[Answer, Usage]:
        """Mend an answer that states what no output shows."""
        ...
