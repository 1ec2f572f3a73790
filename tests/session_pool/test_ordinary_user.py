"""The pool started by an ordinary user; where the suite itself runs as one, every other test is this test."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.sandbox

NOBODY = 65534
CODE = """
import json, subprocess, sys, urllib.request
command = [sys.executable, '-m', 'session_pool']
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as pool:
    pool.stdin.write(b'{"token": "t"}\\n'); pool.stdin.flush()
    endpoint = json.loads(pool.stdout.readline())['endpoint']
    code = "open('/proc/self/uid_map').read().split()[0]"
    body = json.dumps({'properties': {'code': code}}).encode()
    head = {'Authorization': 'Bearer t'}
    request = urllib.request.Request(endpoint + '/code/execute?identifier=ordinary', body, head)
    print(urllib.request.urlopen(request).read().decode())
    pool.stdin.close()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="the suite itself runs as an ordinary user")
def test_the_pool_as_nobody():
    def run(code):
        return subprocess.run(
            [sys.executable, "-c", code],
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            env={},
            capture_output=True,
        )

    try:
        reachable = run("import session_pool.serve").returncode == 0
    except PermissionError:
        reachable = False
    if not reachable:
        pytest.skip("the interpreter or the checkout lies where only root may enter")
    answer = json.loads(run(CODE).stdout)["properties"]
    assert (answer["status"], answer["result"]) == ("Success", 1000)
