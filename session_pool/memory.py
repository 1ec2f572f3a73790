"""How much memory all processes of a session use together, measured from outside."""

import contextlib
import os
import re
from collections.abc import Iterator

_OWN = re.compile(rb"^(?:RssAnon|RssShmem):\s+(\d+)", re.MULTILINE)
_SHARE = re.compile(rb"^(?:Pss_Anon|Pss_Shmem):\s+(\d+)", re.MULTILINE)
_CHILDREN_AT_ONCE = 4096


def over(pids: list[int], limit: int) -> list[int]:
    """Return those whose process trees use more than `limit` bytes each.

    Resident pages are quick to read, but count what forks share once for each; only a tree that seems too
    large by them is measured by proportional shares, for which the kernel walks every page.
    """
    return [pid for pid in pids if _exceeds(list(_tree(pid)), limit)]


def pid_of(pidfd: int) -> int:
    """Return the process id behind a pidfd, or -1 once it has ended."""
    with open(f"/proc/self/fdinfo/{pidfd}") as info:
        return next(int(line.split()[1]) for line in info if line.startswith("Pid:"))


def _exceeds(tree: list[int], limit: int) -> bool:
    return _sum(tree, "status", _OWN) > limit and _sum(tree, "smaps_rollup", _SHARE) > limit


def _tree(pid: int) -> Iterator[int]:
    waiting = [pid]
    for _ in range(_CHILDREN_AT_ONCE):
        if not waiting:
            return
        yield (current := waiting.pop())
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{current}/task"):
                waiting += map(int, _read(f"/proc/{current}/task/{thread}/children").split())


def _sum(tree: list[int], name: str, pattern: re.Pattern[bytes]) -> int:
    return sum(int(found) for pid in tree for found in pattern.findall(_read(f"/proc/{pid}/{name}"))) * 1024


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:  # the process ended since it was listed
        return b""
