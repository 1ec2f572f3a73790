"""How the lines of a text file are cut into cells: delimiter, quotes, comments."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal

from agents.in_session.reading.cells import filled, is_value

COMMON = (";", "\t", "|", ",")
"""Delimiters, the one that is rarer in text first: it wins where two cut equally well."""
RARE = ("^", "~", "\x01", "\x1f")
"""Delimiters that are taken only where they cut every line alike and the common ones do not."""
SPACES = r"\s+"
SAMPLE = 5000
"""Records that are looked at to choose a dialect."""

Records = list[list[str]]
_SPACED = {mark: re.compile(rf"{mark}[^{mark}]*{mark}(?=\s|$)|\S+") for mark in "\"'"}


@dataclass(frozen=True)
class Dialect:
    """How to cut a line, in the words of `pandas.read_csv`."""

    sep: str = ","
    quotechar: str = '"'
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    escapechar: str | None = None
    skipinitialspace: bool = False
    padded: bool = False
    """Whether cells are filled up with spaces, which are not theirs."""
    fixed: tuple[tuple[int, int], ...] = field(default=())
    """Where columns begin and end, for text in fixed columns."""

    def arguments(self) -> dict[str, Any]:
        """Return what `pandas.read_csv` must be told, without its defaults."""
        plain = Dialect()
        names = ("sep", "quotechar", "quoting", "escapechar", "skipinitialspace")
        found = {name: getattr(self, name) for name in names if getattr(self, name) != getattr(plain, name)}
        return found | ({"sep": self.pattern, "engine": "python"} if self.by_pattern else {})

    @property
    def by_pattern(self) -> bool:
        """Whether only a regular expression cuts the lines, for which pandas has but a slow reader."""
        return self.padded or (len(self.sep) > 1 and self.sep != SPACES)

    @property
    def pattern(self) -> str:
        """The regular expression of the delimiter."""
        return rf" *{re.escape(self.sep)} *" if self.padded else self.sep


def cut(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the records of a text; a quoted line break does not end one."""
    if dialect.fixed:
        return ([line[a:b].strip() for a, b in dialect.fixed] for line in text.splitlines())
    if dialect.sep == SPACES:
        cells = _SPACED.get(dialect.quotechar, _SPACED['"']).findall
        return ([cell.strip(dialect.quotechar) for cell in cells(line)] for line in text.splitlines())
    if dialect.by_pattern:
        return (re.split(dialect.pattern, line.strip()) if line.strip() else [] for line in text.splitlines())
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
    common = [replace(given, sep=sep) for sep in COMMON]
    chosen = _choose(text, common)
    if chosen is None or evenness(text, chosen) < 1.0:
        rare = (replace(given, sep=sep) for sep in RARE if sep in text)
        chosen = next((dialect for dialect in rare if evenness(text, dialect) == 1.0), chosen)
    if chosen is None:
        colons = replace(given, sep=":")
        chosen = (
            colons if evenness(text, colons) == 1.0 else _by_spaces(text) or _below_preamble(text, common)
        )
    if chosen is None:
        return replace(given, sep=next((sep for sep in (",", "\t", *RARE) if sep not in text), ","))
    if chosen.sep == "\t" and _is_aligned(text):
        return replace(given, sep=SPACES)
    return _padded(text, _with_quotes(text, chosen))


def _is_decimal_column(text: str) -> bool:
    """Tell whether the commas of a text are those of decimal numbers below one name."""
    name, *cells = _lines(text) or [""]
    numbers = sum(bool(re.fullmatch(r"[-+]?\d+,\d+", cell)) for cell in cells)
    return (
        "," not in name
        and numbers > 0
        and all(cell.replace(",", "", 1).lstrip("-+").isdigit() for cell in cells)
    )


def _lines(text: str) -> list[str]:
    """Return the first lines in which something is written, without the spaces around them."""
    return list(islice((line.strip() for line in text.splitlines() if line.strip()), SAMPLE))


def width(records: Records) -> int:
    """Return the commonest number of cells, counting only records that are cut at all."""
    counts = Counter(len(record) for record in records if filled(record))
    cut_ones = {cells: n for cells, n in counts.items() if cells > 1}
    return max(cut_ones, key=lambda cells: (cut_ones[cells], cells)) if cut_ones else 1


