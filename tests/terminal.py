"""A program on a terminal of its own, and what it shows there."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 60.0


class Terminal:
    """Starts a command on a new pseudo-terminal; ends it with the block, where it has not ended."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={**environment, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""
        self._seen = 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *exception: object) -> None:
        """Leave no process and no open file."""
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def wait_for(self, words: str) -> None:
        """Read on until the words are there, after those of the wait before."""
        until = time.monotonic() + PATIENCE
        while (at := self.shown.find(words, self._seen)) < 0:
            if time.monotonic() > until or not self._read():
                raise AssertionError(f"{words!r} never came after: {self.shown[self._seen :]!r}")
        self._seen = at + len(words)

    def end(self) -> int:
        """Read to the end; gives the exit code."""
        while self._read():
            pass
        return self._process.wait(timeout=PATIENCE)

    def _read(self) -> bool:
        """Take what is there; False at the end, or where nothing comes."""
        if not select.select([self._ours], [], [], PATIENCE)[0]:
            return False
        try:
            self.shown += os.read(self._ours, 65536).decode(errors="replace")
        except OSError:  # the other side is closed
            return False
        return True
