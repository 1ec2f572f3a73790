"""Sessions that end while others wait, callers that leave, and sessions that cannot start for a while."""

import asyncio
import base64
import os
import signal
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
from fixtures_pool import running_pool
from process_tree import children, descendants, left_of

from session_pool.errors import NoSuchFileError, SessionEndedError
from session_pool.pool import Pool
from session_pool.settings import PoolSettings

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

NEWEST = "2025-10-02-preview"
TOKEN = "token-of-the-tests"
WAIT = "import time; time.sleep(60)"
PART = b'--part\r\nContent-Disposition: form-data; name="file"; filename="mine"\r\n\r\nsecret'
ENVIRONMENT = PoolSettings(token=TOKEN).environment
ASYNCHRONOUS = {"codeInputType": "inline", "executionType": "asynchronous"}


def until(fact):
    """Ask until something is so, for ten seconds; returns what it was."""
    for _ in range(100):
        if found := fact():
            return found
        time.sleep(0.1)
    return pytest.fail("it never came to be")


def in_background(call):
    """Start a call; returns what waits for its answer."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(call()))
    thread.start()

    def answer():
        thread.join()
        return answers[0]

    return answer


def last_accessed(caller):
    sessions = caller.call("GET", "listSessions").json()["sessions"]
    return next((one["lastAccessedAt"] for one in sessions if one["identifier"] == caller.identifier), "")


def sending(caller, route, length):
    """A connection that has sent the head of a request, and no body yet."""
    where = urlsplit(caller.endpoint)
    connection = socket.create_connection((where.hostname, where.port))
    connection.sendall(
        f"POST /{route}?identifier={caller.identifier}&api-version={NEWEST} HTTP/1.1\r\n"
        f"Host: pool\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {length}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    return connection


def submit(caller, **fields):
    return caller.call("POST", "executions", NEWEST, json=ASYNCHRONOUS | fields)


def ended(caller, execution):
    """What an execution says of itself once it has ended."""

    def shown():
        found = caller.call("GET", f"executions/{execution}", NEWEST).json()
        return found if found["status"] != "Running" else None

    return until(shown)


def accessed_since(caller, before):
    """When the session was last used, where that is not as before."""
    now = last_accessed(caller)
    return now if now != before else None


def test_who_waits_for_a_session_that_is_deleted_gets_no_hidden_one(start_pool, calling):
    pool = start_pool(ready_sessions=0, preload=[])
    first = calling(pool.endpoint)
    first.run("kept = 1")
    idle = last_accessed(first)
    running = in_background(lambda: first.post(WAIT))
    before = until(lambda: accessed_since(first, idle))
    late = calling(pool.endpoint, first.identifier)
    waiting = in_background(lambda: late.post("1"))
    until(lambda: accessed_since(first, before))
    assert first.call("DELETE", "session", NEWEST).status_code == 204
    assert running().json()["properties"]["outcome"] == "lost"
    refused = waiting()
    assert (refused.status_code, refused.headers["x-ms-error-code"]) == (409, "SessionEnded")
    assert last_accessed(first) == ""
    assert late.value("6*7") == 42


@pytest.fixture
def breakable(start_pool, tmp_path):
    """A pool whose environment can be taken away and put back."""
    link = tmp_path / "environment"
    link.symlink_to(ENVIRONMENT)
    return start_pool(environment=str(link), preload=[]), link


def settled(pool):
    """How many processes there are below the pool once none comes or goes."""
    counts = []

    def stays():
        counts.append(len(list(descendants(pool.process.pid))))
        return len(counts) > 5 and len(set(counts[-5:])) == 1

    until(stays)
    return counts[-1]


def kill_the_fork_server(pool):
    family = set(descendants(pool.process.pid))
    for child in children(pool.process.pid):
        os.kill(child, signal.SIGKILL)
    assert left_of(family) == set()


def test_sessions_are_kept_ready_again_after_a_time_in_which_none_could_start(breakable, calling):
    pool, link = breakable
    caller = calling(pool.endpoint)
    caller.run("1")
    whole = settled(pool)
    link.unlink()
    kill_the_fork_server(pool)
    refused = caller.post("1")
    assert (refused.status_code, refused.headers["x-ms-error-code"]) == (503, "PoolUnavailable")
    link.symlink_to(ENVIRONMENT)
    assert caller.value("6*7") == 42
    assert settled(pool) == whole


def test_an_execution_that_nobody_waits_for_ends_where_no_session_can_start(breakable, calling):
    pool, link = breakable
    caller = calling(pool.endpoint)
    link.unlink()
    kill_the_fork_server(pool)
    failed = ended(caller, submit(caller, code="1").json()["id"])
    assert failed["status"] == "Failed"
    assert str(link) in failed["result"]["stderr"]
    link.symlink_to(ENVIRONMENT)
    assert ended(caller, submit(caller, code="1").json()["id"])["status"] == "Succeeded"


def test_code_that_is_no_base64_is_refused_before_it_is_taken(session):
    refused = submit(session, code="???", codeInputType="inlineBase64")
    assert (refused.status_code, refused.headers["x-ms-error-code"]) == (400, "InvalidRequest")
    taken = submit(session, code=base64.b64encode(b"6*7").decode(), codeInputType="inlineBase64")
    assert ended(session, taken.json()["id"])["result"]["executionResult"] == 42


def test_a_caller_that_leaves_while_it_sends_is_no_fault_of_the_pool(calling, tmp_path):
    with (tmp_path / "said").open("wb") as said, running_pool(TOKEN, said, preload=[]) as pool:
        caller = calling(pool.endpoint)
        for route in ("code/execute", "files/upload"):
            with sending(caller, route, 1000) as leaving:
                leaving.sendall(PART)
        assert caller.value("import os; os.listdir('/mnt/data')") == "[]"
    assert (tmp_path / "said").read_text() == ""


def descriptors():
    return set(os.listdir("/proc/self/fd"))


@pytest.fixture
async def held(tmp_path):
    """A pool in this process, without sessions in reserve, and without control groups to open."""
    pool = Pool(PoolSettings(token=TOKEN, ready_sessions=0, preload=(), cgroup_root=tmp_path))
    await pool.start()
    yield pool
    await pool.stop()


async def test_a_killed_session_is_lent_to_nobody(held):
    async with held.lend("mine") as session:
        await session.execute("kept = 1", 5)
        session.kill("of this test")
    async with held.lend("mine") as another:
        assert another is not session
        assert (await another.execute("6*7", 5)).value == 42


async def test_who_still_holds_a_session_that_ended_sees_no_files_of_another(held):
    """The descriptors that it had are soon another's."""
    async with held.share("mine") as old:
        old.kill("of this test")
        for another in ("mine", "yours", "theirs"):
            async with held.lend(another) as session:
                await session.execute("open('/mnt/data/secret', 'w').close()", 5)
        with pytest.raises(NoSuchFileError):
            old.data.entries()


