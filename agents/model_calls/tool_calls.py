"""The one tool that a model may call, `execute_python_code(code)`, and what comes back to the model."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from langchain_core.messages.ai import UsageMetadata

from agents import prompts
from agents.briefing import output_text
from agents.events import FunctionCallEvent
from agents.limits import Cut
from agents.model_calls import faults
from agents.model_calls.metering import LimitReachedError, Meter
from agents.model_calls.thoughts import Thoughts
from agents.report import fenced
from agents.values import Budget, Execution

NAME = "execute_python_code"
_OF_CALLS = ("tool_choice", "parallel_tool_calls")
_TOO_LONG = {"length", "max_tokens", "max_output_tokens", "MAX_TOKENS"}
SCHEMA: dict[str, Any] = {
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


@dataclass(frozen=True, slots=True)
class Offer:
    """What a caller tells the model besides the conversation, and what the model may call."""

    instructions: str = ""
    functions: tuple[dict[str, Any], ...] = ()
    """Functions of the caller, as OpenAI describes them; the caller runs them, never this program."""
    code: bool = True
    """Whether the model may run code."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What is handed to the model as it is, such as the temperature."""
    form: Mapping[str, Any] | None = None
    """The JSON that the answer has to be, as OpenAI's `response_format`; None is text."""

    @property
    def shows_thoughts(self) -> bool:
        """Whether the caller wants to read a summary of the reasoning."""
        return bool((self.options.get("reasoning") or {}).get("summary"))

    @property
    def tools(self) -> list[dict[str, Any]]:
        """All that the model may call."""
        own = SCHEMA
        if self.form:  # openai's client takes no other tools beside a form
            own = SCHEMA | {"function": SCHEMA["function"] | {"strict": True}}
        return [*([own] if self.code else []), *self.functions]

    @property
    def without_calls(self) -> dict[str, Any]:
        """The options for a request with no tools, which may say nothing of how they are called."""
        return {name: value for name, value in self.options.items() if name not in _OF_CALLS}

    @property
    def unforced(self) -> "Offer":
        """The same, where the model is free to answer or call."""
        options = {name: value for name, value in self.options.items() if name != "tool_choice"}
        return replace(self, options=options)

    @property
    def system(self) -> list[SystemMessage]:
        """The system's message, where there is anything to say."""
        parts = [prompts.CODE_INTERPRETER_SYSTEM if self.code else "", self.instructions]
        text = "\n".join(part for part in parts if part)
        return [SystemMessage(text)] if text else []


async def next_message(
    chat: BaseChatModel,
    messages: Sequence[BaseMessage],
    may_call: bool,
    offer: Offer,
    meter: Meter,
    say: Callable[[str], None] | None = None,
    think: Callable[[str], None] | None = None,
) -> AIMessage:
    """Ask the model how to go on; without `may_call` it has to answer with what it has.

    `say` is given the text piece by piece as the model writes it, `think` what it tells of its reasoning.
    Raises ModelFailedError, and LimitReachedError where `meter` allows no further call.
    """
    chat, offer = _one_effort(chat, offer)
    tools = offer.tools if may_call else []
    bound: Any = chat.bind_tools(tools, **offer.options) if tools else chat.bind(**offer.without_calls)
    if offer.form:  # `bind_tools` would take the schema's name away
        bound = bound.bind(response_format=offer.form)
    asked = [*offer.system, *messages]
    try:
        async with meter.call():
            reply = await (_streamed(bound, asked, say, think) if say else bound.ainvoke(asked))
    except LimitReachedError:
        raise
    except Exception as error:
        raise faults.explain(error) from error
    meter.count(reply)
    message = _as_message(reply)
    if cut_by(message):  # the calls may lack their ends
        message = message.model_copy(update={"tool_calls": []})
    elif not may_call:
        message = _closed(message, say)
    return message


def _one_effort(chat: BaseChatModel, offer: Offer) -> tuple[BaseChatModel, Offer]:
    """Say in one place how long to think: OpenAI's client would send the model's own setting as well."""
    own, asked = getattr(chat, "reasoning_effort", None), offer.options.get("reasoning")
    if not own or not asked:
        return chat, offer
    options = {**offer.options, "reasoning": {"effort": own, **asked}}
    return chat.model_copy(update={"reasoning_effort": None}), replace(offer, options=options)


def bounded(offer: Offer, budget: Budget) -> Offer:
    """The same, where the model may write only what is left of the completion tokens."""
    if budget.limits.completion_tokens is None:
        return offer
    left = budget.limits.completion_tokens - budget.used.completion_tokens
    return replace(offer, options={**offer.options, "max_tokens": left})


