"""Shows a run while it works: a list that ticks off, or plain lines where the output is no terminal."""

import time
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from agents.events import (
    CodeEvent,
    Event,
    FigureEvent,
    FileEvent,
    NoteEvent,
    OutputEvent,
    PlanEvent,
    ProfileEvent,
)
from analyst.cli.screen import one_line, visible

MARKS = {"ok": "✓", "error": "✗", "timeout": "✗", "lost": "✗"}


def lines_of(event: Event) -> list[str]:
    """An event as plain lines; most of the answer's own events show in the answer instead."""
    match event:
        case NoteEvent():
            return [visible(event.text)]
        case ProfileEvent():
            return [
                f"{one_line(table.file)}: {table.rows:,} rows, {len(table.columns)} columns"
                for table in event.profile.tables
            ]
        case PlanEvent():
            titles = (one_line(step.title) for step in event.plan.steps)
            return [f"plan: {number}. {title}" for number, title in enumerate(titles, 1)]
        case CodeEvent():
            return [
                f"[{event.cell}] {one_line(event.title)}",
                *(f"    {visible(line)}" for line in event.code.strip().splitlines()),
            ]
        case OutputEvent():
            return [f"[{event.cell}] {event.status}, {event.milliseconds} ms"]
        case FigureEvent():
            return [f"[{event.cell}] drew {event.figure.id}: {one_line(event.figure.title)}"]
        case FileEvent():
            return [f"[{event.cell}] wrote {one_line(event.file.name)}, {event.file.size:,} bytes"]
    return []


class Plain:
    """One line an event, on stderr."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __enter__(self) -> "Plain":
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing is left open."""

    def show(self, event: Event) -> None:
        """Print the lines of an event."""
        for line in lines_of(event):
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class Ticking:
    """A list that ticks off, with the code folded to its number of lines and the seconds so far."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self._lines: list[Text] = []
        self._doing = "reading the files"
        self._live = Live(console=console, get_renderable=self._view, refresh_per_second=8, transient=False)

    def __enter__(self) -> "Ticking":
        self._live.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """Leave the ticked list on the screen."""
        self._doing = ""
        self._live.stop()

    def show(self, event: Event) -> None:
        """Take an event into the list."""
        match event:
            case CodeEvent():
                lines = len(event.code.strip().splitlines())
                self._doing = f"[{event.cell}] {one_line(event.title)} ({lines} lines of code)"
            case OutputEvent():
                seconds = event.milliseconds / 1000
                self._lines.append(Text(f"{MARKS[event.status]} {self._doing} {seconds:.1f} s"))
                self._doing = "thinking"
            case _:
                self._lines += [Text(f"· {line}", style="dim") for line in lines_of(event)]

    def _view(self) -> Any:
        if not self._doing:
            return Group(*self._lines)
        seconds = time.monotonic() - self._started
        return Group(*self._lines, Spinner("dots", Text(f"{self._doing} · {seconds:.0f} s")))


class Silent:
    """Shows nothing."""

    def __enter__(self) -> "Silent":
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing is left open."""

    def show(self, event: Event) -> None:
        """Leave the event out."""


def renderer_for(console: Console, silent: bool) -> Plain | Ticking | Silent:
    """Choose how to show a run on this console."""
    if silent:
        return Silent()
    return Ticking(console) if console.is_terminal else Plain(console)
