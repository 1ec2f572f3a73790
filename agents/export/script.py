"""A handover as one plain Python script."""

from collections.abc import Iterator
from textwrap import wrap

from agents.export.code import beside_the_files, is_python, printing_its_value
from agents.export.handover import Handover, Part
from agents.values import Cell

TO_FOLDER = """\
import os
from pathlib import Path

DATA = Path(__file__).resolve().parent  # the folder that holds the files
os.chdir(DATA)
"""
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


def script(handover: Handover) -> bytes:
    """Write the script; it reads the files from its own folder and prints what the cells put out."""
    draws = any(part.figures for part in handover.parts)
    parts = [
        "\n".join(_comment(line) for line in (handover.title, "", *handover.head)),
        TO_FOLDER,
        *([FIGURES] if draws else []),
        *(block for part in handover.parts for block in _part(part)),
    ]
    return ("\n\n".join(part.rstrip() for part in parts) + "\n").encode()


def _part(part: Part) -> Iterator[str]:
    yield _comment(f"Question: {' '.join(part.question.split())}")
    yield from (_cell(cell) for cell in part.cells)
    yield "\n".join(["# Answer:", *(_comment(line) for line in part.answer.splitlines())])


def _cell(cell: Cell) -> str:
    code, head = beside_the_files(cell.code).strip(), _comment(f"[{cell.id}] {cell.title}")
    if not is_python(code):
        note = "# This cell has commands of IPython; it runs in the notebook, not here."
        return "\n".join([head, note, *(f"# {line}" for line in code.splitlines())])
    if cell.execution.value not in ("", "None"):
        code = printing_its_value(code)
    saves = "\nsave_figures()" if cell.execution.figures else ""
    return f"{head}\n{code}{saves}"


def _comment(text: str) -> str:
    """A line as a comment, broken where it is long."""
    lines = wrap(text, 97, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(f"# {line}".rstrip() for line in lines)
