"""Control groups: the kernel itself holds each session to its limits, where the pool may write them.

The pool has one parent group in each hierarchy, each session a group below it. What can't be held here is
left to the limits of each process and to the supervisor.
"""

import contextlib
import itertools
import logging
import os
import secrets
import time
from collections import deque
from pathlib import Path

from session_pool.hierarchies import (
    NAME,
    PROCESSES,
    Hierarchy,
    find,
    limit,
    processes,
    remove,
    remove_with_groups,
    sweep,
    switch,
    write,
)
from session_pool.settings import PoolSettings

_ATTEMPTS, _PAUSE = 100, 0.05
_ENDED_FOR_MEMORY = b"oom_kill "
_log = logging.getLogger(__name__)


class Group:
    """One session's group: a folder in each hierarchy."""

    def __init__(self, folders: list[Path], events: Path | None, ending: "deque[Group]") -> None:
        self._folders = folders
        self.doors: list[int] = []
        self._ending = ending
        self._events = os.open(events, os.O_RDONLY) if events else -1

    @property
    def holds_memory(self) -> bool:
        """Whether the kernel limits the memory of the whole session."""
        return self._events >= 0

    def unlock(self, doors: list[Path]) -> None:
        """Open the files by which a process enters, so that it can do so from inside the sandbox."""
        for door in doors:
            self.doors.append(os.open(door, os.O_WRONLY))

    def shut(self) -> None:
        """Close these files here; the session has closed its own before it runs anything."""
        while self.doors:
            os.close(self.doors.pop())

    def holds(self, pid: int) -> bool:
        """Tell whether a process has entered, and with it all that it starts from now on."""
        return all(pid in processes(folder) for folder in self._folders)

    def ran_out(self) -> bool:
        """Tell whether the kernel has ended a process of the session for its memory."""
        if self._events < 0:
            return False
        try:
            lines = os.pread(self._events, 4096, 0).splitlines()
        except OSError:  # the pool ends, and has removed the group
            return False
        return any(line.startswith(_ENDED_FOR_MEMORY) and line.split()[1] != b"0" for line in lines)

    def release(self) -> None:
        """Let the group go as soon as its last process has ended."""
        self.shut()
        if self._events >= 0:
            os.close(self._events)
            self._events = -1
        self._ending.append(self)

    def remove(self) -> bool:
        """Return whether the group has gone; it stays while a process is in it."""
        gone = [remove(folder) for folder in self._folders]
        return all(gone)


class Groups:
    """The groups of one pool. Every method may block: call them in a thread."""

    def __init__(self, settings: PoolSettings, own: list[Hierarchy]) -> None:
        self._settings = settings
        self._name = f"{NAME}-{os.getpid()}-{secrets.token_hex(4)}"
        self._numbers = itertools.count(1)  # threads share it: next() can't give one twice
        self._ending: deque[Group] = deque()
        self._entered: dict[Hierarchy, list[int]] = {}
        self._usable = [hierarchy for hierarchy in own if self._prepare(hierarchy)]

    @classmethod
    def open(cls, settings: PoolSettings) -> "Groups":
        """Find where groups can be made, take away what dead pools left there, and make the parent."""
        own = find(settings.cgroup_root, Path("/proc/self/cgroup").read_text())
        for hierarchy in own:
            sweep(hierarchy.folder)
        return cls(settings, own)

    @property
    def controllers(self) -> tuple[str, ...]:
        """What the kernel limits for whole sessions: of memory, pids and cpu."""
        return tuple(name for hierarchy in self._usable for name in hierarchy.controllers)

    def make(self) -> Group | None:
        """Return a new group with its limits, or None where there can be none."""
        if not self._usable:
            return None
        try:
            return self._make()
        except OSError as fault:
            _log.warning("a session runs without a control group: %s", fault)
            return None

    def tidy(self) -> None:
        """Remove the groups of sessions that have ended, as far as they are empty by now."""
        for _ in range(len(self._ending)):
            group = self._ending.popleft()
            if not group.remove():
                self._ending.append(group)

    def close(self) -> None:
        """Remove everything, when all sessions have been ended; waits a few seconds for the last process."""
        usable, self._usable = self._usable, []
        for _ in range(_ATTEMPTS):
            gone = [remove_with_groups(hierarchy.folder / self._name) for hierarchy in usable]
            if all(gone):
                break
            time.sleep(_PAUSE)
        for hierarchy in usable:
            self._leave(hierarchy)

    def _make(self) -> Group:
        number = str(next(self._numbers))
        made = {hierarchy: hierarchy.folder / self._name / number for hierarchy in self._usable}
        group = None
        try:
            for hierarchy, folder in made.items():
                self._make_limited(hierarchy, folder)
            events = [folder / hier.events for hier, folder in made.items() if "memory" in hier.controllers]
            group = Group(list(made.values()), next(iter(events), None), self._ending)
            group.unlock([folder / hierarchy.door for hierarchy, folder in made.items()])
            return group
        except OSError:
            if group:
                group.release()
            for folder in made.values():
                remove(folder)
            raise

    def _make_limited(self, hierarchy: Hierarchy, folder: Path) -> None:
        folder.mkdir()
        for name, value in hierarchy.limits(self._settings):
            limit(folder / name, value)

    def _prepare(self, hierarchy: Hierarchy) -> bool:
        """Make the parent; a first group below it shows whether every limit can be set."""
        parent = hierarchy.folder / self._name
        trial = parent / "0"
        try:
            if hierarchy.version == 2:
                self._enter(hierarchy)
            parent.mkdir()
            if hierarchy.version == 2:
                switch(parent, "+", hierarchy.controllers)
            if "cpu" in hierarchy.controllers:
                name, value = hierarchy.weight()
                write(parent / name, value)
            self._make_limited(hierarchy, trial)
        except OSError as fault:
            _log.info("no control groups in %s: %s", hierarchy.folder, fault)
            remove(trial)
            remove(parent)
            self._leave(hierarchy)
            return False
        remove(trial)
        return True

    def _enter(self, hierarchy: Hierarchy) -> None:
        """Pass the controllers on, which version 2 allows only where no process is left, but in the root."""
        if (hierarchy.folder / "cgroup.events").exists():
            inner = hierarchy.folder / f"{self._name}-server"
            inner.mkdir()
            self._entered[hierarchy] = processes(hierarchy.folder)
            for pid in self._entered[hierarchy]:
                write(inner / PROCESSES, str(pid))
        switch(hierarchy.folder, "+", hierarchy.controllers)

    def _leave(self, hierarchy: Hierarchy) -> None:
        if hierarchy not in self._entered:
            return
        with contextlib.suppress(OSError):
            switch(hierarchy.folder, "-", hierarchy.controllers)
        for pid in self._entered.pop(hierarchy):
            with contextlib.suppress(OSError):
                write(hierarchy.folder / PROCESSES, str(pid))
        remove(hierarchy.folder / f"{self._name}-server")
