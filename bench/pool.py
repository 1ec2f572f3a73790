"""The pool beside what else runs Python for a stranger, measured in turns on one machine in one run.

`python -m bench.pool` prints the tables of docs/session_pool.md; `--rounds` and `--quick` shorten it.
"""

import argparse
import asyncio
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
from jupyter_client.manager import AsyncKernelManager

from bench.kernel_gateway import gateway_session, running_gateway
from bench.processes import descendants, held, is_kernel, peak, private_mb, shared_mb

TOKEN = "bench"
FIRST = "import pandas as pd, matplotlib.pyplot as plt; 6*7"
WARM = "6*7"
LIMIT = 120
MB = 1 << 20
Measure = Callable[[], Awaitable[float]]


class PoolClient:
    """One pool process and keep-alive connections to it."""

    def __init__(self, endpoint: str, pid: int) -> None:
        self.pid = pid
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
        headers = {"authorization": f"Bearer {TOKEN}"}
        self.http = httpx.AsyncClient(base_url=endpoint, headers=headers, timeout=LIMIT, limits=limits)

    async def run(self, code: str, identifier: str) -> Any:
        """Run code; return its value."""
        body = {"properties": {"codeInputType": "inline", "executionType": "synchronous", "code": code}}
        answer = await self.http.post("/code/execute", params={"identifier": identifier}, json=body)
        answer.raise_for_status()
        return answer.json()["properties"]["result"]

    async def end(self, identifier: str) -> None:
        """End a session."""
        await self.http.delete("/session", params={"identifier": identifier})


class KeepAlive:
    """One connection that stays open, by the standard library: httpx alone takes longer than the pool."""

    def __init__(self, pool: PoolClient) -> None:
        self._connection = http.client.HTTPConnection(pool.http.base_url.host, pool.http.base_url.port)
        self._head = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}

    async def run(self, code: str) -> None:
        """Run code in one session and wait, blocking: nothing else runs meanwhile."""
        body = json.dumps({"properties": {"code": code}})
        self._connection.request("POST", "/code/execute?identifier=warm-session", body, self._head)
        answer = json.loads(self._connection.getresponse().read())
        assert answer["properties"]["status"] == "Success"


@asynccontextmanager
async def running_pool(**settings: Any) -> AsyncIterator[PoolClient]:
    """Run a pool of its own."""
    command = [sys.executable, "-m", "session_pool"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: ASYNC220 - nothing else runs
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"token": TOKEN, **settings}).encode() + b"\n")
        process.stdin.flush()
        client = PoolClient(json.loads(process.stdout.readline())["endpoint"], process.pid)
        async with client.http:
            yield client
        process.stdin.close()


@asynccontextmanager
async def fresh_kernel() -> AsyncIterator[Any]:
    """Start an ipykernel as a notebook does; yield its client."""
    manager = AsyncKernelManager(kernel_name="python3")
    await manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=LIMIT)
        yield client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def ask_kernel(client: Any, code: str) -> None:
    """Run code in a kernel and wait for its end."""
    answer = await client.execute_interactive(code, timeout=LIMIT, output_hook=lambda message: None)
    assert answer["content"]["status"] == "ok"


async def timed(work: Awaitable[Any]) -> float:
    """Return how many milliseconds the work takes."""
    started = time.perf_counter()
    await work
    return (time.perf_counter() - started) * 1000


async def rounds_of(measures: dict[str, Measure], rounds: int, in_a_row: int = 1) -> dict[str, float]:
    """Take turns, so that whatever else the machine does meets all alike; return the medians."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name] += [await measure() for _ in range(in_a_row)]
    return {name: statistics.median(values) for name, values in taken.items()}


async def first_in_pool(pool: PoolClient, pause: float) -> float:
    """Time a new identifier's first run, after a pause in which the queue of ready sessions fills."""
    await asyncio.sleep(pause)
    identifier = str(uuid4())
    elapsed = await timed(pool.run(FIRST, identifier))
    await pool.end(identifier)
    return elapsed


async def first_in_kernel() -> float:
    """Time the start of an ipykernel and its first run."""

    async def work() -> None:
        client = await stack.enter_async_context(fresh_kernel())
        await ask_kernel(client, FIRST)

    async with AsyncExitStack() as stack:
        return await timed(work())


async def first_in_python() -> float:
    """Time a fresh interpreter."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", FIRST)
    return await timed(process.wait())


async def rested(measure: Measure) -> float:
    """Measure after a short rest, from which every process has to be woken again."""
    await asyncio.sleep(0.01)
    return await measure()


async def first_and_warm(rounds: int) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Measure the first run, the warm one in a row, and the warm one after a rest, everywhere."""
    async with AsyncExitStack() as stack:
        ready = await stack.enter_async_context(running_pool(ready_sessions=2))
        cold = await stack.enter_async_context(running_pool(ready_sessions=0))
        gateway = await stack.enter_async_context(running_gateway())
        kernel = await stack.enter_async_context(fresh_kernel())
        over_gateway = await stack.enter_async_context(gateway_session(gateway))
        first = await rounds_of(
            {
                "pool, a session ready": lambda: first_in_pool(ready, 0.3),
                "pool, none ready": lambda: first_in_pool(cold, 0.1),
                "ipykernel (jupyter_client)": first_in_kernel,
                "jupyter-kernel-gateway": lambda: gateway.first(FIRST),
                "python -c": first_in_python,
            },
            rounds,
        )
        connection = KeepAlive(ready)
        await connection.run(WARM)
        measures: dict[str, Measure] = {
            "pool": lambda: timed(connection.run(WARM)),
            "ipykernel (jupyter_client)": lambda: timed(ask_kernel(kernel, WARM)),
            "jupyter-kernel-gateway": lambda: timed(over_gateway(WARM)),
        }
        warm = await rounds_of(measures, rounds * 4, in_a_row=10)
        after_rest: dict[str, Measure] = {
            name: partial(rested, measure) for name, measure in measures.items()
        }
        return first, warm, await rounds_of(after_rest, rounds * 4, in_a_row=10)


