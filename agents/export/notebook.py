"""A handover as a Jupyter notebook, with the recorded outputs in it."""

import base64
from collections.abc import AsyncIterator, Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from agents.export.code import beside_the_files
from agents.export.handover import Handover, Part
from agents.protocols import Store
from agents.values import Cell

_nb: Any = nbformat.v4  # its functions have no types

TO_FOLDER = """\
DATA = "."  # the folder that holds the files

import os

os.chdir(DATA)"""


async def notebook(handover: Handover, store: Store) -> bytes:
    """Write the notebook; its cells read the files from the folder that it is in."""
    about = "\n".join(f"- {sentence}" for sentence in handover.head)
    cells = [_nb.new_markdown_cell(f"# {handover.title}\n\n{about}"), _nb.new_code_cell(TO_FOLDER)]
    for part in handover.parts:
        cells += [cell async for cell in _part(part, store)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # nbformat's own are random
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    written = _nb.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.validate(written)
    return f"{_nb.writes(written)}\n".encode()


async def _part(part: Part, store: Store) -> AsyncIterator[NotebookNode]:
    yield _nb.new_markdown_cell(f"## {' '.join(part.question.split())}")
    for cell in part.cells:
        figures = [await store.get(figure.digest) for figure in cell.execution.figures]
        code = beside_the_files(cell.code).strip()
        yield _nb.new_code_cell(
            code,
            execution_count=cell.id,
            outputs=list(_outputs(cell, figures)),
            metadata={"title": f"[{cell.id}] {cell.title}"},
        )
    yield _nb.new_markdown_cell(part.answer)


def _outputs(cell: Cell, figures: list[bytes]) -> Iterator[NotebookNode]:
    ran = cell.execution
    if ran.stdout:
        yield _nb.new_output("stream", name="stdout", text=ran.stdout)
    for content in figures:
        yield _nb.new_output("display_data", data={"image/png": base64.b64encode(content).decode()})
    if ran.value:
        yield _nb.new_output("execute_result", data={"text/plain": ran.value}, execution_count=cell.id)
