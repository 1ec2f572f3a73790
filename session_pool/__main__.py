"""`python -m session_pool`: the pool as a child process, its settings on stdin, its endpoint on stdout."""

import contextlib
import json
import os
import sys
from typing import Any

from pydantic import ValidationError

from session_pool.errors import NEEDS_LINUX, StartError
from session_pool.settings import PoolSettings


def main() -> int:
    """Serve until stdin ends or a signal arrives; return the exit status."""
    try:
        settings = PoolSettings.model_validate_json(sys.stdin.buffer.readline())
    except ValidationError as fault:
        wrong = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in fault.errors())
        return _fail(
            f"The settings are not valid: {wrong}.",
            "Send one JSON object on one line; docs/session_pool.md lists them.",
        )
    if sys.platform != "linux":
        return _fail(*NEEDS_LINUX)
    try:
        _serve(settings)
    except StartError as fault:
        return _fail(fault.what, fault.fix)
    return 0


def _serve(settings: PoolSettings) -> None:
    from session_pool.serve import serve  # the rest of the package needs Linux to be imported

    def say(endpoint: str, limits_by: dict[str, str]) -> None:
        _say(endpoint=endpoint, limitsBy=limits_by)

    serve(settings, say, while_open=sys.stdin.fileno())


def _say(**words: Any) -> None:
    with contextlib.suppress(BrokenPipeError):  # who started the pool has gone, and stdin says so as well
        os.write(sys.stdout.fileno(), json.dumps(words).encode() + b"\n")


def _fail(what: str, fix: str) -> int:
    _say(error=what, fix=fix)
    return 1


if __name__ == "__main__":
    sys.exit(main())
