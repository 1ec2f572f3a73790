"""Attempts to use up what all share; each is bounded, and a session beside must go on working."""

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

FORKS = """
import os, signal
children = []
try:
    for _ in range(1000):
        if (pid := os.fork()) == 0:
            signal.pause()
        children.append(pid)
except OSError:
    pass
for pid in children:
    os.kill(pid, 9); os.waitpid(pid, 0)
len(children)
"""
THREADS = """
import threading
stop = threading.Event()
started = []
try:
    for _ in range(1000):
        thread = threading.Thread(target=stop.wait); thread.start(); started.append(thread)
except RuntimeError:
    pass
stop.set()
len(started)
"""
FILES = """
made = 0
try:
    for number in range(20_000):
        open(f'{folder}/{{number}}', 'w').close(); made += 1
except OSError:
    pass
made
"""
FILL = """
written = 0
try:
    with open('{folder}/big', 'wb', 0) as file:
        for _ in range(600):
            written += file.write(bytes(1 << 20))
except OSError:
    pass
written >> 20
"""
DESCRIPTORS = """
import os
held = []
try:
    for _ in range(5000):
        held.append(os.open('/dev/null', 0))
except OSError:
    pass
for fd in held: os.close(fd)
len(held)
"""
# Four children of 200 MB each stay within the limit of each process, not within that of the session (512 MB).
MEMORY_OF_CHILDREN = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        held = b'x' * (200 << 20)
        time.sleep(60)
time.sleep(60)
"""
SHARED_MEMORY = """
import mmap, time
held = mmap.mmap(-1, 1 << 30)
for start in range(0, 1 << 30, 1 << 20):
    held[start:start + (1 << 20)] = b'x' * (1 << 20)
time.sleep(60)
"""


@pytest.fixture
def beside(new_caller):
    caller = new_caller()
    caller.run("kept = 42")
    yield caller
    assert caller.value("kept") == 42


def test_processes(session, beside):
    assert 100 < session.value(FORKS) < 300


def test_threads(session, beside):
    assert 30 < session.value(THREADS) < 300  # the stacks of threads count as memory, too


def test_memory_in_one_process(session, beside):
    said = session.run("held = []\nwhile True: held.append(b'x' * (50 << 20))")["stderr"]
    assert "MemoryError" in said or "used more than 512 MB of memory" in said  # whichever limit is met first


@pytest.mark.parametrize("code", [MEMORY_OF_CHILDREN, SHARED_MEMORY], ids=["children", "outside the heap"])
def test_memory_of_the_whole_session(session, beside, code):
    outcome = session.run(code)
    assert outcome["outcome"] == "lost"
    assert "used more than 512 MB of memory" in outcome["stderr"]


@pytest.mark.parametrize("folder", ["/mnt/data", "/tmp", "/dev/shm", "/home/session"])
def test_space(session, beside, folder):
    most = 32 if folder == "/mnt/data" else 256
    assert most - 2 <= session.value(FILL.format(folder=folder)) <= most


@pytest.mark.parametrize("folder", ["/mnt/data", "/tmp"])
def test_files(session, beside, folder):
    assert 400 < session.value(FILES.format(folder=folder)) < 600


def test_a_sparse_file(session, beside):
    outcome = session.run("import os; os.truncate(os.open('/mnt/data/s', os.O_CREAT | os.O_RDWR), 1 << 40)")
    assert "File too large" in outcome["stderr"]


def test_descriptors(session, beside):
    assert 900 < session.value(DESCRIPTORS) < 1100


def test_processor_time(session, new_caller, beside):
    """Eight busy children; the session beside is asked while they run."""
    busy = "import os\nfor _ in range(8):\n    if os.fork() == 0:\n        while True: pass\n"
    session.run(busy)
    assert beside.run("sum(range(1000))", timeoutInSeconds=20)["result"] == 499500


def test_sessions(start_pool, calling):
    """More identifiers than the pool holds are refused, and those it holds go on."""
    endpoint = start_pool(max_sessions=3).endpoint
    callers = [calling(endpoint) for _ in range(6)]
    assert [caller.post("1").status_code for caller in callers] == [200, 200, 200, 404, 404, 404]
    assert callers[0].value("1") == 1
