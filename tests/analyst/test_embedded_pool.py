"""The pool that the other commands start: its settings, and what is said of those it cannot use."""

import asyncio
import os
import resource
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
import requests
from process_tree import children, descendants
from scripted_plans import plan, summary

from analyst.embedded_pool import PoolStartError, embedded_pool
from analyst.settings import Settings
from analyst.wiring import open_workbench
from graphs import checkpoints, data_analyst

pytestmark = pytest.mark.sandbox


@pytest.mark.slow
async def test_its_settings_reach_the_session(tmp_path):
    settings = Settings(data_folder=tmp_path, embedded_pool={"data_files": 64, "run_seconds": 5})
    async with open_workbench(settings) as bench:
        ran = await bench.tools.sessions("a-session").run("__import__('os').statvfs('/mnt/data').f_files")
    assert ran.value == "64"


async def test_a_setting_that_it_does_not_have_is_named(tmp_path):
    with pytest.raises(PoolStartError, match="no_such"):
        async with open_workbench(Settings(data_folder=tmp_path, embedded_pool={"no_such": 1})):
            pass


async def test_a_machine_that_can_start_no_process_is_told_in_words():
    lowest = os.dup(0)
    os.close(lowest)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))  # no file can be opened, so no pipe made
    try:
        with pytest.raises(PoolStartError, match="Too many open files"):
            async with embedded_pool({}):
                pass
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def pools():
    """The pools that this process has started, others of the tests among them."""
    return {pid for pid in children(os.getpid()) if b"session_pool" in command_of(pid)}


def command_of(pid):
    with suppress(OSError):  # it has ended since it was listed
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


async def another_than(known):
    """The pool that is started in the place of one that died."""
    while not (new := pools() - known):  # noqa: ASYNC110 - a process tells it in no other way
        await asyncio.sleep(0.01)
    return new.pop()


async def sessions_of(pool):
    """The sessions that it lists, as soon as it listens."""
    ask = partial(requests.get, f"{pool.endpoint}/listSessions", headers={"X-Ms-Apikey": pool.token})
    while True:
        with suppress(requests.ConnectionError):
            return (await asyncio.to_thread(ask)).json()["sessions"]
        await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_one_that_does_not_come_back_in_time_is_given_up_for_another(caplog):
    others = pools()
    async with embedded_pool({"preload": [], "ready_sessions": 0}, start_seconds=10) as pool:
        (first,) = pools() - others
        os.kill(first, signal.SIGKILL)
        hanging = await another_than(others | {first})
        os.kill(hanging, signal.SIGSTOP)
        await another_than(others | {first, hanging})
        assert hanging not in pools()
        assert await sessions_of(pool) == []
    assert pools() == others
    assert f"exit status {-signal.SIGKILL}" in caplog.text
    assert "did not start" in caplog.text


@pytest.mark.slow
async def test_one_that_dies_is_started_again_and_the_thread_goes_on(tmp_path, penguins):
    thread, others = {"configurable": {"thread_id": "a-thread"}}, pools()
    async with open_workbench(Settings(data_folder=tmp_path)) as bench:
        graph = data_analyst.build(bench.tools, checkpointer=checkpoints.empty())
        first = {"question": "How many rows are there?", "files": [str(penguins)]}
        assert (await graph.ainvoke(first, thread))["status"] == "answered"
        (killed,) = pools() - others
        os.kill(killed, signal.SIGKILL)
        second = {"question": "What is the mean Body Mass (g) by Species?"}
        told = [part async for part in graph.astream(second, thread, stream_mode="custom")]
        assert "session restored (2 cells, 1 file)" in [part.get("text") for part in told]
        assert told[-1] == {"type": "done", "status": "answered", "analyst": "rule-based", "limit": None}
        (another,) = pools() - others
        assert another != killed
    assert pools() == others


def sleepers(pool):
    found = set()
    for process in descendants(pool):
        with suppress(OSError):
            if Path(f"/proc/{process}/cmdline").read_bytes().startswith(b"sleep\0"):
                found.add(process)
    return found


async def sleeper(pool):
    """The process `sleep` in one of the pool's sessions, as soon as it is there."""
    while not (found := sleepers(pool)):  # noqa: ASYNC110 - a process tells it in no other way
        await asyncio.sleep(0.05)
    return found.pop()


@pytest.mark.slow
async def test_a_step_that_loses_the_pool_is_run_again(tmp_path, penguins, scripted_model):
    code = "import subprocess; subprocess.run(['sleep', '600']); print(len(penguins))"
    scripted_model.enqueue(plan(code), summary("344 [3]", ("344", 3)))
    settings = Settings(data_folder=tmp_path, model="openai:m", openai_base_url=scripted_model.base_url)
    others = pools()

    async def end_the_pool_then_the_sleep():
        (first,) = pools() - others
        await sleeper(first)
        os.kill(first, signal.SIGKILL)
        second = await another_than(others | {first})
        os.kill(await sleeper(second), signal.SIGKILL)

    async with open_workbench(settings) as bench:
        graph = data_analyst.build(bench.tools, checkpointer=checkpoints.empty())
        thread = {"configurable": {"thread_id": "a-thread"}}
        asked = {"question": "How many?", "files": [str(penguins)]}
        ending = asyncio.create_task(end_the_pool_then_the_sleep())
        told = [part async for part in graph.astream(asked, thread, stream_mode="custom")]
        await ending
    texts = [part.get("text") for part in told if part["type"] == "note"]
    assert texts[0].startswith("session restored (1 cell, 1 file)")
    assert texts[1] == "the session pool was lost under the step, which is run again"
    assert [part["status"] for part in told if part["type"] == "output"] == ["ok", "lost", "ok"]
    assert told[-1]["status"] == "answered"
