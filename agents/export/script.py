"""A handover as one plain Python script."""

import re
from collections.abc import Iterator, Mapping
from textwrap import wrap

from agents.export.code import as_python, beside_the_files, printing_its_value, without_futures
from agents.export.handover import Handover, Part
from agents.values import Cell

TO_FOLDER = """\
import os
from pathlib import Path

DATA = Path(__file__).resolve().parent  # the folder that holds the files
os.chdir(DATA)
"""
DISPLAY = "display = print  # what a notebook shows with more care"
FIGURES = '''\
import matplotlib

matplotlib.use("Agg")  # figures become files beside the script
import matplotlib.pyplot as plt


def save_figures():
    """Save what was drawn as figure-1.png, figure-2.png, … and close it."""
    for number in plt.get_fignums():
        save_figures.count += 1
        plt.figure(number).savefig(f"figure-{save_figures.count}.png")
        plt.close(number)


save_figures.count = 0
plt.show = lambda *args, **kwargs: save_figures()
'''


_DISPLAY = re.compile(r"\bdisplay\(")


def script(handover: Handover) -> bytes:
    """Write the script; it reads the files from its own folder and prints what the cells put out."""
    codes = {cell.id: without_futures(_code(cell)) for cell in handover.cells}
    futures = sorted({line for _, lines in codes.values() for line in lines})
    draws = any(part.figures for part in handover.parts)
    shows = any(_DISPLAY.search(code) for code, _ in codes.values())
    parts = [
        "\n".join(_comment(line) for line in (handover.title, "", *handover.head)),
        *(["\n".join(futures)] if futures else []),
        TO_FOLDER,
        *([DISPLAY] if shows else []),
        *([FIGURES] if draws else []),
        *(block for part in handover.parts for block in _part(part, codes)),
    ]
    return ("\n\n".join(part.rstrip() for part in parts) + "\n").encode()


def expected_output(handover: Handover) -> str:
    """What the script prints where it does the same as the recorded cells."""
    return "".join(
        f"{cell.execution.stdout}\n{cell.execution.value if _prints(cell) else ''}\n"
        for cell in handover.cells
    )


def _part(part: Part, codes: Mapping[int, tuple[str, list[str]]]) -> Iterator[str]:
    yield _comment(f"Question: {' '.join(part.question.split())}")
    for cell in part.cells:
        saves = "\nsave_figures()" if cell.execution.figures else ""
        yield f"{_comment(f'[{cell.id}] {cell.title}')}\n{codes[cell.id][0]}{saves}"
    yield "\n".join(["# Answer:", *(_comment(line) for line in part.answer.splitlines())])


def _code(cell: Cell) -> str:
    """The code of a cell as it stands in the script."""
    code = as_python(beside_the_files(cell.code).strip())
    return printing_its_value(code) if _prints(cell) else code


def _prints(cell: Cell) -> bool:
    """Whether a session shows the value of the cell by itself."""
    return cell.execution.value not in ("", "None")


def _comment(text: str) -> str:
    """A text as a comment, broken where it is long."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    lines = wrap(shown, 97, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(f"# {line}".rstrip() for line in lines)
