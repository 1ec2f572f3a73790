"""What the pool says where it can't serve; each lack is made for real, by a mount of the test's own."""

import ctypes.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from process_tree import children

from session_pool.check import check_machine
from session_pool.settings import PoolSettings

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

ROOT = Path(__file__).parent.parent.parent
SETTINGS = {"token": "token-of-the-tests"}


def start(*around, settings=SETTINGS):
    """Start a pool that must fail, with `around` before its command; return what it says."""
    command = [*around, sys.executable, "-m", "session_pool"]
    line = json.dumps(settings).encode() + b"\n"
    done = subprocess.run(command, input=line, stdout=subprocess.PIPE, cwd=ROOT, timeout=90)
    answer = json.loads(done.stdout)
    assert (done.returncode, set(answer)) == (1, {"error", "fix"}), answer
    return answer


def hiding(path):
    return ["bwrap", "--dev-bind", "/", "/", "--ro-bind", "/dev/null", path]


def test_a_missing_environment(tmp_path):
    answer = start(settings=SETTINGS | {"environment": str(tmp_path)})
    assert str(tmp_path) in answer["error"]
    assert "make session-env" in answer["fix"]


def test_missing_bubblewrap():
    answer = start(*hiding(shutil.which("bwrap")))
    assert "bubblewrap" in answer["error"]
    assert "apt-get install bubblewrap" in answer["fix"]


def test_missing_libseccomp():
    name = ctypes.util.find_library("seccomp")
    libraries = [path for folder in ("/usr/lib", "/usr/lib64") for path in Path(folder).rglob(name)]
    if not libraries:
        pytest.skip("libseccomp lies in no folder that this test knows")
    answer = start(*hiding(str(libraries[0].resolve())))
    assert "libseccomp" in answer["error"]
    assert "libseccomp2" in answer["fix"]


def test_a_kernel_that_refuses_namespaces():
    answer = start("bwrap", "--dev-bind", "/", "/", "--unshare-user", "--uid", "1000", "--disable-userns")
    assert "namespaces" in answer["error"]
    assert "--security-opt" in answer["fix"]
    assert "POOL_ENDPOINT" in answer["fix"]


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({}, "token"),
        ({"token": "t", "max_sessions": 0}, "max_sessions"),
        ({"token": "t", "unknown": 1}, "unknown"),
    ],
)
def test_settings_that_are_not_valid(settings, word):
    assert word in start(settings=settings)["error"]


def test_a_port_that_is_taken(pool):
    port = int(pool.endpoint.rpartition(":")[2])
    assert f"127.0.0.1:{port}" in start(settings=SETTINGS | {"port": port})["error"]


def test_a_machine_that_can_serve():
    assert check_machine(PoolSettings(**SETTINGS)) == []


def test_a_machine_that_lacks_the_environment(tmp_path):
    faults = check_machine(PoolSettings(environment=tmp_path, **SETTINGS))
    assert ["make session-env" in fault.fix for fault in faults] == [True]


@pytest.mark.parametrize(
    "given", [{"tls_cert": "nowhere.pem"}, {"tls_cert": __file__}, {"tls_key": "key.pem"}]
)
def test_https_that_cannot_be_served(given):
    answer = start(settings=SETTINGS | given)
    assert next(iter(given.values())) in answer["error"]
    assert "PEM" in answer["fix"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_start_is_an_ordinary_end(number):
    command = [sys.executable, "-m", "session_pool"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes) as pool:
        pool.stdin.write(json.dumps(SETTINGS).encode() + b"\n")
        pool.stdin.flush()
        while not any(children(child) for child in children(pool.pid)):  # until the sandbox starts
            assert pool.poll() is None
        os.killpg(pool.pid, number)
        said = pool.communicate(timeout=60)
    assert (pool.returncode, *said) == (0, b"", b"")


def test_whoever_goes_away_during_the_start_leaves_no_traceback():
    command = [sys.executable, "-m", "session_pool"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as pool:
        pool.stdout.close()
        pool.stdin.write(json.dumps(SETTINGS).encode() + b"\n")
        pool.stdin.close()
        assert pool.stderr.read() == b""
    assert pool.returncode == 0
