"""Where the header of a table is: none, one row or two, and the lines above and below it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

from agents.in_session.reading.lines.comments import commented_names, field_names, is_comment
from agents.in_session.reading.lines.cutting import Records
from agents.in_session.reading.table.first import (
    below_pairs,
    below_titles,
    first_row,
    is_tabular,
    is_words,
    typed_columns,
)
from agents.in_session.reading.table.rows import (
    counts_up,
    is_group_row,
    is_rule,
    is_unit_row,
    is_year_or_date,
    numbered,
    shown,
    units_of,
)
from agents.in_session.reading.values.cells import Kind, filled, is_blank, is_value, kind
from agents.in_session.reading.values.units import is_unit

_ZONE = 60
"""A header further down than this is not looked for."""


@dataclass(frozen=True)
class Header:
    """The names of the columns and where they were found, by the numbers of records from 0."""

    place: int | None
    """The record with the names, None where there is none."""
    start: int
    """The first record that can be a row."""
    names: tuple[str, ...]
    given: bool = False
    """Whether the names are not simply what stands in one record, so that the read call must give them."""
    below: tuple[int, ...] = ()
    """Records under the names that are no rows: units, descriptions."""
    units: dict[int, str] = field(default_factory=dict)
    typed: Mapping[int, Kind] = field(default_factory=dict)
    """The columns that mostly hold numbers, dates or times, and which of them."""
    index_names: str = ""
    """The name to give to a first column that the header leaves out, as R writes it."""
    notes: tuple[str, ...] = ()


def find_header(records: Records, cells: int) -> Header:
    """Find the header of records that mostly have `cells` cells."""
    typed = typed_columns(records, cells)
    top = next((place for place, record in enumerate(records) if filled(record)), 0)
    zone_end = min(len(records), top + _ZONE)
    rows = [place for place in range(top, zone_end) if is_tabular(records, place, cells)]
    if not rows:
        return Header(None, 0, numbered(cells), given=True, typed=typed)
    if not typed:
        rows = below_titles(records, rows)
    elif cells <= 3:
        rows = below_pairs(records, rows)
    first = first_row(records, rows, typed, cells)
    if below_comments := _below_comments(records, first, typed, cells):
        return below_comments
    zone = [place for place in rows if place < first and not is_rule(records[place])]
    if not zone or _are_pairs(records, zone, first, cells):
        return _from_first_row(records, max(first, rows[0]), typed, cells)
    lower = (place for place in range(zone[-1] + 1, first) if _is_lower(records, zone[-1], place, cells))
    zone += list(lower)[:1]
    return _without_lines_below(records, _from_zone(records, zone, typed, cells), first, cells)


def _below_comments(records: Records, first: int, typed: Mapping[int, Kind], cells: int) -> Header | None:
    """Read the header of rows above which all is comments: their names, or none."""
    written = [place for place in range(max(first, 0)) if filled(records[place])]
    if not written or not all(is_comment(records[place]) for place in written):
        return None
    fields = [place for place in written if field_names(records[place])]
    place = fields[-1] if fields else written[-1]
    if names := field_names(records[place]):
        return Header(place, first, names, given=True, typed=typed, notes=_about_lines_above(records, place))
    if names := commented_names(records[place], cells):
        units: dict[int, str] = {}
        upper = written[-2] if len(written) > 1 else place
        if all(map(is_unit, names)) and (above := commented_names(records[upper], cells)) and upper < place:
            place, names, units = upper, above, dict(enumerate(names))
        note = f'The names of the columns are taken from the comment "{shown(records[place])}".'
        notes = (*_about_lines_above(records, place), note)
        return Header(place, first, names, True, (), units, typed, notes=notes)
    return None if len(records[place]) == cells else _from_first_row(records, first, typed, cells)


def _are_pairs(records: Records, zone: list[int], first: int, cells: int) -> bool:
    """Tell whether what stands above rows of two cells is no header but names, each with its value."""
    names = records[zone[-1]]
    between = any(map(filled, records[zone[-1] + 1 : max(first, 0)]))
    return cells == 2 and len(zone) > 2 and between and kind(names[-1]) == "date"


def _is_lower(records: Records, upper: int, place: int, cells: int) -> bool:
    """Tell whether a half empty record names columns below the groups of another."""
    record = records[place]
    values = [cell for cell in record if is_value(cell)]
    named = filled(record) > 1 and len(record) >= cells - 1 and all(map(is_year_or_date, values))
    return named and is_group_row(records[upper], record)


def _without_lines_below(records: Records, header: Header, first: int, cells: int) -> Header:
    """Leave out what is no row between the names and the first row: drawn lines, short rows of words."""
    end = max(first, min(header.start + 1, len(records)))
    below = tuple(
        takewhile(
            lambda place: (
                _is_no_row(records[place], cells)
                or (place < first and is_words(records[place], header.typed))
            ),
            range(header.start, end),
        )
    )
    if not below:
        return header
    names = header.names
    if header.given and not names[0] and filled(records[below[-1]]) == 1:
        names = (records[below[-1]][0].strip(), *names[1:])
    units = units_of(records[below[-1]]) if len(records[below[-1]]) == cells else {}
    start = header.start + len(below)
    return replace(
        header, start=start, names=names, below=(*header.below, *below), units=header.units | units
    )


def _is_no_row(record: list[str], cells: int) -> bool:
    if not filled(record) or any(kind(cell) not in {"text", "blank"} for cell in record):
        return is_rule(record)
    units = all(is_unit(cell) for cell in record if not is_blank(cell))
    return units or len(record) < cells or filled(record) * 3 <= cells


def _from_first_row(records: Records, place: int, typed: Mapping[int, Kind], cells: int) -> Header:
    """Decide whether a first record that looks like the others is a header all the same."""
    record = records[place]
    above = _about_lines_above(records, place)
    if counts_up(record) or (not typed and _is_named(records, place)):
        return Header(place, place + 1, tuple(record), typed=typed, notes=above)
    notes = (*above, "There is no header: the columns are numbered.")
    return Header(None, place, numbered(cells), given=True, typed=typed, notes=notes)


def _is_named(records: Records, place: int) -> bool:
    """Tell whether a record of words differs from the words below it."""
    record = records[place]
    names = [cell.strip() for cell in record if not is_blank(cell)]
    if len(set(names)) < len(names):
        return False
    below = records[place + 1 : place + 5000]
    for column, name in enumerate(record):
        values = [other[column] for other in below if column < len(other)]
        if name.strip() and len(values) > 3 and len(record) > 1 and values.count(name) * 100 > len(values):
            return False
    return True


def _from_zone(records: Records, zone: list[int], typed: Mapping[int, Kind], cells: int) -> Header:
    """Read the header from the records above the first row."""
    names = zone[-1]
    above = [place for place in range(names) if filled(records[place])][-1:]
    upper = above[0] if above and len(records[above[0]]) >= cells - 1 else None
    if upper is not None and upper >= names - 2:
        if is_unit_row(records[names], records[upper]):
            return _with_units(records, upper, names, typed)
        if is_group_row(records[upper], records[names]):
            return _with_groups(records, upper, names, typed)
        if _is_description(records, upper, names, cells):
            return _with_descriptions(records, upper, names, typed, cells)
    return _simple(records, names, names + 1, typed, cells)


def _simple(
    records: Records,
    place: int,
    start: int,
    typed: Mapping[int, Kind],
    cells: int,
    below: tuple[int, ...] = (),
    notes: tuple[str, ...] = (),
) -> Header:
    names = tuple(records[place])
    rows = [record for record in records[start : start + 200] if filled(record)]
    index = ""
    if len(names) == cells - 1 and all(len(record) == cells for record in rows[:-1]):
        index = "row"
    above = _about_lines_above(records, place)
    return Header(place, start, names, False, below, {}, typed, index, (*above, *notes))


def _with_units(records: Records, upper: int, lower: int, typed: Mapping[int, Kind]) -> Header:
    note = f'The row under the header holds units: "{shown(records[lower])}".'
    names = tuple(records[upper])
    above = _about_lines_above(records, upper)
    return Header(
        upper, lower + 1, names, False, (lower,), units_of(records[lower]), typed, notes=(*above, note)
    )


def _with_groups(records: Records, upper: int, lower: int, typed: Mapping[int, Kind]) -> Header:
    """Join the names of a header of two rows: a name above holds until the next one."""
    names, group = [], ""
    longest = max(len(records[upper]), len(records[lower]))
    top = records[upper] + [""] * (longest - len(records[upper]))
    bottom = records[lower] + [""] * (longest - len(records[lower]))
    for above, below in zip(top, bottom, strict=True):
        group = above.strip() or group
        own = above.strip() if is_blank(below) else group
        names.append(own if own == below.strip() else f"{own} {below.strip()}".strip())
    note = "The header has two rows; their names are joined."
    return Header(
        lower, lower + 1, tuple(names), True, (), {}, typed, notes=(*_about_lines_above(records, upper), note)
    )


def _with_descriptions(
    records: Records, upper: int, lower: int, typed: Mapping[int, Kind], cells: int
) -> Header:
    """Leave out the rows of words that explain the names above them."""
    while upper and _is_description(records, upper - 1, upper, cells):
        upper -= 1
    below = tuple(range(upper + 1, lower + 1))
    rows = "The row" if len(below) == 1 else f"{len(below)} rows"
    verb = "is" if len(below) == 1 else "are"
    note = f'{rows} under the header {verb} left out: "{shown(records[below[0]])}".'
    return _simple(records, upper, lower + 1, typed, cells, below, (note,))


def _is_description(records: Records, upper: int, lower: int, cells: int) -> bool:
    """Tell whether the second of two full rows of words explains the first."""
    names, words = records[upper], records[lower]
    if cells < 3 or upper != lower - 1 or filled(names) < filled(words) or len(names) != len(words):
        return False
    unique = len(set(names)) == len(names) and not names[0].startswith("#")
    return unique and not any(is_value(cell) for cell in names)


def _about_lines_above(records: Records, place: int) -> tuple[str, ...]:
    texts = [shown(record) for record in records[:place] if filled(record)]
    if not texts:
        return ()
    lines = f"{place} line{'s' if place > 1 else ''}"
    return (f'{lines} above the table left out: "{texts[0]}".',)
