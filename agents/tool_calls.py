"""The one tool that a model may call, `execute_python_code(code)`, and what comes back to the model."""

from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)

from agents import model_errors, prompts
from agents.asking import usage_of
from agents.briefing import output_text
from agents.values import Execution, Usage

NAME = "execute_python_code"
SCHEMA = {
    "type": "function",
    "function": {
        "name": NAME,
        "description": "Run Python code in an isolated session and return what it prints.",
        "parameters": {
            "type": "object",
            "properties": {"code": {"type": "string", "description": "The Python code to run."}},
            "required": ["code"],
            "additionalProperties": False,
        },
    },
}


async def next_message(
    chat: BaseChatModel, messages: Sequence[BaseMessage], may_call: bool
) -> tuple[AIMessage, Usage]:
    """Ask the model how to go on; without `may_call` it has to answer with what it has."""
    bound = chat.bind_tools([SCHEMA]) if may_call else chat
    try:
        reply = await bound.ainvoke([SystemMessage(prompts.CODE_INTERPRETER_SYSTEM), *messages])
    except Exception as error:
        raise model_errors.explain(error) from error
    message = _as_message(reply)
    return (message if may_call else _closed(message)), usage_of(reply)


def code_of(call: ToolCall) -> str | None:
    """The code of a call, or None where the model called something else or left the code out."""
    code = call["args"].get("code")
    return code if call["name"] == NAME and isinstance(code, str) and code.strip() else None


def answer_to(call: ToolCall, execution: Execution) -> ToolMessage:
    """What the model reads about a run: text only."""
    return ToolMessage(
        content=output_text(execution),
        tool_call_id=call["id"] or "",
        name=call["name"],
        status="success" if execution.status == "ok" else "error",
    )


def refusal_of(call: ToolCall) -> ToolMessage:
    """Tell the model that a call cannot be carried out."""
    text = f"There is only the tool {NAME}, with one argument, code: a non-empty string of Python."
    return ToolMessage(content=text, tool_call_id=call["id"] or "", name=call["name"], status="error")


def _closed(message: AIMessage) -> AIMessage:
    """A last word: calls that are made all the same are dropped."""
    text = str(message.text) or "Stopped: the limit of rounds was reached before the model gave an answer."
    return AIMessage(content=text, id=message.id, usage_metadata=message.usage_metadata)


def _as_message(reply: Any) -> AIMessage:
    """A whole message; calls whose arguments were no JSON count as calls without code."""
    message = AIMessage(**reply.model_dump(exclude={"type"})) if isinstance(reply, AIMessageChunk) else reply
    broken = [
        ToolCall(name=call["name"] or NAME, args={}, id=call["id"], type="tool_call")
        for call in message.invalid_tool_calls
    ]
    return message.model_copy(update={"tool_calls": [*message.tool_calls, *broken], "invalid_tool_calls": []})
