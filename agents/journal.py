"""A thread's uploads and executed cells, from which a lost session is made again."""

from collections.abc import Sequence

from agents.protocols import Interpreter, Store
from agents.values import Cell, SourceFile

MARK = "__thread_session__ = True"
PROBE = "'__thread_session__' in globals()"


async def is_lost(interpreter: Interpreter) -> bool:
    """Tell whether the session is not the one that this thread has used before."""
    return (await interpreter.run(PROBE)).value.lower() != "true"


async def restore(
    interpreter: Interpreter, store: Store, sources: Sequence[SourceFile], cells: Sequence[Cell]
) -> int:
    """Upload the files and run the successful cells once more; returns how many cells were run."""
    for source in sources:
        await interpreter.upload(source.name, await store.get(source.digest))
    await interpreter.run(MARK)
    succeeded = [cell for cell in cells if cell.execution.status == "ok"]
    for cell in succeeded:
        await interpreter.run(cell.code)
    return len(succeeded)
