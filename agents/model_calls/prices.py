"""What a model costs, where its price is known."""

from pydantic import Field

from agents.values import Usage, Value

MILLION = 1_000_000


class Prices(Value):
    """US dollars for a million tokens."""

    prompt: float = Field(ge=0)
    completion: float = Field(ge=0)

    def priced(self, usage: Usage) -> Usage:
        """The same usage with what its tokens cost."""
        cost = usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion
        return usage.model_copy(update={"dollars": cost / MILLION})
