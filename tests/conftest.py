"""Fixtures that more than one folder of tests uses: real pools, stores and tools."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import settings

from agents.model_analyst import ModelAnalyst
from agents.session.interpreter import SessionInterpreter
from agents.store import FolderStore
from analyst.embedded_pool import Pool
from analyst.files import reader
from graphs.tools import Tools

pytest_plugins = [
    "fixtures_azurite",
    "fixtures_certificate",
    "fixtures_model",
    "fixtures_offline",
    "fixtures_pool",
    "fixtures_postgres",
    "fixtures_settings",
]

# How long a case takes depends on what else runs; and all runs have the same cases: none fails by chance.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """An empty store."""
    return FolderStore(tmp_path / "store")


@pytest.fixture
def open_session(pool: Pool, store: FolderStore) -> Iterator[Callable[..., SessionInterpreter]]:
    """Opens new sessions, of the pool or through what stands before it; all end with the test."""
    opened: list[str] = []

    def open_session(
        endpoint: str = pool.endpoint, name: str = "test", run_seconds: float = 60
    ) -> SessionInterpreter:
        opened.append(f"{name}-{secrets.token_hex(8)}")
        return SessionInterpreter(endpoint, opened[-1], lambda: pool.token, store, run_seconds)

    yield open_session
    for identifier in opened:  # a pool holds a hundred at most
        requests.delete(
            f"{pool.endpoint}/session",
            params={"identifier": identifier, "api-version": "2025-10-02-preview"},
            headers={"Authorization": f"Bearer {pool.token}"},
            timeout=20,
        )


@pytest.fixture
def sessions(open_session: Callable[..., SessionInterpreter]) -> Callable[[str], SessionInterpreter]:
    """Gives the interpreter of a thread; the sessions are new for each test."""
    opened: dict[str, SessionInterpreter] = {}

    def session(thread: str) -> SessionInterpreter:
        if thread not in opened:
            opened[thread] = open_session(name=thread)
        return opened[thread]

    return session


@pytest.fixture
def interpreter(sessions: Callable[[str], SessionInterpreter]) -> SessionInterpreter:
    """A session of its own."""
    return sessions("test")


@pytest.fixture
def tools(scripted_model, sessions, store) -> Tools:
    """What a run is given, with the scripted model behind a real client."""
    from langchain_openai import ChatOpenAI

    chat = ChatOpenAI(
        model="gpt-5-mini", base_url=scripted_model.base_url, api_key="unused", timeout=20, max_retries=0
    )
    return Tools(ModelAnalyst("openai:gpt-5-mini", chat), sessions, reader(), store)


@pytest.fixture
def penguins() -> str:
    """A real table with units in its headers."""
    return str(ROOT / "data" / "penguins.csv")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--update-snapshots` write what the tests compare with."""
    parser.addoption("--update-snapshots", action="store_true", help="write the reviewed texts anew")


@pytest.fixture
def update_snapshots(request: pytest.FixtureRequest) -> bool:
    """Whether to write the reviewed texts anew."""
    return bool(request.config.getoption("--update-snapshots"))
