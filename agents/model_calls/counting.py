"""How many tokens a request will have, told without the model's own vocabulary, which would be a download."""

import json
from collections.abc import Sequence
from math import ceil
from typing import Any

from langchain_core.messages import BaseMessage, convert_to_openai_messages

from agents.model_calls.tool_calls import Offer

BYTES_PER_TOKEN = 4
"""Of UTF-8: about right for English, and for Japanese too, whose characters have three bytes."""
PER_MESSAGE = 3
PER_IMAGE = 85
"""What OpenAI counts for an image in low detail."""


def estimate(messages: Sequence[BaseMessage], offer: Offer) -> int:
    """Estimate the tokens of a conversation, the instructions, the tools and the form of the answer."""
    told = [_of_message(message) for message in convert_to_openai_messages([*offer.system, *messages])]
    return sum(told) + sum(_of_text(_json(part)) for part in (*offer.tools, offer.form) if part)


def _of_message(message: dict[str, Any]) -> int:
    content = message["content"]
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
    text = "".join(block["text"] for block in blocks if block["type"] == "text")
    images = len([block for block in blocks if block["type"] != "text"])
    calls = _json(message["tool_calls"]) if message.get("tool_calls") else ""
    return PER_MESSAGE + PER_IMAGE * images + _of_text(text + calls)


def _json(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False)


def _of_text(text: str) -> int:
    return ceil(len(text.encode()) / BYTES_PER_TOKEN)
