"""What both dialects do with files."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import BinaryIO, TypeVar
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import StreamingResponse

from session_pool.api.requests import identifier_of, pool_of
from session_pool.api.uploads import receive_upload
from session_pool.errors import NoSuchFileError
from session_pool.files import DataFolder, FileInfo, clean_path

_CHUNK = 1 << 18
T = TypeVar("T")


async def store(request: Request, folder: str) -> FileInfo:
    """Store the request's file in `folder` of the session."""
    most = pool_of(request).settings.upload_bytes
    async with _data_of(request) as data:
        path = await receive_upload(request, data, folder, most)
        return await asyncio.to_thread(data.info, path)


async def find(request: Request, folder: str = "", recursive: bool = True) -> list[FileInfo]:
    """Return the session's files and folders below `folder`."""
    async with _data_of(request) as data:
        return await asyncio.to_thread(data.entries, clean_path(folder), recursive)


async def describe(request: Request, *path: str) -> FileInfo:
    """Return what is known of one file."""
    async with _data_of(request) as data:
        return await asyncio.to_thread(_as_stored, data.info, clean_path(*path))


async def remove(request: Request, *path: str) -> None:
    """Remove one file."""
    async with _data_of(request) as data:
        await asyncio.to_thread(_as_stored, data.delete, clean_path(*path))


async def send(request: Request, *path: str) -> StreamingResponse:
    """Stream one file's bytes as they were when it was opened."""
    async with _data_of(request) as data:
        file = await asyncio.to_thread(_as_stored, data.open, clean_path(*path))
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


@asynccontextmanager
async def _data_of(request: Request) -> AsyncIterator[DataFolder]:
    """Yield the files of the session, which the answer is going to name."""
    async with pool_of(request).share(identifier_of(request)) as session:
        request.state.session_guid = session.guid
        yield session.data
