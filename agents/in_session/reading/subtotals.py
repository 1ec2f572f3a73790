"""Rows between the others that sum up those above them, and would be counted twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from agents.in_session.reading.cells import is_value, kind
from agents.in_session.reading.dialect import Records
from agents.in_session.reading.footer import amount, begins_or_ends, is_subtotal, is_total
from agents.in_session.reading.header import Header
from agents.in_session.reading.words import TOTALS

_MOST = 100
"""More rows than this are not left out by number, as the read call would be of numbers only."""
_LONG = 80
"""Characters of a cell that is no name of a row."""
_SOME_TOTAL = begins_or_ends(TOTALS)


@dataclass(frozen=True)
class Sums:
    """Rows that sum up others, by the numbers of their records."""

    certain: tuple[int, ...] = ()
    """Those named as subtotals whose numbers are the sums of the rows since the last one."""
    likely: tuple[int, ...] = ()
    """Those that are named so or add up so, but not both, or could be a category of that name."""
    whole: bool = True
    """Whether the whole file was looked at."""


def find_sums(records: Records, header: Header, rows: Sequence[int]) -> Sums:
    """Find the rows with the name of a sum in a column of words; the name alone never makes one certain."""
    subtotals = _named(records, header, rows, is_subtotal)
    totals = set(islice(sorted(_named(records, header, rows, _SOME_TOTAL.fullmatch) - subtotals), _MOST))
    certain: list[int] = []
    likely: list[int] = []
    block: list[list[str]] = []
    for place in rows if subtotals or totals else ():
        record = records[place]
        if place in subtotals:
            (certain if _adds_up(record, block, header, blank=True) else likely).append(place)
            block = []
        elif place in totals and len(block) > 1 and _adds_up(record, block, header):
            likely.append(place)
            block = []
        else:
            block.append(record)
            if place in totals and _is_only_total(record[0]):
                likely.append(place)
    if len(certain) > _MOST:
        certain, likely = [], sorted(certain + likely)
    return Sums(tuple(certain), tuple(likely))


def _named(
    records: Records, header: Header, rows: Sequence[int], is_sum: Callable[[str], object]
) -> set[int]:
    """Return the rows where a cell matches in a column of words."""
    found: set[int] = set()
    for column in range(len(header.names)) if header.typed else ():
        if column in header.typed:
            continue
        cells = {records[place][column] for place in rows if column < len(records[place])}
        named = {cell for cell in cells if len(cell) < _LONG and is_sum(cell)}
        if named:
            found.update(
                place for place in rows if column < len(records[place]) and records[place][column] in named
            )
    return found


def _is_only_total(cell: str) -> bool:
    """Tell whether a cell is the name of a sum and nothing else, as `Total War` is not."""
    return is_total(cell) and cell.strip(" \t*:：.()").lower() in TOTALS


def _adds_up(record: list[str], block: list[list[str]], header: Header, *, blank: bool = False) -> bool:
    """Tell whether each number of a row is the sum of those above it; where `blank`, it may have none."""
    columns = [column for column in header.typed if column < len(record) and is_value(record[column])]
    above = {column: [row[column] for row in block if column < len(row)] for column in columns}
    sums = [column for column in columns if _is_sum(record[column], above[column])]
    same = [column for column in columns if {record[column]} == set(above[column])]
    return set(columns) == {*sums, *same} and (bool(sums) or (blank and not columns))


def _is_sum(cell: str, above: list[str]) -> bool:
    """Tell whether a number is the sum of others, however its decimals are marked."""
    numbers = [other for other in above if kind(other) == "number"]
    return kind(cell) == "number" and any(_equal(cell, numbers, read) for read in (_plain, amount))


def _equal(cell: str, numbers: list[str], read: Callable[[str], float]) -> bool:
    total, values = read(cell), list(map(read, numbers))
    # Sums are often rounded otherwise than what they sum up.
    return bool(values) and abs(sum(values) - total) <= max(1e-9, 0.0001 * abs(total))


def _plain(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")
