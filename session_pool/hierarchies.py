"""Where the pool may make control groups, and what version 1 and version 2 call the same limit.

Version 1 has a folder tree for each controller, version 2 one for all. Groups are made below the group that
the pool was started in, so that sessions never leave what the pool's own surroundings allow.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from session_pool.settings import MB, PoolSettings

CONTROLLERS = ("memory", "pids", "cpu")
NAME = "session-pool"
PROCESSES = "cgroup.procs"
_ENABLED = "cgroup.subtree_control"
_WHERE_THE_KERNEL_HAS_IT = ("memory.memsw.limit_in_bytes", "memory.swap.max", "memory.oom.group")
_PERIOD_US, _LEAST_QUOTA_US = 100_000, 1_000
# Page tables, pipes and inherited pages that a session changes count too; with room for them one process
# meets its own limit, an ordinary MemoryError, first.
_ROOM_BESIDE = 64 * MB

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The pool's own group in one folder tree, and what can be limited in groups below it."""

    folder: Path
    version: int
    controllers: tuple[str, ...]

    @property
    def events(self) -> Path:
        """The file that counts processes ended for memory, relative to a group."""
        return Path("memory.events" if self.version == 2 else "memory.oom_control")

    @property
    def door(self) -> str:
        """The file by which a process with one thread enters a group; that of version 1 takes no lock."""
        return PROCESSES if self.version == 2 else "tasks"

    def limits(self, settings: PoolSettings) -> Values:
        """Return the files of a session's group and what to write to them, in order."""
        memory = str(settings.memory_bytes + _ROOM_BESIDE)
        quota = max(_LEAST_QUOTA_US, round(settings.cpus * _PERIOD_US)) if settings.cpus else 0
        pids = (("pids.max", str(settings.processes)),)
        one: dict[str, Values] = {
            "memory": (("memory.limit_in_bytes", memory), ("memory.memsw.limit_in_bytes", memory)),
            "pids": pids,
            "cpu": (("cpu.cfs_quota_us", str(quota or -1)),),
        }
        two: dict[str, Values] = {
            "memory": (("memory.max", memory), ("memory.swap.max", "0"), ("memory.oom.group", "1")),
            "pids": pids,
            "cpu": (("cpu.max", f"{quota or 'max'} {_PERIOD_US}"),),
        }
        files = two if self.version == 2 else one
        return tuple(value for controller in self.controllers for value in files[controller])

    def weight(self) -> tuple[str, str]:
        """Return what lets all sessions together weigh as much as one busy process on each core."""
        cores = os.cpu_count() or 1
        if self.version == 2:
            return "cpu.weight", str(min(100 * cores, 10_000))
        return "cpu.shares", str(min(1024 * cores, 262_144))


def find(root: Path, memberships: str) -> list[Hierarchy]:
    """Return the groups below which the pool may make others; `memberships` is its `/proc/PID/cgroup`."""
    if (root / "cgroup.controllers").exists():
        return list(_find_two(root, memberships))
    return [hierarchy for name in CONTROLLERS for hierarchy in _find_one(root, name, memberships)]


def sweep(folder: Path) -> None:
    """Remove the groups of pools whose process has gone; one that still holds a process stays."""
    for parent in folder.glob(f"{NAME}-*"):
        pid = parent.name.removeprefix(f"{NAME}-").partition("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            remove_with_groups(parent)


def _find_two(root: Path, memberships: str) -> Iterator[Hierarchy]:
    own = _own(root, next(_paths(memberships, ""), "/"))
    offered = _read(own / "cgroup.controllers").split()
    controllers = tuple(name for name in CONTROLLERS if name in offered)
    if controllers and os.access(own, os.W_OK) and _may_enter(own):
        yield Hierarchy(own, 2, controllers)


def _find_one(root: Path, controller: str, memberships: str) -> Iterator[Hierarchy]:
    own = _own(root / controller, next(_paths(memberships, controller), "/"))
    if (own / PROCESSES).exists() and os.access(own, os.W_OK):
        yield Hierarchy(own, 1, (controller,))


def _may_enter(own: Path) -> bool:
    """Tell whether only this process and those that started it are there: others are not ours to move."""
    return not (own / "cgroup.events").exists() or set(processes(own)) <= set(_family())


def _family() -> Iterator[int]:
    pid = os.getpid()
    while pid > 0:
        yield pid
        stat = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
        pid = int(stat[1]) if stat else 0


def _paths(memberships: str, controller: str) -> Iterator[str]:
    for line in memberships.splitlines():
        _, names, path = line.split(":", 2)
        if controller in names.split(","):
            yield path


def _own(mount: Path, path: str) -> Path:
    """Return the pool's group; in a container the path may be the host's, and the mount the group itself."""
    own = mount / path.lstrip("/")
    return own if own.is_dir() else mount


def processes(folder: Path) -> list[int]:
    """Return the processes of a group, without those of groups below it."""
    return [int(pid) for pid in _read(folder / PROCESSES).split()]


def switch(folder: Path, sign: str, controllers: tuple[str, ...]) -> None:
    """Turn controllers on or off for the groups below this one, in version 2."""
    write(folder / _ENABLED, " ".join(f"{sign}{name}" for name in controllers))


def limit(file: Path, value: str) -> None:
    """Set a limit; those on swap and on ending all together are not on every kernel."""
    if file.name not in _WHERE_THE_KERNEL_HAS_IT or file.exists():
        write(file, value)


def write(file: Path, text: str) -> None:
    """Write a value; the kernel's refusal is an `OSError`, at the latest when the file is closed."""
    with open(file, "w") as handle:
        handle.write(text)


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""


def remove_with_groups(parent: Path) -> bool:
    """Remove a group and those below it, as far as they are empty; return whether it has gone."""
    with contextlib.suppress(FileNotFoundError):
        for group in filter(Path.is_dir, list(parent.iterdir())):
            remove(group)
    return remove(parent)


def remove(folder: Path) -> bool:
    """Remove an empty group; return whether it has gone."""
    with contextlib.suppress(FileNotFoundError):
        try:
            folder.rmdir()
        except OSError:
            return False
    return True
