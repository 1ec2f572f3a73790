"""Errors as the service words them: one table from exception to status and code."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from session_pool import errors

STATUS: dict[type[Exception], tuple[int, str]] = {
    errors.UnauthorizedError: (401, "Unauthorized"),
    errors.RequestError: (400, "InvalidRequest"),
    errors.TooLargeError: (413, "FileTooLarge"),
    errors.NoSuchFileError: (404, "FileNotFound"),
    errors.NoSuchExecutionError: (404, "ExecutionNotFound"),
    errors.NoSuchSessionError: (404, "SessionNotFound"),
    errors.PoolFullError: (404, "SessionsExhausted"),
    errors.SessionEndedError: (409, "SessionEnded"),
    errors.ForbiddenError: (403, "AccessDenied"),
    errors.NoSpaceError: (507, "InsufficientStorage"),
    errors.StartError: (503, "PoolUnavailable"),
    errors.SessionStartError: (503, "SessionStartFailed"),
}
_CLIENT_LEFT = 499  # nobody reads it; a status of its own keeps it out of the faults
_CODES = {404: "NotFound", 405: "MethodNotAllowed"}


def error_response(status: int, code: str, message: str) -> JSONResponse:
    """Return the service's error body and header."""
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status, headers={"x-ms-error-code": code})


async def _answer(_: Request, error: Exception) -> JSONResponse:
    status, code = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    message = error.args[-1] if error.args else str(error)
    return error_response(status, code, str(message))


async def _answer_invalid(_: Request, error: Exception) -> JSONResponse:
    problems = error.errors() if isinstance(error, ValidationError) else []
    words = "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['msg']}" for problem in problems
    )
    return error_response(400, "InvalidRequest", words)


async def _answer_fault(_: Request, error: Exception) -> JSONResponse:
    return error_response(500, "InternalError", "The pool failed; its log says why.")


async def _answer_nobody(_: Request, error: Exception) -> Response:
    return Response(status_code=_CLIENT_LEFT)


async def _answer_http(_: Request, error: Exception) -> JSONResponse:
    status, words = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    return error_response(status, _CODES.get(status, "Error"), words)


HANDLERS: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    **dict.fromkeys(STATUS, _answer),
    HTTPException: _answer_http,
    ClientDisconnect: _answer_nobody,
    ValidationError: _answer_invalid,
    Exception: _answer_fault,
}
"""Answers each error of the table, and each unknown route, in the service's form."""
