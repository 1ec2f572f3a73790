"""Code that tries to keep, cheat or break the pool: each run ends in time, and the pool goes on."""

import struct

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

LIMIT = 0.5
ENDLESS = {
    "a plain loop": "while True: pass",
    "interrupts ignored": "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    "interrupts swallowed": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "interrupts blocked": "import signal as s; s.pthread_sigmask(0, s.valid_signals())\nwhile True: pass",
    "a call into C": "sum(range(10**13))",
    "a lock never released": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "a regular expression": "import re; re.match('(a+)+$', 'a' * 64 + 'b')",
    "a representation": "class E:\n    def __repr__(self):\n        while True: pass\nE()",
    "a destructor": "class E:\n    def __del__(self):\n        while True: pass\nx = E(); del x",
    "a child in front": "!sleep 1000",
    "a coroutine": "import asyncio; await asyncio.sleep(1000)",
    "a trace function": "import sys\ndef t(*a):\n    while True: pass\nsys.settrace(t); int('1'); print()",
    "stopped by itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)\nwhile True: pass",
    "a formatter of figures": (
        "import matplotlib.pyplot as plt\nfig, _ = plt.subplots()\ndef draw(*a, **k):\n    while True: pass\n"
        "fig.canvas.print_figure = draw"
    ),
}
ENDING = {
    "os._exit": "import os; os._exit(0)",
    "a crash": "import ctypes; ctypes.string_at(0)",
    "an abort": "import os; os.abort()",
    "the channel closed": "import os; os.closerange(0, 100)",
    "the channel shut down": "import socket; socket.socket(fileno=3).shutdown(socket.SHUT_RDWR)",
    "a stack without end": (
        "import sys, threading; sys.setrecursionlimit(10**9)\ndef f(): f()\nimport functools\n"
        "x = []\nfor _ in range(10**6): x = [x]\nrepr(x)\nimport ctypes; ctypes.string_at(0)"
    ),
}
SURVIVED = {
    "sys.exit": "import sys; sys.exit(3)",
    "exit": "raise SystemExit",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "a generator's exit": "raise GeneratorExit",
    "recursion": "def f(): f()\nf()",
    "an error whose text fails": "class E(Exception):\n    def __str__(self): raise E\nraise E",
    "a value whose text fails": "class E:\n    def __repr__(self): raise E2\nE(); raise SystemExit",
    "the streams replaced": "import sys; sys.stdout = sys.stderr = None\n1/0",
    "an interrupt sent to itself": "import os, signal, time; os.kill(1, signal.SIGINT); time.sleep(1)",
}
FORGE = """
import os, socket, struct, sys
link = socket.socket(fileno=os.dup(3))
header = struct.Struct('<B16sI')
{}
import time; time.sleep(30)
"""
FORGED = {
    "an end with another id": "link.sendall(header.pack(5, bytes(16), 1) + b'\\x01')",
    "an unknown kind": "link.sendall(header.pack(200, bytes(16), 0))",
    "a huge length": "link.sendall(header.pack(3, bytes(16), 0xFFFFFFFF) + b'x' * 1000)",
    "no frame at all": "link.sendall(os.urandom(4096))",
    "a greeting with descriptors": "socket.send_fds(link, [header.pack(0, bytes(16), 0)], [0, 1])",
}
WITH_THE_REAL_ID = """
import os, socket, struct
sender = get_ipython().send
sender.func.__self__._channel.sendall(struct.pack('<B16sI', {kind}, sender.args[0], {length}) + {body})
'honest'
"""


def works(caller):
    return caller.value("6*7") == 42


@pytest.mark.parametrize("name", ENDLESS)
def test_code_without_end_is_stopped_within_two_seconds_of_its_limit(session, name):
    outcome = session.run(ENDLESS[name], timeoutInSeconds=LIMIT)
    assert outcome["outcome"] == "timeout"
    assert outcome["executionTimeInMilliseconds"] < (LIMIT + 2) * 1000 + 500
    assert works(session)


@pytest.mark.parametrize("name", ENDING)
def test_a_process_that_ends_is_reported(session, name):
    outcome = session.run(ENDING[name])
    assert (outcome["status"], outcome["outcome"], outcome["result"]) == ("Failure", "lost", None)
    assert works(session)


