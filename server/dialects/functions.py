"""Functions of the caller: as chat models are offered them, and where they cannot be."""

from collections.abc import Mapping
from typing import Any

from agents.tool_calls import NAME
from server.errors import InvalidRequestError
from server.running.answering import CODE_INTERPRETER, DATA_ANALYST


def check_offer(model: str, names: list[str], runs_code: bool, choice: Any) -> None:
    """Refuse functions and choices that the model of this name cannot honour."""
    if names and model == DATA_ANALYST:
        raise InvalidRequestError(
            f"{DATA_ANALYST} plans by itself and calls no functions; {CODE_INTERPRETER} does.", "tools"
        )
    if NAME in names and runs_code:
        raise InvalidRequestError(f"The name {NAME} is taken by the code interpreter.", "tools")
    if runs_code and forced(choice):
        raise InvalidRequestError(
            "With the code interpreter, 'tool_choice' can only be 'auto' or 'none'.", "tool_choice"
        )


def functions_of(tools: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The functions as chat models are offered them."""
    return tuple(
        {
            "type": "function",
            "function": {
                "name": tool["name"],
                "description": tool.get("description") or "",
                "parameters": tool.get("parameters") or {"type": "object", "properties": {}},
                **({"strict": True} if tool.get("strict") else {}),
            },
        }
        for tool in tools
        if tool.get("type") == "function"
    )


def forced(choice: str | Mapping[str, Any]) -> Any:
    """The choice of a tool that a model is forced to, or None where it is free."""
    if choice in ("auto", "none"):
        return None
    if isinstance(choice, str):
        return choice
    function = choice.get("function")
    return choice.get("name") or (function.get("name") if isinstance(function, dict) else None)
