"""`analyst chat` and `analyst threads`: question after question in one thread."""

from typing import Any

from langgraph.types import Command

from agents import report
from agents.errors import AnalystError
from analyst.cli.asking import (
    WaitingError,
    Wishes,
    answer,
    check_files,
    check_ranges,
    check_thread,
    new_thread,
    open_desk,
    replied,
    show_answer,
)
from analyst.cli.complaining import complain
from analyst.cli.grids import grid, stdout
from analyst.cli.person import is_last
from analyst.cli.screen import Screen
from analyst.cli.turns import Desk, StoppedError, stoppable, waits_for
from analyst.cli.typed import read_line
from analyst.settings import Settings
from analyst.threads import Thread, list_threads, open_threads


async def chat(settings: Settings, files: tuple[str, ...], thread: str, wishes: Wishes) -> int:
    """Answer questions until the last word; returns the exit code."""
    check_ranges(wishes, settings)
    check_files(files, thread)
    async with open_desk(settings) as desk:
        if thread:
            await check_thread(desk, thread)
        try:
            await converse(desk, settings, files, thread or new_thread(), wishes)
        except WaitingError as error:
            complain(str(error))
    return 0


async def resume(settings: Settings, thread: str) -> int:
    """Go on with a thread."""
    return await chat(settings, (), thread, Wishes())


async def list_kept(settings: Settings) -> int:
    """Print the threads that are kept, the last used first."""
    async with open_threads(settings.data_folder, settings.database_url) as saver:
        kept = await list_threads(saver)
    console = stdout()
    if not kept:
        console.print('No threads yet. Start one with: analyst ask "question" file.csv', markup=False)
        return 0
    heads = "thread", "last used (UTC)", "turns", "files", "last question"
    console.print(grid(heads, map(row_of, kept)))
    console.print("Go on with one: analyst threads THREAD", style="dim", markup=False)
    return 0


def row_of(kept: Thread) -> tuple[str, ...]:
    """A thread as a row of the list."""
    asked = f"{kept.question} (waits for your answer)" if kept.waiting else kept.question
    return kept.id, kept.updated, str(kept.turns), ", ".join(kept.files), asked


async def converse(
    desk: Desk, settings: Settings, files: tuple[str, ...], thread: str, wishes: Wishes
) -> None:
    """Read questions and answer them; an error is told and the conversation goes on."""
    console = Screen(stderr=True)
    console.print(f"Thread {thread}, {desk.tools.analyst.name}. An empty line does nothing, quit ends.")
    told = set[str]()  # what was assumed about the data is told once
    asked: Any = await left_waiting(desk, thread) or await next_asked(wishes, files)
    while asked is not None:
        try:
            state, written = await stoppable(answer(desk, settings, thread, asked))
        except WaitingError:
            raise
        except StoppedError as error:
            await desk.tools.sessions(thread).close()  # what the code did there is in no cell
            complain(str(error))
        except AnalystError as error:
            complain(str(error))
        else:
            files = ()  # they are in the thread now
            show_answer(state, written, thread, told)
            told.update(report.notes(state["profile"].current))
        asked = await next_asked(wishes, files)


async def left_waiting(desk: Desk, thread: str) -> Command[Any] | None:
    """What goes on with a thread that was left where it waited for its user."""
    waiting = await waits_for(desk, thread)
    return await replied(waiting, thread) if waiting else None


async def next_asked(wishes: Wishes, files: tuple[str, ...]) -> dict[str, Any] | None:
    """What the next line asks; None at the end."""
    try:
        line = await read_line("question: ")
    except EOFError:
        return None
    return None if is_last(line) else wishes.asked(line, files, may_ask=True)
