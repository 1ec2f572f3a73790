"""A thread's uploads and executed cells, from which a lost session is made again."""

from collections.abc import Iterator, Sequence

from agents.plurals import counted
from agents.protocols import Interpreter, Store
from agents.report import last_error
from agents.same_text import same_text
from agents.values import Cell, Execution, SourceFile

MARK = "__thread_session__ = True"
PROBE = "'__thread_session__' in globals()"
ENDED = ("timeout", "lost")
"""How a run ends that takes its session along: nothing of what it did is left."""
MOST_BEGINNINGS = 4

Ran = tuple[Cell, Execution]


async def is_own(interpreter: Interpreter) -> bool:
    """Tell whether the session is still the one that was made for the thread."""
    return (await interpreter.run(PROBE)).value.lower() == "true"


async def ensure(
    interpreter: Interpreter, store: Store, sources: Sequence[SourceFile], cells: Sequence[Cell]
) -> str:
    """Make sure that the session is the thread's own; returns what to tell the user where it was not.

    A new session gets the uploads and the cells once more, in their order. Cells that failed are run too:
    they did something before. A cell that now ends the session is left out, and all begins anew.
    """
    if await is_own(interpreter):
        return ""
    left_out = [cell.id for cell in cells if cell.execution.status in ENDED]
    told = list[str]()
    for _ in range(MOST_BEGINNINGS):
        ran = await _replayed(interpreter, store, sources, cells, left_out)
        if not ran or ran[-1][1].status not in ENDED:
            break
        left_out.append(ran[-1][0].id)
        told.append(f"cell {ran[-1][0].id} ended the session and was left out")
    else:
        return f"session not restored: {'; '.join(told)}"
    await interpreter.run(MARK)
    restored = f"session restored ({counted(len(ran), 'cell')}, {counted(len(sources), 'file')})"
    return "; ".join([restored, *told, *_differences(ran)]) if sources or cells else ""


async def _replayed(
    interpreter: Interpreter,
    store: Store,
    sources: Sequence[SourceFile],
    cells: Sequence[Cell],
    left_out: Sequence[int],
) -> list[Ran]:
    """Bring the sources and run the cells, each where it belongs; stops where the session ends."""
    ran = list[Ran]()
    waiting = sorted(sources, key=lambda source: source.after)
    for number in range(len(cells) + 1):
        while waiting and (waiting[0].after <= number or number == len(cells)):
            source = waiting.pop(0)
            await interpreter.upload(source.name, await store.get(source.digest))
        if number < len(cells) and cells[number].id not in left_out:
            ran.append((cells[number], await interpreter.run(cells[number].code)))
            if ran[-1][1].status in ENDED:
                break
    return ran


def _differences(ran: Sequence[Ran]) -> Iterator[str]:
    """What came out otherwise than at first; a journal may keep no outputs, and then nothing is compared."""
    for cell, again in ran:
        before = cell.execution
        if before.status == "ok" and again.status != "ok":
            yield f"cell {cell.id} failed this time ({last_error(again)})"
        elif any(old and not same_text(old, new) for old, new in _texts(before, again)):
            yield f"cell {cell.id} put out something else this time"


def _texts(before: Execution, again: Execution) -> list[tuple[str, str]]:
    return [(before.stdout, again.stdout), (before.value, again.value)]
