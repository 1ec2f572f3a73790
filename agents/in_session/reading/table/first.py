"""Which columns of a sheet hold values, and which of its records is the first row."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from agents.in_session.reading.lines.cutting import Records
from agents.in_session.reading.table.rows import is_group_row, is_years_below
from agents.in_session.reading.values.cells import Kind, filled, is_value, kind

_FLAGGED = re.compile(r"[<>≤≥~≈]?\s?[-+]?\d+(?:[.,]\d+)?\s?[a-z*†‡#)]{0,2}|\d{5,}[A-Z]")
"""A number with a remark or a check letter, as in `<0.5`, `12.3p` or the ISBN `315000001X`: it tells nothing
of the record that it is in."""


def below_titles(records: Records, rows: list[int]) -> list[int]:
    """Leave out up to eight lines before an empty one: titles, where the table is of words only."""
    empty = [place for place in range(rows[-1]) if not filled(records[place])]
    below = [place for place in rows if place > max(empty, default=-1)]
    above = max(empty, default=0) - len(empty)
    return below if len(empty) < 3 and above < 8 and len(below) > 2 * above else rows


def typed_columns(records: Records, cells: int) -> dict[int, Kind]:
    """Return the columns whose cells, but for those at the top, are mostly values, and of which kind."""
    whole = [record for record in records if len(record) in {cells, cells + 1} and filled(record)]
    body = whole[max(min(3, len(whole) // 2), min(30, len(whole) // 5)) :][:2000]
    body = [record for record in body if record != whole[0]] or whole
    found = {}
    for column in range(cells):
        kinds = Counter(kind(record[column]) for record in body)
        written = kinds.total() - kinds["blank"] - kinds["missing"]
        if written and written - kinds["text"] >= 0.8 * written:
            found[column] = max(("number", "date", "time"), key=lambda value: kinds[value])
    return found


def is_tabular(records: Records, place: int, cells: int) -> bool:
    """Tell whether a record can belong to the table: it is not much emptier than those that follow."""
    record = records[place]
    if len(record) < max(1, cells - 1) or not filled(record):
        return False
    if filled(record) > cells and any(map(is_value, record)) and place < len(records) - 1:
        return False
    after = [
        filled(other)
        for other in records[place + 1 : place + 30]
        if len(other) >= cells - 1 and filled(other)
    ]
    usual = sorted(after)[len(after) // 2] if after else filled(record)
    return filled(record) * 2 > usual or (cells < 3 and filled(record) == cells)


def first_row(records: Records, rows: Sequence[int], typed: Mapping[int, Kind], cells: int) -> int:
    """Return the first record that fits the types of the columns below, or -1 where all is text."""
    if not typed:
        return -1
    fitting = [place for place in rows if _fits(records[place], typed)]
    # Years over a second row of names look like a row of numbers, but names follow.
    fitting = [place for place in fitting if not _names_follow(records, place, typed)]
    fitting = [
        place for place in fitting if not place or not is_years_below(records[place - 1], records[place])
    ]
    if not fitting:
        return -1
    first = _after_pairs(records, rows, fitting)
    return _with_rows_of_nothing(records, rows, first, typed)


def _with_rows_of_nothing(
    records: Records, rows: Sequence[int], first: int, typed: Mapping[int, Kind]
) -> int:
    """Add rows above the first whose numbers are all missing, as long as a row of names stays above them."""
    above = [place for place in rows if place < first]
    while len(above) > 1 and not _written_kinds(records[above[-1]], typed) and above[-1] == first - 1:
        if is_group_row(records[above[-2]], records[above[-1]]):
            break
        first = above.pop()
    return first


def below_pairs(records: Records, rows: list[int]) -> list[int]:
    """Leave out names and values, as `Height;450`, before an empty line above a narrow table."""
    empty = [place for place in range(rows[-1]) if not filled(records[place])]
    above = [place for place in rows if empty and place < empty[0]]
    if not 1 < len(above) <= 10 or len(empty) > 1 or len(rows) < 3 * len(above):
        return rows
    pairs = all(filled(records[place]) == 2 and not is_value(records[place][0]) for place in above)
    named = not any(map(is_value, records[above[-1]])) and any(map(is_value, records[rows[len(above)]]))
    return rows[len(above) :] if pairs and not named else rows


def _after_pairs(records: Records, rows: Sequence[int], fitting: list[int]) -> int:
    """Skip names and values that stand above the true header, as `Height;450` above `Date;Value`."""
    for place in reversed(rows):
        texts = [cell.strip() for cell in records[place]]
        later = [row for row in fitting if row > place]
        earlier = [row for row in fitting if row < place]
        is_names = all(kind(cell) == "text" for cell in texts) and len(set(texts)) == len(texts) > 1
        between = is_names and later and earlier and _is_preamble(records, place)
        if between and records.count(records[place]) == 1:
            return later[0]
    return fitting[0]


def _is_preamble(records: Records, end: int) -> bool:
    """Tell whether what stands above a row of names is short, and of pairs or of rows with gaps."""
    names, below = len(records[end]), len(records) - end
    sparse = sum(filled(record) < names for record in records[:end])
    return below > 3 * end if names <= 3 else below > end and sparse * 2 > end


def _fits(record: list[str], typed: Mapping[int, Kind]) -> bool:
    """Tell whether most cells are of the kinds of their columns; a date over numbers is a name."""
    cells = [(record[column], usual) for column, usual in typed.items() if column < len(record)]
    kinds = [(kind(cell), usual) for cell, usual in cells if is_value(cell) or not _FLAGGED.fullmatch(cell)]
    written = [pair for pair in kinds if pair[0] not in {"blank", "missing"}]
    misfits = sum(cell == "text" or (cell == "date" and usual == "number") for cell, usual in written)
    return bool(written) and misfits * 2 < len(written)


def _names_follow(records: Records, place: int, typed: Mapping[int, Kind]) -> bool:
    after = records[place + 1 : place + 3]
    return any(is_words(record, typed) and record not in records[:place] for record in after)


def is_words(record: list[str], typed: Mapping[int, Kind]) -> bool:
    """Tell whether words stand in the columns that hold values."""
    written = _written_kinds(record, typed)
    return len(written) > 1 and set(written) == {"text"}


def _written_kinds(record: list[str], columns: Iterable[int]) -> list[str]:
    kinds = [kind(record[column]) for column in columns if column < len(record)]
    return [cell for cell in kinds if cell not in {"blank", "missing"}]
