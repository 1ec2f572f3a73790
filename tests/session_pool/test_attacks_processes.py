"""Attacks on other processes. A probe raises unless it succeeds; its control succeeds outside."""

import os
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.sandbox

WITH_CONTROL = {
    "see processes": "import os; assert len([p for p in os.listdir('/proc') if p.isdigit()]) > 1",
    "signal the server": "import os; os.kill({pid}, 0)",
    "open the server": "import os; os.pidfd_open({pid})",
}
WITHOUT_CONTROL = {
    "a higher priority": "import os; os.nice(-10)",
    "real-time scheduling": "import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "become root": "import os; os.setuid(0)",
    "join other groups": "import os; os.setgroups([0])",
    "raise the limit of processes": "import resource as r; r.setrlimit(r.RLIMIT_NPROC, (10**6, 10**6))",
    "raise the limit of memory": "import resource as r; r.setrlimit(r.RLIMIT_DATA, (-1, -1))",
    "escape the out-of-memory killer": "import os; os.write(os.open('/proc/self/oom_score_adj', 1), b'-900')",
}
SLEEPER = "31415.9265"
DAEMON = f"import subprocess; subprocess.Popen(['setsid', 'sleep', '{SLEEPER}']).pid > 1"


def sleepers():
    wanted = f"sleep\0{SLEEPER}\0".encode()
    found = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += path.read_bytes() == wanted
        except OSError:
            continue
    return found


@pytest.mark.parametrize("name", WITH_CONTROL)
def test_what_can_be_done_outside_is_out_of_reach(session, succeeds_outside, pool, name):
    code = WITH_CONTROL[name].replace("{pid}", str(pool.process.pid))
    assert succeeds_outside(code)
    assert session.run(code)["outcome"] == "error"


@pytest.mark.parametrize("name", WITHOUT_CONTROL)
def test_out_of_reach(session, name):
    assert session.run(WITHOUT_CONTROL[name])["outcome"] == "error"


@pytest.mark.parametrize("target", ["-1", "os.getppid()", "0"])
def test_killing_everything_reaches_nobody_else(new_caller, pool, target):
    beside = new_caller()
    beside.run("kept = 1")
    new_caller().run(f"import os\nos.kill({target}, 9)")
    assert beside.value("kept") == 1
    assert pool.process.poll() is None


def test_daemons_end_with_their_session(session):
    assert session.value(DAEMON) is True
    assert sleepers() == 1  # the control: it does run
    session.call("DELETE", "session")
    for _ in range(50):
        if not sleepers():
            break
        time.sleep(0.1)
    assert sleepers() == 0


def test_sessions_do_not_see_each_other(new_caller):
    first, second = new_caller(), new_caller()
    assert first.value(DAEMON) is True
    assert (
        second.value(
            f"import glob; any({SLEEPER!r} in open(p).read() for p in glob.glob('/proc/[0-9]*/cmdline'))"
        )
        is False
    )


def test_a_session_runs_as_nobody_in_particular(session):
    uid_outside = int(session.value("open('/proc/self/uid_map').read().split()[0]"))
    assert uid_outside != 0
    assert session.value("import os; f'{os.getpid()} {os.getuid()}'") == "1 1000"
    assert os.getpid() != 1
