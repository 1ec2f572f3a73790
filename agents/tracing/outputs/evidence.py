"""What the outputs show: numbers, dates, how many rows; each with the cell it stands in."""

import ast
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from agents.briefing import cut
from agents.tracing.language.blanks import LONG, without
from agents.tracing.language.dates import Moment, compact_dates, dates_in
from agents.tracing.language.numbers import Number, numbers_in
from agents.tracing.language.words import FALLS, SHARE, SIGNED
from agents.tracing.outputs.blocks import MAX_LITERAL, blocks_of
from agents.tracing.outputs.timetable import Timetable
from agents.tracing.outputs.windows import Window, within
from agents.values import Cell, Profile

MAX_TRACED = 200_000
"""Characters of one output that are looked at; a model sees far fewer."""

MAX_TOLD = 1_000
"""Characters of an output that is about one thing, so that its title tells of all its numbers."""
_NOISE = re.compile(r"0x[0-9a-fA-F]+|^Name: .*|\bdtype: ?\w*|^(?:25|50|75)%(?=\s)", re.MULTILINE)
_CSV_LINE = re.compile(r"(?=[^\s,]*[^\s,\d.])[^\s,]+,\S+$")
_ESCAPED = re.compile(r"\\u(?!d[89a-f])([0-9a-f]{4})", re.IGNORECASE)  # as pandas writes JSON
_DAYS = re.compile(
    r"(?<![\d.])(?:[12]\d{3}([-/.])\d{1,2}\1\d{1,2}(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
    r"|\d{1,2}([/.])\d{1,2}\2[12]\d{3}|[12]\d{3}-(?:0[1-9]|1[0-2]))(?![\d-]|\.\d)"
)
"""Dates in digits: day and month are no numbers."""
_FOOTER = re.compile(r"^(?:Name: |Length: |dtype: |\[\d+ rows x )")


MADE = -4
"""In place of the line of a number that no output shows, but the sum of a table is."""

Place = tuple[int, int, int]
"""A cell, the first line of a table in it, and a column of the table."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number of an output: its cell, its line there, and the how manieth number of the line it is."""

    value: float
    cell: int
    line: int
    column: int
    block: int = 0
    """The first line of the lines that it stands in with no empty one between them."""
    place: int = 0
    """The column of its table, from 0; below 0 for what labels a row or heads a column."""

    @property
    def of_table(self) -> Place:
        """The column of the table that it stands in."""
        return self.cell, self.block, self.place


class Evidence:
    """Everything that the outputs of the cells that succeeded show."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = [cell for cell in cells if cell.execution.status == "ok"]
        self.outputs = {cell.id: cut(_output(cell), MAX_TRACED) for cell in self.cells}
        self.lines = {cell: list(_cleaned(text)) for cell, text in self.outputs.items()}
        self.timetable = Timetable(self.lines)
        self.shown = [shown for cell, lines in self.lines.items() for shown in self._numbers(cell, lines)]
        self._sorted = sorted(self.shown, key=lambda one: one.value)

    def add(self, made: Iterable[Shown]) -> None:
        """Take in what tables come to, which is looked up as if an output showed it."""
        self._sorted = sorted([*self.shown, *made], key=lambda one: one.value)

    def find(self, windows: Iterable[Window], preferred: Sequence[int]) -> Shown | None:
        """The number that fits; from a preferred cell if any does, else from the latest."""
        return best(self.fitting(windows), preferred)

    def fitting(self, windows: Iterable[Window]) -> list[Shown]:
        """All the numbers that fit."""
        return [shown for window in windows for shown in within(self._sorted, window)]

    @cached_property
    def dates(self) -> list[tuple[Moment, int]]:
        """The dates of the outputs, each with its cell."""
        return [(moment, cell) for cell, text in self.outputs.items() for moment in moments_of(text)]

    @cached_property
    def counts(self) -> list[tuple[int, int]]:
        """How many rows or items an output lists, each with its cell."""
        return [(count, cell) for cell, text in self.outputs.items() for count in _counts(text)]

    @cached_property
    def columns(self) -> dict[Place, list[float]]:
        """The numbers of each column of a table."""
        columns = defaultdict[Place, list[float]](list)
        for one in self.shown:
            columns[one.of_table].append(one.value)
        return columns

    @cached_property
    def signs(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """How many numbers of a column are below 0, and how many above, each with the cell."""
        columns = self.columns.items()
        below = [(sum(value < 0 for value in column), cell) for (cell, *_), column in columns]
        above = [(sum(value > 0 for value in column), cell) for (cell, *_), column in columns]
        return below, above

    def _numbers(self, cell: int, lines: Sequence[str]) -> Iterable[Shown]:
        block = 0
        for line, content in enumerate(lines):
            block = block if content.strip() else line + 1
            head = bool(self.timetable.heads(cell, line))
            label = self.timetable.label_end(cell, line)
            numbers = numbers_of(content)
            labels = len(numbers) if head else sum(number.start < label for number in numbers)
            for column, number in enumerate(numbers):
                values = {reading.value for one in (number, *number.parts) for reading in one.readings}
                yield from (
                    Shown(value, cell, line, column, block, column - labels)
                    for value in values
                    if math.isfinite(value)
                )

    def is_share(self, shown: Shown) -> bool:
        """Whether a number may be a share: one below 1, or of an output that speaks of shares."""
        return 0 <= shown.value <= 1 or SHARE.search(self.outputs[shown.cell].casefold()) is not None

    def is_signed(self, shown: Shown) -> bool:
        """Whether an output calls a number a change, of which the sign tells the way."""
        if shown.line < 0:
            return False
        line, text = self.lines[shown.cell][shown.line].casefold(), self.outputs[shown.cell].casefold()
        told = SIGNED.search(line) or (len(text) < MAX_TOLD and SIGNED.search(text))
        return bool(told) and not re.search(FALLS, text)

    def on_one_line(self, values: set[float]) -> int | None:
        """The latest cell of which one line shows all the values apart, such as a year and a month."""
        lines: dict[tuple[int, int], set[float]] = {}
        for one in self.shown:
            if one.value in values:
                lines.setdefault((one.cell, one.line), set()).add(one.value)
        apart = (
            cell
            for (cell, line), seen in lines.items()
            if seen == values and not any(one.day for one in moments_of(self.lines[cell][line]))
        )
        return max(apart, default=None)

    def names(self, cell: Cell) -> str:
        """The text of a cell's output and figures, in which a name may stand."""
        figures = " ".join(f"{figure.title} {figure.axes}" for figure in cell.execution.figures)
        return f"{self.outputs[cell.id]} {figures}".casefold()


