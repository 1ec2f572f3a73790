"""The bytes of files: taken from an upload, given back as a download, both in pieces."""

import re
from collections.abc import AsyncIterator
from urllib.parse import quote, unquote

from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile

from agents.ingesting import last_part
from server.errors import TooLargeError
from server.parts import MB, ByteStore
from server.state.tables import Record

CHUNK = MB
WRITTEN = re.compile("%(22|[01][0-9A-Fa-f])")


def name_of(upload: UploadFile) -> str:
    """The last part of the name, whatever script it is in; never a path.

    Forms write a quote and control characters as `%22` or `%0A`, and everything else as it is.
    """
    return last_part(WRITTEN.sub(lambda found: unquote(found[0]), upload.filename or ""))


async def keep(store: ByteStore, upload: UploadFile, most: int) -> tuple[str, int]:
    """Put an upload into the store; returns digest and size. Raises TooLargeError."""

    async def pieces() -> AsyncIterator[bytes]:
        size = 0
        while chunk := await upload.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise TooLargeError(f"The file is larger than the {most // MB} MB that are allowed.")
            yield chunk

    return await store.put_chunks(pieces())


async def download(store: ByteStore, record: Record, filename: str) -> StreamingResponse:
    """Send the bytes of a file; always as an attachment, so that no browser shows a stranger's page."""
    pieces = store.chunks(record.digest or "")
    first = await anext(pieces, b"")  # raises while the answer can still be an error

    async def all_pieces() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, errors='replace')}",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(all_pieces(), media_type="application/octet-stream", headers=headers)
