"""What the user brings: bytes checked, kept in the store, uploaded once per content."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

from agents.errors import BadFileError
from agents.protocols import Interpreter, Store
from agents.values import SourceFile


async def ingest(
    interpreter: Interpreter,
    store: Store,
    brought: Sequence[tuple[str, bytes]],
    known: Sequence[SourceFile],
) -> tuple[SourceFile, ...]:
    """Upload each (name, content) that the session does not hold yet; returns these new sources.

    Raises BadFileError for an empty file, before anything is uploaded.
    """
    for name, content in brought:
        if not content:
            raise BadFileError(
                f"{name} is empty (0 bytes). Check that it was saved or downloaded completely."
            )
    added: dict[str, SourceFile] = {}
    for name, content in brought:
        digest = hashlib.sha256(content).hexdigest()
        if any(source.digest == digest for source in (*known, *added.values())):
            continue
        free = _free_name(PurePath(name).name, added)
        await interpreter.upload(free, content)
        added[free] = SourceFile(name=free, digest=await store.put(content), size=len(content))
    return tuple(added.values())


def merged(known: Sequence[SourceFile], added: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The sources of the thread; a new content under an old name takes its place."""
    names = {source.name for source in added}
    return (*(source for source in known if source.name not in names), *added)


def _free_name(name: str, taken: dict[str, SourceFile]) -> str:
    """Keep apart two files of one question that have the same name in different folders."""
    path, number = PurePath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    return name
