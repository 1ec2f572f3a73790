"""A handover as one plain Python script."""

import re
from collections.abc import Iterator, Mapping
from textwrap import wrap

from agents.export.code import (
    as_python,
    beside_the_files,
    handing_its_value_to,
    without_futures,
    without_import_of_display,
)
from agents.export.handover import Handover
from agents.values import Cell

TO_FOLDER = """\
import os
from pathlib import Path

DATA = Path(__file__).resolve().parent  # the folder that holds the files
os.chdir(DATA)
"""
SHOWN = '''\
try:
    from IPython.lib.pretty import pretty as as_shown
except ImportError:
    as_shown = repr


def display(*values):
    """Show values as a notebook does."""
    for value in values:
        {unless}print(as_shown(value))


def show_value(value):
    """Show the last value of a cell as its session did: a text without quotes."""
    if isinstance(value, str):
        print(value)
    elif value is not None:
        display(value)
'''
FIGURES = '''\
from io import BytesIO

import matplotlib

matplotlib.use("Agg")  # figures become files beside the script
import matplotlib.pyplot as plt


def name_figures(*names):
    """Say what the pictures that come next are called."""
    save_picture.names, save_picture.last = list(names), b""


def save_figures():
    """Save what was drawn, and close it."""
    for number in plt.get_fignums():
        save_picture(plt.figure(number))
    plt.close("all")


def save_picture(value):
    """Save a figure or an image, but not twice in a row; tell whether the value is one."""
    if isinstance(value, plt.Figure) and value.axes:
        drawn = BytesIO()
        value.savefig(drawn, format="png")
        png = drawn.getvalue()
    else:
        png = getattr(value, "_repr_png_", lambda: None)()
    if not isinstance(png, bytes):
        return False
    if png != save_picture.last and save_picture.names:
        Path(save_picture.names.pop(0)).write_bytes(png)
        save_picture.last = png
    return True


name_figures()
plt.show = lambda *args, **kwargs: save_figures()
'''
_DISPLAY = re.compile(r"\bdisplay\(")


def script(handover: Handover) -> bytes:
    """Write the script; it reads the files from its own folder and prints what the cells put out."""
    codes = {cell.id: without_futures(_code(cell)) for cell in handover.cells}
    futures = sorted({line for _, lines in codes.values() for line in lines})
    draws = any(part.figures for part in handover.parts)
    shows = any("show_value(" in code or _DISPLAY.search(code) for code, _ in codes.values())
    parts = [
        "\n".join(_comment(line) for line in (handover.title, "", *handover.head)),
        *(["\n".join(futures)] if futures else []),
        TO_FOLDER,
        *([FIGURES] if draws else []),
        *(
            [SHOWN.format(unless="if not save_picture(value):\n            " if draws else "")]
            if shows
            else []
        ),
        *_body(handover, codes),
    ]
    return ("\n\n".join(part.rstrip() for part in parts) + "\n").encode()


def expected_output(handover: Handover) -> str:
    """What the script prints where it does the same as the recorded cells."""
    return "".join(f"{cell.execution.stdout}\n{_printed(cell)}\n" for cell in handover.cells)


def _body(handover: Handover, codes: Mapping[int, tuple[str, list[str]]]) -> Iterator[str]:
    for part in handover.parts:
        yield _comment(f"Question: {' '.join(part.question.split())}")
        for cell in part.cells:
            code, names = codes[cell.id][0], [figure.name for figure in cell.execution.figures]
            if names:
                code = f"name_figures({', '.join(map(repr, names))})\n{code}\nsave_figures()"
            yield f"{_comment(f'[{cell.id}] {cell.title}')}\n{code}"
        yield "\n".join(["# Answer:", *(_comment(line) for line in part.answer.splitlines())])


def _code(cell: Cell) -> str:
    """The code of a cell as it stands in the script."""
    code = without_import_of_display(as_python(beside_the_files(cell.code).strip()))
    if _printed(cell):
        return handing_its_value_to("show_value", code)
    return handing_its_value_to("save_picture", code) if cell.execution.figures else code


def _printed(cell: Cell) -> str:
    """The value of a cell as Python prints it; empty where the session showed none."""
    value = cell.execution.value
    return {"None": "", "true": "True", "false": "False"}.get(value, value)


def _comment(text: str) -> str:
    """A text as a comment, broken where it is long."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    lines = wrap(shown, 97, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(f"# {line}".rstrip() for line in lines)
