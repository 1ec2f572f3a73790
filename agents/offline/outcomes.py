"""What the cells gave back, read as untrusted JSON: named values, or a table."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agents.offline.intent import Analysis
from agents.offline.recipes.code import MOST_SENT
from agents.values import Cell, Plan

MOST_CHARACTERS = 2_000_000
MOST_VALUES = MOST_SENT
WHOLE = frozenset({"min", "max", "sum", "mode", "range", "nunique", "count"})
MIDNIGHT = re.compile(r"T00:00:00(\.0+)?Z?$")
Value = str | int | float | bool | None
FLAGS = {
    "0": "not",
    "1": "yes",
    "N": "not",
    "Y": "yes",
    "No": "not",
    "Yes": "yes",
    "False": "not",
    "True": "yes",
}
"""Values of a column of two, and which of them says that its name holds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one analysis: `values` by label, or a table whose first `keys` columns name a row."""

    analysis: Analysis
    cell: Cell
    values: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    keys: int = 1

    @property
    def cut(self) -> bool:
        """Whether the table may go on: then its end, its size and its extremes are not known."""
        return len(self.rows) >= MOST_SENT

    @property
    def empty(self) -> bool:
        """Whether nothing came out."""
        return not self.values and not self.rows


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with the words that say what it is."""

    label: str
    value: Value
    cell: int
    rank: int = 0
    is_key: bool = False
    is_best: bool = False
    """Whether it stands in the first row of a ranking."""
    said: str = ""
    """What the value of a column of two says."""


def outcomes(analyses: Sequence[Analysis], plan: Plan, cells: Sequence[Cell]) -> list[Outcome]:
    """The readable results: the last good cell of each step belongs to the analysis of that place."""
    steps = plan.steps[-len(analyses) :] if analyses else ()
    found = []
    for analysis, step in zip(analyses, steps, strict=False):
        cell = next(
            (c for c in reversed(cells) if c.title == step.title and c.execution.status == "ok"), None
        )
        outcome = read_cell(analysis, cell) if cell else None
        if outcome and not outcome.empty:
            found.append(outcome)
    return found


def read_cell(analysis: Analysis, cell: Cell) -> Outcome | None:
    """The JSON of a cell, or None where there is none that is understood."""
    try:
        data = json.loads(cell.execution.value[:MOST_CHARACTERS])
    except ValueError:
        return None
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("columns"), list) and isinstance(data.get("data"), list):
        return _table(analysis, cell, data["columns"], data["data"])
    scalars = {str(k): _whole(str(k), v) for k, v in list(data.items())[:MOST_VALUES] if _scalar(v)}
    lists = {
        str(k): tuple(_cleaned(item) for item in v[:100]) for k, v in data.items() if isinstance(v, list)
    }
    return Outcome(analysis, cell, scalars, lists)


def _table(analysis: Analysis, cell: Cell, columns: list[object], data: list[object]) -> Outcome:
    width = len(columns)
    rows = [row for row in data[:MOST_VALUES] if isinstance(row, list) and len(row) == width]
    clean = tuple(tuple(_cleaned(v) for v in row) for row in rows)
    names = [str(column) for column in columns]
    first = 1 if names and names[0] == "index" else 0
    kept = tuple(row[first:] for row in clean)
    keys = (
        0
        if analysis.kind in {"extreme", "list"}
        else 2
        if names[:2] == ["column", "and"]
        else max(1, len(analysis.by))
        if analysis.kind == "group"
        else 1
    )
    return Outcome(analysis, cell, columns=tuple(names[first:]), rows=kept, keys=keys)


def _cleaned(value: object) -> Value:
    """A scalar as it is, with a date at midnight as the date."""
    if isinstance(value, str):
        return MIDNIGHT.sub("", value)
    return value if isinstance(value, int | float) or value is None else str(value)


def _whole(label: str, value: Value) -> Value:
    """JSON made of NumPy numbers has floats only: the highest of whole numbers is whole again."""
    is_whole = isinstance(value, float) and value.is_integer() and label.split()[0] in WHOLE
    return int(value) if is_whole and isinstance(value, float) else value


def _scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def facts(outcome: Outcome) -> Iterator[Fact]:
    """Every value of an outcome with the words that name it."""
    by = outcome.analysis.by[:1]
    for label, value in outcome.values.items():
        said = _told(label.rpartition(" ")[2], by) if outcome.analysis.kind == "test" and by else ""
        yield Fact(label, value, outcome.cell.id, said=said)
    rows = sorted(outcome.rows, key=_gaps) if outcome.analysis.kind == "missing" else outcome.rows
    for rank, row in enumerate(rows):
        yield from _row_facts(outcome, rank, row)
    if outcome.analysis.kind == "missing" and rows and not outcome.cut:
        total = sum(row[outcome.keys] for row in rows if isinstance(row[outcome.keys], int))  # type: ignore[misc]
        yield Fact("sum missing", total, outcome.cell.id)
    yield from _ends(outcome)


def _ends(outcome: Outcome) -> Iterator[Fact]:
    """Which row has the lowest and the highest value of each column, and that value."""
    for at in range(1, len(outcome.columns)) if outcome.keys == 1 and not outcome.cut else ():
        if outcome.columns[at] == "rows" and len(outcome.columns) > outcome.keys + 1:
            continue
        column, rows = outcome.columns[at], [row for row in outcome.rows if _is_number(row[at])]
        size = (lambda row, at=at: abs(row[at])) if column == "r" else (lambda row, at=at: row[at])
        for word, row in (("min", min(rows, key=size)), ("max", max(rows, key=size))) if rows else ():
            yield Fact(f"{outcome.columns[0]} {word} {column}", row[0], outcome.cell.id, is_key=True)
            yield Fact(f"{word} {column}", row[at], outcome.cell.id)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and value == value and not isinstance(value, bool)


def _row_facts(outcome: Outcome, rank: int, row: tuple[Value, ...]) -> Iterator[Fact]:
    """The values of a row by column and keys; the keys of a first row by what they are first in."""
    keys = " ".join(str(key) for key in row[: outcome.keys])
    said = ""
    if outcome.keys == 1 and {str(one[0]) for one in outcome.rows} <= {*FLAGS}:
        said = _told(keys, outcome.columns)
    analysis = outcome.analysis
    rank -= analysis.top if analysis.kind == "extreme" and rank >= analysis.top else 0
    first = _first_in(outcome, row, rank)
    is_best = rank == 0 and analysis.top > 0
    for i, (column, value) in enumerate(zip(outcome.columns, row, strict=True)):
        is_key = i < outcome.keys
        label = f"{column}{first}" if is_key or not outcome.keys else f"{column} {keys}"
        yield Fact(label, value, outcome.cell.id, rank, is_key, is_best, "" if is_key else said)


def _told(key: str, by: Sequence[str]) -> str:
    """What a value of two says: the name of its column, or that it does not hold."""
    said = FLAGS.get(key, "")
    return f"yes {by[0]}" if said == "yes" else said


def _first_in(outcome: Outcome, row: tuple[Value, ...], rank: int) -> str:
    analysis = outcome.analysis
    if analysis.kind == "extreme":
        is_other = outcome.rows.index(row) >= analysis.top
        return f" {'min' if analysis.ascending != is_other else 'max'} {analysis.columns[0]}"
    return ""


def _gaps(row: tuple[Value, ...]) -> float:
    """Rows of missing values in falling order."""
    return -row[1] if len(row) > 1 and isinstance(row[1], int | float) else 0.0
