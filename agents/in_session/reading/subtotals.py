"""Rows between the others that sum up those above them, and would be counted twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from agents.in_session.reading.cells import is_value, kind
from agents.in_session.reading.dialect import Records
from agents.in_session.reading.footer import amount, begins_or_ends, is_subtotal, is_total
from agents.in_session.reading.header import Header
from agents.in_session.reading.words import SUBTOTALS, TOTALS

_MOST = 100
"""More rows than this are not left out by number, as the read call would be of numbers only."""
_LONG = 80
"""Characters of a cell that is no name of a row."""
_SUMS, _AROUND = tuple(SUBTOTALS | TOTALS), " \t\n*:：.,()（）-"
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
    subtotals, named = _named(records, header, rows)
    totals = set(islice(sorted(named), _MOST))
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


def _named(records: Records, header: Header, rows: Sequence[int]) -> tuple[set[int], set[int]]:
    """Return the rows where a cell of a column of words is the name of a subtotal, and of another sum."""
    subtotals, totals = set[int](), set[int]()
    for column in range(len(header.names)) if header.typed else ():
        if column in header.typed:
            continue
        cells = {records[place][column] for place in rows if column < len(records[place])}
        named = {cell for cell in cells if _may_name_sum(cell)}
        for place in rows if named else ():
            cell = records[place][column] if column < len(records[place]) else ""
            if cell in named:
                (subtotals if is_subtotal(cell) else totals).add(place)
    return subtotals, totals - subtotals


def _may_name_sum(cell: str) -> bool:
    """Tell whether a cell is the name of a sum; most are none, which is cheap to see first."""
    if len(cell) > _LONG:
        return False
    text = cell.strip(_AROUND).lower()
    if not text.startswith(_SUMS) and not text.endswith(_SUMS):
        return False
    return is_subtotal(cell) or bool(_SOME_TOTAL.fullmatch(cell))


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
