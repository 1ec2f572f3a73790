"""Rows between the others that sum up those above them, and would be counted twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from agents.in_session.reading.lines.cutting import Records
from agents.in_session.reading.table.footer import begins_or_ends, is_subtotal, is_total
from agents.in_session.reading.table.header import Header
from agents.in_session.reading.table.sums import adds_up, proven_columns
from agents.in_session.reading.values.cells import kind
from agents.in_session.reading.values.words import SUBTOTALS, TOTALS

_MOST = 100
"""More rows than this are not left out by number, as the read call would be of numbers only."""
_BELOW = 4
"""Records below the rows among which the sum of the last of them is."""
_FEW = 5
"""Of fewer rows the last may well be the sum of the others by chance."""
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
    certain, likely, adding = list[int](), list[int](), list[int]()
    block, detail = Records(), Records()
    for place in rows if subtotals or totals else ():
        record = records[place]
        if place in subtotals:
            (certain if adds_up(record, block, header.typed, blank=True) else likely).append(place)
            block = []
        elif place in totals and _sums_up(record, block, detail if adding else [], header):
            adding.append(place)
            block = []
        else:
            block.append(record)
            detail.append(record)
            if place in totals and _is_only_total(record[0]):
                likely.append(place)
    below = records[rows[-1] + 1 :][:_BELOW] if adding else []
    ends = any(any(map(_may_name_sum, record)) and _sums_up(record, block, [], header) for record in below)
    all_named = totals == {*adding} and len(adding) + ends > 1
    (certain if all_named else likely).extend(adding)
    if len(certain) > _MOST:
        certain, likely = [], certain + likely
    if _is_first_the_total(records, header, rows):
        certain, likely = [*certain, rows[0]], [place for place in likely if place != rows[0]]
    if rows and rows[-1] not in {*certain, *likely} and _is_last_a_sum(records, header, rows, certain):
        likely.append(rows[-1])
    return Sums(tuple(sorted(certain)), tuple(sorted(likely)))


def _is_first_the_total(records: Records, header: Header, rows: Sequence[int]) -> bool:
    """Tell whether the first row is named as a total and adds up all the others."""
    if len(rows) <= _FEW or 0 in header.typed or not _is_only_total(records[rows[0]][0]):
        return False
    others = [records[place] for place in rows[1:]]
    return proven_columns(records[rows[0]], others, header.typed) > 0


def _is_last_a_sum(records: Records, header: Header, rows: Sequence[int], sums: Sequence[int]) -> bool:
    """Tell whether the last row is named as a total that no other row is, or adds up to the others."""
    record = records[rows[-1]]
    if len(rows) < _FEW or not header.typed or 0 in header.typed or kind(record[0]) != "text":
        return False
    others = [records[place] for place in rows[:-1] if place not in set(sums)]
    if is_total(record[0]) and all(row[:1] != record[:1] for row in others):
        return True
    return proven_columns(record, others, header.typed) > 0


def _sums_up(record: list[str], block: Records, detail: Records, header: Header) -> bool:
    """Tell whether a row sums up those since the last sum, or all of them."""
    return any(len(rows) > 1 and adds_up(record, rows, header.typed) for rows in (block, detail))


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
