"""Reads what the person types, edited and with a history on a terminal; prompts go to stderr."""

import functools
import sys
from typing import TYPE_CHECKING

from agents.blocking import in_thread
from analyst.cli.screen import visible

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession


async def read_line(prompt: str) -> str:
    """The next line that is not empty. Raises EOFError at the end of the input."""
    while True:
        line = await (_editor(prompt).prompt_async(prompt) if _is_terminal() else _plain(prompt))
        if line.strip():
            return line.strip()


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


@functools.cache
def _editor(_prompt: str) -> "PromptSession[str]":
    """An editor for each prompt: a question's history holds questions."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    return PromptSession(output=create_output(sys.stderr))


async def _plain(prompt: str) -> str:
    """A line of a pipe, with its echo, which no terminal makes."""
    _write(prompt)
    line: str = await in_thread(sys.stdin.readline)
    _write(line.rstrip("\n") + "\n")
    if not line:
        raise EOFError
    return line


def _write(text: str) -> None:
    sys.stderr.write(visible(text))
    sys.stderr.flush()
