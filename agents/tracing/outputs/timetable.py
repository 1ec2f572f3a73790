"""Which period the rows and columns of an output are of: `2022    1200000.0`, or `17    560` under `hour`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.tracing.language.blanks import blanked
from agents.tracing.language.periods import Period, Placed, period_of, periods_in
from agents.tracing.outputs.blocks import MAX_LINES, blocks_of

LONGEST = 2_000
MOST_HEADS = 3
"""Lines of a block that may be the head of its columns."""

_LABEL = re.compile(
    r"[\s|\"'(\[{]*(?P<label>[12]\d{3}[-/]\d\d?[-/]\d\d?(?:[ T]\d\d:\d\d(?::\d\d)?)?|[12]\d{3}-\d\d?|"
    r"[12]\d{3}[ -]?Q[1-4]|Q[1-4](?:[ -][12]\d{3})?|\d{1,4}|[^\W\d_]+(?: [12]\d{3})?)(?=[\s|,:=\"')\]]|$)"
)
_KINDS = (
    ("hour", r"hour|stunde|uhrzeit|heure|hora|^\W*(?:時|hr)"),
    ("month", r"month|monat|mois|\bmes\b|月"),
    ("quarter", r"quarter|quartal|trimestre|四半期"),
)
_MOST = {"hour": range(24), "month": range(1, 13), "quarter": range(1, 5)}


@dataclass(frozen=True, slots=True)
class Row:
    """The period of a line, and where its label ends."""

    period: Period
    end: int


def rows_of(lines: Sequence[str]) -> dict[int, Row]:
    """The lines that are of a period, where a block has several of one kind."""
    rows = dict[int, Row]()
    for begin, block in blocks_of(lines):
        found = dict(_labelled(block))
        told = {row.period for row in found.values()}
        with_digits = sum(bool(re.search(r"\d", line)) for line in block)
        filled = _filled(block, found)
        if len(told) > 1 and len({one.said for one in told}) == 1 and 2 * len(filled) >= with_digits:
            rows |= {begin + at: row for at, row in filled.items()}
    return rows


def heads_of(lines: Sequence[str]) -> dict[int, list[Placed]]:
    """The lines that are heads of columns of several periods."""
    heads = dict[int, list[Placed]]()
    first = (begin + at for begin, block in blocks_of(lines) for at in range(min(len(block), MOST_HEADS)))
    for at in first:
        line = lines[at][:LONGEST]
        words = re.findall(r"[^\s|,]+", line)
        placed = periods_in(line) if len(words) > 1 else []
        rest = blanked(line, ((one.start, one.end) for one in placed))
        if len({one.period for one in placed}) > 1 and not re.search(r"\d", rest):
            heads[at] = placed
    return heads


def _labelled(block: Sequence[str]) -> Iterator[tuple[int, Row]]:
    head = " ".join(line for line in block[:2] if not re.search(r"\d", line)).casefold()
    first = (re.findall(r"[^\s|,]+", head) or [""])[0]
    labels = [(at, line, label) for at, line in enumerate(block) if (label := _LABEL.match(line))]
    counts = [int(label["label"]) for _, _, label in labels if label["label"].isdecimal()]
    all_hours = counts == list(_MOST["hour"])
    kind = next((kind for kind, words in _KINDS if re.search(words, first)), "hour" if all_hours else "")
    for at, line, label in labels:
        period = _counted(label["label"], kind) or period_of(label["label"])
        if period and re.search(r"\d", line[label.end() :]):
            yield at, Row(period, label.end())


def _counted(label: str, kind: str) -> Period | None:
    """`17` below `hour`."""
    if not kind or not label.isdecimal() or int(label) not in _MOST[kind]:
        return None
    return replace(Period(), **{kind: int(label)})


def _filled(block: Sequence[str], found: dict[int, Row]) -> dict[int, Row]:
    """Also the lines below a label that is not repeated."""
    filled, last = dict[int, Row](), None
    for at, line in enumerate(block):
        last = found.get(at) or (last if last and not line[: last.end].strip() else None)
        if last:
            filled[at] = last
    return filled


class Timetable:
    """The periods of all outputs."""

    def __init__(self, outputs: Mapping[int, Sequence[str]]) -> None:
        self._rows = {cell: rows_of(lines) for cell, lines in outputs.items()}
        self._heads = {cell: heads_of(lines) for cell, lines in outputs.items()}
        rows = (row.period for rows in self._rows.values() for row in rows.values())
        lines = (line for lines in outputs.values() for line in lines[:MAX_LINES])
        self._periods = {*rows, *(one.period for line in lines for one in periods_in(line[:LONGEST]))}

    def known_in(self, text: str, *, ranges: bool = False) -> list[Placed]:
        """The periods of a text of which outputs tell something."""
        found = periods_in(text, ranges=ranges) if self._periods else []
        return [one for one in found if any(one.period.tells_of(other) for other in self._periods)]

    def row(self, cell: int, line: int, end: int) -> Period | None:
        """The period of the line, for what goes on behind its label."""
        row = self._rows[cell].get(line)
        return row.period if row and row.end < end else None

    def label_end(self, cell: int, line: int) -> int:
        """Where the label of a line ends that is of a period; 0 for any other line."""
        row = self._rows[cell].get(line)
        return row.end if row else 0

    def heads(self, cell: int, line: int) -> list[Placed]:
        """The periods at the head of columns, if a line is such a head."""
        return self._heads[cell].get(line, [])

    @property
    def hours(self) -> dict[int, int]:
        """The hours that outputs list, each with its latest cell."""
        rows = ((row.period.hour, cell) for cell in sorted(self._rows) for row in self._rows[cell].values())
        return {hour: cell for hour, cell in rows if hour is not None}
