"""Whether the numbers of a row are the sums of those above it, however their decimals are marked."""

import re
from collections.abc import Callable, Iterable, Sequence

from agents.in_session.reading.lines.cutting import Records
from agents.in_session.reading.values.cells import MINUS, is_value, kind

_NEAR = 50
"""Rows above a sum that show cheaply whether it can be one."""


def amount(cell: str) -> float:
    """Return a number whatever stands around it; the last mark before one or two digits is the decimal."""
    whole, mark, decimals = re.sub(r"[^\d.,]", "", cell).replace(",", ".").rpartition(".")
    whole = whole.replace(".", "")
    digits = f"{whole}.{decimals}" if mark and len(decimals) != 3 else whole + decimals
    size = float(digits) if re.fullmatch(r"\d*\.?\d+", digits) else 0.0
    return -size if _OWED.search(cell) else size


_OWED = re.compile(rf"^\D*[-({MINUS}]\D*\d|\d\s?-\D*$")
"""A minus or a bracket before the digits, or a minus behind them."""


def adds_up(record: list[str], block: Records, typed: Iterable[int], *, blank: bool = False) -> bool:
    """Tell whether each number of a row is the sum of those above it; where `blank`, it may have none."""
    columns = [column for column in typed if column < len(record) and is_value(record[column])]
    sums, same = _sums_and_same(record, block, columns)
    return set(columns) == {*sums, *same} and (bool(sums) or (blank and not columns))


def proven_columns(record: list[str], block: Records, typed: Iterable[int]) -> int:
    """Return how many columns prove that a row sums up those above it; 0 where a number of it is no sum."""
    columns = [column for column in typed if column < len(record) and is_value(record[column])]
    if not columns or not _can_be_sums(record, block[-_NEAR:], columns):
        return 0
    sums, same = _sums_and_same(record, block, columns)
    proofs = {tuple(row[column] for row in block if column < len(row)) for column in sums}
    return len(proofs) if set(columns) == {*sums, *same} else 0


def _can_be_sums(record: list[str], near: Records, columns: Sequence[int]) -> bool:
    """Tell whether no number of a row is less than one of those just above it, where none is negative."""
    for column in columns:
        above = [amount(row[column]) for row in near if column < len(row) and kind(row[column]) == "number"]
        if above and min(above) >= 0 and amount(record[column]) < max(above):
            return False
    return True


def _sums_and_same(record: list[str], block: Records, columns: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the columns of a row that sum up others, and those that repeat what is in all of them."""
    above = {column: [row[column] for row in block if column < len(row)] for column in columns}
    sums = [column for column in columns if is_sum(record[column], above[column])]
    return sums, [column for column in columns if {record[column]} == set(above[column])]


def is_sum(cell: str, above: list[str]) -> bool:
    """Tell whether a number is the sum of others."""
    numbers = [other for other in above if kind(other) == "number"]
    return kind(cell) == "number" and any(_equal(cell, numbers, read) for read in READINGS)


def _equal(cell: str, numbers: list[str], read: Callable[[str], float]) -> bool:
    total, values = read(cell), list(map(read, numbers))
    # Sums are often rounded otherwise than what they sum up.
    return bool(values) and abs(sum(values) - total) <= max(1e-9, 0.0001 * abs(total))


def _plain(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


READINGS: tuple[Callable[[str], float], ...] = (_plain, amount)
"""The ways to read a number, the plainer first."""
