"""A model server on loopback that speaks OpenAI's API and answers from a script.

`server.enqueue(text("…"), tool_call("execute_python_code", code="…"), error(429))`: each request takes the
next reply, and `server.requests` keeps what was asked. Point a client at `server.base_url` (OpenAI) or
`server.endpoint` (Azure OpenAI).
"""

import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from openai.pagination import SyncPage
from openai.types import Model
from openai.types.shared import ErrorObject
from pydantic import BaseModel
from scripted_chat import CREATED, chunks, completion
from scripted_replies import (
    Raw,
    Reply,
    ScriptedReply,
    Stall,
    as_reply,
    cut_off,
    error,
    filtered,
    malformed,
    stall,
    structured,
    text,
    tool_call,
    truncated,
    web_page,
)
from scripted_responses import events, response

__all__ = [
    "Recorded",
    "ScriptedModel",
    "cut_off",
    "error",
    "filtered",
    "malformed",
    "stall",
    "structured",
    "text",
    "tool_call",
    "truncated",
    "web_page",
]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request to the model. The names of `headers` are in lower case."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Mapping[str, Any]


class ScriptedModel:
    """The server. A context manager: it listens on a free port inside, and is gone after."""

    def __init__(self, models: Iterable[str] = ("gpt-5-mini",)) -> None:
        self.models = tuple(models)
        self.requests: list[Recorded] = []
        self.stopping = Event()
        self._replies: deque[ScriptedReply] = deque()
        self._lock = Lock()
        self._http = _Server(self)
        self._thread = Thread(target=self._http.serve_forever, args=(0.01,), name="scripted-model")

    @property
    def endpoint(self) -> str:
        """The address as an Azure OpenAI endpoint."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def base_url(self) -> str:
        """The address as an OpenAI base URL."""
        return f"{self.endpoint}/v1"

    @property
    def left(self) -> int:
        """How many replies nobody has asked for yet."""
        return len(self._replies)

    def enqueue(self, *replies: ScriptedReply) -> Self:
        """Add replies to the script."""
        self._replies.extend(replies)
        return self

    def take(self, request: Recorded) -> tuple[int, ScriptedReply]:
        """Record a request and give its number, from 1, and the next reply."""
        with self._lock:
            self.requests.append(request)
            number = len(self.requests)
            return number, self._replies.popleft() if self._replies else _nothing_left(number)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for the last answer

    def __init__(self, script: ScriptedModel) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass

    def do_GET(self) -> None:
        if not urlsplit(self.path).path.endswith("/models"):
            return self._send(404, error(404, f"No route {self.path}.").body)
        names = self.server.script.models
        listed = [Model(id=n, object="model", created=CREATED, owned_by="scripted") for n in names]
        return self._send(200, SyncPage[Model](data=listed, object="list").model_dump_json())

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        url = urlsplit(self.path)
        if not url.path.endswith(("/chat/completions", "/responses")):
            return self._send(404, error(404, f"No route {self.path}.").body)
        try:
            body = json.loads(content)
        except ValueError:
            return self._send(400, error(400, "The body is not JSON.").body)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Recorded(url.path, dict(parse_qsl(url.query)), headers, body)
        try:
            return self._answer(request, *self.server.script.take(request))
        except ConnectionError:
            return None  # the client left; nobody is there to be told

    def _answer(self, request: Recorded, number: int, reply: ScriptedReply) -> None:
        streamed = bool(request.body.get("stream"))
        if isinstance(reply, Stall):
            self.server.script.stopping.wait(reply.seconds)
            self.close_connection = True
        elif not isinstance(reply, Raw):
            self._say(request, number, as_reply(reply, request.body))
        elif streamed and reply.status == HTTPStatus.OK:
            self._stream([f"data: {reply.body}\n\n"])
        else:
            self._send(reply.status, reply.body, reply.headers)

    def _say(self, request: Recorded, number: int, reply: Reply) -> None:
        whole = not reply.cut_off
        if request.body.get("stream"):
            pieces = _streamed(request, number, reply)
            return self._stream(pieces if whole else pieces[: len(pieces) // 2], whole=whole)
        make = response if request.path.endswith("/responses") else completion
        return self._send(200, _json(make(reply, number, request.body)), whole=whole)

    def _send(
        self, status: int, body: str, headers: Mapping[str, str] | None = None, *, whole: bool = True
    ) -> None:
        content = body.encode()
        described = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        self._head(status, described | dict(headers or {}))
        self.wfile.write(content if whole else content[: len(content) // 2])

    def _stream(self, pieces: Iterable[str], *, whole: bool = True) -> None:
        self._head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        for piece in pieces:
            content = piece.encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        if whole:
            self.wfile.write(b"0\r\n\r\n")

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Connection": "close"} | dict(headers)).items():
            self.send_header(name, value)
        self.end_headers()


def _streamed(request: Recorded, number: int, reply: Reply) -> list[str]:
    if request.path.endswith("/responses"):
        return [f"event: {e.type}\ndata: {_json(e)}\n\n" for e in events(reply, number, request.body)]
    sent = (f"data: {_json(chunk)}\n\n" for chunk in chunks(reply, number, request.body))
    return [*sent, "data: [DONE]\n\n"]


def _json(shape: BaseModel) -> str:
    return shape.model_dump_json(by_alias=True, exclude_unset=True)


def _nothing_left(number: int) -> Raw:
    """Refuse a request that the script did not foresee, and keep the client from trying again."""
    said = f"The scripted model has no reply left for request {number}."
    detail = ErrorObject(message=said, type="server_error", code="script_exhausted", param=None)
    return Raw(500, json.dumps({"error": detail.model_dump()}), {"X-Should-Retry": "false"})