def cut_by(message: AIMessage) -> Cut | None:
    """Tell what has ended the message where the model was not allowed to write more."""
    told = message.response_metadata  # of chat completions, Anthropic, the Responses API
    reasons = {told.get("finish_reason"), told.get("stop_reason")}
    reasons.add((told.get("incomplete_details") or {}).get("reason"))
    if "content_filter" in reasons:
        return "content_filter"
    return "completion_tokens" if reasons & _TOO_LONG else None


def outside(offer: Offer, message: AIMessage) -> list[FunctionCallEvent]:
    """The calls of functions that only the caller can run."""
    names = {function["function"]["name"] for function in offer.functions}
    return [
        FunctionCallEvent(
            id=call["id"] or "", name=call["name"], arguments=json.dumps(call["args"], ensure_ascii=False)
        )
        for call in message.tool_calls
        if call["name"] in names
    ]


def ours(offer: Offer, message: AIMessage) -> list[ToolCall]:
    """The calls that are not the caller's."""
    ids = {event.id for event in outside(offer, message)}
    return [call for call in message.tool_calls if call["id"] not in ids]


async def _streamed(
    bound: Any,
    messages: Sequence[BaseMessage],
    say: Callable[[str], None],
    think: Callable[[str], None] | None,
) -> BaseMessage:
    whole, thoughts = None, Thoughts()
    try:
        async for chunk in bound.astream(messages):
            if think and (thought := thoughts.of(chunk)):
                think(thought)
            if chunk.text:
                say(str(chunk.text))
            whole = chunk if whole is None else whole + chunk
    except Exception as error:
        if whole is None or not cut_by(whole):
            raise
        whole += _counted(error)
    return whole or AIMessage("")


def _counted(error: Exception) -> AIMessageChunk:
    """The usage of JSON that was cut short: openai's client raises at its end, and the error has it."""
    used = getattr(getattr(error, "completion", None), "usage", None)
    if used is None:
        return AIMessageChunk(content="")
    counted = UsageMetadata(
        input_tokens=used.prompt_tokens,
        output_tokens=used.completion_tokens,
        total_tokens=used.total_tokens,
    )
    return AIMessageChunk(content="", usage_metadata=counted)


def code_of(offer: Offer, call: ToolCall) -> str | None:
    """The code of a call, or None where the model called what it was not offered or left the code out."""
    code = call["args"].get("code")
    return code if offer.code and call["name"] == NAME and isinstance(code, str) and code.strip() else None


def answer_to(call: ToolCall, execution: Execution, edited: str = "") -> ToolMessage:
    """What the model reads about a run: text only; `edited` is what the user had run instead."""
    said = prompts.RAN_INSTEAD.substitute(code=fenced(edited, "python")) if edited else ""
    return ToolMessage(
        content=said + output_text(execution),
        tool_call_id=call["id"] or "",
        name=call["name"],
        status="success" if execution.status == "ok" else "error",
    )


def refusal_of(call: ToolCall, spent: bool = False) -> ToolMessage:
    """Tell the model that a call cannot be carried out; `spent`: because nothing more may be run."""
    text = prompts.SPENT if spent else prompts.ONE_TOOL.substitute(name=NAME)
    return ToolMessage(content=text, tool_call_id=call["id"] or "", name=call["name"], status="error")


def rejection_of(call: ToolCall, reason: str) -> ToolMessage:
    """Tell the model that the user did not want a call to be run."""
    text = prompts.CALL_REJECTED.substitute(reason=reason).strip()
    return ToolMessage(content=text, tool_call_id=call["id"] or "", name=call["name"], status="error")


def _closed(message: AIMessage, say: Callable[[str], None] | None) -> AIMessage:
    """A last word: calls that are made all the same are dropped."""
    text = str(message.text) or "Stopped: the limit of rounds was reached before the model gave an answer."
    if say and not message.text:
        say(text)
    return AIMessage(content=text, id=message.id, usage_metadata=message.usage_metadata)


def _as_message(reply: Any) -> AIMessage:
    """A whole message; calls whose arguments were no JSON count as calls without code."""
    message = AIMessage(**reply.model_dump(exclude={"type"})) if isinstance(reply, AIMessageChunk) else reply
    broken = [
        ToolCall(name=call["name"] or NAME, args={}, id=call["id"], type="tool_call")
        for call in message.invalid_tool_calls
    ]
    return message.model_copy(update={"tool_calls": [*message.tool_calls, *broken], "invalid_tool_calls": []})
