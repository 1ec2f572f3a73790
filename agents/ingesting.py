"""What the user brings: bytes checked, kept in the store, uploaded once per name and content."""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import PurePath, PurePosixPath

from agents.errors import BadFileError
from agents.protocols import Interpreter, Store
from agents.values import Cell, Profile, SourceFile, Table

UNNAMED = "upload"


async def ingest(
    interpreter: Interpreter,
    store: Store,
    brought: Sequence[tuple[str, bytes]],
    known: Sequence[SourceFile] = (),
    cells: Sequence[Cell] = (),
) -> tuple[SourceFile, ...]:
    """Upload each (name, content) that the session does not hold yet; returns these new sources.

    Raises BadFileError for an empty file, before anything is uploaded.
    """
    for name, content in brought:
        if not content:
            raise BadFileError(
                f"{name} is empty (0 bytes). Check that it was saved or downloaded completely."
            )
    held = {(source.name, source.digest) for source in current(known) if not _overwritten(source, cells)}
    added: dict[str, SourceFile] = {}
    for name, content in brought:
        last, digest = last_part(name), hashlib.sha256(content).hexdigest()
        if (last, digest) in held:
            continue
        held.add((last, digest))
        free = _free_name(last, added)
        await interpreter.upload(free, content)
        kept = await store.put(content)
        added[free] = SourceFile(name=free, digest=kept, size=len(content), after=len(cells))
    return tuple(added.values())


def merged(known: Sequence[SourceFile], added: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """All that was brought; what was replaced before a cell could use it is left out."""
    fresh = {(source.name, source.after) for source in added}
    return (*(source for source in known if (source.name, source.after) not in fresh), *added)


def current(sources: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The newest source of each name: what the thread's files are now."""
    return tuple({source.name: source for source in sources}.values())


def marked_replaced(profile: Profile, new: Collection[str], sources: Sequence[SourceFile]) -> Profile:
    """The profile in which the tables of files that have a newer one of their name say so."""
    newest = current(sources)
    older = {source.name: source.digest for source in sources if source not in newest}

    def marked(table: Table) -> Table:
        was_read = table.file not in new or bool(table.replaced)
        return table if was_read else table.model_copy(update={"replaced": older[table.file]})

    known = (table for table in profile.tables if table.file in older or table.file not in new)
    return Profile(tables=tuple(map(marked, known)))


def last_part(name: str) -> str:
    """The part of a path that names a file, as its session will call it."""
    last = PurePosixPath(name.replace("\\", "/").replace("\0", "")).name
    return last if last not in ("", ".", "..") else UNNAMED


def _overwritten(source: SourceFile, cells: Sequence[Cell]) -> bool:
    """Whether code has written a file of this name since."""
    return any(source.name == file.name for cell in cells[source.after :] for file in cell.execution.files)


def _free_name(name: str, taken: Collection[str]) -> str:
    """Keep apart two files of one question that have the same name in different folders."""
    path, number = PurePath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    return name