@pytest.mark.parametrize("name", SURVIVED)
def test_what_a_session_survives(session, name):
    session.run("kept = 1")
    assert session.run(SURVIVED[name])["outcome"] == "error"
    assert session.value("kept") == 1


@pytest.mark.parametrize("name", FORGED)
def test_forged_frames_end_the_session_only(session, name):
    outcome = session.run(FORGE.format(FORGED[name]), timeoutInSeconds=10)
    assert outcome["outcome"] == "lost"
    assert "frame" in outcome["stderr"] or "exited" in outcome["stderr"]
    assert works(session)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(3, b"", id="an empty figure"),
        pytest.param(3, b"\xff\xff" * 3, id="a figure with false lengths"),
        pytest.param(3, b"\0\0\0\0no png", id="a figure that is none"),
        pytest.param(6, b"", id="a fault"),
        pytest.param(1, b"1", id="a request"),
    ],
)
def test_frames_that_no_honest_session_sends(session, kind, body):
    code = WITH_THE_REAL_ID.format(kind=kind, length=len(body), body=body)
    assert session.run(code)["outcome"] == "lost"
    assert works(session)


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (b"i" + b"9" * 5000, "9" * 5000),
        (b"i__import__('os')", "__import__('os')"),
        (b"fnan", "nan"),
        (b"zxyz", "xyz"),
        (b"", ""),
        (b"s\xff\xfe", "\ufffd\ufffd"),
    ],
    ids=[
        "an integer too long",
        "an integer that is none",
        "a float that is none",
        "unknown",
        "empty",
        "no text",
    ],
)
def test_forged_values_are_text(session, body, result):
    code = WITH_THE_REAL_ID.format(kind=2, length=len(body), body=body).replace("'honest'", "x = 1")
    assert session.run(code)["result"] == result


def test_a_forged_end_gives_this_session_own_result_only(new_caller):
    first, second = new_caller(), new_caller()
    body = struct.pack("<B", 1)
    first.run(WITH_THE_REAL_ID.format(kind=5, length=1, body=body))
    assert first.post("6*7").status_code == 200  # its own loss, if any
    assert works(second)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_floods_of_output(start_pool, calling, stream):
    pool = start_pool(output_bytes=1 << 20, output_hard_bytes=64 << 20)
    caller = calling(pool.endpoint)
    before = resident(pool.process.pid)
    outcome = caller.run(f"import sys\nwhile True: sys.{stream}.write('x' * (1 << 20))")
    assert outcome["outcome"] in ("error", "lost")
    assert "wrote more than" in outcome["stderr"]
    assert len(outcome[stream]) <= (1 << 20) + 1000 + 4000
    assert resident(pool.process.pid) - before < 64 << 20
    assert works(caller)


def test_a_flood_that_goes_on_after_the_run(session):
    session.run("import subprocess; subprocess.Popen(['yes'])")
    assert session.run("6*7")["result"] == 42


def test_a_huge_value(session):
    outcome = session.run("'x' * (100 << 20)")
    assert outcome["status"] == "Success"
    assert len(outcome["result"]) < 5 << 20
    assert "cut" in outcome["result"]


def test_a_flood_of_figures(session):
    code = "import matplotlib.pyplot as plt\nfor n in range(80):"
    code += "    plt.figure(figsize=(.5, .5)); plt.title(str(n)); plt.show()"
    outcome = session.run(code)
    assert (outcome["status"], len(outcome["figures"])) == ("Success", 64)


def test_a_flood_of_values(start_pool, calling):
    caller = calling(start_pool(output_hard_bytes=8 << 20).endpoint)
    outcome = caller.run("send = get_ipython().send\nwhile True: send(2, b't' + b'x' * 1000)")
    assert outcome["outcome"] in ("error", "lost")
    assert "sent more than" in outcome["stderr"]


def test_a_pickle_as_a_value_is_only_text(session):
    assert session.value("__import__('pickle').dumps(print)").startswith("b'\\x80")


def test_texts_of_figures_are_short_and_plain(session):
    outcome = session.run("import matplotlib.pyplot as plt\nplt.plot([1]); plt.title('<script>' + 'x' * 900)")
    assert len(outcome["figures"][0]["title"]) <= 500


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) * 1024
