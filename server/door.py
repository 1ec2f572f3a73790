"""What every request passes before its body is read: the host that it names, its key, its size."""

import re
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import errors
from server.errors import InvalidRequestError, ServerError, TooLargeError
from server.identity import admit
from server.parts import MB, Parts

LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)
UPLOAD = re.compile(r"(containers/[^/]+/)?files/?")
"""The routes that take files, below a base."""


class Door:
    """Lets a request in, or answers it: whoever has no key cannot make the server read a body."""

    def __init__(self, app: ASGIApp, parts: Parts, bases: Sequence[str]) -> None:
        self._app = app
        self._parts = parts
        self._below = tuple(f"{base}/" for base in bases)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a bound on its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        most = self._most_bytes(request)
        try:
            await self._check(request, most)
        except ServerError as error:
            refusal = await errors.answer(request, error)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, bounded(receive, most), send)

    def _most_bytes(self, request: Request) -> int:
        """How large the body may be, with what a form adds to a file. No other body is read in pieces."""
        limits, path = self._parts.limits, request.scope["path"]
        matches = (UPLOAD.fullmatch(path, len(base)) for base in self._below if path.startswith(base))
        upload = next(filter(None, matches), None)
        is_form = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
        if upload is None or request.method != "POST" or not is_form:
            return limits.body_bytes
        return (limits.container_file_bytes if upload[1] else limits.file_bytes) + MB

    async def _check(self, request: Request, most: int) -> None:
        if self._parts.on_loopback:
            check_host(request.headers.get("host", ""))
        if request.url.path.startswith(self._below):
            await admit(request)
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            raise TooLargeError(too_large(most))


def check_host(host: str) -> None:
    """Refuse a name that is not this machine's: a web page could make it mean 127.0.0.1."""
    if not LOOPBACK.fullmatch(host):
        raise InvalidRequestError(
            "This server answers on its own machine only, and the request names another host. "
            "Use localhost or 127.0.0.1, or start the server with another --host and keys."
        )


def bounded(receive: Receive, most: int) -> Receive:
    """Receive no more than so many bytes; the error is one that FastAPI passes on while it reads a body."""
    left = most

    async def receive_bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, too_large(most))
        return message

    return receive_bounded


def too_large(most: int) -> str:
    """What a caller is told whose body has more bytes."""
    return f"The body is larger than the {most // MB} MB that are allowed here. Send less at a time."
