"""Azurite, Microsoft's emulator of Azure Storage, from npm: started for the tests, with nothing on disk."""

import base64
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

VERSION = "3.35.0"
ACCOUNT = "tests"


@dataclass(frozen=True)
class Azurite:
    """A running emulator."""

    url: str
    key: str

    def connection(self, key: str = "") -> str:
        """The connection string, with another key on request."""
        account = f"AccountName={ACCOUNT};AccountKey={key or self.key}"
        return f"DefaultEndpointsProtocol=http;{account};BlobEndpoint={self.url}/{ACCOUNT};"


def new_key() -> str:
    """A key as storage accounts have them."""
    return base64.b64encode(secrets.token_bytes(64)).decode()


def unavailable(reason: str) -> None:
    """Skip, or fail where everything has to be tested."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def installed() -> Path:
    """The emulator, installed from npm on first use and kept for later runs."""
    folder = Path(tempfile.gettempdir()) / f"azurite-{VERSION}-{os.getuid()}"
    program = folder / "node_modules" / ".bin" / "azurite-blob"
    if program.exists():
        return program
    if not shutil.which("node") or not shutil.which("npm"):
        unavailable("Azurite needs Node.js: apt-get install nodejs npm")
    beside = Path(tempfile.mkdtemp(prefix="azurite-"))
    install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(beside), f"azurite@{VERSION}"]
    done = subprocess.run(install, cwd=beside, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(beside)
        unavailable(f"npm cannot install Azurite: {done.stderr[-500:]}")
    try:
        beside.rename(folder)
    except OSError:  # another process of the tests was first
        shutil.rmtree(beside)
    return program


@pytest.fixture(scope="session")
def azurite() -> Iterator[Azurite]:
    """An empty storage account on loopback, with a key of its own."""
    with running() as started:
        yield started


@contextmanager
def running(certificate: Mapping[str, str] | None = None) -> Iterator[Azurite]:
    """An emulator; with a certificate it serves HTTPS, and takes tokens too."""
    program, key = installed(), new_key()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ("--blobHost", "127.0.0.1", "--blobPort", str(port), "--inMemoryPersistence")
    tls = ("--cert", certificate["tls_cert"], "--key", certificate["tls_key"]) if certificate else ()
    tokens = ("--oauth", "basic") if certificate else ()
    quiet = ("--skipApiVersionCheck", "--silent", "--disableTelemetry")
    with subprocess.Popen(
        [str(program), *where, *tls, *tokens, *quiet],
        cwd=program.parent,
        env={**os.environ, "AZURITE_ACCOUNTS": f"{ACCOUNT}:{key}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(port, process)
            yield Azurite(f"http{'s' if tls else ''}://127.0.0.1:{port}", key)
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until it listens; the test's own time limit ends a wait that is in vain."""
    while True:
        assert process.poll() is None, "Azurite ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
