"""The embedded pool behind a proxy that takes away what Azure's service does not give.

Gone are the list of figures, the files of subfolders in a listing, and, on demand, their download.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class ServiceLikePool:
    """Hands requests on to `behind` and counts them."""

    def __init__(self, behind: str, subfolders: bool, figures: bool) -> None:
        self.calls: list[str] = []
        self._behind = behind
        self._subfolders = subfolders
        self._figures = figures
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.endpoint = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pool = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
                pass

            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                pool.calls.append(f"{self.command} {path}")
                length = int(self.headers.get("Content-Length", 0))
                status, body = pool.forward(self.command, self.path, self.headers, self.rfile.read(length))
                if not pool._subfolders and path.startswith("/files/content/") and path.count("/") > 3:
                    status, body = 404, b"{}"
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.do_GET()

            def do_DELETE(self) -> None:
                self.do_GET()

        return Handler

    def forward(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, bytes]:
        """Ask the embedded pool; returns status and body as the service would give them."""
        kept = {name: headers[name] for name in ("Authorization", "Content-Type") if headers[name]}
        request = urllib.request.Request(self._behind.rstrip("/") + path, body or None, kept, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, self._reduced(answer.read(), path)
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def _reduced(self, body: bytes, path: str) -> bytes:
        """Leave in an answer what the service gives."""
        if path.startswith("/code/execute") and not self._figures:
            answer = json.loads(body)
            for extra in ("figures", "outcome"):
                answer["properties"].pop(extra, None)
            return json.dumps(answer).encode()
        if path.startswith("/files?"):
            answer = json.loads(body)
            listed = answer["value"]
            answer["value"] = [file for file in listed if "/" not in file["properties"]["filename"]]
            return json.dumps(answer).encode()
        return body

    def close(self) -> None:
        """Stop answering."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@contextmanager
def service_like_pool(
    behind: str, subfolders: bool = True, figures: bool = False
) -> Iterator[ServiceLikePool]:
    """Run such a proxy; with `subfolders` and `figures` it takes away less."""
    pool = ServiceLikePool(behind, subfolders, figures)
    try:
        yield pool
    finally:
        pool.close()
