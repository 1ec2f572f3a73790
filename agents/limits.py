"""The limits of a run: what it may use before it has to end with what it has."""

from typing import Literal

from pydantic import Field

from agents.plurals import counted
from agents.values import Usage, Value

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


class Limits(Value):
    """Limits of one turn; None is no limit. `seconds` is time on the clock."""

    seconds: float | None = Field(default=None, gt=0)
    tokens: int | None = Field(default=None, gt=0)
    calls: int | None = Field(default=None, gt=0)
    prompt_tokens: int | None = Field(default=None, ge=0)
    completion_tokens: int | None = Field(default=None, ge=0)


def time_is_up(limits: Limits, elapsed: float) -> bool:
    """Tell whether nothing more may be run."""
    return limits.seconds is not None and elapsed >= limits.seconds


def reached(limits: Limits, usage: Usage, elapsed: float = 0.0) -> Limit | None:
    """Give the limit that allows no further call of the model."""
    used = _used(usage) | {"seconds": elapsed}
    return next((name for name in _NAMES if _most(limits, name) <= used[name]), None)


def exceeded(limits: Limits, usage: Usage) -> Limit | None:
    """Give the bound on prompts or completions that the last call went beyond, so that it was not kept."""
    used = _used(usage)
    bounds: tuple[Limit, ...] = ("prompt_tokens", "completion_tokens")
    return next((name for name in bounds if _most(limits, name) < used[name]), None)


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
