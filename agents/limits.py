"""The limits of a run: what it may use before it has to end with what it has."""

import time
from typing import Literal

from agents.plurals import counted
from agents.values import Budget, Limits, Usage

Limit = Literal["seconds", "tokens", "calls", "prompt_tokens", "completion_tokens"]
Cut = Limit | Literal["content_filter"]
"""What ends an answer too early."""
_NAMES: dict[Limit, str] = {
    "calls": "model call",
    "tokens": "token",
    "prompt_tokens": "prompt token",
    "completion_tokens": "completion token",
    "seconds": "second",
}
"""In the order in which they are looked at."""


def ends(budget: Budget) -> float | None:
    """When the time is up, in seconds since the epoch; None where there is no limit."""
    allowed = budget.limits.seconds
    return None if allowed is None else budget.started + allowed


def reached(budget: Budget) -> Limit | None:
    """Give the limit that allows no further call of the model."""
    used = _used(budget.used) | {"seconds": time.time() - budget.started}
    return next((name for name in _NAMES if _most(budget.limits, name) <= used[name]), None)


def exceeded(budget: Budget) -> Limit | None:
    """Give the bound on prompts or completions that the last call went beyond, so that it was not kept."""
    used = _used(budget.used)
    bounds: tuple[Limit, ...] = ("prompt_tokens", "completion_tokens")
    return next((name for name in bounds if _most(budget.limits, name) < used[name]), None)


def passed(limits: Limits, used: Usage) -> str:
    """Say that the last call went beyond the limit of tokens, which keeps only a next one away."""
    if _used(used)["tokens"] <= _most(limits, "tokens"):
        return ""
    return f"the last call of the model went beyond the limit of {counted(_most(limits, 'tokens'), 'token')}"


def sentence(limits: Limits, limit: Limit) -> str:
    """Say which limit was reached."""
    return f"the limit of {counted(_most(limits, limit), _NAMES[limit])} was reached"


def _most(limits: Limits, name: Limit) -> float:
    most: float | None = getattr(limits, name)
    return float("inf") if most is None else most


def _used(usage: Usage) -> dict[Limit, float]:
    return {
        "calls": usage.model_calls,
        "tokens": usage.prompt_tokens + usage.completion_tokens,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
    }
