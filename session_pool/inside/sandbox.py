"""Set-up of one session: namespaces, mounts, limits; then every right is given up."""

import contextlib
import fcntl
import os
import random
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterable

from session_pool.inside import frames, kernel
from session_pool.inside.limits import Limits

NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)
DATA, HOME = "/mnt/data", "/home/session"
CHANNEL_FD = 3
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1
_SAFE = kernel.MS_NOSUID | kernel.MS_NODEV
_OOM_SCORE_ADJUSTMENT = 700  # short of memory, the kernel should end a session rather than the server


def enter_namespaces(uid: int, gid: int) -> None:
    """Put this process, and the next child as process 1, in namespaces of their own."""
    kernel.unshare(NAMESPACES)
    kernel.set_dumpable()
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")


def enter_groups(doors: Iterable[int]) -> None:
    """Move this process into its control groups by files that the pool opened; the pool looks whether it did.

    A process that moves itself, having one thread, need not wait for all forks under way to end: that takes
    several milliseconds.
    """
    for door in doors:
        with contextlib.suppress(OSError):
            os.write(door, b"0")
        os.close(door)


def build_root(limits: Limits) -> None:
    """Cover all that can be written in the outer sandbox by what is this session's own."""
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("proc", "/proc", "proc", _SAFE | kernel.MS_NOEXEC)
    kernel.mount(
        "devpts", "/dev/pts", "devpts", kernel.MS_NOSUID | kernel.MS_NOEXEC, "newinstance,ptmxmode=0666"
    )
    files = f"nr_inodes={limits.data_files}"
    kernel.mount("data", DATA, "tmpfs", _SAFE, f"size={limits.data},{files},mode=0755")
    for folder in ("/tmp", "/dev/shm", HOME):  # noqa: S108 - this `/tmp` is the session's own
        kernel.mount("scratch", folder, "tmpfs", _SAFE, f"size={limits.scratch},{files},mode=0755")
    kernel.mount("", "/var/cache", flags=kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | _SAFE)


def connect_standard_streams(channel: socket.socket, stdout: int, stderr: int) -> socket.socket:
    """Keep four descriptors: empty input, the two output pipes and the channel; close every other."""
    null = os.open("/dev/null", os.O_RDONLY)
    held = [fcntl.fcntl(fd, fcntl.F_DUPFD, 16) for fd in (null, stdout, stderr, channel.fileno())]
    for target, fd in enumerate(held):
        os.dup2(fd, target, inheritable=target != CHANNEL_FD)
    channel.detach()
    os.closerange(CHANNEL_FD + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    sys.stdin = os.fdopen(0, "r", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))
    return socket.socket(fileno=CHANNEL_FD)


def raise_loopback() -> None:
    """Bring up the loopback interface of the session's otherwise empty network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(probe, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))


def limit_resources(limits: Limits) -> None:
    """Set the limits of each process; a control group, or the supervisor, limits the session as a whole."""
    _write("/proc/self/oom_score_adj", str(_OOM_SCORE_ADJUSTMENT))
    os.nice(limits.niceness)
    largest_file = max(limits.data, limits.scratch)
    for kind, most in (
        (
            resource.RLIMIT_DATA,
            _data_in_use() + limits.memory,
        ),  # what was inherited is not the session's doing
        (resource.RLIMIT_FSIZE, largest_file),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_NOFILE, limits.descriptors),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def give_up_privileges(system_calls: bytes) -> None:
    """Drop capabilities, forbid new ones, and filter system calls last."""
    kernel.drop_capabilities()
    kernel.forbid_new_privileges()
    kernel.set_dumpable()
    kernel.filter_system_calls(system_calls)


def reseed() -> None:
    """Give this session random numbers of its own: forks share their parent's state."""
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def greet(channel: socket.socket) -> None:
    """Send the pool a handle on this process and on its data folder: the first frame of a session."""
    handles = [os.pidfd_open(os.getpid()), os.open(DATA, os.O_RDONLY | os.O_DIRECTORY)]
    socket.send_fds(channel, [frames.pack(frames.Kind.HELLO, frames.NO_REQUEST)], handles)
    for handle in handles:
        os.close(handle)


def leave_the_server() -> None:
    """Leave the process group, all of which `kill(0)` reaches, and what was done to signals."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()


def _data_in_use() -> int:
    with open("/proc/self/status") as status:
        kilobytes = next(line.split()[1] for line in status if line.startswith("VmData:"))
    return int(kilobytes) * 1024


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
