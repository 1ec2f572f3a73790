"""Turns the events of a run into a response: its output items, and the stream that tells of them."""

from typing import Any, get_args

from openai.types import responses as shapes
from openai.types.responses.response_output_text import AnnotationContainerFileCitation
from openai.types.responses.response_usage import InputTokensDetails, OutputTokensDetails
from pydantic import BaseModel

from agents.events import (
    CodeEvent,
    DoneEvent,
    Event,
    FigureEvent,
    FileEvent,
    FunctionCallEvent,
    NoteEvent,
    OutputEvent,
    ReviewEvent,
    TextEvent,
    ThoughtEvent,
    UsageEvent,
)
from agents.limits import Cut
from agents.values import Artifact, Figure, Usage
from server.dialects.made import Keep, logs_of, places_of
from server.dialects.responses.approvals import item_of
from server.dialects.responses.reasoning import ReasoningWriter
from server.dialects.responses.request import shown_item
from server.ids import now, part_id

Told = dict[str, Any]


class ResponseWriter:
    """Writes one response."""

    def __init__(
        self, response: dict[str, Any], container: str, keep: Keep, show_outputs: bool, first: int = 0
    ) -> None:
        self.response = response
        self._container = container
        self._keep = keep
        self._show = show_outputs
        self._number = first - 1
        self._message: dict[str, Any] | None = None
        self._call: dict[str, Any] | None = None
        self._more = 0
        self._made: list[tuple[str, str]] = []
        """Id and name of the files that no message has cited yet."""
        self._cut: Cut | None = None
        self._reasoning = ReasoningWriter(response, self._tell, self._add)

    def begin(self) -> list[Told]:
        """Tell that work begins."""
        self.response["status"] = "in_progress"
        created = self._tell(shapes.ResponseCreatedEvent, response=self.response)
        return [created, self._tell(shapes.ResponseInProgressEvent, response=self.response)]

    async def take(self, event: Event) -> list[Told]:
        """Take an event of the run."""
        if isinstance(event, ThoughtEvent):
            return [*self._end_message(), *self._reasoning.more(event.delta)]
        return [*self._reasoning.end(), *await self._taken(event)]

    async def _taken(self, event: Event) -> list[Told]:
        match event:
            case TextEvent():
                return self._text(event.delta)
            case CodeEvent():
                return [*self._end_message(), *self._begin_call(event)]
            case OutputEvent():
                return self._output(event)
            case FigureEvent(figure=made) | FileEvent(file=made):
                return await self._made_by_call(made)
            case ReviewEvent():
                item = item_of(event)
                return [*self._end_message(), self._add(item), self._done(item)]
            case FunctionCallEvent():
                return [*self._end_message(), *self._function(event)]
            case _:
                self._note(event)
        return []

    def end(self) -> list[Told]:
        """Tell that everything is done, or that a limit has ended it."""
        if self._cut:
            told = self._end_message("incomplete")
            reason = "content_filter" if self._cut == "content_filter" else "max_output_tokens"
            self.response.update(status="incomplete", incomplete_details={"reason": reason})
            return [*told, self._tell(shapes.ResponseIncompleteEvent, response=self.response)]
        told = self._end_message()
        self.response.update(status="completed", completed_at=now())
        return [*told, self._tell(shapes.ResponseCompletedEvent, response=self.response)]

    def fail(self, error: dict[str, Any]) -> list[Told]:
        """Tell that it cannot go on."""
        self.break_off()
        self.response.update(status="failed", error=error)
        return [self._tell(shapes.ResponseFailedEvent, response=self.response)]

    def _note(self, event: Event) -> None:
        match event:
            case NoteEvent():  # there is no place for it but this one
                self.response["metadata"] = {**self.response["metadata"], "note": event.text}
            case UsageEvent():
                self.response["usage"] = usage_of(event.usage)
            case DoneEvent():
                self._cut = event.limit

    def _text(self, delta: str) -> list[Told]:
        told = [] if self._message else self._begin_message()
        message = self._message or {}
        message["content"][0]["text"] += delta
        place = {"item_id": message["id"], "output_index": self._last, "content_index": 0}
        return [*told, self._tell(shapes.ResponseTextDeltaEvent, **place, delta=delta, logprobs=[])]

    def _begin_message(self) -> list[Told]:
        part: dict[str, Any] = {"type": "output_text", "text": "", "annotations": []}
        item: dict[str, Any] = {
            "id": part_id("msg_", self.response["id"]),
            "type": "message",
            "role": "assistant",
            "status": "in_progress",
            "content": [],
        }
        added = self._add(item)
        self._message = item
        item["content"] = [part]
        place = {"item_id": item["id"], "output_index": self._last, "content_index": 0}
        return [added, self._tell(shapes.ResponseContentPartAddedEvent, **place, part=dict(part))]

    def _end_message(self, status: str = "completed") -> list[Told]:
        message, self._message = self._message, None
        if message is None:
            return []
        part = message["content"][0]
        place = {"item_id": message["id"], "output_index": self._last, "content_index": 0}
        told = [
            self._tell(
                shapes.ResponseOutputTextAnnotationAddedEvent,
                **place,
                annotation_index=index,
                annotation=annotation,
            )
            for index, annotation in enumerate(self._cite(part))
        ]
        message["status"] = status
        return [
            *told,
            self._tell(shapes.ResponseTextDoneEvent, **place, text=part["text"], logprobs=[]),
            self._tell(shapes.ResponseContentPartDoneEvent, **place, part=part),
            self._done(message),
        ]

    def _cite(self, part: dict[str, Any]) -> list[dict[str, Any]]:
        """Cite what was made: wherever the text links it, else at the end."""
        text, made, self._made = part["text"], self._made, []
        for file, name in made:
            for start, end in places_of(text, name) or [(len(text), len(text))]:
                citation = AnnotationContainerFileCitation(
                    container_id=self._container,
                    file_id=file,
                    filename=name,
                    start_index=start,
                    end_index=end,
                    type="container_file_citation",
                )
                part["annotations"].append(citation.model_dump())
        return list(part["annotations"])

    def _begin_call(self, event: CodeEvent) -> list[Told]:
        item: dict[str, Any] = {
            "id": part_id("ci_", self.response["id"]),
            "type": "code_interpreter_call",
            "status": "in_progress",
            "code": "",
            "container_id": self._container,
            "outputs": [],
        }
        added = self._add(item)
        self._call, place = item, {"item_id": item["id"], "output_index": self._last}
        item["code"] = event.code
        return [
            added,
            self._tell(shapes.ResponseCodeInterpreterCallInProgressEvent, **place),
            self._tell(shapes.ResponseCodeInterpreterCallCodeDeltaEvent, **place, delta=event.code),
            self._tell(shapes.ResponseCodeInterpreterCallCodeDoneEvent, **place, code=event.code),
            self._tell(shapes.ResponseCodeInterpreterCallInterpretingEvent, **place),
        ]

    def _output(self, event: OutputEvent) -> list[Told]:
        if self._call is None:
            return []
        logs = logs_of(event)
        self._call["outputs"] = [{"type": "logs", "logs": logs}] if logs else []
        self._call["status"] = "completed" if event.status in ("ok", "error") else "failed"
        self._more = event.more
        return self._end_call()

    async def _made_by_call(self, made: Figure | Artifact) -> list[Told]:
        file, name, url = await self._keep(made)
        self._made.append((file, name))
        if self._call and isinstance(made, Figure):
            self._call["outputs"].append({"type": "image", "url": url})
        self._more -= 1
        return self._end_call()

    def _end_call(self) -> list[Told]:
        """End the call when the last of what it made has come."""
        if self._more > 0 or self._call is None:
            return []
        item, self._call = self._call, None
        place = {"item_id": item["id"], "output_index": self._last}
        return [self._tell(shapes.ResponseCodeInterpreterCallCompletedEvent, **place), self._done(item)]

    def _function(self, event: FunctionCallEvent) -> list[Told]:
        item = {
            "id": part_id("fc_", self.response["id"]),
            "type": "function_call",
            "status": "in_progress",
            "call_id": event.id,
            "name": event.name,
            "arguments": "",
        }
        added = self._add(item)
        place = {"item_id": item["id"], "output_index": self._last}
        item.update(arguments=event.arguments, status="completed")
        delta = self._tell(shapes.ResponseFunctionCallArgumentsDeltaEvent, **place, delta=event.arguments)
        done = self._tell(
            shapes.ResponseFunctionCallArgumentsDoneEvent,
            **place,
            arguments=event.arguments,
            name=event.name,
        )
        return [added, delta, done, self._done(item)]

    def break_off(self) -> None:
        """Leave what has begun as it is: incomplete."""
        self._reasoning.end("incomplete")
        for item in (self._message, self._call):
            if item:
                item["status"] = "incomplete"
        self._message = self._call = None

    @property
    def _last(self) -> int:
        return len(self.response["output"]) - 1

    def _add(self, item: dict[str, Any]) -> Told:
        self.response["output"].append(item)
        return self._tell(shapes.ResponseOutputItemAddedEvent, item=item, output_index=self._last)

    def _done(self, item: dict[str, Any]) -> Told:
        return self._tell(shapes.ResponseOutputItemDoneEvent, item=item, output_index=self._last)

    def _tell(self, shape: type[BaseModel], **fields: Any) -> Told:
        """Make an event of OpenAI's shape; `type` is what the shape says."""
        self._number += 1
        kind = get_args(shape.model_fields["type"].annotation)[0]
        made = shape.model_construct(type=kind, sequence_number=self._number)
        told = made.model_dump(mode="json") | fields
        if "response" in told:
            told["response"] = shown(told["response"], self._show)
        if "item" in told:
            told["item"] = _copied(told["item"], self._show)
        return {"type": kind, **told}


def shown(response: dict[str, Any], outputs: bool) -> dict[str, Any]:
    """A copy as the caller gets it: what cells put out only where it was asked for."""
    return {**response, "output": [_copied(item, outputs) for item in response["output"]]}


def _copied(item: dict[str, Any], outputs: bool) -> dict[str, Any]:
    copy = dict(shown_item(item, outputs))
    if "content" in copy:
        copy["content"] = [
            {**part, "annotations": list(part.get("annotations", []))} for part in copy["content"]
        ]
    return copy


def usage_of(usage: Usage) -> dict[str, Any]:
    """The tokens of a run."""
    counted = shapes.ResponseUsage(
        input_tokens=usage.prompt_tokens,
        input_tokens_details=InputTokensDetails(cached_tokens=0, cache_write_tokens=0),
        output_tokens=usage.completion_tokens,
        output_tokens_details=OutputTokensDetails(reasoning_tokens=0),
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
    )
    return counted.model_dump(mode="json")
