"""The base of what callers send: the fields that matter here. Others are accepted and ignored."""

import json
from typing import Annotated, Any, Literal, TypeVar

import pydantic
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from server import faults
from server.errors import InvalidRequestError
from server.state.tables import Record

MetadataKey = Annotated[str, Field(max_length=64)]
MetadataValue = Annotated[str, Field(max_length=512)]
Temperature = Annotated[float, Field(ge=0, le=2)]
TopP = Annotated[float, Field(ge=0, le=1)]
Verbosity = Literal["low", "medium", "high"]
Metadata = Annotated[dict[MetadataKey, MetadataValue], Field(max_length=16)]
DEEPEST = 100
"""Levels of lists and objects in a body; an answer that repeats some 250 could not be written as JSON."""
Shape = TypeVar("Shape", bound=pydantic.BaseModel)


class Body(pydantic.BaseModel):
    """A JSON body, whose numbers and truths are no texts."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, protected_namespaces=())

    @model_validator(mode="before")
    @classmethod
    def _can_be_kept(cls, body: Any) -> Any:
        """Refuse half of a surrogate pair, which is JSON, but no text, and what is nested too deep."""
        if isinstance(body, bytes):
            raise ValueError("Send JSON, with 'Content-Type: application/json'")
        if is_deeper(body, DEEPEST):
            raise ValueError(f"The body is nested deeper than {DEEPEST} levels. Send it as a text")
        try:
            json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("it holds characters that are no text") from None
        return body


class UpdateMetadata(Body):
    """What can be changed of most objects."""

    metadata: Metadata | None = None

    def change(self, record: Record) -> None:
        """Put the new metadata, if any, in the place of the old."""
        if self.metadata is not None:
            record.body = {**record.body, "metadata": self.metadata}


def is_deeper(value: Any, levels: int) -> bool:
    """Tell whether lists and objects are nested in more levels than that."""
    here = [value]
    for _ in range(levels + 1):
        here = [inner for outer in here if isinstance(outer, dict | list) for inner in _within(outer)]
    return bool(here)


def object_in(text: str) -> dict[str, Any] | None:
    """Read a text that is to be an object in JSON, such as arguments; None where it is none."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) and not is_deeper(read, DEEPEST) else None


def _within(outer: dict[str, Any] | list[Any]) -> list[Any]:
    inner = outer.values() if isinstance(outer, dict) else outer
    return [value for value in inner if isinstance(value, dict | list)]


def where_null(usual: Any) -> BeforeValidator:
    """Read null as if the field was not sent."""
    return BeforeValidator(lambda sent: usual if sent is None else sent)


def shaped(shape: type[Shape], fields: dict[str, Any], param: str | None = None) -> dict[str, Any]:
    """Make an object of OpenAI's shape; raises InvalidRequestError where what a caller sent does not fit."""
    try:
        made = shape.model_validate(fields)
    except pydantic.ValidationError as error:
        place, said = faults.meant(error.errors(), fields)
        raise InvalidRequestError(f"Invalid value for '{place}': {said}.", param or place) from None
    return made.model_dump(mode="json", by_alias=True)
