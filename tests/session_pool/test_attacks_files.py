"""Attacks on files and secrets. A probe raises unless it succeeds; its control succeeds outside."""

import os
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

ROOT = Path(__file__).parent.parent.parent
TOKEN = "token-of-the-tests"
WITH_CONTROL = {
    "the system's release": "open('/etc/os-release')",
    "a file of the server's user": "open('{secret}')",
    "the checkout": "import os; os.listdir('{root}')",
    "the server's environment": "open('/proc/{pid}/cmdline')",
    "the server's root": "import os; os.readlink('/proc/{pid}/cwd')",
    "the machine's mounts": "assert '/sys' in open('/proc/mounts').read()",
    "kernel settings of the machine": "import os; os.listdir('/sys/kernel')",
}
WITHOUT_CONTROL = {
    "passwords": "open('/etc/shadow')",
    "root's home": "import os; os.listdir('/root')",
    "another root": "import os; os.listdir('/proc/1/root/root')",
    "write the interpreter": "import os; open(os.__file__, 'a')",
    "write the packages": "open('/packages/evil.py', 'w')",
    "write the pool's own code": "open('/pool/session_pool/inside/shell.py', 'a')",
    "write the font cache shared by sessions": "open('/var/cache/evil', 'w')",
    "write the root": "import os; os.mkdir('/evil')",
    "write a folder of devices": "open('/dev/evil', 'w')",
    "write the table of users": "open('/etc/passwd', 'a')",
    "kernel memory": "open('/dev/mem', 'rb')",
    "kernel log": "open('/dev/kmsg')",
    "disks": "import glob; assert glob.glob('/dev/[svx]d*') + glob.glob('/dev/nvme*')",
    "a device made anew": "import os, stat; os.mknod('/tmp/d', 0o600 | stat.S_IFCHR, os.makedev(1, 1))",
    "sockets of services": "import os; assert os.listdir('/run')",
    "the core pattern": "open('/proc/sys/kernel/core_pattern', 'w')",
    "sysrq": "open('/proc/sysrq-trigger', 'w')",
    "another user by a set-user-id program": "!su -c true </dev/null\nassert _exit_code == 0",
    "a mount by a set-user-id program": "!mount -t tmpfs x /tmp\nassert _exit_code == 0",
}
# Neither half of the token is followed by the other in this code, so what is found was there before.
SEARCH_MEMORY = """
import re
first, second = re.escape(b'token-of-'), b'the-tests'
with open('/proc/self/mem', 'rb', 0) as memory, open('/proc/self/maps') as maps:
    for line in maps:
        span, rights, *_ = line.split()
        start, end = (int(part, 16) for part in span.split('-'))
        if 'rw' not in rights or end - start > 1 << 28:
            continue
        try:
            memory.seek(start)
            chunk = memory.read(end - start)
        except OSError:
            continue
        for found in re.finditer(first, chunk):
            if chunk[found.end():found.end() + len(second)] == second:
                raise SystemExit('found')
"""


@pytest.fixture
def fill(pool, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    places = {"{secret}": str(secret), "{root}": str(ROOT), "{pid}": str(pool.process.pid)}

    def fill_places(code):
        for place, value in places.items():
            code = code.replace(place, value)
        return code

    return fill_places


@pytest.mark.parametrize("name", WITH_CONTROL)
def test_what_can_be_read_outside_is_out_of_reach(session, succeeds_outside, fill, name):
    code = fill(WITH_CONTROL[name])
    assert succeeds_outside(code)
    assert session.run(code)["outcome"] == "error"


@pytest.mark.parametrize("name", WITHOUT_CONTROL)
def test_out_of_reach(session, name):
    assert session.run(WITHOUT_CONTROL[name])["outcome"] == "error"


def test_the_token_is_in_no_memory_of_a_session(session):
    outcome = session.run(SEARCH_MEMORY)
    assert (outcome["status"], outcome["stdout"]) == ("Success", "")


def test_the_environment_is_the_sandbox_own(session):
    names = session.value("import os; ' '.join(sorted(os.environ)) + open('/proc/self/environ').read()")
    assert TOKEN not in names
    assert not {"PWD", "OLDPWD", "SSH_AUTH_SOCK", "VIRTUAL_ENV", "HOSTNAME"} & (set(names.split()) - {"PWD"})
    assert os.environ.get("HOME", "/root") not in names.replace("/home/session", "")


@pytest.mark.parametrize("folder", ["/mnt/data", "/tmp", "/dev/shm", "/home/session"])
def test_folders_are_each_session_own(new_caller, folder):
    first, second = new_caller(), new_caller()
    first.run(f"open('{folder}/mine.txt', 'w').write('secret')")
    assert second.value(f"import os; os.listdir('{folder}')") == "[]"
    assert (
        second.value("import glob; glob.glob('/proc/*/root/mnt/data/*') + glob.glob('/proc/*/cwd/mine*')")
        == "[]"
    )
