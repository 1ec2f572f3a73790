"""What handlers read from a request: the identifier, the api-version, the pool."""

import re
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel
from starlette.requests import Request

from session_pool.errors import RequestError, TooLargeError
from session_pool.pool import Pool

# The characters of the 2025-10-02 description; the documentation's own set is a part of it.
_IDENTIFIER = re.compile(r"""[A-Za-z0-9_|}{\[\]\\:";'<>?/.,@#$%^&*()\-+=!~` ]{4,128}""")
_FIRST_FLAT_VERSION = "2024-10-02"
_LARGEST_BODY = 16 * 1024 * 1024

Body = TypeVar("Body", bound=BaseModel)


def pool_of(request: Request) -> Pool:
    """Return the pool that the app serves."""
    pool: Pool = request.app.state.pool
    return pool


def identifier_of(request: Request) -> str:
    """Return the session's identifier. Raises `RequestError` unless it has 4 to 128 allowed characters."""
    identifier = request.query_params.get("identifier") or request.state.identifier
    if identifier is None:
        raise RequestError("The query parameter 'identifier' is required.")
    if not _IDENTIFIER.fullmatch(identifier):
        raise RequestError("The identifier must have 4 to 128 letters, digits or allowed punctuation.")
    return str(identifier)


async def read_body(request: Request, model: type[Body]) -> Body:
    """Read a JSON body of bounded size. Raises `TooLargeError`, or pydantic's `ValidationError`."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise TooLargeError(f"The body is larger than {_LARGEST_BODY} bytes.")
    return model.model_validate_json(bytes(body))


def speaks_flat(request: Request) -> bool:
    """Tell whether the caller's api-version is 2024-10-02 or later, whose answers have no `properties`."""
    return version_of(request) >= _FIRST_FLAT_VERSION


def version_of(request: Request) -> str:
    """Return the api-version, or "" where the caller names none; versions sort by date."""
    return request.query_params.get("api-version", "")


def service_time(seconds: float) -> str:
    """Return a time as the service writes it: UTC with seven decimals."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}0Z"
