"""`langgraph dev` serves both graphs with no key; driven with the real SDK."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from langgraph_sdk import get_client

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[1]


@pytest.fixture
async def client(dev_server):
    """The SDK's client."""
    async with get_client(url=dev_server) as opened:
        yield opened


@pytest.fixture(scope="module")
def dev_server(tmp_path_factory):
    """The server's address; the server's whole process group is ended after."""
    folder = tmp_path_factory.mktemp("dev")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("langgraph")),
        *("dev", "--config", str(ROOT / "langgraph.json"), "--host", "127.0.0.1", "--port", str(port)),
        *("--no-browser", "--no-reload"),
    ]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"ANALYST_DATA_FOLDER": str(folder / "kept"), "LANGSMITH_TRACING": "false"}
    log = (folder / "log.txt").open("wb")
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    url = f"http://127.0.0.1:{port}"
    try:
        assert answers(url, process), (folder / "log.txt").read_text()[-3000:]
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


def answers(url, process):
    """Wait up to a minute for the server."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/ok").status_code == 200:
                return True
        time.sleep(0.2)
    return False


async def test_a_thread_streams_a_run_on_a_csv_and_keeps_its_state(client):
    thread = await client.threads.create()
    asked = {"question": "What is the mean body mass by species?", "files": ["data/penguins.csv"]}
    events = [
        part.data
        async for part in client.runs.stream(
            thread["thread_id"], "data_analyst", input=asked, stream_mode=["custom"]
        )
        if part.event == "custom"
    ]
    assert [event["type"] for event in events][-1] == "done"
    assert "code" in {event["type"] for event in events}
    state = (await client.threads.get_state(thread["thread_id"]))["values"]
    assert state["status"] == "answered"
    assert state["profile"]["tables"][0]["rows"] == 344
    again = await client.runs.wait(
        thread["thread_id"], "data_analyst", input={"question": "How many rows?", "files": []}
    )
    assert "344" in again["answer"]["text"]
    assert len(again["turns"]) == 2


async def test_the_function_calling_loop_answers_too(client):
    said = {"messages": [{"role": "user", "content": "2の20乗を計算してください"}]}
    done = await client.runs.wait(None, "code_interpreter", input=said)
    assert "1048576" in str(done["messages"][-1]["content"]).replace(",", "")


async def test_a_file_outside_the_project_is_refused(client):
    asked = {"question": "mean?", "files": ["../../../../etc/passwd"]}
    done = await client.runs.wait(None, "data_analyst", input=asked, raise_error=False)
    assert "outside the folder" in str(done)
    assert f"Copy it into {ROOT} first" in str(done)


@pytest.mark.parametrize(
    ("graph", "asked", "said"),
    [
        ("data_analyst", {"foo": 1}, "There is no question"),
        ("data_analyst", {"question": 5, "files": 3}, "There is no question"),
        ("data_analyst", {"question": "mean?", "files": 3}, "The files are not understood"),
        ("data_analyst", {"question": "mean?", "files": [{"path": "a.csv"}]}, "The files are not understood"),
        ("code_interpreter", {"messages": "6 * 7", "files": 3}, "The files are not understood"),
    ],
)
async def test_an_input_of_another_kind_is_told_in_words(client, graph, asked, said):
    done = await client.runs.wait(None, graph, input=asked, raise_error=False)
    assert said in str(done)
