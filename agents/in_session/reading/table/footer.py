"""Where the rows of a table end: remarks, sources, sums and drawn lines below them."""

import re
from collections.abc import Iterable

from agents.in_session.reading.lines.cutting import Records
from agents.in_session.reading.table.averages import tells_of
from agents.in_session.reading.table.header import Header
from agents.in_session.reading.table.rows import counted, is_rule
from agents.in_session.reading.table.sums import is_sum, proven_columns
from agents.in_session.reading.values.cells import filled, is_blank, is_value, kind
from agents.in_session.reading.values.words import AVERAGES, EXTREMES, REMARKS, SUBTOTALS, TOTALS

_LONGEST_FOOTER = 30
_AFTER_SUM = r"[\s:：.,*)）(（-]"


def _begins(words: Iterable[str], after: str) -> re.Pattern[str]:
    """Return what a cell matches that begins with one of some words, and then `after` where it goes on."""
    longest_first = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"[\s*(]*(?:{longest_first})(?:{after}.*)?", re.IGNORECASE | re.DOTALL)


def begins_or_ends(words: Iterable[str]) -> re.Pattern[str]:
    """Return what a cell matches that begins or ends with one of some words, as `Toys subtotal` does."""
    words = frozenset(words)
    ends = "|".join(map(re.escape, words))
    return re.compile(rf"{_begins(words, _AFTER_SUM).pattern}|.*\s(?:{ends})\W*", re.IGNORECASE | re.DOTALL)


_TOTAL, _AVERAGE = _begins(TOTALS, r"[\s:：.,*)）]"), _begins(AVERAGES, r"[\s:：(]")
_STATISTIC = re.compile(
    rf"[\s*(]*({'|'.join(sorted(AVERAGES | EXTREMES, key=len, reverse=True))})\)?\s*(?:[:：(（].*)?",
    re.IGNORECASE | re.DOTALL,
)
"""A statistic and nothing behind it but a remark: `Mean`, `Max (2020)`, but not `Max Smith`."""
_SUBTOTAL = begins_or_ends(SUBTOTALS)
_REMARK = _begins(REMARKS, r"\s?[:：.,*)）]")
_ENDS = re.compile(r"\W*(?:eof|end|end of (?:file|data|report|table|list)|trailer|trl)\W*", re.IGNORECASE)
"""What a machine writes below its last row."""


def find_end(records: Records, header: Header, cells: int) -> tuple[int, list[str]]:
    """Return the record after the last row and what is said about those left out below it."""
    end = len(records)
    empty = 0
    footers: list[str] = []
    usual = _usual_filling(records, header, cells)
    while end > header.start + 1 and len(footers) < _LONGEST_FOOTER:
        record = records[end - 1]
        if not filled(record):
            empty += len(record) > 1
        elif _is_footer(records, end - 1, header, usual):
            footers.append(_name(record))
        else:
            break
        end -= 1
    notes = [f"{counted(empty, 'empty row')} at the end left out."] if empty else []
    if footers:
        notes.append(f"{counted(len(footers), 'row')} below the table left out: {_quoted(footers[-1])}.")
    return end, notes


