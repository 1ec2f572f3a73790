"""Quotes, escapes and the spaces around cells, where the delimiter is known."""

import csv
import io
import re
from dataclasses import replace
from itertools import islice

from agents.in_session.reading.lines.cutting import SAMPLE, SPACES, Dialect, cut, evenness, written_records


def with_quotes(text: str, dialect: Dialect) -> Dialect:
    """Add the quoting that cuts more evenly than the usual one, and spaces after delimiters."""
    if len(dialect.sep) > 1:
        single = dialect.sep == SPACES and _in_single_quotes(text, SPACES)
        return replace(dialect, quotechar="'") if single else dialect
    sep = re.escape(dialect.sep)
    others = []
    if '"' in text and not _is_quoted(text, sep) and _is_misquoted(text, dialect):
        others.append(replace(dialect, quoting=csv.QUOTE_NONE))
    if '\\"' in text:
        others.insert(0, replace(dialect, escapechar="\\"))
    if _in_single_quotes(text, sep):
        others.append(replace(dialect, quotechar="'"))
    if dialect.sep.strip() and _is_spaced(text, dialect):
        others.append(replace(dialect, skipinitialspace=True))
        dialect = others.pop() if evenness(text, others[-1]) >= evenness(text, dialect) else dialect
    best = max(others, key=lambda other: evenness(text, other), default=dialect)
    gain = evenness(text, best) - evenness(text, dialect)
    if best.quotechar == "'" and gain >= 0:
        return best
    return best if gain > 0.001 or (gain >= 0 and _swallows(text, dialect, best)) else dialect


def _in_single_quotes(text: str, sep: str) -> bool:
    return len(re.findall(rf"(?:^|{sep})'[^'\n]*'(?={sep}|$)", text[:100_000], re.MULTILINE)) > 4


def _is_quoted(text: str, sep: str) -> bool:
    """Tell whether at least one cell a line is quoted as it should be."""
    start = text[:100_000]
    return len(re.findall(rf'(?:^|{sep})"[^"\n]*"(?={sep}|\r?$)', start, re.MULTILINE)) > start.count("\n")


def _is_spaced(text: str, dialect: Dialect) -> bool:
    """Tell whether spaces follow delimiters too often to be part of the cells."""
    cells = [cell for record in written_records(text[:100_000], dialect) for cell in record[1:] if cell]
    return sum(cell[0] == " " for cell in cells) > 0.3 * len(cells)


def _swallows(text: str, dialect: Dialect, other: Dialect) -> bool:
    """Tell whether a quote that is never closed eats lines that another dialect makes records of."""
    records = list(islice(cut(text, dialect), SAMPLE))
    eaten = any(cell.count("\n") > 50 for record in records for cell in record)
    more = sum(1 for _ in islice(cut(text, other), SAMPLE)) > len(records)
    return more and (eaten or _is_misquoted(text, dialect, "end of data"))


def _is_misquoted(text: str, dialect: Dialect, fault: str = "") -> bool:
    """Tell whether quotes are left open or closed before the end of a cell."""
    lines = io.StringIO(text, newline="")
    try:
        for _ in csv.reader(lines, delimiter=dialect.sep, quotechar=dialect.quotechar, strict=True):
            pass
    except csv.Error as error:
        return fault in str(error)
    return False
