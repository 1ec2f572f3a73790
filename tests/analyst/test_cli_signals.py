"""What ends with Ctrl-C: the command, and every process that it started."""

import json
import signal
import subprocess
from pathlib import Path

import pytest
from process_tree import descendants, left_of
from scripted_plans import plan, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def wait_for(stream, words):
    """Read lines until one has the words."""
    for line in stream:
        if words in line:
            return
    pytest.fail(f"{words!r} never came")


def test_ctrl_c_ends_code_that_runs(command, environment, penguins, tmp_path, scripted_model, scripted):
    scripted_model.enqueue(plan("import time; time.sleep(90)"))
    process = subprocess.Popen(
        [*command, "ask", "Sleep", penguins], stderr=subprocess.PIPE, cwd=tmp_path, env=environment | scripted
    )
    wait_for(process.stderr, b"time.sleep(90)")
    started = set(descendants(process.pid))
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in process.stderr.read()
    assert left_of(started) == set()
    process.stderr.close()
    assert not (tmp_path / "analysis").exists()


def test_a_thread_in_use_is_refused_until_the_other_run_ends(
    analyst, command, environment, penguins, tmp_path, scripted_model, scripted
):
    first = json.loads(analyst("ask", "How many penguins?", penguins, "--json").stdout)
    ask = ["ask", "And how many by Species?", "--thread", first["thread"]]
    scripted_model.enqueue(plan("import time; time.sleep(90)"))
    running = subprocess.Popen(
        [*command, *ask], stderr=subprocess.PIPE, cwd=tmp_path, env=environment | scripted
    )
    wait_for(running.stderr, b"time.sleep(90)")
    refused = analyst(*ask)
    assert refused.returncode == 1
    assert f"Thread {first['thread']} is in use by another run." in refused.stderr
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=20) == 130
    running.stderr.close()
    assert analyst(*ask).returncode == 0


def test_ctrl_c_ends_cleanly_and_leaves_no_process(command, environment, penguins, tmp_path):
    process = subprocess.Popen(
        [*command, "chat", penguins],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stderr
    assert b"Thread" in process.stderr.readline()  # everything is started
    started = set(descendants(process.pid))
    assert started
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in process.stderr.read()
    assert left_of(started) == set()
    process.stdin.close()
    process.stderr.close()


def test_ctrl_c_while_it_is_imported_leaves_no_traceback(command, environment, penguins, tmp_path):
    process = subprocess.Popen(
        [*command, "ask", "How many?", penguins], stderr=subprocess.PIPE, cwd=tmp_path, env=environment
    )
    while (
        "pydantic_core" not in Path(f"/proc/{process.pid}/maps").read_text()
    ):  # more follows than went before
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.stderr.read() == b""
    assert process.wait(timeout=20) == -signal.SIGINT  # what a shell shows as 130
    process.stderr.close()


def test_ctrl_c_in_a_conversation_ends_the_turn_alone(
    command, environment, penguins, tmp_path, scripted_model, scripted
):
    counts = "import time\nx = 0\nfor x in range(90): time.sleep(1)"
    scripted_model.enqueue(plan("x = 42\nprint(x)"), summary("It is 42."), plan(counts))
    process = subprocess.Popen(
        [*command, "chat", penguins],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment | scripted,
    )
    process.stdin.write(b"Remember 42\nCount\n")
    process.stdin.flush()
    wait_for(process.stderr, b"time.sleep(1)")
    process.send_signal(signal.SIGINT)
    wait_for(process.stderr, b"Stopped.")
    scripted_model.enqueue(plan("print(x)"), summary("It is 42."))
    written, told = process.communicate(b"What is x?\nquit\n", timeout=60)
    assert b"session restored (2 cells, 1 file)" in told
    assert written.count(b"It is 42.") == 2
    assert process.returncode == 0
