"""A handover as a report in Markdown: every turn with its answer, figures, code and outputs."""

from collections.abc import Iterator

from agents.export.handover import Handover, Part
from agents.report import cell_text, link, picture


def report(handover: Handover) -> bytes:
    """Write the report; figures and files are linked as they lie beside it."""
    about = "\n".join(f"- {sentence}" for sentence in handover.head)
    parts = [f"# {handover.title}", about, *(block for part in handover.parts for block in _part(part))]
    return ("\n\n".join(parts) + "\n").encode()


def _part(part: Part) -> Iterator[str]:
    yield f"## {' '.join(part.question.split())}"
    yield part.answer
    yield from map(picture, part.figures)
    if part.files:
        yield "\n".join(f"- File: {link(name, name)}" for name in part.files)
    yield from (cell_text(cell) for cell in part.cells)