def _usual_filling(records: Records, header: Header, cells: int) -> int:
    counts = sorted(
        filled(record) for record in records[header.start : header.start + 1000] if filled(record)
    )
    return counts[len(counts) // 2] if counts else cells


def _is_footer(records: Records, place: int, header: Header, usual: int) -> bool:
    """Tell whether a record at the end is a remark or a sum rather than a row."""
    record = records[place]
    first = _name(record)
    names = len(header.names)
    uneven, thin = len(record) < names or filled(record) > names, filled(record) < usual
    drawn = is_rule(record) and len(record) <= names
    if _ENDS.fullmatch(first) or drawn or _tells_of_rows(records, place, header, thin=thin):
        return True
    if is_total(first):
        return thin or _stands_apart(records, place) or _sums_up(records, place, header)
    misfits = sum(kind(record[column]) == "text" for column in header.typed if column < len(record))
    fits = sum(is_value(record[column]) for column in header.typed if column < len(record))
    if _is_remark_named(first, misfits, thin) or _is_sum_of_all(records, place, header):
        return True
    apart = _stands_apart(records, place)
    if (apart or thin) and _is_under_other_keys(records, place, header):
        return True
    if apart and thin and len(record) < _shortest(records, place, header):
        return True
    if misfits and (uneven or apart) and (not fits or (misfits >= fits and len(record) <= names)):
        return True
    if usual < 3:
        return len(record) == 1 < names and not fits
    alone = len(record) == 1 or _is_remark(first) or apart
    return filled(record) <= max(1, usual // 3) and (misfits > 0 or (not fits and alone))


def _is_remark_named(first: str, misfits: int, thin: bool) -> bool:
    """Tell whether a record names a source or a remark, and is no whole row."""
    return bool(_REMARK.fullmatch(first) and (thin or misfits))


def _tells_of_rows(records: Records, place: int, header: Header, *, thin: bool) -> bool:
    """Tell whether a record is named as an average and has gaps, or is the statistic that it is named as.

    Max and Min are names of persons too, so that another such row or an empty line must be beside them.
    """
    name = _name(records[place])
    if thin and _AVERAGE.fullmatch(name):
        return True
    statistic = _STATISTIC.fullmatch(name)
    if not statistic:
        return False
    extreme, apart = statistic[1].lower() in EXTREMES, not filled(records[place - 1])
    if apart and not extreme:
        return True
    around = [other for other in records[place - 1 : place + 2 : 2] if filled(other)]
    if extreme and not apart and not any(map(_sums_or_tells, around)):
        return False
    rows = [
        record for record in records[header.start : place] if filled(record) and not _sums_or_tells(record)
    ]
    return tells_of(statistic[1], records[place], rows, [*header.typed])


def _sums_or_tells(record: list[str]) -> bool:
    return any(words.fullmatch(_name(record)) for words in (_TOTAL, _STATISTIC))


def _name(record: list[str]) -> str:
    """Return the first cell in which something is written."""
    return next(cell for cell in record if not is_blank(cell)).strip()


def _is_under_other_keys(records: Records, place: int, header: Header) -> bool:
    """Tell whether words stand in a first column that holds none but numbers, dates or times."""
    if 0 not in header.typed or kind(records[place][0]) != "text":
        return False
    return all(kind(record[0]) != "text" for record in _upper_half(records, place, header))


def _shortest(records: Records, place: int, header: Header) -> int:
    return min(map(len, _upper_half(records, place, header)), default=0)


def _upper_half(records: Records, place: int, header: Header) -> Records:
    """Return the records that are surely rows: the upper half of those above a place."""
    half = min(1000, (place - header.start + 1) // 2)
    return [record for record in records[header.start : header.start + half] if filled(record)]


def is_total(cell: str) -> bool:
    """Tell whether a cell names a row that sums up others."""
    return bool(_TOTAL.fullmatch(cell))


def is_subtotal(cell: str) -> bool:
    """Tell whether a cell names a row that sums up those since the last such row."""
    return bool(_SUBTOTAL.fullmatch(cell))


def _sums_up(records: Records, place: int, header: Header) -> bool:
    """Tell whether one number of a record is the sum of those above it that are no sums."""
    record, above = records[place], records[header.start : place]
    rows = [row for row in above if not any(map(is_subtotal, row))]
    columns = [column for column in header.typed if column < len(record)]
    return any(
        is_sum(record[column], [row[column] for row in rows if column < len(row)]) for column in columns
    )


def _is_sum_of_all(records: Records, place: int, header: Header) -> bool:
    """Tell whether the last row sums up the others, whatever its name, in two columns if it has one.

    Without a name one column of numbers is enough, where each of the others has a name.
    """
    name, *others = records[place]
    if is_blank(name):
        keys = [record[:1] for record in _upper_half(records, place, header)]
        return all(map(filled, keys)) and _sums_up(records, place, header)
    words = [column for column, cell in enumerate(others, 1) if not is_blank(cell)]
    if kind(name) != "text" or 0 in header.typed or not set(words) <= set(header.typed):
        return False
    rows = [record for record in records[header.start : place] if not any(map(is_subtotal, record))]
    return len(rows) > 2 and proven_columns(records[place], rows, header.typed) > 1


def _stands_apart(records: Records, place: int) -> bool:
    """Tell whether an empty line divides a record from the table, or only remarks stand between."""
    while place > 0 and filled(records[place]) <= 2:
        place -= 1
        if not filled(records[place]):
            return True
    return filled(records[place - 1]) == 0


def _is_remark(cell: str) -> bool:
    return (
        cell.startswith(("*", "#", "(", "[", "¹", "†", "※", "注", "--", "=="))
        or ":" in cell
        or "：" in cell
        or len(cell) > 60
    )


def _quoted(text: str) -> str:
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
