"""The app: all routes over one pool."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from session_pool.api import files, legacy, sessions
from session_pool.api.errors import add_error_handlers
from session_pool.pool import Pool


def create_app(pool: Pool) -> FastAPI:
    """Return the app; `Gate` goes before it."""
    app = FastAPI(title="Session pool", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.pool = pool
    add_error_handlers(app)
    app.include_router(legacy.router)
    app.include_router(sessions.router)

    @app.get("/files")
    async def list_files(request: Request) -> JSONResponse:
        found = await files.find(request)
        return JSONResponse(legacy.listing([info for info in found if not info.is_folder]))

    return app
