"""What the scripted model can be told to answer. Replies add up: `text("…") + tool_call(…)`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from openai.types.shared import ErrorObject
from pydantic import BaseModel

FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]

ERRORS: dict[int, tuple[str, str, str]] = {
    400: ("invalid_request_error", "invalid_value", "The request was not understood."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided: sk-scri**pted."),
    403: ("insufficient_permissions", "permission_denied", "You may not use this model."),
    404: ("invalid_request_error", "model_not_found", "The model `scripted` does not exist."),
    410: ("invalid_request_error", "model_retired", "The model `scripted` has been retired."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached."),
    500: ("server_error", "server_error", "The server had an error."),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function; `arguments` is the JSON text as the model wrote it."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A turn of the assistant. `usage` is prompt and completion tokens."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    finish: FinishReason = "stop"
    usage: tuple[int, int] = (11, 7)
    cut_off: bool = False
    """The connection breaks in the middle of the answer."""
    thoughts: tuple[str, ...] = ()
    """The parts of a summary of the reasoning, which only the Responses API tells, where it is asked to."""

    def __add__(self, other: "Reply") -> "Reply":
        calls, thoughts = self.calls + other.calls, self.thoughts + other.thoughts
        return Reply(self.text + other.text, calls, other.finish, other.usage, thoughts=thoughts)


@dataclass(frozen=True, slots=True)
class Structured:
    """JSON for a request with a schema: content, or the arguments of the function that it demands."""

    value: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A status, headers and a body sent as they are."""

    status: int
    body: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stall:
    """No answer for so many seconds, or until the server stops; then the connection is closed."""

    seconds: float


ScriptedReply = Reply | Structured | Raw | Stall


def text(content: str, *, usage: tuple[int, int] = (11, 7)) -> Reply:
    """Answer with text."""
    return Reply(content, usage=usage)


def tool_call(name: str, raw: str = "", /, **arguments: object) -> Reply:
    """Call a function. `raw` replaces the arguments' JSON, to send one that does not parse."""
    written = raw or json.dumps(arguments, ensure_ascii=False)
    return Reply(calls=(Call(name, written),), finish="tool_calls")


def structured(value: BaseModel | Mapping[str, Any]) -> Structured:
    """Answer a request that carries a schema."""
    if isinstance(value, BaseModel):
        return Structured(value.model_dump_json())
    return Structured(json.dumps(value, ensure_ascii=False))


def truncated(content: str) -> Reply:
    """Answer with the beginning of a text whose end did not fit the token limit."""
    return Reply(content, finish="length")


def filtered() -> Reply:
    """Answer with nothing, because the content filter took it."""
    return Reply(finish="content_filter")


def cut_off(content: str) -> Reply:
    """Begin to answer and break the connection."""
    return Reply(content, cut_off=True)


def error(
    status: int, message: str = "", *, code: str = "", param: str | None = None, after: str = "1"
) -> Raw:
    """Refuse. A 429 or 5xx asks the client to retry after a millisecond, so tests need not wait."""
    type_, usual_code, usual = ERRORS.get(status, ERRORS[500])
    detail = ErrorObject(message=message or usual, type=type_, code=code or usual_code, param=param)
    retry = {"Retry-After": after, "Retry-After-Ms": "1"} if status == 429 or status >= 500 else {}
    return Raw(status, json.dumps({"error": detail.model_dump()}), retry)


def malformed() -> Raw:
    """Answer 200 with a body that is not JSON."""
    return Raw(200, '{"id": "chatcmpl-1", "choices": [{"mess', {})


def web_page() -> Raw:
    """Answer 200 with a page for people."""
    return Raw(200, "<!doctype html><title>Sign in</title>", {"Content-Type": "text/html"})


def stall(seconds: float = 30) -> Stall:
    """Keep the client waiting."""
    return Stall(seconds)


def in_pieces(content: str, size: int = 8) -> list[str]:
    """Cut text as a stream does, in the middle of words too."""
    return [content[at : at + size] for at in range(0, len(content), size)]


def as_reply(reply: Reply | Structured, body: Mapping[str, Any]) -> Reply:
    """Turn a structured reply into what the request asks for: content, or a call of the demanded function."""
    if isinstance(reply, Reply):
        return reply
    choice = body.get("tool_choice")
    if not isinstance(choice, Mapping):
        return Reply(reply.value)
    name = choice.get("name") or choice["function"]["name"]
    return Reply(calls=(Call(name, reply.value),), finish="tool_calls")
