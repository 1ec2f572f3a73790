"""Functions of the caller and the choice of tools, as chat models are told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agents.model_calls.tool_calls import NAME, Offer
from server.dialects.approval import CODE_TOOL
from server.dialects.formats import Format
from server.dialects.strictness import is_closed
from server.errors import InvalidRequestError
from server.running.answering import CODE_INTERPRETER, DATA_ANALYST


@dataclass(frozen=True, slots=True)
class Choice:
    """What a model may call: of all tools, `only` those; it must call what is `forced`, or any."""

    forced: str | None = None
    only: frozenset[str] | None = None

    def allows(self, name: str) -> bool:
        """Tell whether a tool may be called."""
        return self.only is None or name in self.only


def choice_of(sent: Any) -> Choice:
    """Read a `tool_choice` of any dialect; raises InvalidRequestError."""
    if isinstance(sent, str):
        return Choice(only=frozenset()) if sent == "none" else Choice(None if sent == "auto" else sent)
    if isinstance(sent, Mapping) and sent.get("type") == "allowed_tools":
        allowed = sent.get("allowed_tools") or sent
        mode, tools = allowed.get("mode"), allowed.get("tools")
        if mode in ("auto", "required") and isinstance(tools, list):
            return Choice("required" if mode == "required" else None, frozenset(map(_name_of, tools)))
    return Choice(_name_of(sent))


def check_offer(model: str, names: list[str], runs_code: bool, choice: Any) -> None:
    """Refuse functions and choices that the model of this name cannot honour."""
    if names and model == DATA_ANALYST:
        raise InvalidRequestError(
            f"{DATA_ANALYST} plans by itself and calls no functions; {CODE_INTERPRETER} does.", "tools"
        )
    if NAME in names and runs_code:
        raise InvalidRequestError(f"The name {NAME} is taken by the code interpreter.", "tools")
    chosen, tools = choice_of(choice), {*names, *([NAME] if runs_code else [])}
    if model == DATA_ANALYST and not chosen.allows(NAME):
        raise InvalidRequestError(
            f"{DATA_ANALYST} always runs code: its 'tool_choice' cannot be 'none'.", "tool_choice"
        )
    named = {*(chosen.only or ()), *([chosen.forced] if chosen.forced else [])} - {"required"}
    if named - tools or (chosen.forced and not tools):
        lacking = ", ".join(sorted(named - tools)) or chosen.forced
        raise InvalidRequestError(f"'tools' has nothing for the 'tool_choice' {lacking}.", "tool_choice")


def check_types(tools: Sequence[Mapping[str, Any]]) -> None:
    """Refuse tools that are not served here; raises InvalidRequestError."""
    for tool in tools:
        if tool.get("type") not in (CODE_TOOL, "function"):
            raise InvalidRequestError(
                f"Tools of type '{tool.get('type')}' are not supported here. There are: code_interpreter, "
                "function.",
                "tools",
            )


def flat(tools: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Functions as the Responses API writes them, with the fields beside the type."""
    return [{"type": "function", **tool["function"]} for tool in tools if tool["type"] == "function"]


def offer_of(
    instructions: str,
    tools: list[dict[str, Any]],
    code: bool,
    choice: Choice,
    parallel: bool | None,
    options: dict[str, Any],
    form: Format | None,
) -> Offer:
    """What a model is told besides the conversation, and what it may call; `tools` are flat."""
    functions = tuple(f for f in functions_of(tools) if choice.allows(f["function"]["name"]))
    code = code and choice.allows(NAME)
    if functions and parallel is False:
        options = {**options, "parallel_tool_calls": False}
    if (functions or code) and choice.forced:
        options = {**options, "tool_choice": choice.forced}
    return Offer(instructions=instructions, functions=functions, code=code, options=options, form=form)


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


def with_strict(tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say of each flat function whether it is strict, as the Responses API has it where that was not said.

    A provider refuses a strict function whose schema leaves anything open or has what it does not know:
    that one is not.
    """
    return [
        {**tool, "strict": is_closed(tool.get("parameters") or {"type": "object"})}
        if tool.get("type") == "function" and tool.get("strict") is None
        else tool
        for tool in tools
    ]


def _name_of(tool: Any) -> str:
    """The name under which a model is offered a tool."""
    if isinstance(tool, Mapping) and tool.get("type") == CODE_TOOL:
        return NAME
    if isinstance(tool, Mapping) and tool.get("type") == "function":
        function = tool.get("function")
        name = tool.get("name") or (function.get("name") if isinstance(function, Mapping) else None)
        if isinstance(name, str):
            return name
    raise InvalidRequestError(
        "A 'tool_choice' is 'auto', 'none', 'required', a function, the code interpreter, or 'allowed_tools' "
        "of these.",
        "tool_choice",
    )
