"""What both graphs do with a thread's session: bring files in, run cells, rebuild it when it was lost."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Protocol
from uuid import uuid4

from langgraph.runtime import Runtime

from agents import ingesting
from agents.errors import UsageError
from agents.events import CodeEvent, Event, NoteEvent, output_events
from agents.protocols import Interpreter, Store
from agents.session import journal, outputs
from agents.values import Cell, Execution, Step


class SessionTools(Protocol):
    """What the functions here need of a run's tools."""

    @property
    def sessions(self) -> Callable[[str], Interpreter]:
        """Gives the interpreter of a thread."""
        ...

    @property
    def read_file(self) -> Callable[[str], Awaitable[tuple[str, bytes]]]:
        """Gives name and content of a file that the caller named."""
        ...

    @property
    def store(self) -> Store:
        """Keeps bytes."""
        ...


async def bring_in(state: Mapping[str, Any], runtime: Runtime[Any]) -> dict[str, Any]:
    """Upload the files that are new; returns session, sources, new_files and cells.

    A file that an earlier turn brought, and of which no table could be read, counts as new.
    """
    tools: SessionTools = runtime.context
    known = state.get("sources", ())
    brought = [await tools.read_file(file) for file in named(state.get("files"))]
    session = state.get("session") or thread_of(runtime) or uuid4().hex
    cells = state.get("cells", ())
    if brought or known or cells:  # else none is taken before code is run: a pool has only so many
        await ensure(session, state, runtime)
    added = await ingesting.ingest(tools.sessions(session), tools.store, brought, known, cells)
    sources, profile = ingesting.merged(known, added), state.get("profile")
    read = {table.file for table in profile.tables} if profile else set()
    unread = {ingesting.last_part(name) for name, _ in brought} - read
    new = [source.name for source in ingesting.current(sources) if source in added or source.name in unread]
    return {
        "session": session,
        "sources": sources,
        "new_files": tuple(new),
        "cells": cells,
    }


def named(files: Any) -> Sequence[str]:
    """The files that a caller names, who may be anybody; raises UsageError."""
    paths = files or ()
    if not isinstance(paths, list | tuple) or not all(isinstance(path, str | PathLike) for path in paths):
        raise UsageError('The files are not understood. Give a list of paths, such as ["sales.csv"].')
    return paths


async def run_cell(
    step: Step, state: Mapping[str, Any], runtime: Runtime[Any], seconds: float | None = None
) -> Cell:
    """Run a step as the next cell of the thread, for at most `seconds`."""
    cells = state["cells"]
    number = len(cells) + 1
    emit(runtime, CodeEvent(cell=number, title=step.title, code=step.code))
    execution = await OwnSession(state, runtime).run(step.code, seconds)
    drawn = sum(len(cell.execution.figures) for cell in cells)
    cell = Cell(id=number, title=step.title, code=step.code, execution=outputs.numbered(execution, drawn))
    emit(runtime, *output_events(cell))
    return cell


class OwnSession:
    """The session of a thread: code that met another one in its place runs again once it is restored."""

    def __init__(self, state: Mapping[str, Any], runtime: Runtime[Any]) -> None:
        self._state, self._runtime = state, runtime
        self._session: Interpreter = runtime.context.sessions(state["session"])

    async def run(self, code: str, seconds: float | None = None) -> Execution:
        """Run `code`; where it ran in another session, that one goes, with all that the code did there."""
        begun = time.monotonic()
        ran = await self._session.run(code, seconds)
        if ran.astray and ran.status not in journal.ENDED and not await journal.is_own(self._session):
            await self._session.close()
            await ensure(self._state["session"], self._state, self._runtime)
            seconds = seconds and max(seconds - (time.monotonic() - begun), 0.1)
            ran = await self._session.run(code, seconds)
        return ran.model_copy(update={"astray": False})

    async def upload(self, name: str, content: bytes) -> None:
        """Write a file."""
        await self._session.upload(name, content)

    async def close(self) -> None:
        """End the session."""
        await self._session.close()


async def ensure(session: str, state: Mapping[str, Any], runtime: Runtime[Any]) -> bool:
    """Rebuild the session from the journal where it is not the one that the thread had; tells whether."""
    tools: SessionTools = runtime.context
    sources, cells = state.get("sources", ()), state.get("cells", ())
    note = await journal.ensure(tools.sessions(session), tools.store, sources, cells)
    if note:
        emit(runtime, NoteEvent(text=note))
    return bool(note)


def emit(runtime: Runtime[Any], *events: Event) -> None:
    """Send events to whoever streams the run."""
    for event in events:
        runtime.stream_writer(event.model_dump(mode="json"))


def thread_of(runtime: Runtime[Any]) -> str | None:
    """The thread's id, which is there where a checkpointer keeps the state."""
    return runtime.execution_info.thread_id if runtime.execution_info else None
