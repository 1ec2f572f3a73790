"""A folder that keeps bytes under their SHA-256 digest."""

import asyncio
import hashlib
import os
import re
import tempfile
from pathlib import Path


class FolderStore:
    """Keeps each content once, in a file named by its digest; safe for several processes at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes) -> str:
        """Keep `content` and return its digest."""
        return await asyncio.to_thread(self._write, content)

    async def get(self, digest: str) -> bytes:
        """Return what was kept; raises KeyError where there is nothing."""
        return await asyncio.to_thread(self._read, digest)

    def _write(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).replace(path)
        return digest

    def _read(self, digest: str) -> bytes:
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None

    def _path(self, digest: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise KeyError(digest)
        return self._folder / digest[:2] / digest
