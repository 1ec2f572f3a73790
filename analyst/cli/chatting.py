"""`analyst chat` and `analyst threads`: question after question in one thread."""

from typing import Any

from langgraph.types import Command
from rich.console import Console
from rich.table import Column, Table

from agents.errors import AnalystError, BadFileError
from analyst.cli.asking import (
    Wishes,
    answer,
    check_files,
    check_thread,
    new_thread,
    open_desk,
    replied,
    show_answer,
)
from analyst.cli.turns import Desk, waits_for
from analyst.cli.typed import read_line
from analyst.settings import Settings
from analyst.threads import list_threads, open_threads

LAST_WORDS = {"quit", "exit", "q"}


async def chat(settings: Settings, files: tuple[str, ...], thread: str, wishes: Wishes) -> int:
    """Answer questions until the last word; returns the exit code."""
    check_files(files)
    if not files and not thread:
        raise BadFileError(
            "There is no table to talk about. Name at least one CSV file: analyst chat FILE.csv"
        )
    async with open_desk(settings) as desk:
        if thread:
            await check_thread(desk, thread)
        await converse(desk, settings, files, thread or new_thread(), wishes)
    return 0


async def resume(settings: Settings, thread: str) -> int:
    """Go on with a thread."""
    return await chat(settings, (), thread, Wishes())


async def list_kept(settings: Settings) -> int:
    """Print the threads that are kept, the last used first."""
    async with open_threads(settings.data_folder, settings.database_url) as saver:
        kept = await list_threads(saver)
    console = Console()
    if not kept:
        console.print('No threads yet. Start one with: analyst ask "question" file.csv', markup=False)
        return 0
    whole = Column("thread", min_width=12), Column("last used (UTC)", min_width=19)
    table = Table(*whole, "turns", "files", "last question", box=None)
    for one in kept:
        asked = f"{one.question} (waits for your answer)" if one.waiting else one.question
        table.add_row(one.id, one.updated, str(one.turns), ", ".join(one.files), asked)
    console.print(table)
    console.print("Go on with one: analyst threads THREAD", style="dim", markup=False)
    return 0


async def converse(
    desk: Desk, settings: Settings, files: tuple[str, ...], thread: str, wishes: Wishes
) -> None:
    """Read questions and answer them; an error is told and the conversation goes on."""
    console = Console(stderr=True)
    console.print(f"Thread {thread}, {desk.tools.analyst.name}. An empty line does nothing, quit ends.")
    asked: Any = await left_waiting(desk, thread) or await next_asked(wishes, files)
    while asked is not None:
        try:
            state, written = await answer(desk, settings, thread, asked)
        except AnalystError as error:
            console.print(str(error), style="red", markup=False, soft_wrap=True)
        else:
            files = ()  # they are in the thread now
            show_answer(state, written, desk.tools.analyst.name, thread)
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
    return None if line.lower() in LAST_WORDS else wishes.asked(line, files, may_ask=True)
