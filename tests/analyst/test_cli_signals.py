"""What ends with Ctrl-C: the command, and every process that it started."""

import contextlib
import signal
import subprocess
import time
from pathlib import Path

import pytest
from scripted_plans import plan

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def descendants(pid: int) -> set[int]:
    """All processes below one, by their parents in /proc."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def wait_for(stream, words):
    """Read lines until one has the words."""
    for line in stream:
        if words in line:
            return
    pytest.fail(f"{words!r} never came")


def test_ctrl_c_ends_code_that_runs(command, environment, penguins, tmp_path, scripted_model, scripted):
    scripted_model.enqueue(plan("import time; time.sleep(90)"))
    process = subprocess.Popen(
        [*command, "ask", "Sleep", penguins], stderr=subprocess.PIPE, cwd=tmp_path, env=environment | scripted
    )
    wait_for(process.stderr, b"time.sleep(90)")
    started = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in process.stderr.read()
    assert not still_there(started)
    process.stderr.close()
    assert not (tmp_path / "analysis").exists()


def still_there(started):
    """Which processes are left after up to ten seconds."""
    deadline = time.monotonic() + 10
    while (left := {pid for pid in started if Path(f"/proc/{pid}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def test_ctrl_c_ends_cleanly_and_leaves_no_process(command, environment, penguins, tmp_path):
    process = subprocess.Popen(
        [*command, "chat", penguins],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stderr
    assert b"Thread" in process.stderr.readline()  # everything is started
    started = descendants(process.pid)
    assert started
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in process.stderr.read()
    assert not still_there(started)
    process.stdin.close()
    process.stderr.close()
