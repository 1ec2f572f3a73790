"""The app: all routes over one pool."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from session_pool.api import executions, flat_files, legacy, sessions
from session_pool.api.errors import add_error_handlers
from session_pool.api.gate import Gate
from session_pool.api.mcp import create_mcp
from session_pool.pool import Pool


@asynccontextmanager
async def open_app(pool: Pool) -> AsyncIterator[ASGIApp]:
    """Yield the app behind its gate, with the MCP server running."""
    server, mcp_app = create_mcp(pool)
    app = FastAPI(title="Session pool", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.pool = pool
    add_error_handlers(app)
    for part in (legacy, executions, flat_files, sessions):
        app.include_router(part.router)
    app.router.routes.extend(mcp_app.routes)
    async with server.session_manager.run():
        yield Gate(app, pool.settings.token)
