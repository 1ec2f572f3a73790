"""Images in a conversation: messages refer to bytes in the store, so that no state of a run holds bytes."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage

from agents.errors import BadFileError
from agents.protocols import Store

MOST_TOGETHER = 50 * 1024 * 1024
_FORM = re.compile(r"kept:([0-9a-f]{64}):(\d{1,18}):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a content is kept that came as base64; `head` stood before it: `data:image/png;base64,`."""

    digest: str
    size: int
    head: str

    def __str__(self) -> str:
        return f"kept:{self.digest}:{self.size}:{self.head}"

    @classmethod
    def read(cls, text: object) -> "Reference | None":
        """Read a text that may be a reference."""
        found = _FORM.fullmatch(text) if isinstance(text, str) else None
        return cls(found[1], int(found[2]), found[3]) if found else None

    async def sent(self, store: Store) -> str:
        """The text that was sent; raises MissingBytesError."""
        return self.head + base64.b64encode(await store.get(self.digest)).decode()


async def shown(messages: Sequence[BaseMessage], store: Store) -> list[BaseMessage]:
    """Put images in the place of their references, for a model. Raises BadFileError, MissingBytesError."""
    found = {str(reference): reference for message in messages for reference in _references(message)}
    if sum(reference.size for reference in found.values()) > MOST_TOGETHER:
        raise BadFileError(
            f"The images of a conversation may have {MOST_TOGETHER // 1024**2} MB together. Begin a new one."
        )
    urls = {text: await reference.sent(store) for text, reference in found.items()}
    return [_with(message, urls) if _references(message) else message for message in messages]


def _references(message: BaseMessage) -> list[Reference]:
    return [found for part in _parts(message) if (found := Reference.read(_url(part)))]


def _with(message: BaseMessage, urls: dict[str, str]) -> BaseMessage:
    parts = [
        {**part, "image_url": {**part["image_url"], "url": urls[_url(part)]}} if _url(part) in urls else part
        for part in _parts(message)
    ]
    return message.model_copy(update={"content": parts})


def _parts(message: BaseMessage) -> list[Any]:
    return message.content if isinstance(message.content, list) else []


def _url(part: Any) -> str:
    is_image = isinstance(part, dict) and part.get("type") == "image_url"  # in others, callers write anything
    shown = part.get("image_url") if is_image else None
    return str(shown.get("url")) if isinstance(shown, dict) else ""