async def test_a_start_that_is_given_up_leaves_nothing_open(held):
    async with held.lend("first"):
        pass  # what is opened once is open
    before = descriptors()
    for steps in range(12):
        starting = asyncio.create_task(held.lend(f"late-{steps}").__aenter__())
        for _ in range(steps):
            await asyncio.sleep(0.001)
        starting.cancel()
        await asyncio.wait([starting])
        held.end(f"late-{steps}")
    for _ in range(100):
        if descriptors() <= before:
            break
        await asyncio.sleep(0.1)
    assert descriptors() <= before


async def test_a_session_deleted_while_it_starts_does_not_stay(held):
    starting = asyncio.create_task(held.lend("mine").__aenter__())
    await asyncio.sleep(0)
    assert held.end("mine")
    with pytest.raises(SessionEndedError):
        await starting
    assert held.entries == {}


async def test_a_fork_server_that_is_given_up_while_it_warms_ends(tmp_path):
    before = set(descendants(os.getpid()))
    starting = asyncio.create_task(Pool(PoolSettings(token=TOKEN, preload=(), cgroup_root=tmp_path)).start())
    while not (family := set(descendants(os.getpid())) - before):  # noqa: ASYNC110 - it tells it in no other way
        await asyncio.sleep(0.01)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert left_of(family) == set()


def test_executions_that_nobody_waits_for_are_limited(session):
    answers = [submit(session, code=WAIT) for _ in range(65)]
    assert {answer.status_code for answer in answers[:64]} == {202}
    assert (answers[64].status_code, answers[64].json()["error"]["code"]) == (404, "SessionsExhausted")
    assert "64 executions" in answers[64].json()["error"]["message"]
