"""What a request for a chat completion may say, and what of it cannot be done here."""

from typing import Annotated, Any

from langchain_core.messages import BaseMessage, convert_to_messages
from openai.types.shared import ReasoningEffort
from pydantic import Field

from agents.model_calls.tool_calls import Offer
from agents.values import Limits
from server.bodies import Body, Temperature, TopP, Verbosity, object_in, where_null
from server.dialects import approval, formats
from server.dialects.functions import check_offer, choice_of, flat, offer_of
from server.dialects.images import checked_url
from server.errors import InvalidRequestError
from server.running.answering import OURS

PARTS = ("text", "refusal", "image_url")
HANDED_ON = {
    "temperature",
    "top_p",
    "stop",
    "seed",
    "presence_penalty",
    "frequency_penalty",
    "logit_bias",
    "reasoning_effort",
    "verbosity",
}
"""What a model is handed as it is."""


class CreateCompletion(Body):
    """A request; the names are those of `CompletionCreateParams`."""

    model: Annotated[str, where_null("")] = ""
    """Azure's clients name it in the path, and send null here."""
    messages: Annotated[list[dict[str, Any]], Field(min_length=1)]
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    stream: bool | None = None
    stream_options: dict[str, Any] | None = None
    temperature: Temperature | None = None
    top_p: TopP | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None
    stop: str | list[str] | None = None
    seed: int | None = None
    presence_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    logit_bias: dict[str, Annotated[float, Field(ge=-100, le=100)]] | None = None
    reasoning_effort: ReasoningEffort = None
    verbosity: Verbosity | None = None
    n: int | None = None
    response_format: dict[str, Any] | None = None
    functions: list[Any] | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    modalities: list[str] | None = None
    audio: dict[str, Any] | None = None
    web_search_options: dict[str, Any] | None = None

    @property
    def runs_code(self) -> bool:
        """Whether code may be run: only our own models do that here."""
        return self.model in OURS

    @property
    def limits(self) -> Limits:
        """How much may be written."""
        return Limits(completion_tokens=self.max_completion_tokens or self.max_tokens)

    @property
    def offer(self) -> Offer:
        """What the model may call, and what it is handed as it is."""
        return offer_of(
            "",
            flat(self.tools or []),
            self.runs_code,
            choice_of(self.tool_choice or "auto"),
            self.parallel_tool_calls,
            self.model_dump(include=HANDED_ON, exclude_none=True),
            formats.read(self.response_format),
        )


def check(body: CreateCompletion) -> None:
    """Refuse what would mean something else if it were ignored."""
    refused = {
        "n": body.n not in (None, 1),
        "functions": bool(body.functions),
        "logprobs": bool(body.logprobs),
        "top_logprobs": bool(body.top_logprobs),
        "audio": body.audio is not None,
        "modalities": "audio" in (body.modalities or []),
        "web_search_options": body.web_search_options is not None,
    }
    for name, bad in refused.items():
        if bad:
            raise InvalidRequestError(f"This value of '{name}' is not supported here.", name)
    names = list[str]()
    for tool in body.tools or []:
        if approval.FIELD in tool:
            raise InvalidRequestError(
                f"A completion cannot wait for approval: '{approval.FIELD}' needs the Responses or "
                "Assistants API.",
                "tools",
            )
        function = tool.get("function")
        if tool.get("type") != "function" or not isinstance(function, dict) or not function.get("name"):
            raise InvalidRequestError("Tools here are functions with a 'name'.", "tools")
        names.append(str(function["name"]))
    check_offer(body.model, names, body.runs_code, body.tool_choice or "auto")
    formats.check(body.offer.form, body.model, body.offer.functions, "response_format")


def read(messages: list[dict[str, Any]]) -> tuple[list[BaseMessage], list[dict[str, Any]]]:
    """Read the messages of a conversation and the files that they bring; raises InvalidRequestError."""
    said, files = list[dict[str, Any]](), list[dict[str, Any]]()
    for message in messages:
        parts = message.get("content")
        if isinstance(parts, list):
            files += [{**p["file"], "type": "input_file"} for p in parts if _is_file(p)]
            message = {**message, "content": [_checked(p) for p in parts if not _is_file(p)]}  # noqa: PLW2901
        content = message.get("content") or message.get("refusal") or ""
        said.append({**_with_json(message), "content": content})
    try:
        return convert_to_messages(said), files
    except (ValueError, KeyError, TypeError, AttributeError, NotImplementedError):
        raise InvalidRequestError("These are no messages that a chat model can read.", "messages") from None


def _with_json(message: dict[str, Any]) -> dict[str, Any]:
    """Take away arguments that a model once wrote and nobody can read."""
    calls = message.get("tool_calls")
    return (
        {**message, "tool_calls": [_readable(call) for call in calls]} if isinstance(calls, list) else message
    )


def _readable(call: Any) -> Any:
    try:
        read = object_in(call["function"]["arguments"])
    except (KeyError, TypeError):
        return call
    return call if read is not None else {**call, "function": {**call["function"], "arguments": "{}"}}


def _checked(part: Any) -> Any:
    """Refuse parts that no chat completion knows: some clients of models would fetch what they name."""
    kind = part.get("type") if isinstance(part, dict) else "text"
    if kind not in PARTS:
        raise InvalidRequestError(f"Parts of messages are {', '.join(PARTS)} and file here.", "messages")
    if kind == "image_url":
        shown = part.get("image_url")
        checked_url(shown.get("url") if isinstance(shown, dict) else shown, "messages")
    return part


def _is_file(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "file" and isinstance(part.get("file"), dict)
