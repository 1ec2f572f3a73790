"""A real PostgreSQL of Debian's, started for the tests in a folder of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

INSTALLED = Path("/usr/lib/postgresql")
USER = "postgres"


def binaries() -> Path | None:
    """The folder of the newest installed server."""
    found = sorted(INSTALLED.glob("*/bin/initdb")) if INSTALLED.is_dir() else []
    return found[-1].parent if found else None


def as_server_user(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made."""
    return ["runuser", "-u", USER, "--", *command] if os.getuid() == 0 else list(command)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty database on loopback, trusted without a password."""
    where = binaries()
    if where is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    data = Path(tempfile.mkdtemp(prefix="postgres-"))  # not below pytest's folders: they are closed to others
    if os.getuid() == 0:
        shutil.chown(data, USER, USER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "timeout": 60, "cwd": "/"}
    initdb = (str(where / "initdb"), "-D", str(data), "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8")
    subprocess.run(as_server_user(*initdb), **quiet)
    options = f"-h 127.0.0.1 -p {port} -k '' -c fsync=off"
    control = (str(where / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"))
    subprocess.run(as_server_user(*control, "-o", options, "start"), **quiet)
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/{USER}"
    finally:
        subprocess.run(as_server_user(*control, "-m", "immediate", "stop"), **quiet)
        shutil.rmtree(data)
