"""What a request for a response may say, and what of it cannot be done here."""

from typing import Annotated, Any, get_args

from fastapi import Depends, Query
from openai.types.responses import ResponseIncludable
from pydantic import AfterValidator, Field

from agents.model_calls.tool_calls import Offer
from server.bodies import Body, Metadata, Temperature, TopP, where_null
from server.dialects import approval, formats
from server.dialects.approval import CODE_TOOL
from server.dialects.functions import (
    check_offer,
    check_types,
    choice_of,
    functions_of,
    offer_of,
    with_strict,
)
from server.errors import InvalidRequestError
from server.running.answering import OURS

OUTPUTS = "code_interpreter_call.outputs"
LOGPROBS = "message.output_text.logprobs"
Include = Annotated[list[str] | None, Query()]
IncludeInBrackets = Annotated[list[str] | None, Query(alias="include[]")]


def wants_outputs(include: Include = None, include_in_brackets: IncludeInBrackets = None) -> bool:
    """Tell whether a query asks for what cells have put out."""
    return OUTPUTS in [*(include or []), *(include_in_brackets or [])]


WantsOutputs = Annotated[bool, Depends(wants_outputs)]


def shown_item(item: dict[str, Any], outputs: bool) -> dict[str, Any]:
    """An item as the caller gets it: what its cell has put out only where it was asked for."""
    hides = item["type"] == "code_interpreter_call" and not outputs
    return {**item, "outputs": None} if hides else item


class CreateResponse(Body):
    """A request; the names are those of `ResponseCreateParams`."""

    model: Annotated[str, Field(min_length=1)]
    input: str | list[dict[str, Any]] | None = ""
    instructions: str | None = None
    tools: Annotated[
        list[dict[str, Any]], where_null([]), AfterValidator(with_strict), Field(default_factory=list)
    ]
    tool_choice: Annotated[str | dict[str, Any], where_null("auto")] = "auto"
    previous_response_id: str | None = None
    conversation: str | dict[str, Any] | None = None
    store: bool | None = True
    background: bool | None = False
    stream: bool | None = False
    include: list[str] | None = None
    max_tool_calls: Annotated[int, Field(ge=1)] | None = None
    max_output_tokens: Annotated[int, Field(ge=16)] | None = None
    metadata: Metadata | None = None
    parallel_tool_calls: bool | None = True
    temperature: Temperature | None = None
    top_p: TopP | None = None
    top_logprobs: int | None = None
    text: dict[str, Any] | None = None
    reasoning: dict[str, Any] | None = None
    prompt: dict[str, Any] | None = None
    user: str | None = None
    prompt_cache_key: str | None = None
    safety_identifier: str | None = None

    @property
    def runs_code(self) -> bool:
        """Whether code may be run: where the tool is there, or the model is one of ours."""
        return self.model in OURS or self.code_tool is not None

    @property
    def approve(self) -> bool:
        """Whether the caller wants to approve of each run of code."""
        return approval.wanted(self.tools)

    @property
    def code_tool(self) -> dict[str, Any] | None:
        """The code interpreter, where it is asked for."""
        return next((tool for tool in self.tools if tool.get("type") == CODE_TOOL), None)

    @property
    def conversation_id(self) -> str | None:
        """The id of the conversation, which comes alone or in an object."""
        given = self.conversation
        found = given.get("id") if isinstance(given, dict) else given
        if given is not None and not isinstance(found, str):
            raise InvalidRequestError("'conversation' is an id, or an object with an 'id'.", "conversation")
        return found

    @property
    def offer(self) -> Offer:
        """What the model is told besides the conversation, and what it may call."""
        return offer_of(
            self.instructions or "",
            self.tools,
            self.runs_code,
            choice_of(self.tool_choice),
            self.parallel_tool_calls,
            self.options,
            self.form,
        )

    @property
    def options(self) -> dict[str, Any]:
        """What a model is handed as it is.

        More than the effort can only be asked for where the provider has the Responses API too.
        """
        thinking = {name: value for name, value in (self.reasoning or {}).items() if value is not None}
        options = {
            "temperature": self.temperature,
            "top_p": self.top_p,
            "verbosity": (self.text or {}).get("verbosity"),
            "reasoning_effort": thinking.get("effort") if thinking.keys() <= {"effort"} else None,
            "reasoning": thinking if thinking.keys() - {"effort"} else None,
        }
        return {name: value for name, value in options.items() if value is not None}

    @property
    def form(self) -> formats.Format | None:
        """The JSON that the answer has to be; None is text."""
        return formats.read_flat((self.text or {}).get("format"), "text.format")


def check(body: CreateResponse) -> None:
    """Refuse what would mean something else if it were ignored."""
    check_types(body.tools)
    _check_functions(body)
    formats.check(body.form, body.model, functions_of(body.tools), "text.format")
    if body.prompt:
        raise InvalidRequestError("Stored prompts are not supported here: send 'instructions'.", "prompt")
    _check_included(body)
    _check_stored(body)


def _check_included(body: CreateResponse) -> None:
    if body.top_logprobs or LOGPROBS in (body.include or []):
        raise InvalidRequestError("No 'logprobs' are given here.", "top_logprobs")
    for name in body.include or []:
        if name not in get_args(ResponseIncludable):
            raise InvalidRequestError(f"Nothing named '{name}' can be included.", "include")


def _check_stored(body: CreateResponse) -> None:
    if body.approve and body.store is False:
        raise InvalidRequestError("A response that may wait for approval has to be stored.", "store")
    if body.background and body.store is False:
        raise InvalidRequestError("A response in the background has to be stored.", "background")
    if body.previous_response_id and body.conversation:
        raise InvalidRequestError(
            "Send either 'previous_response_id' or 'conversation', not both.", "conversation"
        )


def _check_functions(body: CreateResponse) -> None:
    names = [tool.get("name") for tool in body.tools if tool.get("type") == "function"]
    if not all(isinstance(name, str) and name for name in names):
        raise InvalidRequestError("A function tool needs a 'name'.", "tools")
    check_offer(body.model, [str(name) for name in names], body.runs_code, body.tool_choice)


def echoed_tools(tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tools as a response repeats them, with what OpenAI adds."""
    return [
        {"parameters": None, **tool}
        if tool["type"] == "function"
        else {"container": {"type": "auto"}, **tool}
        for tool in tools
    ]
