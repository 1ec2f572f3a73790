"""Asks the person at the terminal what a run waits for: a decision about a step, or an answer."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from agents.blocking import in_thread
from analyst.cli.complaining import complain
from analyst.cli.screen import Screen, one_line
from analyst.cli.typed import read_line

LAST_WORDS = {"quit", "exit", "q"}
CHOICES = "run, edit, or reject and why: "


async def respond(waiting: Mapping[str, Any]) -> Any:
    """Show what the run waits for and return what to resume it with.

    Raises EOFError at the end of the input, and at a last word that is no option.
    """
    console = Screen(stderr=True, highlight=False, soft_wrap=True)
    if waiting["type"] == "review":
        console.print(f"\n[{waiting['cell']}] {one_line(waiting['title'])}", markup=False)
        console.print(str(waiting["code"]).strip(), markup=False)
        return await _decision(str(waiting["code"]))
    console.print(f"\n{waiting['ask']}", markup=False)
    for number, option in enumerate(waiting["options"], 1):
        console.print(f"  {number}. {one_line(option)}", markup=False)
    line = await read_line("answer: ")
    if is_last(line) and line not in waiting["options"]:
        raise EOFError
    return _chosen(line, waiting["options"])


def is_last(line: str) -> bool:
    """Whether a line ends the conversation."""
    return line.lower() in LAST_WORDS


async def _decision(code: str) -> dict[str, str]:
    while True:
        line = await read_line(CHOICES)
        if is_last(line):
            raise EOFError
        word, _, reason = line.partition(" ")
        match word.lower():
            case "run" | "r":
                return {"action": "run"}
            case "edit" | "e":
                if edited := await in_thread(lambda: _edited(code)):
                    return {"action": "edit", "code": edited}
            case "reject" | "j":
                return {"action": "reject", "reason": reason.strip()}
            case "":
                pass
            case _:
                complain(f"{word!r} is no choice. Type run, edit, or reject and a reason.")


def _edited(code: str) -> str:
    """The code as the editor leaves it; empty where there is no editor."""
    try:
        edited = click.edit(code, extension=".py", require_save=False) or ""
    except click.ClickException as error:
        complain(f"{error.message}. Name one that is here: EDITOR.")
        return ""
    return edited if edited.strip() else code


def _chosen(line: str, options: Sequence[str]) -> str:
    """An option by its number, or the answer as it was typed."""
    by_number = {str(number): option for number, option in enumerate(options, 1)}
    return by_number.get(line, line)
