"""What handlers read from a request: the identifier, the api-version, the pool."""

import re
from datetime import UTC, datetime

from fastapi import Request

from session_pool.errors import RequestError
from session_pool.pool import Pool

# The characters of the 2025-10-02 description; the documentation's own set is a part of it.
_IDENTIFIER = re.compile(r"""[A-Za-z0-9_|}{\[\]\\:";'<>?/.,@#$%^&*()\-+=!~` ]{4,128}""")
_FIRST_FLAT_VERSION = "2024-10-02"


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


def speaks_flat(request: Request) -> bool:
    """Tell whether the caller's api-version is 2024-10-02 or later, whose answers have no `properties`."""
    return request.query_params.get("api-version", "") >= _FIRST_FLAT_VERSION


def service_time(seconds: float) -> str:
    """Return a time as the service writes it: UTC with seven decimals."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}0Z"
