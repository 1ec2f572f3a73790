"""The app: all routes over one pool."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from session_pool.api import executions, flat_files, legacy, sessions
from session_pool.api.errors import HANDLERS
from session_pool.api.gate import Gate
from session_pool.api.mcp import create_mcp
from session_pool.pool import Pool

ROUTES = (
    Route("/code/execute", legacy.execute, methods=["POST"]),
    Route("/files/upload", legacy.upload, methods=["POST"]),
    Route("/files/content/{path:path}", legacy.content),
    Route("/executions", executions.submit, methods=["POST"]),
    Route("/executions/{execution_id}", executions.poll),
    Route("/executions/{execution_id}/{stream}", executions.full_output),
    Route("/files", flat_files.list_files),
    Route("/files", flat_files.upload, methods=["POST"]),
    Route("/files/{name:path}/content", flat_files.content),
    Route("/files/{name:path}", flat_files.describe),
    Route("/files/{name:path}", flat_files.delete, methods=["DELETE"]),
    Route("/session", sessions.get_session),
    Route("/session", sessions.end_session, methods=["DELETE"]),
    Route("/listSessions", sessions.list_sessions),
    Route("/metadata", sessions.metadata),
)
"""Up to 2024-08-02-preview first; the rest from 2024-10-02-preview on, or in both."""


@asynccontextmanager
async def open_app(pool: Pool) -> AsyncIterator[ASGIApp]:
    """Yield the app behind its gate, with the MCP server running."""
    server, mcp_app = create_mcp(pool)
    app = Starlette(routes=[*ROUTES, *mcp_app.routes], exception_handlers=HANDLERS)
    app.state.pool = pool
    async with server.session_manager.run():
        yield Gate(app, pool.settings.token)