def best(fitting: Iterable[Shown], preferred: Sequence[int]) -> Shown | None:
    """One from a preferred cell, else from the latest."""
    return min(
        fitting, key=lambda one: (one.cell not in preferred, one.line == MADE, -one.cell), default=None
    )


def scales_of(profile: Profile) -> set[float]:
    """The scales in which columns are given: 1000 where one is in thousands."""
    texts = [f"{column.name} {column.unit}" for table in profile.tables for column in table.columns]
    words = (
        (1e3, r"\bk\b|千(?!万)|thousand|\b000s?\b|\bk[€$£]"),
        (1e4, r"万"),
        (1e6, r"\bM\b|\bmn\b|[Mm]illion|百万|\bM[€$£]"),
        (1e8, r"億|亿"),
        (1e9, r"\bbn\b|[Bb]illion|十億|10億"),
    )
    return {scale for scale, word in words if any(re.search(word, text) for text in texts)}


def moments_of(text: str) -> Iterable[Moment]:
    """Every day, month and time of a text."""
    for line in text.splitlines():
        for found in dates_in(line):
            yield from found.readings
        yield from compact_dates(line)


def _output(cell: Cell) -> str:
    text = f"{cell.execution.stdout.rstrip()}\n\n{cell.execution.value.rstrip()}".strip("\n")
    return without(LONG, _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text))


@lru_cache(maxsize=256)
def numbers_of(line: str) -> Sequence[Number]:
    """The numbers of a line of output."""
    fields = line.replace(",", " ") if _CSV_LINE.match(line) else line
    return tuple(numbers_in(without(_DAYS, fields), words=False, spaces=False))


_INDEX = re.compile(r"[^\W\d]\w*\s*")


def _cleaned(text: str) -> Iterable[str]:
    """The lines with everything in its place, and blanks for what is no number."""
    return _without_row_numbers(without(_NOISE, text).splitlines())


def _without_row_numbers(lines: Sequence[str]) -> Iterable[str]:
    """Take off the 0, 1, 2, … that pandas prints before the rows of a table."""
    expected = 0
    for at, line in enumerate(lines):
        number = f"{expected} "
        counts = line.startswith(number) and (expected > 0 or _begins_rows(lines, at))
        yield " " * len(number) + line[len(number) :] if counts else line
        expected = expected + 1 if counts else 0


def _begins_rows(lines: Sequence[str], at: int) -> bool:
    """Whether a line that begins with 0 is the first row of a table: a head above, or a 1 below."""
    above = lines[at - 1] if at else ""
    if _INDEX.fullmatch(above):
        return False  # they are the labels of an index with a name
    return above[:1] == " " or (at + 1 < len(lines) and lines[at + 1].startswith("1 "))


def _counts(text: str) -> Iterable[int]:
    for _, block in blocks_of(text.splitlines()):
        lines = [line for line in block if not _FOOTER.match(line)]
        yield sum(1 for line in lines if re.search(r"\d", line))
        yield from (count for line in lines for count in _items(line))
        yield from _items("\n".join(block))


def _items(text: str) -> Iterable[int]:
    """How many items a printed list, tuple, set or dict has."""
    begin = min((at for at in map(text.find, "[({") if at >= 0), default=0)
    printed = text[begin : max(map(text.rfind, "])}")) + 1]
    if not printed or len(printed) > MAX_LITERAL:
        return
    try:
        literal = ast.literal_eval(printed)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return
    if isinstance(literal, (list, tuple, set, dict)):
        yield len(literal)
