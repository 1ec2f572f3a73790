"""A folder that keeps bytes under their SHA-256 digest."""

import asyncio
import hashlib
import os
import re
import secrets
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from pathlib import Path

from agents.errors import MissingBytesError

CHUNK = 1024 * 1024


class FolderStore:
    """Keeps each content once, in a file named by its digest; safe for several processes at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes) -> str:
        """Keep `content` and return its digest."""
        return await asyncio.to_thread(self._write, content)

    async def get(self, digest: str) -> bytes:
        """Return what was kept; raises MissingBytesError where there is nothing."""
        return await asyncio.to_thread(self._read, digest)

    async def put_chunks(self, chunks: AsyncIterator[bytes]) -> tuple[str, int]:
        """Keep a content that comes in pieces, without ever holding all of it; returns digest and size."""
        hashed, size = hashlib.sha256(), 0
        beside = await asyncio.to_thread(self._beside)
        try:
            with beside.open("wb") as file:
                async for chunk in chunks:
                    hashed.update(chunk)
                    size += len(chunk)
                    await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(self._settle, beside, hashed.hexdigest())
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        return hashed.hexdigest(), size

    async def chunks(self, digest: str) -> AsyncGenerator[bytes]:
        """Give a content in pieces; raises MissingBytesError where there is nothing."""
        try:
            file = await asyncio.to_thread(self._path(digest).open, "rb")
        except FileNotFoundError:
            raise MissingBytesError(digest) from None
        with file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    async def drop(self, digest: str, unless_put_within: float) -> bool:
        """Forget a content, unless it was put within so many seconds; tells whether it is gone."""
        return await asyncio.to_thread(self._drop, self._path(digest), time.time() - unless_put_within)

    def _beside(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder)
        os.close(handle)
        return Path(name)

    def _settle(self, beside: Path, digest: str) -> None:
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(path)

    def _write(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        try:
            os.utime(path)  # for `drop`: it was put now
        except FileNotFoundError:
            self._write_new(path, content)
        return digest

    def _write_new(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).replace(path)
        except BaseException as error:
            Path(beside).unlink()
            if isinstance(error, OSError):  # of a full disk the system names no file
                error.filename = error.filename or str(self._folder)
            raise

    def _drop(self, path: Path, before: float) -> bool:
        """Take it out of the way before it is looked at for the last time: it may be put right now."""
        with suppress(FileNotFoundError):
            if path.stat().st_mtime > before:
                return False
            aside = path.replace(path.with_suffix(f".{secrets.token_hex(4)}"))
            if aside.stat().st_mtime > before:
                aside.replace(path)
                return False
            aside.unlink()
        return True

    def _read(self, digest: str) -> bytes:
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            raise MissingBytesError(digest) from None

    def _path(self, digest: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise MissingBytesError(digest)
        return self._folder / digest[:2] / digest
