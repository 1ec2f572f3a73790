"""Executions of one session that can be asked for again, within a budget of memory."""

import uuid
from collections import OrderedDict
from dataclasses import dataclass, field

from session_pool.errors import NoSuchExecutionError, PoolFullError
from session_pool.outcome import Outcome

_BUDGET_BYTES = 32 * 1024 * 1024
_MOST_KEPT = 256
_MOST_RUNNING = 64


@dataclass(slots=True)
class Execution:
    """One run of code. `outcome` is None while it lasts."""

    kind: str
    limit: int
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    outcome: Outcome | None = None


class ExecutionLog:
    """The latest executions by id; the oldest that ended go when the budget is used up."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Execution] = OrderedDict()

    def add(self, execution: Execution) -> None:
        """Keep an execution that goes on. Raises `PoolFullError` where too many do already."""
        if sum(kept.outcome is None for kept in self._kept.values()) >= _MOST_RUNNING:
            raise PoolFullError(
                f"{_MOST_RUNNING} executions of this session run or wait. Send this one when some have ended."
            )
        self._kept[execution.id] = execution
        self._trim()

    def end(self, execution: Execution, outcome: Outcome) -> None:
        """Keep what came of it."""
        execution.outcome = outcome
        self._kept[execution.id] = execution
        self._trim()

    def get(self, execution_id: str) -> Execution:
        """Return an execution. Raises `NoSuchExecutionError`."""
        try:
            return self._kept[execution_id]
        except KeyError:
            raise NoSuchExecutionError(f"No execution {execution_id} in this session.") from None

    def _trim(self) -> None:
        ended = [execution for execution in self._kept.values() if execution.outcome is not None]
        held = sum(execution.outcome.size for execution in ended if execution.outcome)
        for execution in ended[:-1]:
            if held <= _BUDGET_BYTES and len(self._kept) <= _MOST_KEPT:
                return
            held -= execution.outcome.size if execution.outcome else 0
            del self._kept[execution.id]
