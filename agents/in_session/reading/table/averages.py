"""Whether a row below a table tells the averages, extremes or the like of those above it."""

import re
from collections.abc import Callable, Sequence
from statistics import fmean, median, pstdev, stdev

from agents.in_session.reading.lines.cutting import Records
from agents.in_session.reading.table.sums import READINGS
from agents.in_session.reading.values.cells import kind

_LONG = 100_000
"""Of more rows none is worked out."""
_AVERAGES: tuple[Callable[[Sequence[float]], float], ...] = (fmean, median, stdev, pstdev)
_EXTREMES: tuple[Callable[[Sequence[float]], float], ...] = (min, max)


def tells_of(record: list[str], rows: Records, columns: Sequence[int], *, extreme: bool) -> int:
    """Return how many columns of a record hold a statistic of the rows; -1 where several do and all."""
    numbers = [column for column in columns if column < len(record) and kind(record[column]) == "number"]
    if len(rows) > _LONG:
        return 0
    ways = _EXTREMES if extreme else _AVERAGES
    proven = [column for column in numbers if _is_one(record[column], _cells(rows, column), ways)]
    return -1 if len(proven) == len(numbers) > 1 else len(proven)


def _cells(rows: Records, column: int) -> list[str]:
    return [row[column] for row in rows if column < len(row) and kind(row[column]) == "number"]


def _is_one(cell: str, above: list[str], ways: Sequence[Callable[[Sequence[float]], float]]) -> bool:
    """Tell whether a number is a statistic of others, rounded to its decimals where it has some."""
    decimals = re.search(r"[.,](\d{1,6})\D*$", cell)
    near = 0.51 * 10 ** -len(decimals[1]) if decimals else 1e-9
    for read in READINGS if len(above) > 1 else ():
        values = list(map(read, above))
        if any(abs(tell(values) - read(cell)) <= near for tell in ways):
            return True
    return False
