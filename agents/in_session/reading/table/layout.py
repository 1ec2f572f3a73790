"""Where in a sheet of cells the table is: what stands above, below and between its rows."""

from collections import Counter
from dataclasses import dataclass, field, replace

from agents.in_session.reading.lines.cutting import Records, width
from agents.in_session.reading.lines.ragged import filled_up, ragged_width
from agents.in_session.reading.table.footer import find_end
from agents.in_session.reading.table.header import Header, find_header
from agents.in_session.reading.table.rows import counted
from agents.in_session.reading.table.subtotals import Sums, find_sums
from agents.in_session.reading.values.cells import filled, is_blank

_FEW = 10


@dataclass(frozen=True)
class Layout:
    """The parts of a sheet, by the numbers of its records from 0."""

    header: Header
    end: int
    """The record after the last row."""
    width: int
    dropped: tuple[int, ...] = ()
    """Records between the rows that are none: units, repeated headers."""
    kept: tuple[int, ...] = ()
    """The columns that hold something, where some do not."""
    rows: int = 0
    """Records that pandas reads as rows, with those that are wholly empty."""
    empty_rows: int = 0
    """Rows of delimiters only that stand between others."""
    skips_empty: bool = False
    """Whether the empty rows are among those dropped."""
    long: tuple[int, ...] = ()
    """Rows with more cells than the table has columns."""
    sums: Sums = field(default_factory=Sums)
    """Rows that sum up others; the certain ones are among those dropped."""
    notes: tuple[str, ...] = ()


def find_layout(records: Records, *, whole: bool = True) -> Layout:
    """Find header, rows, footer and the columns that hold something.

    Of a file that is not `whole` here no subtotals are left out: those further down would stay.
    """
    ragged = ragged_width(records)
    given, records = records, filled_up(records, ragged) if ragged else records
    cells = ragged or width(records)
    header = find_header(records, cells)
    end, footnotes = find_end(records, header, cells)
    dropped = header.below + _repeated(records, header, end) + _comments(records, header, end, cells)
    body = [place for place in range(header.start, end) if place not in set(dropped)]
    layout = Layout(header, end, cells, dropped=tuple(sorted(set(dropped))))
    rows = [place for place in body if records[place] and not _is_blank_line(records[place])]
    sums = find_sums(records, header, rows)
    if not whole:
        sums = Sums(likely=tuple(sorted(sums.certain + sums.likely)), whole=False)
    rows = [place for place in rows if place not in set(sums.certain)]
    layout = replace(layout, sums=sums, dropped=tuple(sorted({*layout.dropped, *sums.certain})))
    empty = [place for place in rows if not filled(records[place])]
    if 0 < len(empty) <= _FEW:
        # Left out by number, whole numbers stay whole: an empty row would make them floats.
        rows = [place for place in rows if place not in empty]
        layout = replace(layout, dropped=tuple(sorted({*layout.dropped, *empty})))
    layout = replace(
        layout,
        rows=len(rows),
        empty_rows=len(empty),
        skips_empty=0 < len(empty) <= _FEW,
        kept=_kept(records, header, rows, cells),
    )
    layout = replace(
        layout, long=tuple(place for place in rows if len(records[place]) > _allowed(header, cells))
    )
    return replace(layout, notes=(*header.notes, *footnotes, *_notes(given, layout, rows)))


def _allowed(header: Header, cells: int) -> int:
    return max(cells, len(header.names))


def _is_blank_line(record: list[str]) -> bool:
    return len(record) == 1 and not record[0].strip()


def _repeated(records: Records, header: Header, end: int) -> tuple[int, ...]:
    """Return the records among the rows that repeat the header or the lines above it."""
    if header.place is None:
        return ()
    again = [place for place in range(header.start, end) if records[place] == records[header.place]]
    if not again:
        return ()
    above = {tuple(record) for record in records[: header.place] if filled(record)}
    found = set(again)
    for place in again:
        found |= _titles_above(records, place, above)
    return tuple(sorted(found))


def _titles_above(records: Records, place: int, known: set[tuple[str, ...]]) -> set[int]:
    """Return the lines above a repeated header that are no rows: those known from the top, and titles."""
    found: set[int] = set()
    place -= 1
    columns = len(records[place + 1])
    while place > 0:
        record = records[place]
        if tuple(record) not in known and filled(record) > max(1, columns // 3):
            break
        if filled(record):
            found.add(place)
        place -= 1
    return found


def _comments(records: Records, header: Header, end: int, cells: int) -> tuple[int, ...]:
    """Return the lines among the rows that begin with # and are not cut like a row."""
    rows = range(header.start, end)
    return tuple(place for place in rows if records[place][:1] and _is_comment(records[place], cells))


def _is_comment(record: list[str], cells: int) -> bool:
    return record[0].startswith("#") and len(record) != cells


def _kept(records: Records, header: Header, rows: list[int], cells: int) -> tuple[int, ...]:
    """Return the columns that have a name or a value, or nothing where all have."""
    named = header.names if header.place is not None else ()
    used = {column for column, name in enumerate(named) if not is_blank(name)}
    for place in rows:
        if len(used) >= max(cells, len(header.names)):
            return ()
        used.update(column for column, cell in enumerate(records[place][:cells]) if not is_blank(cell))
    return tuple(sorted(used)) if len(used) < max(cells, len(header.names)) else ()


def _notes(records: Records, layout: Layout, rows: list[int]) -> list[str]:
    notes = []
    if layout.kept:
        columns = max(layout.width, len(layout.header.names))
        notes.append(f"{counted(columns - len(layout.kept), 'empty column')} left out.")
    if layout.empty_rows:
        notes.append(f"{counted(layout.empty_rows, 'empty row')} between the others left out.")
    known = {*layout.header.below, *layout.sums.certain}
    repeated = [place + 1 for place in layout.dropped if place not in known and filled(records[place])]
    if repeated:
        notes.append(f"Repeated headers and remarks between the rows left out: {_lines(repeated)}.")
    short = Counter(len(records[place]) < layout.width for place in rows)[True]
    if short and layout.width > 1 and layout.header.index_names == "":
        notes.append(f"{counted(short, 'row')} with fewer cells than columns: the rest is missing.")
    return notes + _sum_notes(layout.sums)


def _sum_notes(sums: Sums) -> list[str]:
    """Say which rows that sum up others are left out, and which are kept and would be counted twice."""
    certain, likely = ([place + 1 for place in places] for places in (sums.certain, sums.likely))
    notes = (
        [f"{counted(len(certain), 'subtotal')} between the rows left out: {_lines(certain)}."]
        if certain
        else []
    )
    if likely:
        rows = "1 row looks like a sum" if len(likely) == 1 else f"{len(likely)} rows look like sums"
        rows = rows if sums.whole else f"At least {rows}"
        notes.append(f"{rows} of others: {_lines(likely)}. Kept; leave out before adding up.")
    return notes


def _lines(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{more}"
