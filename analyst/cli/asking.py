"""`analyst ask`: one question, one answer."""

import json
import sys
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from langgraph.types import Command

from agents import report
from agents.errors import AnalystError, UsageError
from agents.values import Limits
from analyst.cli.complaining import complain, reason
from analyst.cli.grids import AnswerMarkdown, stdout
from analyst.cli.output import Written, as_json, write_turn
from analyst.cli.person import respond
from analyst.cli.rendering import renderer_for
from analyst.cli.screen import Screen, one_line, visible
from analyst.cli.turns import Desk, Remembering, config_of, run_turn, waits_for
from analyst.files import checked, is_unicode
from analyst.settings import Settings
from analyst.threads import NoThreadError, open_threads, turn_of
from analyst.wiring import open_workbench
from graphs.data_analyst import build


class WaitingError(AnalystError):
    """A run that waits for its person, who has left; it is kept."""

    def __init__(self, thread: str) -> None:
        super().__init__(
            f"The run waits for an answer, and there was none. Go on with it: analyst threads {thread}"
        )
        self.thread = thread


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a question is to be run. The limits are seconds, tokens and calls of the model."""

    approve: bool = False
    max_seconds: float | None = None
    max_tokens: int | None = None
    max_calls: int | None = None
    read: str = ""
    no_rows: bool = False
    ranges: bool = False

    def asked(self, question: str, files: tuple[str, ...], may_ask: bool) -> dict[str, Any]:
        """What the graph is asked."""
        limits = Limits(seconds=self.max_seconds, tokens=self.max_tokens, calls=self.max_calls)
        return {
            "question": question,
            "files": list(files),
            "approve": self.approve,
            "may_ask": may_ask,
            "limits": limits.model_dump(),
            "read": self.read,
            "no_rows": self.no_rows,
            "ranges": self.ranges,
        }


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    question: str
    files: tuple[str, ...]
    thread: str
    as_json: bool
    wishes: Wishes


async def ask(settings: Settings, request: Request) -> int:
    """Answer one question; returns the exit code."""
    check_question(request.question)
    check_ranges(request.wishes, settings)
    check_files(request.files, request.thread)
    thread = request.thread or new_thread()
    async with open_desk(settings) as desk:
        if request.thread:
            await check_thread(desk, thread)
        asked = request.wishes.asked(request.question, request.files, may_ask=False)
        state, written = await answer(desk, settings, thread, asked, request.as_json)
    if request.as_json:
        sys.stdout.write(as_json(state, thread, desk.tools.analyst.name, written) + "\n")
    else:
        show_answer(state, written, thread)
    return 0 if state["status"] == "answered" and not written.fault else 1


async def answer(
    desk: Desk, settings: Settings, thread: str, asked: Any, silent: bool = False
) -> tuple[dict[str, Any], Written]:
    """Run the turn, with the person where it waits for one, and write what it made."""
    async with desk.turn(thread):
        while True:
            state = await shown_turn(desk, thread, asked, silent)
            waiting = await waits_for(desk, thread)
            if waiting is None:
                return state, await written_down(desk, state, settings.output_folder, thread)
            asked = await replied(waiting, thread)


async def shown_turn(desk: Desk, thread: str, asked: Any, silent: bool) -> dict[str, Any]:
    """Run the thread until it ends or waits; an answer that cannot be kept is shown all the same."""
    heard = None
    try:
        with renderer_for(Screen(stderr=True), silent) as renderer:
            heard = Remembering(renderer)
            return await run_turn(desk, thread, asked, heard)
    except Exception:
        if heard and heard.answer and not silent:
            show_text(heard.answer)
        raise


async def written_down(desk: Desk, state: dict[str, Any], folder: Path, thread: str) -> Written:
    """Write what the turn made; the answer is not lost where that fails."""
    try:
        return await write_turn(desk.store, state, folder)
    except (AnalystError, OSError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        return Written(
            fault=f"The report could not be written to {folder}: {why}. The thread is kept, so write it "
            f"elsewhere: analyst export {thread} --to report --output FOLDER"
        )


async def replied(waiting: dict[str, Any], thread: str) -> Command[Any]:
    """What the thread goes on with. Raises WaitingError where the person leaves instead."""
    try:
        return Command(resume=await respond(waiting))
    except EOFError:
        raise WaitingError(thread) from None


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Open pool, model and threads, and build the graph on them."""
    threads = open_threads(settings.data_folder, settings.database_url)
    async with threads as saver, open_workbench(settings) as bench:
        yield Desk(build(checkpointer=saver), bench.tools, partial(turn_of, saver, settings.data_folder))


