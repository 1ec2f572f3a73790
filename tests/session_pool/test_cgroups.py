"""Limits that the kernel holds whole sessions to, and what stands in for them where no group can be made."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from session_pool.cgroups import Groups
from session_pool.hierarchies import find, sweep
from session_pool.settings import PoolSettings

pytestmark = pytest.mark.sandbox

MB = 1 << 20
MOUNT = Path("/sys/fs/cgroup")
IN_ANOTHER_PROCESS = (
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; {}; time.sleep(60)']); 'on'"
)
SHARED = "import mmap; held = mmap.mmap(-1, 1 << 30); [held.write(bytes(1 << 20)) for _ in range(1024)]"
CHILDREN = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        held = b'x' * (200 << 20)
        time.sleep(60)
time.sleep(60)
"""


def limits_by(caller):
    return caller.call("GET", "metadata").json()["limitsBy"]


def groups_of(pid):
    own = find(MOUNT, Path("/proc/self/cgroup").read_text())
    return [path for hierarchy in own for path in hierarchy.folder.glob(f"session-pool-{pid}-*")]


def below(parent):
    return [path for path in parent.iterdir() if path.is_dir()]


def settle(condition):
    for _ in range(100):
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def needs(session):
    """Skip where this machine lets the pool make no groups for these controllers."""

    def check(*controllers):
        missing = [name for name in controllers if limits_by(session)[name] != "cgroup"]
        if missing:
            pytest.skip(f"no control group can be made here for {', '.join(missing)}")

    return check


@pytest.mark.slow
def test_each_session_has_a_group_and_none_is_left(needs, start_pool, calling):
    needs("memory", "pids")
    pool = start_pool(ready_sessions=0)
    first, second = calling(pool.endpoint), calling(pool.endpoint)
    first.run("1")
    second.run("1")
    parents = groups_of(pool.process.pid)
    assert parents
    assert settle(
        lambda: {len(below(parent)) for parent in parents} == {2}
    )  # that of the self-test goes later
    assert all((group / "cgroup.procs").read_text().split() for parent in parents for group in below(parent))
    first.call("DELETE", "session")
    assert settle(lambda: {len(below(parent)) for parent in parents} == {1})
    pool.process.stdin.close()
    assert pool.process.wait(15) == 0
    assert groups_of(pool.process.pid) == []


@pytest.mark.parametrize("grow", [SHARED, "held = open(\"/tmp/a\", \"wb\"); held.write(bytes(240 << 20)); "
                                  "more = open(\"/dev/shm/a\", \"wb\"); more.write(bytes(240 << 20)); "
                                  "rest = open(\"/home/session/a\", \"wb\"); rest.write(bytes(240 << 20))"],
                         ids=["shared memory", "files in memory"])  # fmt: skip
def test_a_child_ended_for_memory_ends_the_session_with_the_reason(needs, session, grow):
    needs("memory")
    session.run("kept = 1")
    outcome = session.run(IN_ANOTHER_PROCESS.format(grow))
    assert (outcome["outcome"], outcome["result"]) == ("lost", None)
    assert "used more than 512 MB of memory" in outcome["stderr"]
    assert session.value("'kept' in globals()") is False


@pytest.mark.slow
def test_a_quota_of_processor_time_throttles(needs, start_pool, calling):
    needs("cpu")
    pool = start_pool(cpus=0.25, ready_sessions=0)
    caller = calling(pool.endpoint)
    assert caller.run("while True: pass", timeoutInSeconds=1)["outcome"] == "timeout"
    texts = [
        path.read_text() for parent in groups_of(pool.process.pid) for path in parent.glob("[0-9]*/cpu.stat")
    ]
    counts = [dict(line.split() for line in text.splitlines()) for text in texts]
    assert any(int(count.get("nr_throttled", 0)) > 0 for count in counts)


def test_a_session_sees_no_group_but_its_own_root(session):
    assert session.value("[line for line in open('/proc/self/mounts') if 'cgroup' in line]") == "[]"
    assert session.value("{line.strip().split(':', 2)[2] for line in open('/proc/self/cgroup')}") == "{'/'}"
    assert session.value("import os; os.path.exists('/sys/fs/cgroup')") is False
    mount = "import ctypes; ctypes.CDLL(None).mount(b'none', b'/tmp', {kind}, 0, None)"
    assert {session.value(mount.format(kind=kind)) for kind in (b"cgroup", b"cgroup2")} == {-1}


@pytest.mark.slow
def test_where_no_group_can_be_made_the_supervisor_is_in_charge(start_pool, calling, tmp_path):
    pool = start_pool(cgroup_root=str(tmp_path), memory_bytes=512 * MB)
    caller = calling(pool.endpoint)
    assert limits_by(caller) == {"memory": "supervisor", "pids": "rlimit", "cpu": "scheduler"}
    outcome = caller.run(CHILDREN)
    assert outcome["outcome"] == "lost"
    assert "used more than 512 MB of memory" in outcome["stderr"]
    assert groups_of(pool.process.pid) == []


def test_groups_of_dead_pools_are_swept(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(30)
    for name in (f"session-pool-{ended.pid}-a/1", f"session-pool-{os.getpid()}-a/1", "other-1"):
        (tmp_path / name).mkdir(parents=True)
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"session-pool-{os.getpid()}-a", "other-1"}


def version_two(root, processes=()):
    """Lay out plain files as version 2 does, with a group of the pool's own."""
    own = root / "user.slice" / "pool.scope"
    own.mkdir(parents=True)
    for folder in (root, own):
        (folder / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
        (folder / "cgroup.subtree_control").write_text("")
    (own / "cgroup.events").write_text("populated 1\n")
    (own / "cgroup.procs").write_text("".join(f"{pid}\n" for pid in processes))
    return own


def test_version_two_takes_the_group_of_the_pool(tmp_path):
    own = version_two(tmp_path, [os.getpid()])
    (found,) = find(tmp_path, "0::/user.slice/pool.scope\n")
    assert (found.folder, found.version, found.controllers) == (own, 2, ("memory", "pids", "cpu"))


def test_version_two_leaves_a_group_alone_in_which_others_run(tmp_path):
    with subprocess.Popen(["sleep", "60"]) as other:
        version_two(tmp_path, [os.getpid(), other.pid])
        found = find(tmp_path, "0::/user.slice/pool.scope\n")
        other.kill()
    assert found == []


def test_version_two_sets_its_limits(tmp_path):
    own = version_two(tmp_path, [os.getpid()])
    settings = PoolSettings(token="t", memory_bytes=512 * MB, processes=100, cpus=1.5, cgroup_root=tmp_path)
    groups = Groups(settings, find(tmp_path, "0::/user.slice/pool.scope\n"))
    assert groups.controllers == ("memory", "pids", "cpu")
    (server,) = own.glob("session-pool-*-server")
    assert (server / "cgroup.procs").read_text() == str(os.getpid())
    (parent,) = (path for path in own.glob("session-pool-*") if path != server)
    for folder in (own, parent):
        assert (folder / "cgroup.subtree_control").read_text() == "+memory +pids +cpu"
    limits = {name: (parent / "0" / name).read_text() for name in ("memory.max", "pids.max", "cpu.max")}
    assert limits == {"memory.max": str(576 * MB), "pids.max": "100", "cpu.max": "150000 100000"}


def test_version_one_takes_each_controller_by_itself(tmp_path):
    own = tmp_path / "pids"
    own.mkdir()
    (own / "cgroup.procs").touch()
    (tmp_path / "memory").mkdir()
    assert [found.controllers for found in find(tmp_path, "8:pids:/\n4:memory:/\n")] == [("pids",)]
