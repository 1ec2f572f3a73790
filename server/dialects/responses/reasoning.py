"""Writes what a model tells of its reasoning as an item of a response."""

from collections.abc import Callable
from typing import Any

from openai.types import responses as shapes

from server.ids import part_id

Told = dict[str, Any]


class ReasoningWriter:
    """Writes one item after the other; each has one part."""

    def __init__(
        self, response: dict[str, Any], tell: Callable[..., Told], add: Callable[[Told], Told]
    ) -> None:
        self._response = response
        self._tell = tell
        self._add = add
        self._item: dict[str, Any] | None = None

    def more(self, delta: str) -> list[Told]:
        """Take a piece of text."""
        told = [] if self._item else self._begin()
        part = (self._item or {})["summary"][0]
        part["text"] += delta
        return [*told, self._tell(shapes.ResponseReasoningSummaryTextDeltaEvent, **self._place, delta=delta)]

    def end(self, status: str = "completed") -> list[Told]:
        """Complete the item that is open."""
        if self._item is None:
            return []
        item, place = self._item, self._place
        item["status"], self._item = status, None
        part, index = dict(item["summary"][0]), place["output_index"]
        return [
            self._tell(shapes.ResponseReasoningSummaryTextDoneEvent, **place, text=part["text"]),
            self._tell(shapes.ResponseReasoningSummaryPartDoneEvent, **place, part=part),
            self._tell(shapes.ResponseOutputItemDoneEvent, item=item, output_index=index),
        ]

    def _begin(self) -> list[Told]:
        item: dict[str, Any] = {
            "id": part_id("rs_", self._response["id"]),
            "type": "reasoning",
            "summary": [],
        }
        added = self._add(item)
        self._item = item
        item["summary"] = [{"type": "summary_text", "text": ""}]
        part = {"type": "summary_text", "text": ""}
        return [added, self._tell(shapes.ResponseReasoningSummaryPartAddedEvent, **self._place, part=part)]

    @property
    def _place(self) -> dict[str, Any]:
        last = len(self._response["output"]) - 1
        return {"item_id": (self._item or {})["id"], "output_index": last, "summary_index": 0}
