"""Whether a row below a table tells the averages, extremes or the like of those above it."""

import re
from collections.abc import Callable, Sequence
from statistics import fmean, median, pstdev, stdev

from agents.in_session.reading.lines.cutting import Records
from agents.in_session.reading.table.sums import READINGS
from agents.in_session.reading.values.cells import kind
from agents.in_session.reading.values.words import DEVIATIONS, MAXIMA, MEANS, MEDIANS, MINIMA

_LONG = 100_000
"""Of more rows none is worked out."""
_FEW = 5
"""Of fewer rows one is too often the mean or the highest of the others by chance."""
_Way = Callable[[Sequence[float]], float]
_WAYS: tuple[tuple[frozenset[str], tuple[_Way, ...]], ...] = (
    (MEANS, (fmean,)),
    (MEDIANS, (median,)),
    (DEVIATIONS, (stdev, pstdev)),
    (MAXIMA, (max,)),
    (MINIMA, (min,)),
)


def tells_of(word: str, record: list[str], rows: Records, columns: Sequence[int]) -> bool:
    """Tell whether each number of a record is the one statistic of the rows that a word names."""
    numbers = [column for column in columns if column < len(record) and kind(record[column]) == "number"]
    if not numbers or not _FEW <= len(rows) <= _LONG:
        return False
    ways = next((ways for words, ways in _WAYS if word.lower() in words), ())
    above = [_cells(rows, column) for column in numbers]
    return any(
        all(_is_one(record[column], cells, way) for column, cells in zip(numbers, above, strict=True))
        for way in ways
    )


def _cells(rows: Records, column: int) -> list[str]:
    return [row[column] for row in rows if column < len(row) and kind(row[column]) == "number"]


def _is_one(cell: str, above: list[str], way: _Way) -> bool:
    """Tell whether a number is that statistic of others, rounded to its decimals where it has some."""
    decimals = re.search(r"[.,](\d{1,6})\D*$", cell)
    near = 0.51 * 10 ** -len(decimals[1]) if decimals else 1e-9
    for read in READINGS if len(above) > 1 else ():
        if abs(way(list(map(read, above))) - read(cell)) <= near:
            return True
    return False
