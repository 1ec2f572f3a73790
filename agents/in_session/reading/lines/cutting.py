"""How the lines of a text are cut into cells, and how evenly a dialect cuts them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from agents.in_session.reading.values.cells import filled, is_value

SPACES = r"\s+"


SAMPLE = 5000
"""Records that are looked at to choose a dialect."""


Records = list[list[str]]


_SPACED = {mark: re.compile(rf"{mark}[^{mark}]*{mark}(?=\s|$)|\S+") for mark in "\"'"}


@dataclass(frozen=True)
class Dialect:
    """How to cut a line, in the words of `pandas.read_csv`."""

    sep: str = ","
    quotechar: str = '"'
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    escapechar: str | None = None
    skipinitialspace: bool = False
    padded: bool = False
    """Whether cells are filled up with spaces, which are not theirs."""
    fixed: tuple[tuple[int, int], ...] = field(default=())
    """Where columns begin and end, for text in fixed columns."""

    def arguments(self) -> dict[str, Any]:
        """Return what `pandas.read_csv` must be told, without its defaults."""
        plain = Dialect()
        names = ("sep", "quotechar", "quoting", "escapechar", "skipinitialspace")
        found = {name: getattr(self, name) for name in names if getattr(self, name) != getattr(plain, name)}
        return found | ({"sep": self.pattern, "engine": "python"} if self.by_pattern else {})

    @property
    def by_pattern(self) -> bool:
        """Whether only a regular expression cuts the lines, for which pandas has but a slow reader."""
        return self.padded or (len(self.sep) > 1 and self.sep != SPACES)

    @property
    def pattern(self) -> str:
        """The regular expression of the delimiter."""
        return rf" *{re.escape(self.sep)} *" if self.padded else self.sep


def cut(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the records of a text; a quoted line break does not end one."""
    if dialect.fixed:
        return ([line[a:b].strip() for a, b in dialect.fixed] for line in text.splitlines())
    if dialect.sep == SPACES:
        cells = _SPACED.get(dialect.quotechar, _SPACED['"']).findall
        return ([cell.strip(dialect.quotechar) for cell in cells(line)] for line in text.splitlines())
    if dialect.by_pattern:
        return (re.split(dialect.pattern, line.strip()) if line.strip() else [] for line in text.splitlines())
    csv.field_size_limit(2**31 - 1)
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.sep,
        quotechar=dialect.quotechar,
        quoting=dialect.quoting,
        escapechar=dialect.escapechar,
        skipinitialspace=dialect.skipinitialspace,
    )


def lines(text: str) -> list[str]:
    """Return the first lines in which something is written, without the spaces around them."""
    return list(islice((line.strip() for line in text.splitlines() if line.strip()), SAMPLE))


def width(records: Records) -> int:
    """Return the commonest number of cells, counting only records that are cut at all."""
    counts = Counter(len(record) for record in records if filled(record))
    cut_ones = {cells: n for cells, n in counts.items() if cells > 1}
    return max(cut_ones, key=lambda cells: (cut_ones[cells], cells)) if cut_ones else 1


def evenness(text: str, dialect: Dialect) -> float:
    """Return the share of the records that have the common number of cells; 0 where nothing is cut."""
    written = written_records(text, dialect)
    cells = width(written)
    if cells < 2 or not written:
        return 0.0
    return sum(len(record) == cells for record in written) / len(written)


def written_records(text: str, dialect: Dialect) -> Records:
    """Return the first records in which something is written, without comments; none that cannot be cut."""
    try:
        written = list(islice(filter(filled, cut(text, dialect)), SAMPLE))
    except csv.Error:
        return []
    return [record for record in written if not record[0].startswith("#")] or written


def values_a_record(text: str, dialect: Dialect) -> float:
    """Return how many cells of a record are numbers, dates or times, on the average."""
    records = written_records(text, dialect)[-500:]
    return sum(is_value(cell) for record in records for cell in record) / len(records)
