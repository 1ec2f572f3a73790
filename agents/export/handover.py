"""A thread as it is handed over: its turns with the cells that succeeded, and what a second run showed."""

from collections.abc import Mapping, Sequence

from agents import links
from agents.errors import AnalystError
from agents.ingesting import current
from agents.plurals import counted
from agents.values import Cell, Figure, SourceFile, Turn, Value


class EmptyThreadError(AnalystError, ValueError):
    """A thread in which nothing was answered."""


class Part(Value):
    """A turn and its cells that succeeded."""

    question: str
    answer: str
    cells: tuple[Cell, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that its cells drew."""
        return tuple(figure for cell in self.cells for figure in cell.execution.figures)

    @property
    def files(self) -> list[str]:
        """The files that its cells wrote."""
        return sorted(links.made_by(self.cells)[1])


class Handover(Value):
    """What is written into a notebook, a script, a report or a page."""

    title: str
    sources: tuple[SourceFile, ...]
    parts: tuple[Part, ...]
    failed: tuple[Cell, ...] = ()
    """Cells that failed when they were first run: they are not handed over."""
    differences: tuple[str, ...] = ()
    """What came out otherwise when the cells were run again in a clean session, a sentence each."""
    uncompared: tuple[str, ...] = ()
    """What the second run put out, too, in a form in which it cannot be compared."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, in order."""
        return tuple(cell for part in self.parts for cell in part.cells)

    @property
    def made(self) -> tuple[dict[str, str], dict[str, str]]:
        """The figures and files of all cells, also of failed ones: an answer may link to each."""
        return links.made_by(sorted([*self.cells, *self.failed], key=lambda cell: cell.id))

    @property
    def head(self) -> list[str]:
        """What a reader has to know first, a sentence each."""
        files = ", ".join(source.name for source in self.sources)
        compared = "every output that can be compared" if self.uncompared else "every output"
        outcome = f"{compared} was the same as the recorded one"
        if self.differences:
            outcome = f"{counted(len(self.differences), 'difference')} from the recorded outputs"
        failed = ", ".join(f"[{cell.id}] {cell.title}" for cell in self.failed)
        left_out = (
            f"{counted(len(self.failed), 'cell')} that failed at first {_is(self.failed)} left out: {failed}."
        )
        return [
            f"Files: {files}." if files else "No files.",
            f"{counted(len(self.cells), 'cell')} run again in a clean session: {outcome}.",
            *self.differences,
            *([f"Not compared: {', '.join(self.uncompared)}."] if self.uncompared else []),
            *([left_out] if failed else []),
        ]

    def leading_to(self, moved: Mapping[str, str]) -> "Handover":
        """The same with answers that link to files under new names."""
        parts = [part.model_copy(update={"answer": links.renamed(part.answer, moved)}) for part in self.parts]
        return self.model_copy(update={"parts": tuple(parts)})


def handover(sources: Sequence[SourceFile], turns: Sequence[Turn], cells: Sequence[Cell]) -> Handover:
    """Put a thread's record together; raises EmptyThreadError where there is no turn."""
    if not turns:
        raise EmptyThreadError("Nothing was answered in this thread yet, so there is nothing to export.")
    begins = [0, *(turn.cells for turn in turns[:-1])]
    ends = [*begins[1:], len(cells)]
    parts = [
        Part(question=turn.question, answer=turn.answer, cells=_succeeded(cells[begin:end]))
        for turn, begin, end in zip(turns, begins, ends, strict=True)
    ]
    return Handover(
        title=" ".join(turns[0].question.split()),
        sources=current(sources),
        parts=tuple(parts),
        failed=tuple(cell for cell in cells if cell.execution.status != "ok"),
    )


def _succeeded(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.execution.status == "ok")


def _is(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"
