"""Builds the server from its parts."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI

from server import errors, operations
from server.dialects import containers, conversations, files, models
from server.dialects.assistants import assistants, messages, runs, steps, threads
from server.dialects.assistants.common import RUN
from server.dialects.assistants.work import RunWork
from server.dialects.chat import routes as chat
from server.dialects.responses import routes as responses
from server.dialects.responses.work import RESPONSE, ResponseWork
from server.door import Door
from server.limits import Gate
from server.operations import Access, Meters
from server.parts import Parts
from server.running.containers import Locks
from server.running.conversations import ConversationLocks
from server.running.jobs import Jobs, Work
from server.running.upkeep import upkeep
from server.service import Service
from server.state.database import open_database
from server.state.keys import Keys
from server.state.recordings import Recordings

BASES = ("/v1", "/openai/v1", "/openai")
"""OpenAI's base, and Azure's two: the second takes `?api-version=`."""


def create_app(parts: Parts) -> FastAPI:
    """Build the server; its lifespan opens the database and ends what runs."""
    meters = Meters()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_service(parts, meters) as service:
            app.state.service = service
            yield

    app = FastAPI(
        title="Session Analyst",
        description="OpenAI's API in front of an analyst whose code runs in isolated sessions.",
        version="1",
        lifespan=lifespan,
        responses={
            "4XX": {"description": "An error in OpenAI's shape: `error.message`, `type`, `param`, `code`."}
        },
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.include_router(operations.router)
    for base in BASES:
        app.include_router(_routes(), prefix=base, include_in_schema=base == "/v1")
    errors.install(app)
    app.add_middleware(Door, parts=parts, bases=BASES)
    app.add_middleware(Access, meters=meters)
    return app


@asynccontextmanager
async def open_service(parts: Parts, meters: Meters) -> AsyncIterator[Service]:
    """Open everything in order; it closes in reverse, whatever happens."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(parts.database_url))
        works: dict[str, Work] = {}
        jobs = Jobs(database, works, parts.limits.lease)
        gate, recordings = Gate(parts.limits, database), Recordings(database)
        locks = ConversationLocks(database, parts.limits.lease)
        service = Service(parts, database, Keys(database), jobs, gate, meters, Locks(), recordings, locks)
        works |= {RESPONSE: ResponseWork(service), RUN: RunWork(service)}
        await stack.enter_async_context(upkeep(service))
        await stack.enter_async_context(gate.renewing())
        await stack.enter_async_context(locks.renewing())
        await stack.enter_async_context(jobs.running(parts.limits.shutdown_grace))
        yield service


def _routes() -> APIRouter:
    routes = APIRouter()
    for part in (models, files, containers, responses, conversations):
        routes.include_router(part.router)
    for part in (assistants, runs, threads, messages, steps):  # `/threads/runs` is no thread's id
        routes.include_router(part.router, tags=["Assistants"])
    routes.include_router(chat.router)
    return routes
