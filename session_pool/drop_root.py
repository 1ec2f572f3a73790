"""The step between the pool and bubblewrap: as root, become nobody in particular first.

A user namespace made by root maps root's own uid, so that files under `/proc/sys` stay writable and limits on
processes do not count. What lies under folders that only root may enter is therefore bound to a neutral
place, in a mount namespace of this process, before root's identity is given up.
"""

import contextlib
import json
import os
import sys

from session_pool.inside import kernel

SANDBOX_ID = 62_345  # an unused uid and gid below 65,536, where containers that map few ids have it too
_PLACE = "/tmp"  # noqa: S108 - covered by a mount of this process alone


def main() -> None:
    """Start bubblewrap as an ordinary user; the launch arrives as JSON."""
    launch = json.loads(sys.argv[2])
    binds = launch["binds"]
    if os.geteuid() == 0:
        with contextlib.suppress(
            PermissionError
        ):  # root without the right to mount: use the paths as they are
            binds = _bind_privately(binds)
        os.setgroups([])
        os.setgid(SANDBOX_ID)
        os.setuid(SANDBOX_ID)
    arguments = [part for source, target in binds for part in ("--ro-bind", source, target)]
    os.execv(launch["command"][0], [*launch["command"], *arguments, *launch["inner"]])  # noqa: S606 - a fixed command


def _bind_privately(binds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    handles = [os.open(source, os.O_PATH) for source, _ in binds]  # some may lie under what is covered next
    kernel.mount("places", _PLACE, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "mode=0755")
    places = [_bind(handle, f"{_PLACE}/{handle}") for handle in handles]
    return [(place, target) for place, (_, target) in zip(places, binds, strict=True)]


def _bind(handle: int, place: str) -> str:
    source = f"/proc/self/fd/{handle}"
    if os.path.isdir(source):
        os.mkdir(place)
    else:
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o644))
    kernel.mount(source, place, flags=kernel.MS_BIND)
    os.close(handle)
    return place
