"""Puts the parts together: pool, model, sessions, store and checkpointer become what a run is given."""

import asyncio
import functools
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agents.blocking import in_thread
from agents.calculator.chat import OfflineChatModel
from agents.model_analyst import ModelAnalyst
from agents.model_calls.prices import Prices
from agents.offline import RuleBasedAnalyst
from agents.protocols import Analyst, Store
from agents.session.interpreter import SessionInterpreter
from agents.session.pool_client import AZURE, EMBEDDED, OWN_TOKEN
from agents.store import FolderStore
from analyst.blob_store import open_blob_store
from analyst.embedded_pool import Pool, embedded_pool
from analyst.files import reader
from analyst.models import ChosenModel, choose_model
from analyst.settings import Settings, session_secret
from graphs.tools import LoopTools, Tools
from server.parts import ByteStore

Sessions = Callable[[str], SessionInterpreter]
MAX_SESSIONS = 1024


@dataclass(frozen=True, slots=True)
class Workbench:
    """What both graphs are given."""

    tools: Tools
    loop_tools: LoopTools


@asynccontextmanager
async def open_workbench(settings: Settings, root: Path | None = None) -> AsyncIterator[Workbench]:
    """Open everything in order; it closes in reverse, whatever happens.

    `root` limits the files that a question may name to one folder.
    """
    async with AsyncExitStack() as stack:
        choosing = asyncio.create_task(in_thread(lambda: choose_model(settings)))  # while the pool starts
        stack.callback(choosing.cancel)
        pool = await stack.enter_async_context(open_pool(settings))
        store = await stack.enter_async_context(store_of(settings))
        model = await choosing
        yield await asyncio.to_thread(lambda: workbench(settings, pool, store, model, root))


@asynccontextmanager
async def open_pool(settings: Settings) -> AsyncIterator[Pool]:
    """The pool that the settings name, else the embedded one."""
    if settings.pool_endpoint:
        token = settings.pool_token.get_secret_value() if settings.pool_token else None
        yield Pool(settings.pool_endpoint, token)
        return
    async with embedded_pool({"run_seconds": settings.run_seconds} | settings.embedded_pool) as pool:
        yield pool


@asynccontextmanager
async def store_of(settings: Settings, place: str = "store") -> AsyncIterator[ByteStore]:
    """The bytes of files: in Azure Blob Storage where the settings name it, else in the data folder.

    `place` is where in either; what is dropped in one place stays in the others.
    """
    if not settings.blob_connection and not settings.blob_url:
        yield FolderStore(settings.data_folder / place)
        return
    connection = settings.blob_connection.get_secret_value() if settings.blob_connection else ""
    async with open_blob_store(connection, settings.blob_url, settings.blob_container, place) as store:
        yield store


def workbench(
    settings: Settings, pool: Pool, store: Store, model: ChosenModel | None, root: Path | None
) -> Workbench:
    """Put together what the graphs are given."""
    opened = sessions(settings, pool, store)
    analyst: Analyst = (
        ModelAnalyst(model.name, model.chat, prices_of(settings)) if model else RuleBasedAnalyst()
    )
    chat = model.chat if model else OfflineChatModel()
    read_file = reader(root)
    return Workbench(
        Tools(analyst, opened, read_file, store, settings.max_repairs, settings.no_rows, settings.group_rows),
        LoopTools(
            analyst.name, chat, opened, read_file, store, settings.max_rounds, no_rows=settings.no_rows
        ),
    )


def sessions(settings: Settings, pool: Pool, store: Store) -> Sessions:
    """Give each thread its session, whose id nobody can guess who lacks the secret."""
    secret = session_secret(settings).encode()
    with_endpoint = OWN_TOKEN if settings.pool_token else AZURE
    advice = with_endpoint if settings.pool_endpoint else EMBEDDED

    @functools.lru_cache(MAX_SESSIONS)
    def session(thread: str) -> SessionInterpreter:
        identifier = hmac.new(secret, thread.encode(), hashlib.sha256).hexdigest()
        return SessionInterpreter(
            pool.endpoint,
            identifier,
            token_of(pool),
            store,
            settings.run_seconds,
            advice=advice,
        )

    return session


def prices_of(settings: Settings) -> Prices | None:
    """The model's prices, where both are set."""
    if settings.price_prompt is None or settings.price_completion is None:
        return None
    return Prices(prompt=settings.price_prompt, completion=settings.price_completion)


def token_of(pool: Pool) -> Callable[[], str | None] | None:
    """The pool's own token; None leaves the signing in to the tool, which asks Azure."""
    token = pool.token
    return (lambda: token) if token else None
