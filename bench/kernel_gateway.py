"""jupyter-kernel-gateway as a rival: started by uv over this environment, spoken to by WebSocket."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx
from tornado.websocket import websocket_connect

_LIMIT = 120.0
_GATEWAY = "jupyter-kernel-gateway>=3.0"


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway."""

    port: int

    async def first(self, code: str) -> float:
        """Time the start of a kernel and its first run, in milliseconds."""
        started = time.perf_counter()
        async with gateway_session(self) as run:
            await run(code)
            return (time.perf_counter() - started) * 1000


@asynccontextmanager
async def running_gateway() -> AsyncIterator[Gateway]:
    """Run a gateway on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    uv = os.environ.get("UV") or shutil.which("uv") or "uv"
    command = [
        uv,
        "run",
        "--quiet",
        "--with",
        _GATEWAY,
        "jupyter-kernelgateway",
        f"--port={port}",
        "--ip=127.0.0.1",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220 - nothing else runs
    try:
        await _answers(port)
        yield Gateway(port)
    finally:
        process.terminate()
        process.wait(30)


@asynccontextmanager
async def gateway_session(gateway: Gateway) -> AsyncIterator[Callable[[str], Awaitable[None]]]:
    """Start a kernel; yield a function that runs code in it and waits for the end."""
    base = f"127.0.0.1:{gateway.port}/api/kernels"
    async with httpx.AsyncClient(timeout=_LIMIT) as http:
        kernel = (await http.post(f"http://{base}", json={"name": "python3"})).json()["id"]
        socket_ = await websocket_connect(f"ws://{base}/{kernel}/channels")

        async def run(code: str) -> None:
            message_id = uuid4().hex
            header = {
                "msg_id": message_id,
                "msg_type": "execute_request",
                "version": "5.3",
                "username": "",
                "session": "",
            }
            content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
            message = {
                "header": header,
                "parent_header": {},
                "metadata": {},
                "content": content,
                "channel": "shell",
            }
            await socket_.write_message(json.dumps(message))
            while not _is_end(json.loads(await socket_.read_message() or "{}"), message_id):
                pass

        try:
            yield run
        finally:
            socket_.close()
            await http.delete(f"http://{base}/{kernel}")


def _is_end(message: dict[str, dict[str, str]], message_id: str) -> bool:
    if not message:
        sys.exit("the gateway has gone")
    return (
        message["header"]["msg_type"] == "execute_reply"
        and message["parent_header"].get("msg_id") == message_id
    )


async def _answers(port: int) -> None:
    deadline = time.monotonic() + _LIMIT
    async with httpx.AsyncClient() as http:
        while time.monotonic() < deadline:
            try:
                await http.get(f"http://127.0.0.1:{port}/api")
            except httpx.TransportError:
                await asyncio.sleep(0.2)
            else:
                return
    sys.exit("jupyter-kernel-gateway did not start")
