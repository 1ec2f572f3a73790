"""Tables on a terminal, in which no number is ever cut or broken."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.columns import Columns
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import Markdown, TableElement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyst.cli.screen import Screen, one_line

BETWEEN = 3
"""What stands between two columns."""
LONGEST_WORD = 20
"""Longer ones may be broken, where they are no numbers."""
UNLIMITED = 10_000
NOTHING = ("", "–")


class Grid:
    """A table laid out for the width that it finds; each row becomes a list where that is too little."""

    def __init__(self, heads: Sequence[Text], rows: Sequence[Sequence[Text]]) -> None:
        self._heads = heads
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give what rich prints."""
        columns = list(zip(self._heads, *self._rows, strict=True))
        widths = fitted(columns, options.max_width - BETWEEN * (len(columns) - 1))
        if not widths:
            yield from self._listed()
            return
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, style="dim")
        for head, width in zip(self._heads, widths, strict=True):
            table.add_column(head, width=width, overflow="fold")
        for row in self._rows:
            table.add_row(*row)
        yield table

    def _listed(self) -> Iterator[RenderableType]:
        """Each row: its first cell, and below it the others that hold something, side by side."""
        for row in self._rows:
            first, *others = zip(self._heads, row, strict=True)
            yield _named(*first)
            held = [_named(head, cell) for head, cell in others if cell.plain.strip() not in NOTHING]
            yield Padding(Columns(held, padding=(0, 2)), (0, 0, 0, 2))


class _AnswersTable(TableElement):
    """A table in Markdown, as a grid."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = self.body.rows if self.body else []
        heads = self.header.row.cells if self.header and self.header.row else []
        yield Grid([cell.content for cell in heads], [[cell.content for cell in row.cells] for row in rows])


class AnswerMarkdown(Markdown):
    """Markdown whose tables are grids."""

    elements = {**Markdown.elements, "table_open": _AnswersTable}  # noqa: RUF012 - as rich declares it


def grid(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Grid:
    """A grid of plain texts, each on one line."""
    return Grid([_plain(head) for head in heads], [[_plain(cell) for cell in row] for row in rows])


def stdout() -> Screen:
    """Where answers go; lines are not broken where no terminal is."""
    here = sys.stdout.isatty()
    return Screen(highlight=False, soft_wrap=not here, width=None if here else UNLIMITED)


def fitted(columns: Sequence[Sequence[Text]], room: int) -> list[int]:
    """How wide each column is to be; nothing where a number or a word would have to be broken."""
    whole = [max(map(_length, column)) for column in columns]
    widths = [max(map(_least, column)) for column in columns]
    if sum(widths) > room:
        return []
    for _ in range(min(room, sum(whole)) - sum(widths)):  # a cell more for the one that lacks most
        lacking = [want - width for want, width in zip(whole, widths, strict=True)]
        widths[lacking.index(max(lacking))] += 1
    return widths


def _plain(text: str) -> Text:
    return Text(one_line(text))


def _named(head: Text, cell: Text) -> Text:
    return Text.assemble(head, ": ", cell)


def _length(text: Text) -> int:
    return text.cell_len


def _least(text: Text) -> int:
    return max((_least_of(word) for word in text.plain.split()), default=0)


def _least_of(word: str) -> int:
    return cell_len(word) if re.search(r"\d", word) else min(cell_len(word), LONGEST_WORD)