def evenness(text: str, dialect: Dialect) -> float:
    """Return the share of the records that have the common number of cells; 0 where nothing is cut."""
    written = _written(text, dialect)
    cells = width(written)
    if cells < 2 or not written:
        return 0.0
    return sum(len(record) == cells for record in written) / len(written)


def _written(text: str, dialect: Dialect) -> Records:
    """Return the first records in which something is written, without comments; none that cannot be cut."""
    try:
        written = list(islice(filter(filled, cut(text, dialect)), SAMPLE))
    except csv.Error:
        return []
    return [record for record in written if not record[0].startswith("#")] or written


def _choose(text: str, dialects: list[Dialect]) -> Dialect | None:
    """Choose what cuts the lines most evenly; commas may be those of prose and of decimals."""
    scores = {dialect: evenness(text, dialect) for dialect in dialects}
    best = max(dialects, key=scores.__getitem__)
    if scores[best] < 0.5:
        return None
    if best.sep != ",":
        return best
    widths = {dialect: width(_written(text, dialect)) for dialect in dialects}
    values = {dialect: _values_a_record(text, dialect) for dialect in dialects}
    others = [
        dialect
        for dialect in dialects
        if scores[dialect] >= max(0.5, scores[best] - 0.25)
        and widths[dialect] >= widths[best]
        and values[dialect] > 1.2 * values[best]
    ]
    return max(others, key=values.__getitem__, default=best)


def _values_a_record(text: str, dialect: Dialect) -> float:
    """Return how many cells of a record are numbers, dates or times, on the average."""
    records = _written(text, dialect)[-500:]
    return sum(is_value(cell) for record in records for cell in record) / len(records)


def _below_preamble(text: str, dialects: list[Dialect]) -> Dialect | None:
    """Return what cuts evenly the lines that follow a preamble longer than they are."""
    for dialect in dialects:
        written = _written(text, dialect)
        widths = [len(record) for record in written]
        cells = width(written)
        start = widths.index(cells) if cells > 1 else len(widths)
        if widths[start:].count(cells) > max(2, 0.8 * (len(widths) - start)):
            return dialect
    return None


def _is_aligned(text: str) -> bool:
    """Tell whether tabs are only some of the white space that divides the cells of aligned columns."""
    lines = _lines(text)
    runs = sum(bool(re.search(r"\S {2,}\S", line)) for line in lines)
    return runs * 2 > len(lines) and evenness(text, Dialect(sep=SPACES)) == 1.0


def _padded(text: str, dialect: Dialect) -> Dialect:
    """Take away the spaces that fill up cells before the delimiter, where that cuts the lines as well."""
    sep = re.escape(dialect.sep)
    start = text[:100_000]
    spaced = len(re.findall(rf" {sep}|{sep} ", start))
    seldom = spaced < 0.3 * start.count(dialect.sep) or f" {dialect.sep}" not in start
    if '"' in text or len(dialect.sep) > 1 or seldom:
        return dialect
    padded = replace(dialect, padded=True, skipinitialspace=False)
    return padded if evenness(text, padded) >= evenness(text, dialect) else dialect


def _with_quotes(text: str, dialect: Dialect) -> Dialect:
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
    cells = [cell for record in _written(text[:100_000], dialect) for cell in record[1:] if cell]
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


def _by_spaces(text: str) -> Dialect | None:
    """Cut at runs of spaces, or at fixed places where columns stand below each other."""
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip() and not line.startswith("#")]
    spaced = Dialect(sep=SPACES)
    for sep, enough in ((SPACES, 1.0), (r"\s{2,}", 0.9)):
        if evenness(text, Dialect(sep=sep)) >= enough:
            return Dialect(sep=sep)
    if _is_even_below(lines) or _lacks_a_name(_written(text, spaced)):
        return spaced
    cells = width(_written(text, spaced))
    if cells > 2 and evenness(text, spaced) > 0.6 and _values_a_record(text, spaced) > 0.6 * cells:
        return spaced
    edges = _columns(lines)
    return Dialect(fixed=edges) if len(edges) > 1 else None


def _lacks_a_name(records: Records) -> bool:
    """Tell whether all rows are cut alike and the first has a cell less, as R writes tables."""
    widths = {len(record) for record in records[1:]}
    return len(records) > 3 and len(widths) == 1 and widths == {len(records[0]) + 1} and len(records[0]) > 1


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
