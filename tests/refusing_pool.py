"""A pool on loopback that answers every call with the statuses it is told, one after the other."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


class RefusingPool:
    """Answers from `statuses`; the last one stays.

    A status of 0 gives no answer until the pool is closed, -1 breaks the connection, and -2 begins an answer
    that never ends.
    """

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.calls: list[str] = []
        self.closed = Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.endpoint = f"http://127.0.0.1:{self._http.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pool = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
                pass

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def do_GET(self) -> None:
                pool.calls.append(f"{self.command} {self.path.split('?')[0]}")
                status = pool.statuses.pop(0) if len(pool.statuses) > 1 else pool.statuses[0]
                if status == -2:
                    self.send_response(200)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                if status <= 0:
                    pool.closed.wait(0 if status == -1 else 30)
                    return
                value = [{"properties": {"filename": "a.csv", "size": 1}}] if "upload" in self.path else []
                body = json.dumps(
                    {"value": value, "properties": {"status": "Success", "result": 42}}
                ).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler

    def serve(self) -> Thread:
        """Start answering."""
        thread = Thread(target=self._http.serve_forever, args=(0.01,))
        thread.start()
        return thread

    def close(self) -> None:
        """Stop answering."""
        self.closed.set()
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def refusing_pool(*statuses: int) -> Iterator[RefusingPool]:
    """Run such a pool."""
    pool = RefusingPool(*statuses)
    thread = pool.serve()
    try:
        yield pool
    finally:
        pool.close()
        thread.join()
