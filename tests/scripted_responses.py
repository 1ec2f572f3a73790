"""Replies in the shapes of the Responses API: one object, or its typed events."""

from collections.abc import Iterator, Mapping
from typing import Any

from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseContentPartAddedEvent,
    ResponseContentPartDoneEvent,
    ResponseCreatedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseFunctionCallArgumentsDoneEvent,
    ResponseFunctionToolCall,
    ResponseIncompleteEvent,
    ResponseInProgressEvent,
    ResponseOutputItemAddedEvent,
    ResponseOutputItemDoneEvent,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseReasoningItem,
    ResponseReasoningSummaryPartAddedEvent,
    ResponseReasoningSummaryTextDeltaEvent,
    ResponseStreamEvent,
    ResponseTextConfig,
    ResponseTextDeltaEvent,
    ResponseTextDoneEvent,
    ResponseUsage,
)
from openai.types.responses.response import IncompleteDetails
from openai.types.responses.response_reasoning_item import Summary
from openai.types.responses.response_usage import InputTokensDetails, OutputTokensDetails
from scripted_replies import Reply, in_pieces

CREATED = 1_760_000_000
OutputItem = ResponseOutputMessage | ResponseFunctionToolCall | ResponseReasoningItem


def response(reply: Reply, number: int, asked: Mapping[str, Any]) -> Response:
    """Give the whole answer to request `number` as one object. It repeats the format that was asked for."""
    whole = _begun(number, asked)
    whole.output = [*_items(reply, number, asked)]
    whole.usage = _usage(reply)
    whole.status = "completed"
    if reply.finish in ("length", "content_filter"):
        whole.status = "incomplete"
        reason = "max_output_tokens" if reply.finish == "length" else "content_filter"
        whole.incomplete_details = IncompleteDetails(reason=reason)
    return whole


def events(reply: Reply, number: int, asked: Mapping[str, Any]) -> Iterator[ResponseStreamEvent]:
    """Give the answer to request `number` as events, numbered from 0."""
    for sequence, event in enumerate(_events(reply, number, asked)):
        event.sequence_number = sequence
        yield event


def _events(reply: Reply, number: int, asked: Mapping[str, Any]) -> Iterator[ResponseStreamEvent]:
    begun = _begun(number, asked)
    yield ResponseCreatedEvent(type="response.created", response=begun, sequence_number=0)
    yield ResponseInProgressEvent(type="response.in_progress", response=begun, sequence_number=0)
    for at, item in enumerate(_items(reply, number, asked)):
        parts = _parts(item, at)
        yield ResponseOutputItemAddedEvent(
            type="response.output_item.added", item=_opening(item), output_index=at, sequence_number=0
        )
        yield from parts
        yield ResponseOutputItemDoneEvent(
            type="response.output_item.done", item=item, output_index=at, sequence_number=0
        )
    whole = response(reply, number, asked)
    if whole.status == "completed":
        yield ResponseCompletedEvent(type="response.completed", response=whole, sequence_number=0)
    else:
        yield ResponseIncompleteEvent(type="response.incomplete", response=whole, sequence_number=0)


def _begun(number: int, asked: Mapping[str, Any]) -> Response:
    return Response(
        id=f"resp_{number}",
        object="response",
        created_at=CREATED,
        model=asked.get("model") or "scripted",
        output=[],
        parallel_tool_calls=True,
        tool_choice="auto",
        tools=[],
        status="in_progress",
        error=None,
        metadata=None,
        text=ResponseTextConfig.model_validate(asked.get("text") or {}),
    )


def _items(reply: Reply, number: int, asked: Mapping[str, Any]) -> list[OutputItem]:
    items: list[OutputItem] = []
    if reply.thoughts and (asked.get("reasoning") or {}).get("summary"):
        summary = [Summary(type="summary_text", text=thought) for thought in reply.thoughts]
        items.append(ResponseReasoningItem(id=f"rs_{number}", type="reasoning", summary=summary))
    if reply.text:
        content = ResponseOutputText(type="output_text", text=reply.text, annotations=[])
        items.append(_message(f"msg_{number}", [content]))
    for at, call in enumerate(reply.calls):
        items.append(
            ResponseFunctionToolCall(
                id=f"fc_{number}_{at}",
                type="function_call",
                call_id=f"call_{number}_{at}",
                name=call.name,
                arguments=call.arguments,
                status="completed",
            )
        )
    return items


def _message(item_id: str, content: list[ResponseOutputText]) -> ResponseOutputMessage:
    return ResponseOutputMessage(
        id=item_id, type="message", role="assistant", status="completed", content=[*content]
    )


def _parts(item: OutputItem, at: int) -> Iterator[ResponseStreamEvent]:
    if isinstance(item, ResponseOutputMessage):
        return _message_parts(item, at)
    return _thoughts(item, at) if isinstance(item, ResponseReasoningItem) else _call_parts(item, at)


def _thoughts(item: ResponseReasoningItem, at: int) -> Iterator[ResponseStreamEvent]:
    for index, part in enumerate(item.summary):
        place = {"item_id": item.id, "output_index": at, "summary_index": index, "sequence_number": 0}
        yield ResponseReasoningSummaryPartAddedEvent(
            type="response.reasoning_summary_part.added", part={"type": "summary_text", "text": ""}, **place
        )
        for piece in in_pieces(part.text):
            yield ResponseReasoningSummaryTextDeltaEvent(
                type="response.reasoning_summary_text.delta", delta=piece, **place
            )


def _opening(item: OutputItem) -> OutputItem:
    if isinstance(item, ResponseReasoningItem):
        return item.model_copy(update={"summary": []})
    if isinstance(item, ResponseOutputMessage):
        return item.model_copy(update={"content": [], "status": "in_progress"})
    return item.model_copy(update={"arguments": "", "status": "in_progress"})


def _message_parts(item: ResponseOutputMessage, at: int) -> Iterator[ResponseStreamEvent]:
    (part,) = item.content
    assert isinstance(part, ResponseOutputText)
    place = {"item_id": item.id, "output_index": at, "content_index": 0, "sequence_number": 0}
    empty = ResponseOutputText(type="output_text", text="", annotations=[])
    yield ResponseContentPartAddedEvent(type="response.content_part.added", part=empty, **place)
    for piece in in_pieces(part.text):
        yield ResponseTextDeltaEvent(type="response.output_text.delta", delta=piece, logprobs=[], **place)
    yield ResponseTextDoneEvent(type="response.output_text.done", text=part.text, logprobs=[], **place)
    yield ResponseContentPartDoneEvent(type="response.content_part.done", part=part, **place)


def _call_parts(item: ResponseFunctionToolCall, at: int) -> Iterator[ResponseStreamEvent]:
    place = {"item_id": item.id, "output_index": at, "sequence_number": 0}
    for piece in in_pieces(item.arguments):
        yield ResponseFunctionCallArgumentsDeltaEvent(
            type="response.function_call_arguments.delta", delta=piece, **place
        )
    yield ResponseFunctionCallArgumentsDoneEvent(
        type="response.function_call_arguments.done", arguments=item.arguments, name=item.name, **place
    )


def _usage(reply: Reply) -> ResponseUsage:
    prompt, written = reply.usage
    return ResponseUsage(
        input_tokens=prompt,
        output_tokens=written,
        total_tokens=prompt + written,
        input_tokens_details=InputTokensDetails(cached_tokens=0, cache_write_tokens=0),
        output_tokens_details=OutputTokensDetails(reasoning_tokens=0),
    )
