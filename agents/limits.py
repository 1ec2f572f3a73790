"""The limits of a run: what it may use before it has to end with what it has."""

from pydantic import Field

from agents.values import Usage, Value


class Limits(Value):
    """Limits of one turn; None is no limit. `seconds` is time on the clock."""

    seconds: float | None = Field(default=None, gt=0)
    tokens: int | None = Field(default=None, gt=0)
    calls: int | None = Field(default=None, gt=0)


def time_is_up(limits: Limits, elapsed: float) -> str:
    """Say so where the time is up; else an empty text."""
    if limits.seconds is not None and elapsed >= limits.seconds:
        return f"the limit of {limits.seconds:g} seconds was reached"
    return ""


def no_call_left(limits: Limits, usage: Usage, elapsed: float) -> str:
    """Say why no further call of the model may be made; an empty text where one may."""
    if limits.calls is not None and usage.model_calls >= limits.calls:
        return f"the limit of {limits.calls} model calls was reached"
    if limits.tokens is not None and usage.prompt_tokens + usage.completion_tokens >= limits.tokens:
        return f"the limit of {limits.tokens:,} tokens was reached"
    return time_is_up(limits, elapsed)
