"""Sessions themselves: looked at, listed, ended."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from session_pool.api.requests import identifier_of, pool_of

router = APIRouter()


@router.delete("/session", status_code=204)
async def end_session(request: Request) -> Response:
    """End a session with all its processes and files; 204 also where there was none."""
    pool_of(request).end(identifier_of(request))
    return Response(status_code=204)
