"""Input items: kept in OpenAI's shape, and read as the messages of a conversation."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, SystemMessage, ToolCall, ToolMessage
from openai.types.responses import (
    ResponseCodeInterpreterToolCall,
    ResponseCompactionItem,
    ResponseFunctionToolCall,
    ResponseFunctionToolCallOutputItem,
    ResponseInputMessageItem,
    ResponseReasoningItem,
)
from pydantic import BaseModel

from agents.model_calls.tool_calls import NAME
from server.bodies import object_in, shaped
from server.dialects.bringing import asked_of
from server.dialects.images import checked_url
from server.errors import InvalidRequestError
from server.ids import new_id

OUTPUTS: dict[str, type[BaseModel]] = {
    "function_call": ResponseFunctionToolCall,
    "code_interpreter_call": ResponseCodeInterpreterToolCall,
    "reasoning": ResponseReasoningItem,
    "compaction": ResponseCompactionItem,
}
"""Items of earlier answers that callers send back."""
ASKED, ANSWERED = "mcp_approval_request", "mcp_approval_response"
TEXTS = ("input_text", "output_text", "text")


def normal(sent: str | Sequence[dict[str, Any]], new: Callable[[str], str] = new_id) -> list[dict[str, Any]]:
    """Bring an input into the shape that it is kept in, with ids of ours; raises InvalidRequestError."""
    if isinstance(sent, str):
        return [_message("user", sent, new)] if sent else []
    return [_normal(item, new) for item in sent]


def _normal(item: dict[str, Any], new: Callable[[str], str]) -> dict[str, Any]:
    kind = item.get("type") or "message"
    if kind == "message":
        return _message(item.get("role"), item.get("content"), new)
    given = {name: value for name, value in item.items() if value is not None}
    if kind == "function_call_output":
        fields = {"status": "completed", **given, "id": new("fco_")}
        _check_output(item)
        return shaped(ResponseFunctionToolCallOutputItem, fields, "input")
    if isinstance(kind, str) and kind in OUTPUTS:  # with a new id: the sent one may be kept here already
        return shaped(OUTPUTS[kind], {"status": "completed", **given, "id": new("item_")}, "input")
    raise InvalidRequestError(f"Input items of type '{kind}' are not supported here.", "input")


def _check_output(item: dict[str, Any]) -> None:
    if not item.get("call_id"):
        raise InvalidRequestError("The output of a function needs the 'call_id' of its call.", "input")
    kinds = {part.get("type") for part in item.get("output") or [] if isinstance(part, dict)}
    if kinds & {"input_image", "input_file"}:
        raise InvalidRequestError(
            "The output of a function is text here. Send images and files in a message of the user.", "input"
        )


def _message(role: Any, content: Any, new: Callable[[str], str]) -> dict[str, Any]:
    parts = [{"type": "input_text", "text": content}] if isinstance(content, str) else content
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise InvalidRequestError("The 'content' of a message is text, or a list of parts.", "input")
    if role == "assistant":
        return {
            "id": new("msg_"),
            "type": "message",
            "role": role,
            "status": "completed",
            "content": [_said(part) for part in parts],
        }
    fields = {
        "id": new("msg_"),
        "type": "message",
        "role": role,
        "status": "completed",
        "content": [
            {"detail": "auto", **part} if part.get("type") == "input_image" else part for part in parts
        ],
    }
    made = shaped(ResponseInputMessageItem, fields, "input")
    for part in made["content"]:
        if url := part.get("image_url"):
            checked_url(url, "input")
    return made


def _said(part: dict[str, Any]) -> dict[str, Any]:
    text = part.get("text", part.get("refusal"))
    if not isinstance(text, str):
        raise InvalidRequestError("A part of an assistant's message needs a 'text'.", "input")
    return {"type": "output_text", "text": text, "annotations": part.get("annotations") or []}


def file_parts(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The files that the messages bring along."""
    return [
        part
        for item in items
        if item.get("type") == "message"
        for part in item["content"]
        if part.get("type") == "input_file"
    ]