LONGEST_NAME = 200
"""Characters of a question that may be the name of a file instead."""


def check_question(question: str) -> None:
    """Refuse what asks nothing."""
    if not question.strip():
        raise UsageError("There is no question. Write one about the files.")
    if not is_unicode(question):
        raise UsageError("The question is not text in UTF-8. Use a terminal and a locale that write it.")
    if len(question) < LONGEST_NAME and Path(question).is_file():
        raise UsageError(
            f'{question} is a file, not a question. The question comes first: analyst ask "…" FILES.'
        )


def check_ranges(wishes: Wishes, settings: Settings) -> None:
    """Refuse an exception from a rule that does not hold."""
    if wishes.ranges and not (wishes.no_rows or settings.no_rows):
        raise UsageError("--ranges goes with --no-rows, which is not given. Add that, or leave both out.")


def check_files(files: tuple[str, ...], thread: str) -> None:
    """Refuse what is not there before anything is started; only a thread has files already."""
    if not files and not thread:
        raise UsageError("There is no table to look at. Name at least one CSV file.")
    for file in files:
        checked(Path(file))


async def check_thread(desk: Desk, thread: str) -> None:
    """Refuse a thread that nobody has started."""
    kept = await desk.graph.aget_state(config_of(thread))
    if not kept.values:
        raise NoThreadError(f"There is no thread {thread!r}. `analyst threads` lists those that are kept.")


def new_thread() -> str:
    """A new thread's id."""
    return uuid4().hex[:12]


def show_answer(state: dict[str, Any], written: Written, thread: str, told: Container[str] = ()) -> None:
    """Print the answer first, then what was assumed and not told yet, the figures, and what it took."""
    show_text(state["answer"].text)
    console = stdout()
    for line in notes_of(state, written, thread, told):
        console.print(one_line(line), markup=False, style="dim")
    if written.fault:
        complain(written.fault)


def show_text(text: str) -> None:
    """Print an answer, laid out on a terminal."""
    console = stdout()
    console.print()
    if console.is_terminal:
        console.print(AnswerMarkdown(visible(text)))
    else:
        console.print(text, markup=False)


def notes_of(state: dict[str, Any], written: Written, thread: str, told: Container[str] = ()) -> list[str]:
    """The lines below an answer; what it took is the last line of its report."""
    took = state["report"].rstrip().splitlines()[-1]
    noted = [note for note in report.notes(state["profile"].current) if note not in told]
    return [
        "",
        *(f"Assumed: {line}" for line in (*state["plan"].assumptions, *noted)),
        *(f"Figure: {path}" for path in written.figures),
        *(f"File: {path}" for path in written.files),
        *([f"Report: {written.report}"] if written.report else ()),
        f"{took} · thread {thread}",
    ]


def failure(error: AnalystError) -> str:
    """The JSON object of a run that ended with an error."""
    return json.dumps(
        {
            "status": "needs_input" if isinstance(error, WaitingError) else "unanswered",
            "answer": "",
            "analyst": None,
            "thread": error.thread if isinstance(error, WaitingError) else None,
            "plan": None,
            "claims": [],
            "figures": [],
            "files": [],
            "usage": None,
            "error": str(error),
        },
        ensure_ascii=False,
        indent=2,
    )
