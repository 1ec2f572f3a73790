"""Replies in the shapes of chat completions: one object, or a stream of chunks."""

from collections.abc import Iterator, Mapping
from typing import Any

from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice
from openai.types.chat.chat_completion_chunk import Choice as ChunkChoice
from openai.types.chat.chat_completion_chunk import (
    ChoiceDelta,
    ChoiceDeltaToolCall,
    ChoiceDeltaToolCallFunction,
)
from openai.types.chat.chat_completion_message_function_tool_call import (
    ChatCompletionMessageFunctionToolCall,
    Function,
)
from scripted_replies import Reply, in_pieces

CREATED = 1_760_000_000


def completion(reply: Reply, number: int, asked: Mapping[str, Any]) -> ChatCompletion:
    """Give the whole answer to request `number` as one object."""
    calls = [
        ChatCompletionMessageFunctionToolCall(
            id=f"call_{number}_{at}", type="function", function=Function(name=c.name, arguments=c.arguments)
        )
        for at, c in enumerate(reply.calls)
    ]
    message = ChatCompletionMessage(role="assistant", content=reply.text or None, refusal=None)
    if calls:
        message.tool_calls = [*calls]
    return ChatCompletion(
        id=f"chatcmpl-{number}",
        object="chat.completion",
        created=CREATED,
        model=asked.get("model") or "scripted",
        choices=[Choice(index=0, message=message, finish_reason=reply.finish)],
        usage=_usage(reply),
    )


def chunks(reply: Reply, number: int, asked: Mapping[str, Any]) -> Iterator[ChatCompletionChunk]:
    """Give the answer to request `number` piece by piece, and its usage when that was asked for."""
    model = asked.get("model") or "scripted"
    for delta in _deltas(reply, number):
        yield _chunk(number, model, [ChunkChoice(index=0, delta=delta)])
    end = ChunkChoice(index=0, delta=ChoiceDelta(), finish_reason=reply.finish)
    yield _chunk(number, model, [end])
    if (asked.get("stream_options") or {}).get("include_usage"):
        last = _chunk(number, model, [])
        last.usage = _usage(reply)
        yield last


def _deltas(reply: Reply, number: int) -> Iterator[ChoiceDelta]:
    yield ChoiceDelta(role="assistant", content="")
    for piece in in_pieces(reply.text):
        yield ChoiceDelta(content=piece)
    for at, call in enumerate(reply.calls):
        opening = ChoiceDeltaToolCallFunction(name=call.name, arguments="")
        first = ChoiceDeltaToolCall(index=at, id=f"call_{number}_{at}", type="function", function=opening)
        yield ChoiceDelta(tool_calls=[first])
        for piece in in_pieces(call.arguments):
            more = ChoiceDeltaToolCallFunction(arguments=piece)
            yield ChoiceDelta(tool_calls=[ChoiceDeltaToolCall(index=at, function=more)])


def _chunk(number: int, model: str, choices: list[ChunkChoice]) -> ChatCompletionChunk:
    return ChatCompletionChunk(
        id=f"chatcmpl-{number}",
        object="chat.completion.chunk",
        created=CREATED,
        model=model,
        choices=choices,
    )


def _usage(reply: Reply) -> CompletionUsage:
    prompt, written = reply.usage
    return CompletionUsage(prompt_tokens=prompt, completion_tokens=written, total_tokens=prompt + written)
