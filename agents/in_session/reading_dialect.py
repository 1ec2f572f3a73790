"""How the lines of a text file are cut into cells: delimiter, quotes, comments."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal

from agents.in_session.reading_cells import filled, is_value

COMMON = (";", "\t", "|", ",")
"""Delimiters, the one that is rarer in text first: it wins where two cut equally well."""
RARE = ("^", "~", "\x01", "\x1f", ":")
SAMPLE = 5000
"""Records that are looked at to choose a dialect."""

Records = list[list[str]]


@dataclass(frozen=True)
class Dialect:
    """How to cut a line, in the words of `pandas.read_csv`."""

    sep: str = ","
    quotechar: str = '"'
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    escapechar: str | None = None
    skipinitialspace: bool = False
    fixed: tuple[tuple[int, int], ...] = field(default=())
    """Where columns begin and end, for text in fixed columns."""

    def arguments(self) -> dict[str, Any]:
        """Return what `pandas.read_csv` must be told, without its defaults."""
        plain = Dialect()
        names = ("sep", "quotechar", "quoting", "escapechar", "skipinitialspace")
        return {name: getattr(self, name) for name in names if getattr(self, name) != getattr(plain, name)}


def cut(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the records of a text; a quoted line break does not end one."""
    if dialect.fixed:
        return ([line[a:b].strip() for a, b in dialect.fixed] for line in text.splitlines())
    if len(dialect.sep) > 1:
        return (re.split(dialect.sep, line.strip()) if line.strip() else [] for line in text.splitlines())
    csv.field_size_limit(2**31 - 1)
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.sep,
        quotechar=dialect.quotechar,
        quoting=dialect.quoting,
        escapechar=dialect.escapechar,
        skipinitialspace=dialect.skipinitialspace,
    )


def find_dialect(text: str, known: dict[str, Any]) -> Dialect:
    """Choose the dialect that cuts most records into the same number of cells; `known` is not doubted."""
    given = Dialect(**{name: known[name] for name in known if name in Dialect.__dataclass_fields__})
    if "sep" in known:
        return _with_quotes(text, given)
    if _is_decimal_column(text):
        return replace(given, sep=";")
    double = replace(given, sep="::")
    if "::" in text and evenness(text, double) == 1.0:
        return double
    chosen = _choose(text, [replace(given, sep=sep) for sep in COMMON])
    if chosen is None:
        rare = (replace(given, sep=sep) for sep in RARE if sep in text)
        chosen = next((dialect for dialect in rare if evenness(text, dialect) == 1.0), None)
    if chosen is None:
        chosen = _by_spaces(text)
    if chosen is None:
        return replace(given, sep="\t") if "," in text and "\t" not in text else given
    return _with_quotes(text, chosen)


def _is_decimal_column(text: str) -> bool:
    """Tell whether the commas of a text are those of decimal numbers below one name."""
    name, *cells = [line.strip() for line in text.splitlines()[:SAMPLE] if line.strip()]
    numbers = sum(bool(re.fullmatch(r"[-+]?\d+,\d+", cell)) for cell in cells)
    return (
        "," not in name
        and numbers > 0
        and all(cell.replace(",", "", 1).lstrip("-+").isdigit() for cell in cells)
    )


def width(records: Records) -> int:
    """Return the commonest number of cells, counting only records that are cut at all."""
    counts = Counter(len(record) for record in records if filled(record))
    cut_ones = {cells: n for cells, n in counts.items() if cells > 1}
    return max(cut_ones, key=lambda cells: (cut_ones[cells], cells)) if cut_ones else 1


def evenness(text: str, dialect: Dialect) -> float:
    """Return the share of the records that have the common number of cells; 0 where nothing is cut."""
    try:
        records = [record for record in islice(cut(text, dialect), SAMPLE) if record]
    except csv.Error:
        return 0.0
    cells = width(records)
    written = [record for record in records if filled(record)]
    if cells < 2 or not written:
        return 0.0
    return sum(len(record) == cells for record in written) / len(written)


def _choose(text: str, dialects: list[Dialect]) -> Dialect | None:
    scores = [(evenness(text, dialect), -place) for place, dialect in enumerate(dialects)]
    if not scores or max(scores)[0] < 0.5:
        return None
    return dialects[-max(scores)[1]]


def _with_quotes(text: str, dialect: Dialect) -> Dialect:
    """Add the quoting that cuts more evenly than the usual one, and spaces after delimiters."""
    sep = re.escape(dialect.sep)
    others = []
    if '"' in text and _is_misquoted(text, dialect):
        others.append(replace(dialect, quoting=csv.QUOTE_NONE))
    if '\\"' in text:
        others.insert(0, replace(dialect, escapechar="\\"))
    if len(re.findall(rf"(?:^|{sep})'[^'\n]*'(?={sep}|$)", text[:100_000], re.MULTILINE)) > 5:
        others.append(replace(dialect, quotechar="'"))
    spaced = re.findall(rf"{sep}(\s?)", text[:100_000])
    if len(spaced) > 1 and dialect.sep.strip() and spaced.count(" ") > 0.9 * len(spaced):
        others.append(replace(dialect, skipinitialspace=True))
        dialect = others.pop() if evenness(text, others[-1]) >= evenness(text, dialect) else dialect
    best = max(others, key=lambda other: evenness(text, other), default=dialect)
    gain = evenness(text, best) - evenness(text, dialect)
    if best.quotechar == "'" and gain >= 0:
        return best
    return best if gain > 0.001 or (gain >= 0 and _swallows(text, dialect, best)) else dialect


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


def _by_spaces(text: str) -> Dialect | None:
    """Cut at runs of spaces, or at fixed places where columns stand below each other."""
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]
    for sep, enough in ((r"\s+", 1.0), (r"\s{2,}", 0.9)):
        if evenness(text, Dialect(sep=sep)) >= enough:
            return Dialect(sep=sep)
    if _is_even_below(lines):
        return Dialect(sep=r"\s+")
    edges = _columns(lines)
    return Dialect(fixed=edges) if len(edges) > 1 else None


def _is_even_below(lines: list[str]) -> bool:
    """Tell whether names below a preamble are cut like the rows, but for a line or two."""
    counts = [len(line.split()) for line in lines]
    cells = max(set(counts[len(counts) // 3 :]), key=counts.count, default=0)
    start = counts.index(cells) if cells in counts else 0
    even = sum(count == cells for count in counts[start:])
    named = not any(map(is_value, lines[start].split())) if lines else False
    return named and cells > 2 and even > 9 and 0 < start < 40 and even >= len(counts) - start - 2


def _columns(lines: list[str]) -> tuple[tuple[int, int], ...]:
    """Return where columns begin and end: between them no line has anything."""
    gaps = sum("  " in line.strip() for line in lines)
    if len(lines) < 3 or gaps * 2 < len(lines):
        return ()
    longest = max(map(len, lines))
    used = [any(len(line) > place and line[place] != " " for line in lines) for place in range(longest)]
    starts = [place for place in range(longest) if used[place] and (place == 0 or not used[place - 1])]
    ends = [
        place + 1 for place in range(longest) if used[place] and (place + 1 == longest or not used[place + 1])
    ]
    return tuple(zip(starts, ends, strict=True))
