"""The base of what callers send: the fields that matter here. Others are accepted and ignored."""

import json
from typing import Annotated, Any, Literal, TypeVar

import pydantic
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from server import faults
from server.errors import InvalidRequestError

MetadataKey = Annotated[str, Field(max_length=64)]
MetadataValue = Annotated[str, Field(max_length=512)]
Verbosity = Literal["low", "medium", "high"]
Metadata = Annotated[dict[MetadataKey, MetadataValue], Field(max_length=16)]
Shape = TypeVar("Shape", bound=pydantic.BaseModel)


class Body(pydantic.BaseModel):
    """A JSON body."""

    model_config = ConfigDict(extra="ignore", frozen=True, protected_namespaces=())

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, body: Any) -> Any:
        """Refuse half of a surrogate pair: it is JSON, but no text that could be kept or sent on."""
        if isinstance(body, bytes):
            raise ValueError("send JSON, with 'Content-Type: application/json'")
        try:
            json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("it holds characters that are no text") from None
        return body


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
