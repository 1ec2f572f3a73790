"""What both dialects do with files."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import BinaryIO, TypeVar
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import StreamingResponse

from session_pool.api.requests import identifier_of, pool_of
from session_pool.api.uploads import receive_upload
from session_pool.errors import NoSuchFileError
from session_pool.files import FileInfo, clean_path
from session_pool.session import Session

_CHUNK = 1 << 18
T = TypeVar("T")


async def store(request: Request, folder: str) -> FileInfo:
    """Store the request's file in `folder` of the session."""
    pool = pool_of(request)
    async with pool.share(identifier_of(request)) as session:
        _name_session(request, session)
        path = await receive_upload(request, session.data, folder, pool.settings.upload_bytes)
        return await asyncio.to_thread(session.data.info, path)


async def find(request: Request, folder: str = "", recursive: bool = True) -> list[FileInfo]:
    """Return the session's files and folders below `folder`."""
    async with pool_of(request).share(identifier_of(request)) as session:
        _name_session(request, session)
        return await asyncio.to_thread(session.data.entries, clean_path(folder), recursive)


async def describe(request: Request, *path: str) -> FileInfo:
    """Return what is known of one file."""
    async with pool_of(request).share(identifier_of(request)) as session:
        _name_session(request, session)
        return await asyncio.to_thread(_as_stored, session.data.info, clean_path(*path))


async def remove(request: Request, *path: str) -> None:
    """Remove one file."""
    async with pool_of(request).share(identifier_of(request)) as session:
        _name_session(request, session)
        await asyncio.to_thread(_as_stored, session.data.delete, clean_path(*path))


async def send(request: Request, *path: str) -> StreamingResponse:
    """Stream one file's bytes as they were when it was opened."""
    async with pool_of(request).share(identifier_of(request)) as session:
        _name_session(request, session)
        file = await asyncio.to_thread(_as_stored, session.data.open, clean_path(*path))
    size = file.seek(0, 2)
    file.seek(0)
    headers = {"content-length": str(size)}
    return StreamingResponse(_chunks(file, size), media_type="application/octet-stream", headers=headers)


def _as_stored(act: Callable[[str], T], path: str) -> T:
    """Find a file by its name, or by the one that an upload with this name has been given."""
    try:
        return act(path)
    except NoSuchFileError:
        if (decoded := clean_path(unquote(path))) == path:
            raise
        return act(decoded)


async def _chunks(file: BinaryIO, size: int) -> AsyncIterator[bytes]:
    """Yield exactly `size` bytes: a session may cut or grow the file meanwhile."""
    with file:
        while size > 0:
            chunk = await asyncio.to_thread(file.read, min(size, _CHUNK)) or bytes(min(size, _CHUNK))
            size -= len(chunk)
            yield chunk


def _name_session(request: Request, session: Session) -> None:
    request.state.session_guid = session.guid
