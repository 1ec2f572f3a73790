"""Sessions themselves, and what the pool offers."""

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from session_pool.api.requests import identifier_of, pool_of, service_time
from session_pool.packages import installed_packages, python_version
from session_pool.pool import Entry

_PAGE = 100


class Page(BaseModel):
    """The query of a list."""

    skip: int = Field(0, ge=0)


async def get_session(request: Request) -> JSONResponse:
    """Tell a session's times; looking extends its life, as any call does."""
    pool = pool_of(request)
    entry = pool.existing(identifier_of(request))
    return JSONResponse({**times(entry, pool.settings.cooldown_seconds), "etag": f'"{entry.accessed:.6f}"'})


async def end_session(request: Request) -> Response:
    """End a session with all its processes and files; 204 also where there was none."""
    pool_of(request).end(identifier_of(request))
    return Response(status_code=204)


async def list_sessions(request: Request) -> JSONResponse:
    """List sessions, oldest first, a hundred at a time."""
    skip = Page.model_validate(dict(request.query_params)).skip
    pool = pool_of(request)
    entries = sorted(pool.entries.values(), key=lambda entry: entry.created)
    page = entries[skip : skip + _PAGE]
    body: dict[str, Any] = {"sessions": [times(entry, pool.settings.cooldown_seconds) for entry in page]}
    if skip + _PAGE < len(entries):
        body["nextLink"] = str(request.url.include_query_params(skip=skip + _PAGE))
    return JSONResponse(body)


async def metadata(request: Request) -> JSONResponse:
    """Tell the runtime and the packages that a session can import."""
    environment = pool_of(request).settings.environment
    installed = installed_packages(environment)
    started = _iso(pool_of(request).started)
    kernel = {
        "name": "IPython",
        "version": dict(installed).get("ipython", ""),
        "projectUrl": "https://ipython.org",
        "description": "An IPython shell in a sandbox of its own, forked from a warmed process.",
    }
    return JSONResponse(
        {
            "runtimes": [{"name": "Python", "version": python_version(environment)}],
            "preInstalledPackages": [{"name": name, "version": version} for name, version in installed],
            "createdAt": started,
            "lastUpdatedAt": started,
            "jupyterKernel": kernel,
            "limitsBy": pool_of(request).limits_by,
        }
    )


def times(entry: Entry, cooldown: float) -> dict[str, str]:
    """Return an identifier with the times of its session."""
    return {
        "identifier": entry.identifier,
        "createdAt": service_time(entry.created),
        "lastAccessedAt": service_time(entry.accessed),
        "expireAt": service_time(entry.accessed + cooldown),
    }


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
