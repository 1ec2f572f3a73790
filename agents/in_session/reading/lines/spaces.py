"""Text whose cells spaces divide, in runs or at fixed places."""

import re

from agents.in_session.reading.lines.cutting import (
    SAMPLE,
    SPACES,
    Dialect,
    Records,
    evenness,
    lines,
    values_a_record,
    width,
    written_records,
)
from agents.in_session.reading.values.cells import is_value


def is_aligned(text: str) -> bool:
    """Tell whether tabs are only some of the white space that divides the cells of aligned columns."""
    written = lines(text)
    runs = sum(bool(re.search(r"\S {2,}\S", line)) for line in written)
    return runs * 2 > len(written) and evenness(text, Dialect(sep=SPACES)) == 1.0


def by_spaces(text: str) -> Dialect | None:
    """Cut at runs of spaces, or at fixed places where columns stand below each other."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")][:SAMPLE]
    spaced = Dialect(sep=SPACES)
    for sep, enough in ((SPACES, 1.0), (r"\s{2,}", 0.9)):
        if evenness(text, Dialect(sep=sep)) >= enough:
            return Dialect(sep=sep)
    if _is_even_below(lines) or _lacks_a_name(written_records(text, spaced)):
        return spaced
    cells = width(written_records(text, spaced))
    if cells > 2 and evenness(text, spaced) > 0.6 and values_a_record(text, spaced) > 0.6 * cells:
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
