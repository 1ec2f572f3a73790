"""What every request passes first: the token, the path's prefix, and the whole request's time."""

import hmac
import re
import time
from collections.abc import Iterator
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from session_pool.api.errors import error_response

_AZURE_PREFIX = re.compile(r"\A.*/sessionPools/[^/]+")
_IN_PATH = re.compile(r"/identifier/([^/]+)")
_ROUTE = re.compile(
    r"/(code/execute|executions(/[^/]+)?|files(/.*)?|session|listSessions|metadata|mcp)/?\Z", re.DOTALL
)


class Gate:
    """Lets a request through if it carries the token, with its path reduced to the route."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._bearer = f"Bearer {token}".encode()
        self._key = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not self._admits(dict(scope["headers"])):
            refusal = error_response(401, "Unauthorized", "The bearer token is missing or wrong.")
            await refusal(scope, receive, send)
            return
        started = time.perf_counter()
        routed = _routed(scope)

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].extend(_marks(routed["state"], started))
            await send(message)

        await self._app(routed, receive, send_marked)

    def _admits(self, headers: dict[bytes, bytes]) -> bool:
        bearer = headers.get(b"authorization", b"")
        return hmac.compare_digest(bearer, self._bearer) or hmac.compare_digest(
            headers.get(b"x-ms-apikey", b""), self._key
        )


def _routed(scope: Scope) -> Scope:
    path = _AZURE_PREFIX.sub("", scope["path"])
    route = _ROUTE.search(path)
    named = _IN_PATH.match(path)
    reduced = f"/{route[1]}" if route else path
    prefix = scope["path"].rstrip("/").removesuffix(reduced)
    state = {"identifier": named[1] if named else None, "prefix": prefix}
    return {**scope, "path": reduced, "raw_path": None, "state": state}


def _marks(state: dict[str, Any], started: float) -> Iterator[tuple[bytes, bytes]]:
    yield b"x-ms-total-execution-service-time", f"{(time.perf_counter() - started) * 1000:.4f}".encode()
    if guid := state.get("session_guid"):
        yield b"x-ms-session-guid", guid.encode()
