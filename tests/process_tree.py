"""The processes below one, as /proc shows them; a zombie counts as gone."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

WAIT_SECONDS = 10


def children(pid: int) -> list[int]:
    """Whom it started, in any of its threads."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # it may end meanwhile
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, path.read_text().split())
    return found


def descendants(pid: int) -> Iterator[int]:
    """All processes below one."""
    for child in children(pid):
        yield child
        yield from descendants(child)


def left_of(family: set[int]) -> set[int]:
    """Which of them are left after ten seconds at most."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (left := set(filter(_runs, family))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
