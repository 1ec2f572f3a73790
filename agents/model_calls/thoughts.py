"""What a model tells of its reasoning, whichever way its provider sends it."""

from typing import Any

from langchain_core.messages import AIMessageChunk


class Thoughts:
    """Reads the pieces of one answer. A new part begins a paragraph."""

    def __init__(self) -> None:
        self._part: Any = None

    def of(self, chunk: AIMessageChunk) -> str:
        """The text that a chunk adds, which may be none."""
        said = ""
        for block in chunk.content_blocks:
            if block["type"] == "reasoning" and (text := block.get("reasoning")):
                part = block.get("index")
                said += f"\n\n{text}" if self._part not in (None, part) else text
                self._part = part
        return said