def image_ids(items: Sequence[dict[str, Any]]) -> list[str]:
    """The uploads that the messages show as images."""
    return [
        part["file_id"]
        for item in items
        if item.get("type") == "message"
        for part in item["content"]
        if part.get("type") == "input_image" and part.get("file_id")
    ]


def messages_of(items: Sequence[dict[str, Any]], found: Mapping[str, str] | None = None) -> list[BaseMessage]:
    """Read items as the messages of a conversation; raises InvalidRequestError for what is left open.

    `found` are URLs of uploads that are there and texts of compactions, by their ids; without them, an id
    stands there.
    """
    messages = list[BaseMessage]()
    for item in items:
        match item.get("type"):
            case "message":
                messages.append(_read_message(item, found))
            case "function_call":
                _add_call(messages, _call(item))
            case "function_call_output":
                messages.append(ToolMessage(_text_of(item["output"]), tool_call_id=item.get("call_id") or ""))
            case "code_interpreter_call":
                messages += _read_code(item)
            case "compaction":
                content = item["encrypted_content"]
                messages.append(AIMessage(content if found is None else found[content]))
    _check_calls(messages)
    _check_approvals(items)
    return messages


def _read_message(item: dict[str, Any], found: Mapping[str, str] | None) -> BaseMessage:
    role, parts = item["role"], item["content"]
    if role == "assistant":
        return AIMessage(_text_of(parts))
    if role in ("system", "developer"):
        return SystemMessage(_text_of(parts))
    shown = [part for part in parts if part.get("type") == "input_image"]
    return asked_of(_text_of(parts), [(_url(part, found), part["detail"]) for part in shown])


def _url(part: dict[str, Any], found: Mapping[str, str] | None) -> str:
    given, upload = part.get("image_url"), part.get("file_id") or ""
    if not given and not upload:
        raise InvalidRequestError("An image is sent by its 'image_url' or 'file_id'.", "input")
    return str(given or (upload if found is None else found.get(upload, "")))


def _text_of(parts: str | Sequence[dict[str, Any]]) -> str:
    if isinstance(parts, str):
        return parts
    return "\n".join(str(part.get("text", "")) for part in parts if part.get("type") in TEXTS)


def _call(item: dict[str, Any]) -> ToolCall:
    arguments = object_in(item.get("arguments") or "{}") or {}
    name, call = str(item.get("name") or "function"), str(item.get("call_id") or "")
    return ToolCall(name=name, args=arguments, id=call, type="tool_call")


def _add_call(messages: list[BaseMessage], call: ToolCall) -> None:
    """Put calls that follow each other into one message: models want all outputs right after it."""
    last = messages[-1] if messages else None
    if isinstance(last, AIMessage) and last.tool_calls:
        messages[-1] = last.model_copy(update={"tool_calls": [*last.tool_calls, call]})
    else:
        messages.append(AIMessage("", tool_calls=[call]))


def _read_code(item: dict[str, Any]) -> list[BaseMessage]:
    call = ToolCall(name=NAME, args={"code": item.get("code") or ""}, id=item["id"], type="tool_call")
    logs = [output.get("logs", "") for output in item.get("outputs") or []]
    printed = "\n".join(log for log in logs if log) or "(it ran and put out nothing)"
    return [AIMessage("", tool_calls=[call]), ToolMessage(printed, tool_call_id=item["id"])]


def _check_calls(messages: Sequence[BaseMessage]) -> None:
    made = {call["id"] for m in messages if isinstance(m, AIMessage) for call in m.tool_calls}
    answered = {message.tool_call_id for message in messages if isinstance(message, ToolMessage)}
    for call in sorted(filter(None, made ^ answered)):
        lacks = "output" if call in made else "call"
        raise InvalidRequestError(f"No tool {lacks} found for function call {call}.", "input")


def _check_approvals(items: Sequence[dict[str, Any]]) -> None:
    asked = {item["id"] for item in items if item.get("type") == ASKED}
    answered = {item["approval_request_id"] for item in items if item.get("type") == ANSWERED}
    for request in sorted(asked ^ answered):
        lacks = "response" if request in asked else "request"
        raise InvalidRequestError(f"No approval {lacks} found for approval request {request}.", "input")
