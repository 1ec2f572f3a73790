"""`analyst chat` and `analyst threads`: question after question in one thread."""

from rich.console import Console
from rich.table import Table

from agents.blocking import in_thread
from agents.errors import AnalystError, BadFileError
from analyst.cli.asking import Request, answer, check_files, check_thread, new_thread, open_desk, show_answer
from analyst.cli.turns import Desk
from analyst.settings import Settings
from analyst.threads import list_threads, open_threads

LAST_WORDS = {"quit", "exit", "q"}


async def chat(settings: Settings, files: tuple[str, ...], thread: str) -> int:
    """Answer questions until the last word; returns the exit code."""
    check_files(files)
    if not files and not thread:
        raise BadFileError(
            "There is no table to talk about. Name at least one CSV file: analyst chat FILE.csv"
        )
    async with open_desk(settings) as desk:
        if thread:
            await check_thread(desk, thread)
        await converse(desk, settings, files, thread or new_thread())
    return 0


async def resume(settings: Settings, thread: str) -> int:
    """Go on with a thread."""
    return await chat(settings, (), thread)


async def list_kept(settings: Settings) -> int:
    """Print the threads that are kept, the last used first."""
    async with open_threads(settings.data_folder) as saver:
        kept = await list_threads(saver)
    console = Console()
    if not kept:
        console.print('No threads yet. Start one with: analyst ask "question" file.csv', markup=False)
        return 0
    table = Table("thread", "last used (UTC)", "turns", "files", "last question", box=None)
    for one in kept:
        table.add_row(one.id, one.updated, str(one.turns), ", ".join(one.files), one.question)
    console.print(table)
    console.print("Go on with one: analyst threads THREAD", style="dim", markup=False)
    return 0


async def converse(desk: Desk, settings: Settings, files: tuple[str, ...], thread: str) -> None:
    """Read questions and answer them; an error is told and the conversation goes on."""
    console = Console(stderr=True)
    console.print(
        f"Thread {thread}, {desk.tools.analyst.name}. Empty lines are ignored; quit ends.", markup=False
    )
    while (question := await next_question()) is not None:
        try:
            request = Request(question, files, thread, as_json=False)
            state, written = await answer(desk, settings, thread, request)
        except AnalystError as error:
            console.print(str(error), style="red", markup=False, soft_wrap=True)
            continue
        files = ()  # they are in the thread now
        show_answer(state, written, desk.tools.analyst.name, thread)


async def next_question() -> str | None:
    """The next line that is not empty; None at the end."""
    while True:
        try:
            line = (await in_thread(lambda: input("question: "))).strip()
        except EOFError:
            return None
        if line.lower() in LAST_WORDS:
            return None
        if line:
            return line
