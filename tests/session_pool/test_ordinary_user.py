"""The pool started by an ordinary user; where the suite itself runs as one, every other test is this test."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(os.geteuid() != 0, reason="the suite itself runs as an ordinary user"),
]

ROOT = Path(__file__).parent.parent.parent
NOBODY = "65534"
CODE = """
import json, os, subprocess, sys, urllib.request
command = [sys.executable, '-m', 'session_pool']
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as pool:
    pool.stdin.write(b'{"token": "t"}\\n'); pool.stdin.flush()
    endpoint = json.loads(pool.stdout.readline())['endpoint']
    code = "open('/proc/self/uid_map').read().split()[0], __import__('os').getuid()"
    body = json.dumps({'properties': {'code': code}}).encode()
    head = {'Authorization': 'Bearer t'}
    request = urllib.request.Request(endpoint + '/code/execute?identifier=ordinary', body, head)
    print(os.getuid(), urllib.request.urlopen(request).read().decode())
    pool.stdin.close()
"""


@pytest.mark.slow
def test_the_pool_as_nobody():
    """No right of root is left to it, and none can be had again."""
    rights = ["--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"]
    ordinary = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", *rights]
    command = [*opened(Path(sys.base_prefix), ROOT), *ordinary, sys.executable, "-B", "-c", CODE]
    done = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True, timeout=120)
    user, _, answer = done.stdout.partition(" ")
    assert user == NOBODY, done.stderr
    properties = json.loads(answer)["properties"]
    assert (properties["status"], properties["result"]) == ("Success", "('1000', 1000)")


def opened(*needed):
    """Return a command that opens folders closed to all but root, with nothing in them but `needed`."""
    arguments = ["bwrap", "--dev-bind", "/", "/"]
    closed = {path: door for path in needed for door in path.parents if not door.stat().st_mode & 1}
    for door in dict.fromkeys(closed.values()):
        arguments += ["--tmpfs", str(door)]
    for path, door in closed.items():
        between = [parent for parent in reversed(path.parents) if door in parent.parents]
        for folder in between:
            arguments += ["--perms", "0755", "--dir", str(folder)]
        arguments += ["--ro-bind", str(path), str(path)]
    return arguments
