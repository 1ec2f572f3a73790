"""Real pools: processes of their own, which end when the pipe to them closes."""

import json
import secrets
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import pytest

from analyst.embedded_pool import Pool

START_SECONDS = 60.0
END_SECONDS = 20.0


@dataclass(frozen=True)
class RunningPool:
    """A pool that listens."""

    endpoint: str
    process: subprocess.Popen[bytes]


@contextmanager
def running_pool(token: str, complaints: IO[bytes] | None = None, **settings: Any) -> Iterator[RunningPool]:
    """Run `python -m session_pool`; what it says on stderr goes to `complaints`."""
    command = [sys.executable, "-I", "-m", "session_pool"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": complaints}
    with subprocess.Popen(command, **pipes) as process:
        try:
            process.stdin.write(json.dumps({"token": token, **settings}).encode() + b"\n")
            process.stdin.flush()
            assert select.select([process.stdout], [], [], START_SECONDS)[0], "the pool said nothing"
            answer = json.loads(process.stdout.readline())
            assert "endpoint" in answer, answer
            yield RunningPool(answer["endpoint"], process)
        finally:
            process.stdin.close()
            try:
                process.wait(END_SECONDS)
            finally:
                process.kill()


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """A pool for all tests of this process."""
    token = secrets.token_urlsafe(16)
    with running_pool(token) as running:
        yield Pool(running.endpoint, token)
