"""One question to a model whose answer must fit a schema."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from agents import model_errors, prompts
from agents.errors import ModelFailedError
from agents.values import Usage

Draft = TypeVar("Draft", bound=BaseModel)


async def ask(
    chat: BaseChatModel, schema: type[Draft], messages: Sequence[BaseMessage]
) -> tuple[Draft, Usage]:
    """Ask for a `schema`; an answer that does not fit is sent back once with the reason.

    Raises ModelFailedError when the model cannot be reached, refuses, or answers twice what does not fit.
    """
    bound = chat.with_structured_output(schema, include_raw=True)
    used, conversation = Usage(), list(messages)
    for _ in range(2):
        try:
            reply = cast("dict[str, Any]", await bound.ainvoke(conversation))
        except ValidationError as error:  # the client itself reads strict JSON, and keeps no raw message
            reply = {"raw": AIMessage(""), "parsed": None, "parsing_error": error}
        except Exception as error:
            raise model_errors.explain(error) from error
        used += usage_of(reply["raw"])
        if isinstance(reply["parsed"], schema):
            return reply["parsed"], used
        reason = prompts.TRY_AGAIN.substitute(reason=_reason(reply["parsing_error"]))
        conversation += [AIMessage(str(reply["raw"].content)[:2000]), HumanMessage(reason)]
    raise ModelFailedError(
        "The model answered twice with something that is not the JSON that was asked for. "
        "Try again, or choose a model that supports structured output with --model."
    )


def usage_of(message: BaseMessage) -> Usage:
    """One model call and the tokens that the model's server counted for it."""
    counted = getattr(message, "usage_metadata", None) or {}
    return Usage(
        model_calls=1,
        prompt_tokens=counted.get("input_tokens", 0),
        completion_tokens=counted.get("output_tokens", 0),
    )


def _reason(error: BaseException | None) -> str:
    return " ".join(str(error or "it is not a JSON object").split())[:300]
