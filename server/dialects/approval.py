"""Approval of each run of code: asked for with the tool, and what callers say when they are asked."""

import json
from collections.abc import Sequence
from typing import Any

import pydantic

from agents.events import ReviewEvent
from graphs.control import Decision
from server.errors import InvalidRequestError

CODE_TOOL = "code_interpreter"
FIELD = "require_approval"


def wanted(tools: Sequence[dict[str, Any]]) -> bool:
    """Tell whether the caller wants to approve of each run of code; raises InvalidRequestError."""
    asked = [tool.get(FIELD) or "never" for tool in tools if tool.get("type") == CODE_TOOL]
    if any(word not in ("always", "never") for word in asked):
        raise InvalidRequestError(f"'{FIELD}' is 'always' or 'never' here.", "tools")
    return "always" in asked


def arguments_of(event: ReviewEvent) -> str:
    """What a caller is asked about, as the arguments of a call."""
    return json.dumps({"title": event.title, "code": event.code}, ensure_ascii=False)


def decision_of(output: str) -> Decision:
    """Read what a caller says as the output of a call: `run`, or JSON. Raises InvalidRequestError."""
    said = output.strip()
    try:
        return Decision.model_validate_json(said if said.startswith("{") else json.dumps({"action": said}))
    except pydantic.ValidationError as error:
        fault = error.errors()[0]
        raise InvalidRequestError(
            'A decision is run, {"action": "edit", "code": …} or {"action": "reject", "reason": …}: '
            f"{fault['msg']}.",
            "tool_outputs",
        ) from None
