"""The outer sandbox: the bubblewrap command line that the fork server runs in."""

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from session_pool.errors import StartError

_INSIDE = Path(__file__).parent / "inside"
_START = """\
import site, sys
sys.path.insert(0, "/pool")
site.addsitedir("/packages")
from session_pool.inside.forkserver import main
main()
"""
_SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64")
_SHARED_DATA = ("/usr/share/zoneinfo", "/usr/share/terminfo", "/etc/ld.so.cache", "/etc/alternatives")
_ELSEWHERE = "or set POOL_ENDPOINT to use a pool elsewhere"
_CAUSES = (
    (
        ("No permissions to create new namespace", "Creating new namespace failed", "setting up uid map"),
        "The kernel refuses user namespaces",
        "In Docker start the container with `--security-opt seccomp=unconfined "
        "--security-opt apparmor=unconfined --security-opt systempaths=unconfined`; on Ubuntu 24.04 run "
        "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`; elsewhere check the sysctl "
        f"`user.max_user_namespaces`; {_ELSEWHERE}.",
    ),
    (
        ("Can't mount proc", "mount on /proc"),
        "The kernel refuses a new /proc, as containers with masked paths do",
        f"Start the container with `--security-opt systempaths=unconfined`, {_ELSEWHERE}.",
    ),
    (
        ("ModuleNotFoundError", "ImportError"),
        "The session environment is incomplete",
        "Run `make session-env`.",
    ),
)
MAKE_ENVIRONMENT = "Run `make session-env`."


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the interpreter and the packages of sessions lie on this machine."""

    prefix: Path
    executable: str
    packages: Path

    @classmethod
    def at(cls, folder: Path) -> "Environment":
        """Read a virtual environment's layout. Raises `StartError` where there is none."""
        interpreter = (folder / "bin" / "python").resolve()
        packages = next(folder.glob("lib/python3.*/site-packages"), None)
        if packages is None or not interpreter.is_file():
            raise StartError(f"The session environment is missing: {folder}.", MAKE_ENVIRONMENT)
        return cls(interpreter.parent.parent, interpreter.name, packages.resolve())

    @property
    def home(self) -> str:
        """The interpreter's prefix inside: the system's own stays in place, any other gets a neutral name."""
        return "/usr" if self.prefix == Path("/usr") else "/python"


def bubblewrap() -> str:
    """Return the path of `bwrap`. Raises `StartError` where it is missing."""
    found = shutil.which("bwrap", path="/usr/local/bin:/usr/bin:/bin:/run/current-system/sw/bin")
    if found is None:
        raise StartError(
            "bubblewrap (`bwrap`) is missing; sessions need it, and Linux.",
            "Install it with the system's package manager, such as `apt-get install bubblewrap`, "
            "or set POOL_ENDPOINT to use a pool elsewhere.",
        )
    return found


def start(environment: Environment, control: socket.socket, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the fork server in its sandbox; call it in the main thread, whose end would end it too."""
    binds = _binds(environment)
    command = [bubblewrap(), *_namespaces(), *_system(), *_variables(environment)]
    inner = [
        f"{environment.home}/bin/{environment.executable}",
        "-I",
        "-S",
        "-B",
        "-c",
        _START,
        str(control.fileno()),
    ]
    launch = {"command": command, "binds": binds, "inner": [*_private(), "--", *inner]}
    script = "import sys; sys.path.insert(0, sys.argv[1]); from session_pool.drop_root import main; main()"
    return subprocess.Popen(  # noqa: S603 - a fixed command
        [sys.executable, "-I", "-B", "-c", script, str(Path(__file__).parent.parent), json.dumps(launch)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        env={},
        process_group=0,  # Ctrl-C is for the pool, which ends its sandbox in order
        pass_fds=[control.fileno()],
    )


def diagnosis(complaints: str) -> StartError:
    """Return why the sandbox did not start, in one sentence, with the way out."""
    last = complaints.strip().splitlines()[-1:] or ["it said nothing."]
    for signs, what, fix in _CAUSES:
        if any(sign in complaints for sign in signs):
            return StartError(f"{what} ({last[0]})", fix)
    return StartError(f"The sandbox did not start: {last[0]}", "See docs/isolation.md.")


def _binds(environment: Environment) -> list[tuple[str, str]]:
    """Return what is bound from places that an unprivileged user might not reach, and where it appears."""
    binds = [(str(_INSIDE), "/pool/session_pool/inside"), (str(environment.packages), "/packages")]
    binds += [
        (str(_INSIDE / "etc" / name), f"/etc/{name}")
        for name in ("passwd", "group", "hosts", "nsswitch.conf")
    ]
    if environment.home != "/usr":
        binds.append((str(environment.prefix), environment.home))
    return binds


def _namespaces() -> list[str]:
    kinds = ("user", "pid", "net", "ipc", "uts", "cgroup-try")
    identity = ["--uid", "1000", "--gid", "1000", "--hostname", "pool", "--cap-drop", "ALL"]
    return [
        *(f"--unshare-{kind}" for kind in kinds),
        *identity,
        "--die-with-parent",
        "--new-session",
        "--clearenv",
    ]


def _system() -> list[str]:
    """Return the system's programs and libraries, and nothing else of it."""
    arguments = []
    for name in _SYSTEM:
        arguments += ["--ro-bind-try", f"/usr/{name}", f"/usr/{name}"]
        if os.path.islink(f"/{name}"):
            arguments += ["--symlink", f"usr/{name}", f"/{name}"]
        else:
            arguments += ["--ro-bind-try", f"/{name}", f"/{name}"]
    for path in _SHARED_DATA:
        arguments += ["--ro-bind-try", path, path]
    return arguments


def _private() -> list[str]:
    """Return what the sandbox has of its own; whatever stays writable here each session covers by its own."""
    writable = [["--tmpfs", path] for path in ("/tmp", "/home/session", "/var/cache")]  # noqa: S108 - the sandbox's own
    places = [["--dir", path] for path in ("/mnt/data", "/dev/shm", "/run")]  # noqa: S108 - the same
    parts = [["--proc", "/proc"], ["--dev", "/dev"], *writable, *places]
    arguments = [argument for part in parts for argument in part]
    return [*arguments, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]


def _variables(environment: Environment) -> list[str]:
    """Return the whole environment of sessions; the host's stays outside."""
    values = {
        "HOME": "/home/session",
        "USER": "session",
        "PATH": f"{environment.home}/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONPATH": "/packages",
        "MPLCONFIGDIR": "/var/cache/matplotlib",
        # A pool of threads does not survive a fork.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }
    if environment.home != "/usr" and any((environment.prefix / "lib").glob("libpython3*.so*")):
        values["LD_LIBRARY_PATH"] = f"{environment.home}/lib"
    return [part for name, value in values.items() for part in ("--setenv", name, value)]
