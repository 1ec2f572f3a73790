"""The server's own cost: first byte over the graph's first text, fifty streams at a time, a 512 MB upload.

uv run python -m bench.serving
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from langchain_core.messages import HumanMessage

from agents.events import TextEvent
from analyst.cli.serving import open_parts
from analyst.settings import Settings
from server.parts import MB, Parts
from server.running.answering import CODE_INTERPRETER, Answering, Asked
from server.running.journal import Journal

ROUNDS = 20
STREAMS = 50
UPLOAD = 512 * MB
FIRST_BYTE_BUDGET = 50.0
MEMORY_BUDGET = 64.0
HELLO = "hello"
TEXT = "response.output_text.delta"


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[str, Process]]:
    """Run `analyst serve` with the rule-based analyst; gives its address."""
    command = [sys.executable, "-c", "from analyst.cli import main; main()", "serve", "--port", "0"]
    settings = {
        "ANALYST_DATA_FOLDER": str(folder),
        "ANALYST_MODEL": "rule-based",
        "ANALYST_REQUESTS_PER_MINUTE": "1000000",
    }
    environment = {name: value for name, value in os.environ.items() if "POOL" not in name} | settings
    process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=PIPE)
    drain = None
    try:
        assert process.stderr
        address = (await process.stderr.readline()).decode().split("/v1")[0]
        drain = asyncio.create_task(process.stderr.read())
        yield address, process
    finally:
        process.terminate()
        await process.wait()
        if drain:
            await drain


async def graph_milliseconds(parts: Parts) -> float:
    """Time to the first text of the graph alone, in a session that is warm."""
    asked = Asked(CODE_INTERPRETER, [HumanMessage(HELLO)], container="bench")
    started = time.perf_counter()
    async with aclosing(Answering(parts, asked, Journal()).events()) as events:
        async for event in events:
            if isinstance(event, TextEvent):
                return (time.perf_counter() - started) * 1000
    raise AssertionError("the graph said nothing")


async def server_milliseconds(http: httpx.AsyncClient, container: str) -> float:
    """Time to the first text of a streamed response, in a session that is warm."""
    tools = [{"type": "code_interpreter", "container": container}]
    body = {"model": CODE_INTERPRETER, "input": HELLO, "stream": True, "tools": tools}
    started = time.perf_counter()
    async with http.stream("POST", "/v1/responses", json=body) as answer:
        async for line in answer.aiter_lines():
            if line == f"event: {TEXT}":
                return (time.perf_counter() - started) * 1000
    raise AssertionError("the server said nothing")


async def overhead(http: httpx.AsyncClient, folder: Path) -> float:
    """Median of what the server adds before the first text, in milliseconds."""
    made = (await http.post("/v1/containers", json={"name": "bench"})).json()
    async with open_parts(Settings(data_folder=folder, model="rule-based"), on_loopback=True) as parts:
        for _ in range(2):  # both sessions and both code paths are warm then
            await graph_milliseconds(parts)
            await server_milliseconds(http, made["id"])
        pairs = [
            (await server_milliseconds(http, made["id"]), await graph_milliseconds(parts))
            for _ in range(ROUNDS)
        ]
    return statistics.median(server for server, _ in pairs) - statistics.median(graph for _, graph in pairs)


async def streams(http: httpx.AsyncClient) -> tuple[int, float]:
    """Fifty answers with code at a time; gives how many failed and how long all took, in seconds."""

    async def one(number: int) -> bool:
        body = {"model": CODE_INTERPRETER, "input": f"What is {number} to the power of 2?", "stream": True}
        answer = await http.post("/v1/responses", json=body)
        return "event: response.completed" in answer.text

    started = time.perf_counter()
    done = await asyncio.gather(*(one(number) for number in range(STREAMS)))
    return done.count(False), time.perf_counter() - started


async def upload(http: httpx.AsyncClient, process: Process, folder: Path) -> tuple[float, float]:
    """Upload a large file; gives what the server's peak of memory grew by, in MB, and the seconds."""
    large = folder / "large.csv"
    with large.open("wb") as file:
        file.truncate(UPLOAD)
    before, started = peak(process), time.perf_counter()
    with large.open("rb") as content:
        form: dict[str, Any] = {"files": {"file": content}, "data": {"purpose": "user_data"}, "timeout": 600}
        answer = await asyncio.to_thread(lambda: httpx.post(f"{http.base_url}/v1/files", **form))
    assert answer.json()["bytes"] == UPLOAD, answer.text
    return peak(process) - before, time.perf_counter() - started


def peak(process: Process) -> float:
    """The most memory that a process has had, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def main() -> int:
    """Measure, print, and tell by the exit code whether the budgets are kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with AsyncExitStack() as stack:
            address, process = await stack.enter_async_context(served(folder / "served"))
            http = await stack.enter_async_context(httpx.AsyncClient(base_url=address, timeout=600))
            added = await overhead(http, folder / "alone")
            failed, seconds = await streams(http)
            grown, took = await upload(http, process, folder)
    print(f"first text of a stream: {added:+.1f} ms over the graph alone (budget {FIRST_BYTE_BUDGET:.0f})")
    print(f"{STREAMS} streams with code at a time: {failed} failed, {seconds:.1f} s for all")
    print(f"{UPLOAD // MB} MB upload: peak memory {grown:+.1f} MB (budget {MEMORY_BUDGET:.0f}), {took:.1f} s")
    kept = added <= FIRST_BYTE_BUDGET and not failed and grown <= MEMORY_BUDGET
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
