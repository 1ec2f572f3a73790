"""Every error as OpenAI answers it. Routes raise; the table says which status, type and code that is."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from openai.types.shared import ErrorObject
from starlette.exceptions import HTTPException

from agents.errors import (
    AnalystError,
    BadFileError,
    MissingBytesError,
    ModelBusyError,
    ModelFailedError,
    ModelRefusedError,
    NoRowsError,
    PoolFailedError,
    PoolFullError,
    PoolRefusedError,
    PoolUnreachableError,
    UsageError,
)
from server import faults

log = logging.getLogger(__name__)


class ServerError(Exception):
    """Any error that a caller of the API should read."""

    param: str | None = None
    retry_after: int | None = None


class InvalidRequestError(ServerError, ValueError):
    """A request that cannot be carried out as it is."""

    def __init__(self, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.param = param


class PreviousMissingError(InvalidRequestError):
    """A response to go on from that is not there, or belongs to somebody else."""

    def __init__(self, id: str) -> None:
        super().__init__(f"Previous response with id '{id}' not found.", "previous_response_id")


class UnverifiedItemError(InvalidRequestError):
    """An item whose content is not of this server, or is somebody else's."""


class UnauthorizedError(ServerError, PermissionError):
    """No key, or one that is not valid."""


class ClientLeftError(ServerError):
    """Nobody waits for the answer any more."""


class MissingError(ServerError, LookupError):
    """Something that is not there, or belongs to somebody else; `param` is the field that names it."""

    def __init__(self, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.param = param


class UnknownModelError(MissingError):
    """A model that nobody serves."""


class ContainerExpiredError(MissingError):
    """A container that was idle for too long."""


class ConflictError(ServerError, RuntimeError):
    """Something that cannot be done now, because something else is going on."""


class ConversationLockedError(ConflictError):
    """A conversation in which another response is going on."""


class TooLargeError(ServerError, ValueError):
    """A body or a file beyond the limit."""


class RateLimitError(ServerError, RuntimeError):
    """Too many requests, or too many at a time."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StoppedError(ServerError, RuntimeError):
    """The server stops and takes no new work."""

    retry_after = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """Status, type and code of an error."""

    status: int
    type: str = "invalid_request_error"
    code: str | None = None


UNKNOWN = Kind(500, "server_error", "server_error")
# The class of an error, or the nearest one above it.
KINDS: Mapping[type[BaseException], Kind] = {
    InvalidRequestError: Kind(400),
    PreviousMissingError: Kind(400, code="previous_response_not_found"),
    UnverifiedItemError: Kind(400, code="invalid_encrypted_content"),
    UnauthorizedError: Kind(401, code="invalid_api_key"),
    MissingError: Kind(404),
    UnknownModelError: Kind(404, code="model_not_found"),
    ClientLeftError: Kind(499),
    ContainerExpiredError: Kind(404, code="container_expired"),
    ConflictError: Kind(400),
    ConversationLockedError: Kind(400, code="conversation_locked"),
    TooLargeError: Kind(413, code="request_too_large"),
    RateLimitError: Kind(429, "rate_limit_error", "rate_limit_exceeded"),
    StoppedError: Kind(503, "server_error", "server_stopping"),
    UsageError: Kind(400),
    BadFileError: Kind(400, code="invalid_file"),
    MissingBytesError: Kind(404, code="content_missing"),
    NoRowsError: Kind(400, code="no_rows"),
    ModelBusyError: Kind(429, "rate_limit_error", "rate_limit_exceeded"),
    ModelRefusedError: Kind(400),
    ModelFailedError: Kind(502, "server_error", "model_error"),
    PoolUnreachableError: Kind(503, "server_error", "session_pool_unreachable"),
    PoolRefusedError: Kind(502, "server_error", "session_pool_refused"),
    PoolFullError: Kind(429, "rate_limit_error", "sessions_exhausted"),
    PoolFailedError: Kind(502, "server_error", "session_pool_error"),
    AnalystError: Kind(500, "server_error", "server_error"),
}
SERVED = "models, files, containers, responses, conversations, assistants, threads, chat/completions"
STATUSES = {404: "not_found", 405: "method_not_allowed", 413: "request_too_large"}


def kind_of(error: BaseException) -> Kind:
    """Look an error up."""
    return next((KINDS[kind] for kind in type(error).__mro__ if kind in KINDS), UNKNOWN)


def described(error: BaseException) -> ErrorObject:
    """What a caller may read of an error: ours as they are. Others are our own faults, and logged."""
    kind = kind_of(error)
    known = isinstance(error, ServerError | AnalystError)
    if not known:
        log.error("unexpected error", exc_info=error)
    message = str(error) if known else "The server failed. Try again; its log has the details."
    param, code = getattr(error, "param", None), getattr(error, "code", None) if known else None
    return ErrorObject(message=message, type=kind.type, param=param, code=code or kind.code)


def code_of_answer(error: BaseException) -> str:
    """The code of an error in a response or run that has failed, which knows fewer than requests do."""
    status = kind_of(error).status
    if status >= 500:
        return "server_error"
    return "rate_limit_exceeded" if status == 429 else "invalid_prompt"


def install(app: FastAPI) -> None:
    """Answer every error in OpenAI's shape."""
    for known in (ServerError, AnalystError, Exception):
        app.add_exception_handler(known, answer)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def answer(_: Request, error: Exception) -> JSONResponse:
    """Make the answer that the table says."""
    kind, headers = kind_of(error), dict[str, str]()
    if isinstance(error, ServerError | ModelBusyError | PoolFullError) and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, ModelFailedError) and not isinstance(error, ModelBusyError):
        headers["X-Should-Retry"] = "false"  # the model's own client has tried again already
    if kind is UNKNOWN:
        headers["Connection"] = "close"  # as is done with the connection where a request has broken
    return _response(kind.status, described(error), headers)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    """Name the field that does not fit."""
    place, said = "", "The request is not valid"
    if isinstance(error, RequestValidationError):
        place, said = _fault(error)
    message = f"Invalid value for '{place}': {said}." if place else f"{said}."
    return _response(
        400, ErrorObject(message=message, type="invalid_request_error", param=place or None, code=None)
    )


def _fault(error: RequestValidationError) -> tuple[str, str]:
    found: list[Any] = [{**fault, "loc": fault["loc"][1:]} for fault in error.errors()]
    if found[0]["type"] == "json_invalid":  # its place is a number of characters
        return "", "The body is not JSON"
    if found[0]["type"] == "missing" and not found[0]["loc"]:
        return "", "Send a body in JSON"
    if error.errors()[0]["loc"][0] == "body" and isinstance(error.body, dict | list):
        return faults.meant(found, error.body)
    return ".".join(map(str, found[0]["loc"])), found[0]["msg"].removeprefix("Value error, ")


async def _http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    asked = f"{request.method} {request.url.path}"
    said = error.detail if isinstance(error, HTTPException) else ""
    message = said if status == 413 else f"{said}: {asked}"
    if status == 404:
        message = f"{asked} is not served here. Below /v1, or /openai for Azure's clients, are: {SERVED}."
    code = STATUSES.get(status)
    headers = dict(getattr(error, "headers", None) or {})
    shown = ErrorObject(message=message, type="invalid_request_error", param=None, code=code)
    return _response(status, shown, headers)


def _response(status: int, error: ErrorObject, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": error.model_dump(exclude_unset=True)}, status, headers)
