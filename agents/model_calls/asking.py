"""Questions to a model whose answers must fit a schema, whatever the model makes of that."""

import inspect
import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from agents import prompts
from agents.errors import ModelFailedError
from agents.model_calls import faults
from agents.model_calls.metering import LimitReachedError, Meter
from agents.model_calls.prices import Prices
from agents.values import Budget, Usage

MAX_BRACES = 50
"""Braces of a text at which a JSON object is looked for."""

Draft = TypeVar("Draft", bound=BaseModel)


class UnusableAnswerError(ModelFailedError):
    """The model answered twice what does not fit; `used` is what that took."""

    def __init__(self, used: Usage) -> None:
        super().__init__(
            "The model answered twice with something that is not the JSON that was asked for. "
            "Try again, or choose a model that supports structured output with --model."
        )
        self.used = used


class Asker:
    """Asks one chat model, and remembers where it takes no schema: then the schema stands in the question."""

    def __init__(self, chat: BaseChatModel, prices: Prices | None = None) -> None:
        self._chat = chat
        self._prices = prices
        self._takes_schemas = True

    async def ask(
        self, schema: type[Draft], messages: Sequence[BaseMessage], budget: Budget
    ) -> tuple[Draft, Usage]:
        """Ask for a `schema`; an answer that does not fit is sent back once with the reason.

        Raises ModelFailedError when the model cannot be reached or refuses, UnusableAnswerError, and
        LimitReachedError where the budget allows no further call.
        """
        meter, conversation = Meter(budget, self._prices), list(messages)
        for _ in range(2):
            try:
                reply = await self._reply(schema, conversation, meter)
            except LimitReachedError:
                raise
            except Exception as error:
                raise faults.explain(error) from error
            try:
                return read(schema, reply), meter.used
            except ValueError as error:
                asked = prompts.TRY_AGAIN.substitute(reason=_reason(error), schema=_described(schema))
                conversation += [AIMessage(_text(reply)[:2000]), HumanMessage(asked)]
        raise UnusableAnswerError(meter.used)

    async def _reply(self, schema: type[Draft], messages: Sequence[BaseMessage], meter: Meter) -> BaseMessage:
        if self._takes_schemas:
            try:
                return await self._with_schema(schema, messages, meter)
            except Exception as error:
                if not faults.is_without_schemas(error):
                    raise
                self._takes_schemas = False
        asked = HumanMessage(prompts.AS_JSON.substitute(schema=_described(schema)))
        async with meter.call():
            reply = await self._chat.ainvoke([*messages, asked])
            meter.count(reply)
        return reply

    async def _with_schema(
        self, schema: type[Draft], messages: Sequence[BaseMessage], meter: Meter
    ) -> BaseMessage:
        """The reply as it came: a client that is given the class itself keeps none that does not fit."""
        structured = self._chat.with_structured_output
        strict = {"strict": True} if "strict" in inspect.signature(structured).parameters else {}
        asking = structured(schema.model_json_schema(), include_raw=True, **strict)
        async with meter.call():
            reply = await asking.ainvoke(list(messages))
            raw = cast("BaseMessage", cast("dict[str, Any]", reply)["raw"])
            meter.count(raw)
        if raw.additional_kwargs.get("refusal"):
            raise ModelFailedError("The model refused to answer. Put the question in other words.")
        return raw


def read(schema: type[Draft], reply: BaseMessage) -> Draft:
    """What a reply says, from its text or the calls in it, also in a fence or among other words.

    Raises ValueError where nothing in it fits.
    """
    why = ValueError("it holds no JSON object")
    for found in _objects(reply):
        try:
            return schema.model_validate(found)
        except ValidationError as error:
            why = error
    raise why


def _objects(reply: BaseMessage) -> Iterator[Any]:
    """The JSON objects of a reply, each before what it wraps; a line break in a string is let pass."""
    yield from (call["args"] for call in getattr(reply, "tool_calls", ()))
    text, decoder, at = _text(reply), json.JSONDecoder(strict=False), -1
    for _ in range(MAX_BRACES):
        at = text.find("{", at + 1)
        if at < 0:
            return
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        yield found
        yield from (value for value in found.values() if isinstance(value, dict))


def _text(reply: BaseMessage) -> str:
    """The text of a reply, where calls are written as their arguments."""
    calls = [json.dumps(call["args"]) for call in getattr(reply, "tool_calls", ())]
    return str(reply.text) or "\n".join(calls)


def _described(schema: type[BaseModel]) -> str:
    return json.dumps(schema.model_json_schema(), ensure_ascii=False)


def _reason(error: ValueError) -> str:
    """What does not fit, in the words of the schema."""
    if isinstance(error, ValidationError):
        faults = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}".strip(": ") for one in error.errors()[:5])
        return "; ".join(faults)[:300]
    return str(error)
