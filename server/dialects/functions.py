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
    chosen = forced(choice)
    if isinstance(choice, Mapping) and (choice.get("type") != "function" or not chosen):
        raise InvalidRequestError(
            "'tool_choice' is 'auto', 'none', 'required' or a function here.", "tool_choice"
        )
    if runs_code and chosen:
        raise InvalidRequestError(
            "With the code interpreter, 'tool_choice' can only be 'auto' or 'none'.", "tool_choice"
        )
    if chosen and chosen not in (names and ["required", *names]):
        raise InvalidRequestError(f"'tools' has nothing for the 'tool_choice' {chosen}.", "tool_choice")


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


def calling(functions: tuple[dict[str, Any], ...], choice: Any, parallel: bool | None) -> dict[str, Any]:
    """How a model may call functions, as chat models are told it."""
    if not functions:
        return {}
    chosen = forced(choice)
    one_by_one = {"parallel_tool_calls": False} if parallel is False else {}
    return one_by_one | ({"tool_choice": chosen} if chosen else {})


def forced(choice: str | Mapping[str, Any]) -> Any:
    """The choice of a tool that a model is forced to, or None where it is free."""
    if choice in ("auto", "none"):
        return None
    if isinstance(choice, str):
        return choice
    function = choice.get("function")
    return choice.get("name") or (function.get("name") if isinstance(function, dict) else None)
