"""Uploads written to the session while they arrive: the server never holds a file."""

import re
from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from session_pool.errors import RequestError, SessionPoolError, TooLargeError
from session_pool.files import DataFolder, clean_path

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_FIRST_BOUNDARY = re.compile(rb"\A(?:\r?\n)*--([^\r\n]{1,200})\r?\n")
_ENOUGH_FOR_BOUNDARY = 256
_LARGEST_DISCARD = 1 << 30


class Upload:
    """Takes the parts of one multipart body and writes the one named `file`."""

    def __init__(self, data: DataFolder, folder: str, limit: int) -> None:
        self.path: str | None = None
        self._data = data
        self._folder = folder
        self._limit = limit
        self._size = 0
        self._headers: dict[bytes, bytes] = {}
        self._field = self._value = b""
        self._file: BinaryIO | None = None
        self.files = ExitStack()

    def parser(self, boundary: bytes) -> MultipartParser:
        """Return a parser that feeds this upload."""
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._write,
            "on_part_end": self._close,
        }
        return MultipartParser(boundary, callbacks)

    def require_end(self) -> None:
        """Raise `RequestError` if the body ended within the file."""
        if self._file is not None:
            raise RequestError("The multipart body ends too early.")

    def _begin(self) -> None:
        self._headers = {}

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if options.get(b"name") != b"file" or self.path is not None:
            return
        name = unquote(options.get(b"filename", b"").decode("utf-8", "replace"))
        path = clean_path(self._folder, name)
        if not clean_path(name):
            raise RequestError("The part named 'file' must carry a file name.")
        self.path = path
        self._file = self.files.enter_context(self._data.replace(path))

    def _write(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            return
        self._size += end - start
        if self._size > self._limit:
            raise TooLargeError(f"The file is larger than {self._limit} bytes.")
        self._file.write(memoryview(data)[start:end])

    def _close(self) -> None:
        self.files.close()
        self._file = None


async def receive_upload(request: Request, data: DataFolder, folder: str, limit: int) -> str:
    """Write the request's file into the session; return its path in `/mnt/data`.

    The boundary is read from the body: one client labels its uploads as JSON after it has run code.
    """
    upload = Upload(data, folder, limit)
    body = request.stream()
    try:
        with upload.files:
            await _feed(upload, body)
    except SessionPoolError:
        await _discard(body)
        raise
    if upload.path is None:
        raise RequestError("The body has no part named 'file'.")
    return upload.path


async def _feed(upload: Upload, body: AsyncIterator[bytes]) -> None:
    first = await _start_of(body)
    boundary = _FIRST_BOUNDARY.match(first)
    if boundary is None:
        raise RequestError("The body must be multipart/form-data with one part named 'file'.")
    parser = upload.parser(boundary[1])
    try:
        parser.write(first.lstrip(b"\r\n"))
        async for chunk in body:
            parser.write(chunk)
        parser.finalize()
        upload.require_end()
    except FormParserError as fault:
        raise RequestError(f"The multipart body is malformed: {fault}.") from fault


async def _start_of(body: AsyncIterator[bytes]) -> bytes:
    start = b""
    async for chunk in body:
        start += chunk
        if len(start) >= _ENOUGH_FOR_BOUNDARY:
            break
    return start


async def _discard(body: AsyncIterator[bytes]) -> None:
    """Read what the client still sends: most see the answer only after the last byte."""
    read = 0
    async for chunk in body:
        read += len(chunk)
        if read > _LARGEST_DISCARD:
            return
