"""Limits of runs, uploads, sessions and memory, each with what the caller is told."""

import os
import signal
import threading
import time

import pytest
from process_tree import children, descendants, left_of

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

MB = 1 << 20
SPIN = "while True: pass"


def test_a_run_past_its_limit_is_interrupted_and_keeps_its_state(session):
    session.run("kept = 1")
    outcome = session.run(SPIN, timeoutInSeconds=0.5)
    assert (outcome["status"], outcome["outcome"], outcome["result"]) == ("Failure", "timeout", None)
    assert "KeyboardInterrupt" in outcome["stderr"]
    assert "variables are kept" in outcome["stderr"]
    assert session.value("kept") == 1


def test_the_pool_has_the_last_word_on_the_limit(start_pool, calling):
    caller = calling(start_pool(run_seconds=0.5).endpoint)
    assert caller.run(SPIN, timeoutInSeconds=60)["outcome"] == "timeout"


def test_a_dead_session_is_reported_and_the_next_is_new(session):
    first = session.post("kept = 1")
    outcome = session.run("import os; os._exit(3)")
    assert (outcome["status"], outcome["outcome"]) == ("Failure", "lost")
    assert "SessionEnded" in outcome["stderr"]
    after = session.post("'kept' in globals()")
    assert after.json()["properties"]["result"] is False
    assert after.headers["x-ms-session-guid"] != first.headers["x-ms-session-guid"]


def test_the_guid_stays_while_the_session_lives(session):
    guids = {session.post("1").headers["x-ms-session-guid"] for _ in range(3)}
    guids.add(session.upload("a", b"1").headers["x-ms-session-guid"])
    assert len(guids) == 1


def test_calls_of_one_identifier_take_turns(new_caller):
    first = new_caller()
    callers = [first, *(new_caller(first.identifier) for _ in range(4))]
    first.run("steps = []")
    code = "steps.append('in'); import time; time.sleep(0.05); steps.append('out')"
    threads = [threading.Thread(target=caller.run, args=(code,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first.value("steps == ['in', 'out'] * 5") is True


def test_identifiers_run_side_by_side(new_caller):
    waiting = new_caller()
    thread = threading.Thread(
        target=waiting.run, args=("import time; time.sleep(60)",), kwargs={"timeoutInSeconds": 2}
    )
    thread.start()
    assert new_caller().value("6*7") == 42
    assert thread.is_alive()
    thread.join()


def test_files_can_be_fetched_while_code_runs(new_caller):
    caller = new_caller()
    caller.upload("a.txt", b"1")
    thread = threading.Thread(
        target=caller.run, args=("import time; time.sleep(60)",), kwargs={"timeoutInSeconds": 2}
    )
    thread.start()
    assert new_caller(caller.identifier).call("GET", "files/content/a.txt").content == b"1"
    assert thread.is_alive()
    thread.join()


def test_no_more_sessions_is_404_in_the_words_of_the_service(start_pool, calling):
    endpoint = start_pool(max_sessions=1).endpoint
    calling(endpoint).run("1")
    answer = calling(endpoint).post("1")
    assert answer.status_code == 404
    assert "no more sessions" in answer.json()["error"]["message"]


def test_an_expired_session_is_gone_with_its_files(start_pool, calling):
    caller = calling(start_pool(cooldown_seconds=1).endpoint)
    caller.upload("a.txt", b"1")
    first = caller.post("1").headers["x-ms-session-guid"]
    for _ in range(100):
        if not caller.call("GET", "listSessions").json()["sessions"]:
            break
        time.sleep(0.1)
    assert caller.call("GET", "files").json()["value"] == []
    assert caller.post("1").headers["x-ms-session-guid"] != first


def test_any_call_extends_a_session(start_pool, calling):
    caller = calling(start_pool(cooldown_seconds=2).endpoint)
    caller.run("kept = 1")
    for _ in range(6):
        time.sleep(0.5)
        caller.call("GET", "files")
    assert caller.value("kept") == 1


def test_an_upload_over_the_limit_is_413_and_leaves_nothing(start_pool, calling):
    caller = calling(start_pool(upload_bytes=MB).endpoint)
    assert caller.upload("fits", bytes(MB)).status_code == 200
    answer = caller.upload("large", bytes(MB + 1))
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (413, "FileTooLarge")
    assert [entry["properties"]["filename"] for entry in caller.call("GET", "files").json()["value"]] == [
        "fits"
    ]


def test_a_full_data_folder_is_507_and_leaves_nothing(start_pool, calling):
    caller = calling(start_pool(data_bytes=MB).endpoint)
    answer = caller.upload("large", bytes(2 * MB))
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (507, "InsufficientStorage")
    assert caller.value("import os; os.listdir('/mnt/data')") == "[]"


def test_output_is_kept_up_to_the_cap(start_pool, calling):
    caller = calling(start_pool(output_bytes=1000).endpoint)
    outcome = caller.run("print('x' * 5000); import sys; print('y' * 5000, file=sys.stderr)")
    assert (len(outcome["stdout"]), len(outcome["stderr"])) == (1000, 1000)


def test_too_much_memory_in_one_process_is_a_memory_error(session):
    outcome = session.run("x = bytearray(2 << 30)")
    assert outcome["outcome"] == "error"
    assert "MemoryError" in outcome["stderr"]


def test_a_large_body_of_code_is_413(session):
    assert session.post("#" * (17 * MB)).status_code == 413


def test_a_pool_whose_fork_server_died_starts_another(start_pool, calling):
    pool = start_pool()
    caller = calling(pool.endpoint)
    before = caller.post("kept = 1").headers["x-ms-session-guid"]
    family = set(descendants(pool.process.pid))
    for child in children(pool.process.pid):
        os.kill(child, signal.SIGKILL)
    assert left_of(family) == set()
    assert caller.post("1").status_code == 200
    assert caller.post("'kept' in globals()").json()["properties"]["result"] is False
    assert caller.post("1").headers["x-ms-session-guid"] != before


def test_nothing_is_left_when_the_pool_ends(start_pool, calling):
    pool = start_pool()
    calling(pool.endpoint).run("import subprocess; subprocess.Popen(['sleep', '1000'])")
    family = set(descendants(pool.process.pid))
    assert len(family) > 3
    pool.process.stdin.close()
    assert pool.process.wait(15) == 0
    assert left_of(family) == set()
