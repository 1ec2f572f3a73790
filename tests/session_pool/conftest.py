"""Real pools with limits of their own, and a small HTTP caller."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fixtures_pool import RunningPool, running_pool

TOKEN = "token-of-the-tests"
LEGACY = "2024-02-02-preview"
NEWEST = "2025-10-02-preview"


class Caller:
    """Talks to one pool as one session; `code` is run in the oldest dialect."""

    def __init__(self, endpoint: str, identifier: str | None = None) -> None:
        self.endpoint = endpoint
        self.identifier = identifier or f"test-{uuid4()}"
        self.http = httpx.Client(headers={"authorization": f"Bearer {TOKEN}"}, timeout=60)

    def call(self, method: str, route: str, version: str = LEGACY, **options: Any) -> httpx.Response:
        """Send one request with this session's identifier."""
        query = {"api-version": version, "identifier": self.identifier} | options.pop("params", {})
        return self.http.request(method, f"{self.endpoint}/{route}", params=query, **options)

    def post(self, code: str, **fields: Any) -> httpx.Response:
        """Run code; return the whole response."""
        body = {"codeInputType": "inline", "executionType": "synchronous", "code": code} | fields
        return self.call("POST", "code/execute", json={"properties": body})

    def run(self, code: str, **fields: Any) -> dict[str, Any]:
        """Run code; return the service's fields."""
        response = self.post(code, **fields)
        assert response.status_code == 200, response.text
        return response.json()["properties"]

    def value(self, code: str) -> Any:
        """Run code that must succeed; return the last expression's value."""
        outcome = self.run(code)
        assert outcome["status"] == "Success", outcome["stderr"]
        return outcome["result"]

    def upload(self, name: str, content: bytes) -> httpx.Response:
        """Upload one file."""
        return self.call("POST", "files/upload", files={"file": (name, content)})

    def close(self) -> None:
        """End the session and the connection."""
        with closing(self.http), suppress(httpx.ConnectError):
            query = {"api-version": NEWEST, "identifier": self.identifier}
            self.http.delete(f"{self.endpoint}/session", params=query)


@pytest.fixture(scope="session")
def pool() -> Iterator[RunningPool]:
    """A pool with small limits, shared by all tests of this process."""
    sizes = {"memory_bytes": 512 << 20, "data_bytes": 32 << 20, "data_files": 500}
    with running_pool(TOKEN, run_seconds=20, **sizes) as running:
        yield running


@pytest.fixture
def start_pool() -> Iterator[Callable[..., Any]]:
    """Return a function that starts a pool with settings of its own; all end after the test."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(running_pool(TOKEN, **settings))


@pytest.fixture
def succeeds_outside() -> Callable[[str], bool]:
    """Run a harmless probe with no sandbox: the control that shows that it works."""

    def succeeds(code: str) -> bool:
        return subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30).returncode == 0

    return succeeds


@pytest.fixture
def calling(start_pool: Callable[..., Any]) -> Iterator[Callable[..., Caller]]:
    """Return callers of any pool, with sessions of their own, ended after the test."""
    callers: list[Caller] = []

    def make(endpoint: str, identifier: str | None = None) -> Caller:
        callers.append(Caller(endpoint, identifier))
        return callers[-1]

    yield make
    for caller in callers:
        caller.close()


@pytest.fixture
def new_caller(pool: RunningPool, calling: Callable[..., Caller]) -> Callable[..., Caller]:
    """Return callers of the shared pool."""
    return partial(calling, pool.endpoint)


@pytest.fixture
def session(new_caller: Callable[..., Caller]) -> Caller:
    """One caller with a fresh session."""
    return new_caller()
