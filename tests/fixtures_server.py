"""The server in process and on a socket, with real graphs, a real pool and a scripted model."""

import asyncio
import dataclasses
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import openai
import pytest
import uvicorn
from environments import plain_environment
from sqlalchemy import update

from agents.calculator.chat import OfflineChatModel
from agents.model_analyst import ModelAnalyst
from agents.offline import RuleBasedAnalyst
from agents.store import FolderStore
from analyst.embedded_pool import Pool
from server.app import create_app
from server.parts import Limits, Parts
from server.running.upkeep import purge
from server.state.tables import Released

CODE = {"type": "code_interpreter"}
AUTO = {**CODE, "container": {"type": "auto"}}
WEATHER = {"type": "function", "name": "weather", "parameters": {"type": "object"}}
NESTED = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
HI = [{"role": "user", "content": "Hi"}]


@dataclass(frozen=True)
class ScriptedModels:
    """The one model that is configured, and no other but `gpt-other`."""

    analyst: ModelAnalyst
    names: tuple[str, ...] = ("gpt-5-mini",)

    def chat(self, name):
        return self.analyst.chat if name in ("", "gpt-other", *self.names) else None


@pytest.fixture
def chat(scripted_model, request):
    from langchain_openai import ChatOpenAI

    name, _, effort = getattr(request, "param", "gpt-5-mini").partition(" thinks ")
    return ChatOpenAI(
        model=name,
        reasoning_effort=effort or None,
        base_url=scripted_model.base_url,
        api_key="unused",
        timeout=20,
        max_retries=0,
        stream_usage=True,
    )


@pytest.fixture
def parts(chat, sessions, store, tmp_path) -> Parts:
    models = ScriptedModels(ModelAnalyst("openai:gpt-5-mini", chat))
    limits = Limits(lease=2, shutdown_grace=10, requests_per_minute=1_000_000)
    url = f"sqlite:///{tmp_path / 'server.sqlite'}"
    return Parts(sessions, models, store, url, on_loopback=True, limits=limits)


@asynccontextmanager
async def opened(parts: Parts):
    """Run the server's lifespan."""
    app = create_app(parts)
    async with app.router.lifespan_context(app):
        yield app


@asynccontextmanager
async def http_of(app) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        yield http


@pytest.fixture
async def app(parts):
    async with opened(parts) as running:
        yield running


@pytest.fixture
async def http(app):
    """Plain HTTP, in process."""
    async with http_of(app) as client:
        yield client


def client_of(http: httpx.AsyncClient, key: str = "unused") -> openai.AsyncOpenAI:
    """The official client, in process."""
    return openai.AsyncOpenAI(base_url="http://localhost/v1", api_key=key, http_client=http, max_retries=0)


@pytest.fixture
def client(http) -> openai.AsyncOpenAI:
    """The official client, in process."""
    return client_of(http)


async def polled(beta, thread, assistant, **fields):
    """A run of the thread, when it has ended or waits."""
    ids = {"thread_id": thread.id, "assistant_id": assistant.id}
    return await beta.threads.runs.create_and_poll(**ids, poll_interval_ms=50, **fields)


@pytest.fixture
async def guarded(parts):
    """A server that wants keys, and a function that makes a client with one."""
    async with opened(dataclasses.replace(parts, on_loopback=False)) as running, http_of(running) as http:

        async def client_with_key(owner: str | None) -> openai.AsyncOpenAI:
            secret = (await running.state.service.keys.create(owner)).secret if owner else "sk-wrong"
            return client_of(http, secret)

        yield client_with_key


@asynccontextmanager
async def served(parts: Parts) -> AsyncIterator[str]:
    """Serve on a free port of loopback; gives the address."""
    config = uvicorn.Config(create_app(parts), port=0, log_config=None, timeout_graceful_shutdown=10)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve(sockets=[socket := config.bind_socket()]))
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        socket.close()


@pytest.fixture
async def address(parts):
    """Where a server listens."""
    async with served(parts) as url:
        yield url


@pytest.fixture
async def live(address):
    """The official client, over a socket."""
    async with openai.AsyncOpenAI(base_url=f"{address}/v1", api_key="unused", max_retries=0) as client:
        yield client


@asynccontextmanager
async def process(folder: Path, pool: Pool, **variables: str) -> AsyncIterator[tuple[str, Process]]:
    """Run `analyst serve` as a process of its own; gives its address."""
    pool_of_the_tests = {"POOL_ENDPOINT": pool.endpoint, "ANALYST_POOL_TOKEN": pool.token or ""}
    environment = plain_environment(ANALYST_DATA_FOLDER=str(folder), **pool_of_the_tests, **variables)
    command = [sys.executable, "-c", "from analyst.cli import main; main()", "serve", "--port", "0"]
    started = await asyncio.create_subprocess_exec(*command, env=environment, cwd=folder, stderr=PIPE)
    try:
        first = (await started.stderr.readline()).decode()
        yield first.split("/v1")[0], started
    finally:
        with suppress(ProcessLookupError):
            started.terminate()
        await started.communicate()


def offline(parts: Parts, any_name: bool = False) -> Parts:
    """The same, with the rules in the place of the model: any number of runs at a time."""

    class Offline:
        analyst = RuleBasedAnalyst()
        names = ()

        def chat(self, name):
            return OfflineChatModel() if any_name or not name else None

    return dataclasses.replace(parts, models=Offline())


async def an_hour_later(app) -> None:
    """Make all bytes an hour older, in the folder and where they are released, and look after them."""
    service = app.state.service
    await purge(service)
    for path in kept_in(service.parts.store):
        os.utime(path, (0, 0))
    async with service.database.writing() as session:
        await session.execute(update(Released).values(at=0))
    await purge(service)


def kept_in(store: FolderStore) -> list[Path]:
    """The files of a store."""
    return sorted(path for path in store._folder.rglob("*") if path.is_file())


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds; the test's own time limit ends a wait that is in vain."""
    while not await holds():  # noqa: ASYNC110 - what is waited for is in another process
        await asyncio.sleep(0.05)
