"""What a pool answers for a run, read as untrusted, becomes an `Execution`."""

import base64
import binascii
import json
from typing import Any, cast, get_args

from agents.protocols import Store
from agents.values import Execution, ExecutionStatus, Figure

OUTCOMES = get_args(ExecutionStatus)
MAX_TEXT = 4 * 1024 * 1024
MAX_FIGURES = 50
MAX_LABEL = 300
PNG = b"\x89PNG\r\n\x1a\n"


async def execution_of(reply: Any, store: Store) -> Execution:
    """Read the `properties` of an answer of `code/execute`; figures go into `store`."""
    fields = reply if isinstance(reply, dict) else {}
    result = fields.get("result")
    return Execution(
        status=_status(fields),
        stdout=_text(fields.get("stdout")),
        stderr=_text(fields.get("stderr")),
        value=_value(result),
        figures=await _figures(fields.get("figures"), result, store),
        milliseconds=_whole(fields.get("executionTimeInMilliseconds")),
    )


def has_succeeded(reply: Any) -> bool:
    """Whether the code of an answer ran to its end."""
    return isinstance(reply, dict) and _status(reply) == "ok"


def _status(fields: dict[str, Any]) -> ExecutionStatus:
    """The embedded pool says more exactly than the service what came of a run."""
    said = fields.get("outcome")
    if said in OUTCOMES:
        return cast("ExecutionStatus", said)
    return "ok" if str(fields.get("status")).lower() in ("success", "succeeded") else "error"


def _value(result: Any) -> str:
    """The last expression as text; an image is a figure and no value."""
    if result is None or isinstance(result, dict):
        return ""
    return _text(result) if isinstance(result, str) else _text(json.dumps(result))


async def _figures(listed: Any, result: Any, store: Store) -> tuple[Figure, ...]:
    """All figures where the pool lists them; else the one that the service gives as the result."""
    if not isinstance(listed, list):
        listed = [result]
    pictures = [picture for picture in listed if isinstance(picture, dict)]
    found = [await _figure(picture, store) for picture in pictures[:MAX_FIGURES]]
    return tuple(figure for figure in found if figure)


async def _figure(picture: dict[str, Any], store: Store) -> Figure | None:
    try:
        content = base64.b64decode(str(picture.get("base64_data", "")), validate=False)
    except binascii.Error:
        return None
    if not content.startswith(PNG):
        return None
    digest = await store.put(content)
    return Figure(
        id=f"figure-{digest[:8]}",
        title=_label(picture.get("title")),
        axes=_label(picture.get("axes")),
        width=int.from_bytes(content[16:20], "big"),
        height=int.from_bytes(content[20:24], "big"),
        digest=digest,
    )


def _label(text: Any) -> str:
    return " ".join(str(text or "").split())[:MAX_LABEL]


def _text(text: Any) -> str:
    return str(text)[:MAX_TEXT] if text is not None else ""


def _whole(number: Any) -> int:
    return max(0, int(number)) if isinstance(number, (int, float)) else 0


def numbered(execution: Execution, taken: int) -> Execution:
    """Name the figures `figure-1`, `figure-2`, … counted on from the `taken` ones of the thread."""
    figures = [
        figure.model_copy(update={"id": f"figure-{number}"})
        for number, figure in enumerate(execution.figures, taken + 1)
    ]
    return execution.model_copy(update={"figures": tuple(figures)})
