"""Calls of a model: none beyond a run's limits, and each one that is sent is counted."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langchain_core.messages import BaseMessage

from agents import limits
from agents.errors import AnalystError
from agents.limits import Limit
from agents.model_calls.prices import Prices
from agents.values import Budget, Usage


class LimitReachedError(AnalystError):
    """A limit of the run has ended its work with the model; `used` is what that took."""

    def __init__(self, limit: Limit, budget: Budget, used: Usage) -> None:
        said = limits.sentence(budget.limits, limit)
        super().__init__(f"{said[0].upper()}{said[1:]}. Allow more, or ask for less at once.")
        self.limit, self.used = limit, used


class Meter:
    """Lets the calls of one piece of work through as long as a budget allows them, and counts them."""

    def __init__(self, budget: Budget, prices: Prices | None = None) -> None:
        self._budget = budget
        self._prices = prices
        self._used = Usage()

    @property
    def used(self) -> Usage:
        """What the work has used, with its price where that is known."""
        return self._prices.priced(self._used) if self._prices else self._used

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """Around each request: one that is refused or ended counts too. Raises LimitReachedError."""
        before = self._budget.model_copy(update={"used": self._budget.used + self._used})
        if limit := limits.reached(before):
            raise LimitReachedError(limit, self._budget, self.used)
        self._used += Usage(model_calls=1)
        ends = limits.ends(self._budget)
        clock = asyncio.timeout(None if ends is None else ends - time.time())
        try:
            async with clock:
                yield
        except TimeoutError as error:
            if not clock.expired():  # the client's own
                raise
            raise LimitReachedError("seconds", self._budget, self.used) from error

    def count(self, reply: BaseMessage) -> None:
        """Add the tokens that the model's server counted for a reply."""
        counted = getattr(reply, "usage_metadata", None) or {}
        self._used += Usage(
            prompt_tokens=counted.get("input_tokens", 0),
            completion_tokens=counted.get("output_tokens", 0),
        )
