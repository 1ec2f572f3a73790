"""The pool that the other commands start: its settings, and what is said of those it cannot use."""

import os
import signal
from pathlib import Path

import pytest

from analyst.embedded_pool import PoolStartError
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


def pools():
    """The pools that this process has started, others of the tests among them."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {int(pid) for pid in children if b"session_pool" in Path(f"/proc/{pid}/cmdline").read_bytes()}


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
        assert "session restored (2 cells, 1 files)" in [part.get("text") for part in told]
        assert told[-1] == {"type": "done", "status": "answered", "analyst": "rule-based", "limit": None}
        (another,) = pools() - others
        assert another != killed
    assert pools() == others