async def idle_memory() -> dict[str, float]:
    """Measure the private memory of an idle session and of an ipykernel after the same imports."""
    async with running_pool(ready_sessions=0) as pool, fresh_kernel() as kernel:
        before = set(descendants(pool.pid))
        for number in range(10):
            await pool.run(FIRST, f"memory-{number}")
        sessions = set(descendants(pool.pid)) - before
        await ask_kernel(kernel, FIRST)
        own = [child for child in descendants(os.getpid()) if child not in descendants(pool.pid)]
        kernels = filter(is_kernel, own)
        return {
            "pool": statistics.median(map(private_mb, sessions)),
            "ipykernel (jupyter_client)": max(map(private_mb, kernels)),
        }


async def bursts(kernels: int) -> dict[str, float]:
    """Ask for 100 new identifiers at once, and start some ipykernels at once; seconds, scaled to 100."""
    async with running_pool(max_sessions=100) as pool:
        await asyncio.sleep(0.5)
        ours = await timed(asyncio.gather(*(pool.run(FIRST, f"burst-{number}") for number in range(100))))
    theirs = await timed(asyncio.gather(*(first_in_kernel() for _ in range(kernels))))
    return {"pool": ours / 1000, "ipykernel (jupyter_client)": theirs / 1000 * 100 / kernels}


async def many_idle(count: int) -> float:
    """Hold idle sessions; return the memory of the pool and all of them in MB, shared pages counted once."""
    async with running_pool(max_sessions=count) as pool:
        for start in range(0, count, 50):
            await asyncio.gather(*(pool.run(FIRST, f"idle-{number}") for number in range(start, start + 50)))
        await asyncio.sleep(2)  # the queue of ready sessions fills, and what started them ends
        return sum(map(shared_mb, (pool.pid, *descendants(pool.pid))))


async def large_file() -> dict[str, float]:
    """Send 128 MB up and down; return by how many MB the server grew at most."""
    async with running_pool() as pool:
        await pool.run(WARM, "large-file")
        query = {"identifier": "large-file"}
        before = peak(pool.pid)
        part = {"file": ("large", bytes(128 * MB - 1000))}
        (await pool.http.post("/files/upload", params=query, files=part)).raise_for_status()
        up = peak(pool.pid)
        async with pool.http.stream("GET", "/files/content/large", params=query) as answer:
            async for _ in answer.aiter_bytes():
                pass
        return {"upload": up - before, "download": peak(pool.pid) - before}


async def soak(executions: int, sessions: int) -> dict[str, int]:
    """Run much over many sessions, half of which expire and half are ended; return what is left over."""
    async with running_pool(cooldown_seconds=1, max_sessions=100) as pool:
        await asyncio.gather(*(pool.run(WARM, f"settle-{number}") for number in range(20)))
        await asyncio.sleep(4)
        before = held(pool.pid)

        async def one(number: int) -> None:
            async with places:
                for _ in range(executions // sessions):
                    await pool.run(WARM, f"soak-{number}")
                if number % 2:
                    await pool.end(f"soak-{number}")

        places = asyncio.Semaphore(10)
        await asyncio.gather(*(one(number) for number in range(sessions)))
        await asyncio.sleep(5)
        after = held(pool.pid)
        return {name: after[name] - before[name] for name in before}


def table(title: str, unit: str, values: dict[str, float], ours: str, budget: str) -> str:
    """Return a Markdown table with each value's ratio to ours."""
    lines = [f"| {title} | {unit} | ratio to the pool |", "|---|---|---|"]
    for name, value in values.items():
        lines.append(f"| {name} | {value:.1f} | {value / values[ours]:.1f} |")
    return "\n".join([*lines, "", f"Budget: {budget}.", ""])


async def main() -> None:
    """Measure everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--kernels", type=int, default=10, help="ipykernels started at once, scaled to 100")
    parser.add_argument("--quick", action="store_true", help="leave out the soak and the 300 sessions")
    options = parser.parse_args()
    first, warm, after_rest = await first_and_warm(options.rounds)
    print(table("first run in a new session", "ms", first, "pool, a session ready", "ipykernel ≥ 120"))
    print(table("first run, none ready", "ms", first, "pool, none ready", "ipykernel ≥ 40"))
    print(table("warm `6*7`", "ms", warm, "pool", "ipykernel ≥ 3"))
    print(table("warm `6*7` after a rest of 10 ms", "ms", after_rest, "pool", "none"))
    print(table("private memory, idle", "MB", await idle_memory(), "pool", "ipykernel ≥ 12"))
    print(table("100 at once", "s", await bursts(options.kernels), "pool", "ipykernel ≥ 40"))
    grown = ", ".join(f"{name} {value:.0f} MB" for name, value in (await large_file()).items())
    print(f"The server grew during a 128 MB transfer by: {grown}.\n")
    if not options.quick:
        print(f"300 idle sessions hold {await many_idle(300):.0f} MB in all (budget: < 4096).\n")
        left = ", ".join(f"{name} {value:+d}" for name, value in (await soak(10_000, 500)).items())
        print(f"After 10,000 executions over 500 sessions, left over: {left}.")


if __name__ == "__main__":
    asyncio.run(main())
