"""A thread's uploads and executed cells, from which a lost session is made again."""

from collections.abc import Sequence

from agents.protocols import Interpreter, Store
from agents.values import Cell, SourceFile

MARK = "__thread_session__ = True"
PROBE = "'__thread_session__' in globals()"


async def ensure(
    interpreter: Interpreter, store: Store, sources: Sequence[SourceFile], cells: Sequence[Cell]
) -> str:
    """Make sure that the session is the thread's own; returns what to tell the user where it was not.

    A new session gets the files uploaded and the cells that had succeeded run once more.
    """
    if (await interpreter.run(PROBE)).value.lower() == "true":
        return ""
    for source in sources:
        await interpreter.upload(source.name, await store.get(source.digest))
    succeeded = [cell for cell in cells if cell.execution.status == "ok"]
    for code in (*(cell.code for cell in succeeded), MARK):
        await interpreter.run(code)
    return f"session restored ({len(succeeded)} cells, {len(sources)} files)" if sources or cells else ""
