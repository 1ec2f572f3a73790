"""Which delimiter cuts the lines of a text file into cells."""

import re
from dataclasses import replace
from typing import Any

from agents.in_session.reading.lines.comments import has_fields
from agents.in_session.reading.lines.cutting import (
    SPACES,
    Dialect,
    evenness,
    lines,
    values_a_record,
    width,
    written_records,
)
from agents.in_session.reading.lines.quotes import with_quotes
from agents.in_session.reading.lines.ragged import ragged_width
from agents.in_session.reading.lines.spaces import by_spaces, is_aligned

COMMON = (";", "\t", "|", ",")
"""Delimiters, the one that is rarer in text first: it wins where two cut equally well."""


RARE = ("^", "~", "\x01", "\x1f")
"""Delimiters that are taken only where they cut every line alike and the common ones do not."""


def find_dialect(text: str, known: dict[str, Any]) -> Dialect:
    """Choose the dialect that cuts most records into the same number of cells; `known` is not doubted."""
    given = Dialect(**{name: known[name] for name in known if name in Dialect.__dataclass_fields__})
    if "sep" in known:
        return with_quotes(text, given)
    if chosen := _plain_to_see(text, given):
        return chosen
    common = [replace(given, sep=sep) for sep in COMMON]
    chosen = _choose(text, common) or _ragged(text, common)
    if chosen is None or evenness(text, chosen) < 1.0:
        rare = (replace(given, sep=sep) for sep in RARE if sep in text)
        chosen = next((dialect for dialect in rare if evenness(text, dialect) == 1.0), chosen)
    chosen = chosen or _uncommon(text, given) or _below_preamble(text, common)
    if chosen is None:
        return replace(given, sep=next((sep for sep in (",", "\t", *RARE) if sep not in text), ","))
    if chosen.sep == "\t" and is_aligned(text):
        return replace(given, sep=SPACES)
    return _padded(text, with_quotes(text, chosen))


def _plain_to_see(text: str, given: Dialect) -> Dialect | None:
    """Return the dialect of a text that can have no other: a log, one column of decimals, double colons."""
    if has_fields(text):
        return replace(given, sep="\t" if "\t" in text else SPACES)
    if _is_decimal_column(text):
        return replace(given, sep=";")
    if single := _all_in_single_quotes(text, given):
        return single
    double = replace(given, sep="::")
    return double if "::" in text and evenness(text, double) == 1.0 else None


def _all_in_single_quotes(text: str, given: Dialect) -> Dialect | None:
    """Return the dialect of a text whose names all stand in single quotes."""
    names = next(iter(lines(text)), "")
    for sep in COMMON:
        single = replace(given, sep=sep, quotechar="'")
        named = re.fullmatch(rf"'[^']+'(?:{re.escape(sep)}'[^']+')+", names)
        if named and evenness(text, single) > 0.95:
            return single
    return None


def _uncommon(text: str, given: Dialect) -> Dialect | None:
    """Cut at colons where they cut all lines alike and spaces do not, else at spaces."""
    by_colons = evenness(text, replace(given, sep=":")) == 1.0 > evenness(text, replace(given, sep=SPACES))
    return replace(given, sep=":") if by_colons else by_spaces(text)


def _is_decimal_column(text: str) -> bool:
    """Tell whether the commas of a text are those of decimal numbers below one name."""
    name, *cells = lines(text) or [""]
    numbers = sum(bool(re.fullmatch(r"[-+]?\d+,\d+", cell)) for cell in cells)
    return (
        "," not in name
        and numbers > 0
        and all(cell.replace(",", "", 1).lstrip("-+").isdigit() for cell in cells)
    )


def _choose(text: str, dialects: list[Dialect]) -> Dialect | None:
    """Choose what cuts the lines most evenly; commas may be those of prose and of decimals."""
    scores = {dialect: evenness(text, dialect) for dialect in dialects}
    best = max(dialects, key=scores.__getitem__)
    if scores[best] < 0.5:
        return None
    if best.sep != ",":
        return best
    widths = {dialect: width(written_records(text, dialect)) for dialect in dialects}
    values = {dialect: values_a_record(text, dialect) for dialect in dialects}
    others = [
        dialect
        for dialect in dialects
        if scores[dialect] >= max(0.5, scores[best] - 0.25)
        and widths[dialect] >= widths[best]
        and values[dialect] > 1.2 * values[best]
    ]
    return max(others, key=values.__getitem__, default=best)


def _ragged(text: str, dialects: list[Dialect]) -> Dialect | None:
    """Return what cuts lines so that only empty cells at their ends are left out."""
    return next((dialect for dialect in dialects if ragged_width(written_records(text, dialect))), None)


def _below_preamble(text: str, dialects: list[Dialect]) -> Dialect | None:
    """Return what cuts evenly the lines that follow a preamble longer than they are."""
    for dialect in dialects:
        written = written_records(text, dialect)
        widths = [len(record) for record in written]
        cells = width(written)
        start = widths.index(cells) if cells > 1 else len(widths)
        if widths[start:].count(cells) > max(2, 0.8 * (len(widths) - start)):
            return dialect
    return None


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
