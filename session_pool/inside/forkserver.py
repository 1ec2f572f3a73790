"""The fork server: one warmed process inside the outer sandbox; each session is a fork of it."""

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from base64 import b64decode
from typing import Any

from session_pool.inside import frames, sandbox
from session_pool.inside.limits import Limits
from session_pool.inside.session import Session
from session_pool.inside.shell import start_shell

_MOST_DESCRIPTORS = 6  # channel, stdout, stderr, and files that lead into at most three control groups
_LARGEST_MESSAGE = 1 << 18
HOSTNAME = "session"


def main() -> None:
    """Warm up, report, then fork a session for each message with its descriptors."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(control.recv(_LARGEST_MESSAGE))
    shell = start_shell(settings["preload"], settings["value_bytes"])
    _settle()
    control.send(b"ready")
    while True:
        message, descriptors, *_ = socket.recv_fds(control, 16, _MOST_DESCRIPTORS)
        if not message:
            return
        _fork_session(settings, shell, descriptors)


def _settle() -> None:
    """Leave nothing behind that a fork would have to copy, inherit or share."""
    sys.path[:] = [path for path in sys.path if path != "/pool"]
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError("a preloaded package started a thread, which does not survive a fork")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()


def _fork_session(settings: dict[str, Any], shell: Any, descriptors: list[int]) -> None:
    try:
        forked = os.fork()
    except OSError:
        forked = -1  # no more processes: the pool sees the other ends closed
    if forked:
        for descriptor in descriptors:
            os.close(descriptor)
        return
    try:
        _become_session(settings, shell, *descriptors)
    finally:
        os._exit(1)


def _become_session(
    settings: dict[str, Any], shell: Any, link: int, stdout: int, stderr: int, *doors: int
) -> None:
    channel = socket.socket(fileno=link)
    try:
        sandbox.enter_groups(doors)
        sandbox.enter_namespaces(os.getuid(), os.getgid())
        if os.fork():
            os._exit(0)
        channel = _set_up(settings, channel, stdout, stderr)
    except BaseException as fault:
        with contextlib.suppress(OSError):
            channel.sendall(frames.pack(frames.Kind.FAULT, frames.NO_REQUEST, str(fault).encode()))
        raise
    with contextlib.suppress(OSError):
        Session(channel, shell).serve()


def _set_up(settings: dict[str, Any], channel: socket.socket, stdout: int, stderr: int) -> socket.socket:
    limits = Limits(**settings["limits"])
    sandbox.leave_the_server()
    sandbox.build_root(limits)
    socket.sethostname(HOSTNAME)
    sandbox.raise_loopback()
    channel = sandbox.connect_standard_streams(channel, stdout, stderr)
    os.chdir(sandbox.HOME)
    sandbox.limit_resources(limits)
    sandbox.give_up_privileges(b64decode(settings["system_calls"]))
    sandbox.reseed()
    sandbox.greet(channel)
    return channel
