"""Turns the events of a run into the chunks of a chat completion, and these into a whole one."""

from typing import Any

from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from agents.events import DoneEvent, Event, FigureEvent, FileEvent, FunctionCallEvent, TextEvent, UsageEvent
from agents.limits import Cut
from agents.values import Artifact, Figure, Usage
from server.dialects.made import Keep
from server.ids import now

Chunk = dict[str, Any]


class ChatWriter:
    """Writes one chat completion; where tokens are `counted`, the stream tells of them last."""

    def __init__(self, id: str, model: str, keep: Keep, counted: bool) -> None:
        self._head = {"id": id, "created": now(), "model": model}
        self._keep = keep
        self._counts = counted
        self._links: list[str] = []
        self._text = ""
        self._calls: list[dict[str, Any]] = []
        self._usage = Usage()
        self._cut: Cut | None = None

    def begin(self) -> Chunk:
        """Say who speaks."""
        return self._chunk({"role": "assistant", "content": ""})

    async def take(self, event: Event) -> list[Chunk]:
        """Take an event of the run."""
        match event:
            case TextEvent():
                return [self._say(event.delta)]
            case FigureEvent():
                await self._link(event.figure)
            case FileEvent():
                await self._link(event.file)
            case FunctionCallEvent():
                return [self._call(event)]
            case UsageEvent():
                self._usage = event.usage
            case DoneEvent():
                self._cut = event.limit
        return []

    def end(self) -> list[Chunk]:
        """Link what was made, say why the answer ends, and what was used."""
        links = "\n".join(self._links)
        told = [self._say(f"\n\n{links}")] if links else []
        told.append(self._chunk({}, self._reason))
        return [*told, {**self._chunk({}), "choices": [], "usage": self._counted}] if self._counts else told

    def whole(self) -> dict[str, Any]:
        """Everything as one object."""
        message: dict[str, Any] = {
            "role": "assistant",
            "content": self._text or (None if self._calls else ""),
            "refusal": None,
        }
        if self._calls:
            message["tool_calls"] = [{k: v for k, v in call.items() if k != "index"} for call in self._calls]
        choice = {"index": 0, "message": message, "finish_reason": self._reason, "logprobs": None}
        fields = {
            **self._head,
            "object": "chat.completion",
            "choices": [choice],
            "usage": self._counted,
        }
        return ChatCompletion.model_validate(fields).model_dump(mode="json", exclude_unset=True)

    @property
    def _reason(self) -> str:
        if self._cut:
            return "content_filter" if self._cut == "content_filter" else "length"
        return "tool_calls" if self._calls else "stop"

    @property
    def _counted(self) -> dict[str, Any]:
        used = self._usage
        return CompletionUsage(
            prompt_tokens=used.prompt_tokens,
            completion_tokens=used.completion_tokens,
            total_tokens=used.prompt_tokens + used.completion_tokens,
        ).model_dump(exclude_none=True)

    def _say(self, delta: str) -> Chunk:
        self._text += delta
        return self._chunk({"content": delta})

    async def _link(self, made: Figure | Artifact) -> None:
        _, name, url = await self._keep(made)
        title = made.title if isinstance(made, Figure) and made.title else name
        self._links.append(f"![{title}]({url})" if isinstance(made, Figure) else f"[{name}]({url})")

    def _call(self, event: FunctionCallEvent) -> Chunk:
        call = {
            "index": len(self._calls),
            "id": event.id,
            "type": "function",
            "function": {"name": event.name, "arguments": event.arguments},
        }
        self._calls.append(call)
        return self._chunk({"tool_calls": [call]})

    def _chunk(self, delta: dict[str, Any], reason: str | None = None) -> Chunk:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
        fields = {**self._head, "object": "chat.completion.chunk", "choices": choices}
        made = ChatCompletionChunk.model_validate(fields | ({"usage": None} if self._counts else {}))
        return made.model_dump(mode="json", exclude_unset=True)
