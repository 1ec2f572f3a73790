"""The form of an answer: text, any JSON, or JSON of a schema."""

from collections.abc import Mapping, Sequence
from typing import Any

from openai.types import ResponseFormatJSONSchema
from openai.types.responses import ResponseFormatTextJSONSchemaConfig

from server.bodies import shaped
from server.errors import InvalidRequestError
from server.running.answering import DATA_ANALYST

Format = Mapping[str, Any]
"""As chat models are told it: OpenAI's `response_format`."""


def read_flat(sent: Any, param: str) -> Format | None:
    """Read `text.format` of a response; None is text. Raises InvalidRequestError."""
    if not _is_schema(sent):
        return read(sent, param)
    return _of(shaped(ResponseFormatTextJSONSchemaConfig, sent, param))


def read(sent: Any, param: str = "response_format") -> Format | None:
    """Read a `response_format`; None is text. Raises InvalidRequestError."""
    if _is_schema(sent):
        return _of(shaped(ResponseFormatJSONSchema, sent, param)["json_schema"])
    kind = sent.get("type") if isinstance(sent, dict) else sent
    if kind in (None, "auto", "text"):
        return None
    if kind == "json_object" and isinstance(sent, dict):
        return {"type": kind}
    raise InvalidRequestError("A format is of type 'text', 'json_object' or 'json_schema'.", param)


def check(form: Format | None, model: str, functions: Sequence[dict[str, Any]], param: str) -> None:
    """Refuse JSON where a model cannot be held to it; raises InvalidRequestError."""
    if form is None:
        return
    if model == DATA_ANALYST:
        raise InvalidRequestError(f"{DATA_ANALYST} answers in text only.", param)
    if not all(function["function"].get("strict") for function in functions):
        raise InvalidRequestError("Beside an answer in JSON, functions have to be 'strict'.", "tools")


def _is_schema(sent: Any) -> bool:
    return isinstance(sent, dict) and sent.get("type") == "json_schema"


def _of(given: dict[str, Any]) -> Format:
    fields = ("name", "description", "schema", "strict")
    return {"type": "json_schema", "json_schema": {f: given[f] for f in fields if given[f] is not None}}
