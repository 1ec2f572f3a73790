"""What came of a run, in the service's words."""

import base64
from typing import Any

from session_pool.outcome import Figure, Outcome


def result_of(outcome: Outcome) -> Any:
    """Return the JSON value of the last expression, or the last image."""
    if isinstance(outcome.value, Figure):
        return image_of(outcome.value)
    return outcome.value


def image_of(figure: Figure) -> dict[str, str]:
    """Return an image in the service's form."""
    return {"type": "image", "format": "png", "base64_data": _base64(figure)}


def figures_of(outcome: Outcome) -> list[dict[str, Any]]:
    """Return every figure of the run: the service itself keeps only the last."""
    return [
        {
            "format": "png",
            "base64_data": _base64(figure),
            "title": figure.title,
            "axes": figure.axes,
            "width": figure.width,
            "height": figure.height,
        }
        for figure in outcome.figures
    ]


def _base64(figure: Figure) -> str:
    return base64.b64encode(figure.image).decode()
