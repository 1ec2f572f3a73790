"""Counts over a whole text file by DuckDB, in one pass and little memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.in_session.reading.text import Sketch
from agents.in_session.reading.values.cells import MINUS
from agents.in_session.reading.values.numbers import NumberFormat
from agents.in_session.reading.values.plan import Plan
from agents.in_session.reading.values.words import PANDAS_MISSING

MEMORY = "600MB"
_WIDE = "０１２３４５６７８９"


@dataclass(frozen=True)
class Count:
    """What the whole file says of one column."""

    missing: int
    unique: int
    low: Any
    high: Any
    misfits: tuple[str, ...]
    """Up to five texts that are not of the planned type."""


@dataclass(frozen=True)
class Counts:
    """What the whole file says of its rows."""

    rows: int
    empty: int
    """Lines without a value; they are not among the rows."""
    refused: int
    """Lines that could not be cut, such as those with too many cells."""
    columns: tuple[Count, ...]


def count_columns(
    path: Path, sketch: Sketch, plans: Sequence[Plan], form: NumberFormat, footers: Sequence[str]
) -> Counts:
    """Count rows and values but for the lines that begin as `footers` do; raises what DuckDB raises."""
    import duckdb

    with duckdb.connect(config={"memory_limit": MEMORY}) as database:
        database.execute("SET enable_progress_bar = false")
        ((lines, nothing, *values),) = database.execute(_query(path, sketch, plans, form, footers)).fetchall()
        ((refused,),) = database.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchall()
    rows = lines - nothing
    columns = (_count(rows, values[5 * place : 5 * place + 5]) for place in range(len(plans)))
    return Counts(rows, nothing, refused, tuple(columns))


def count_extremes(
    path: Path, sketch: Sketch, plans: Sequence[Plan], form: NumberFormat, extremes: Mapping[int, float]
) -> dict[int, dict[float, int]]:
    """Count how often the lowest or highest number of a column is there, and name the one next to it."""
    import duckdb

    wanted = ", ".join(
        f"count(*) FILTER ({cell} = {value}), max({cell}) FILTER ({cell} < {value}), "
        f"min({cell}) FILTER ({cell} > {value})"
        for cell, value in ((f"v{place}", value) for place, value in extremes.items())
    )
    with duckdb.connect(config={"memory_limit": MEMORY}) as database:
        database.execute("SET enable_progress_bar = false")
        (values,) = database.execute(f"SELECT {wanted} FROM {_values(path, sketch, plans, form)}").fetchall()  # noqa: S608
    found = {}
    for place, (column, value) in enumerate(extremes.items()):
        count, *nearest = values[3 * place : 3 * place + 3]
        found[column] = {value: count, **{float(other): 1 for other in nearest if other is not None}}
    return found


def _query(
    path: Path, sketch: Sketch, plans: Sequence[Plan], form: NumberFormat, footers: Sequence[str]
) -> str:
    counts = ", ".join(part for n, plan in enumerate(plans) for part in _parts(n, plan))
    values = _values(path, sketch, plans, form, footers)
    # All that stands in the query is ours or quoted by `_sql`.
    return f"SELECT count(*), count(*) FILTER (nothing), {counts} FROM {values}"  # noqa: S608


def _values(
    path: Path, sketch: Sketch, plans: Sequence[Plan], form: NumberFormat, footers: Sequence[str] = ()
) -> str:
    """Return SQL for the texts `t0` and so on and their values `v0`, in layers: a cell is converted once."""
    columns = _columns(sketch)
    kept = sketch.layout.kept if sketch.layout and sketch.layout.kept else range(len(plans))
    empty = " AND ".join(f"{column} IS NULL" for column in columns)
    cells = (_text(columns[column], plan) for column, plan in zip(kept, plans, strict=True))
    texts = ", ".join(f"{cell} AS t{n}" for n, cell in enumerate(cells))
    values = ", ".join(f"{_value(f't{n}', plan, form)} AS v{n}" for n, plan in enumerate(plans))
    rows = f"WHERE c0 IS NULL OR c0 NOT IN ({', '.join(map(_sql, footers))})" if footers else ""
    source = f"SELECT {empty} AS nothing, {texts} FROM {_table(path, sketch)} {rows}"  # noqa: S608
    return f"(SELECT *, {values} FROM ({source}))"  # noqa: S608


def _columns(sketch: Sketch) -> list[str]:
    if sketch.layout is None:
        raise ValueError("the layout is not known")
    return [f"c{place}" for place in range(max(sketch.layout.width, len(sketch.layout.header.names)))]


def _count(rows: int, values: Sequence[Any]) -> Count:
    present, unique, low, high, misfits = values
    return Count(rows - present, min(unique, present), low, high, tuple(misfits or ()))


def _table(path: Path, sketch: Sketch) -> str:
    """Return the SQL that reads the lines of the file as texts."""
    given = sketch.call.arguments
    skip = sketch.layout.header.start if sketch.layout else 0
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in _columns(sketch))
    quote = "" if given.get("quoting") == 3 else given.get("quotechar", '"')
    options = {"delim": sketch.dialect.sep, "quote": quote, "escape": given.get("escapechar") or quote}
    texts = ", ".join(f"{name} = {_sql(value)}" for name, value in options.items())
    return (
        f"read_csv({_sql(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"{texts}, columns = {{{types}}}, null_padding = true, store_rejects = true)"
    )


def _text(column: str, plan: Plan) -> str:
    """Return the SQL of a cell's text, NULL where it marks a missing value."""
    marks = ", ".join(map(_sql, sorted((PANDAS_MISSING | plan.marks) - plan.kept)))
    return f"CASE WHEN {column} IN ({marks}) THEN NULL ELSE {column} END"


def _parts(place: int, plan: Plan) -> Iterable[str]:
    """Return five expressions for one column: present, unique, low, high, misfits."""
    text, value = f"t{place}", f"v{place}"
    if plan.sentinel and plan.sentinel.sure:
        value = f"nullif({value}, {plan.sentinel.value})"
    yield f"count({value})"
    yield f"approx_count_distinct({value})"
    ranged = plan.type in {"integer", "number", "date", "datetime"}
    yield f"min({value})" if ranged else "NULL"
    yield f"max({value})" if ranged else "NULL"
    yield f"approx_top_k({text}, 5) FILTER ({_misfit(text, f'v{place}', plan)})" if ranged else "NULL"


def _value(text: str, plan: Plan, form: NumberFormat) -> str:
    if plan.type in {"integer", "number"}:
        kind = "BIGINT" if plan.type == "integer" else "DOUBLE"
        return f"TRY_CAST({_plain_number(text, plan, form)} AS {kind})"
    for word, digits in plan.dates.words.items() if plan.dates else ():
        text = f"replace({text}, {_sql(word)}, {_sql(digits)})"
    if plan.dates and plan.dates.given and plan.dates.format != "ISO8601":
        date = f"try_strptime({text}, {_sql(plan.dates.format)})"
        if plan.dates.last is None:
            return date
        return f"CASE WHEN year({date}) > {plan.dates.last} THEN {date} - INTERVAL 100 YEAR ELSE {date} END"
    return f"TRY_CAST({text} AS TIMESTAMP)" if plan.dates else text


def _plain_number(text: str, plan: Plan, form: NumberFormat) -> str:
    """Return the SQL that leaves digits, sign and a point of a number."""
    if plan.cleaning:
        text = f"translate({text}, '({MINUS}{_WIDE}', '----0123456789')"
        text = rf"regexp_replace({text}, '\p{{L}}+\.|[.,][-–—]+', '', 'g')" if plan.cleaning.beside else text
        text = f"regexp_replace({text}, {_sql(f'[^{plan.cleaning.kept}]')}, '', 'g')"
        text = f"regexp_replace({text}, '^-$', '0')" if plan.cleaning.dash else text
        text = rf"regexp_replace({text}, '^(.+)-$', '-\1')" if plan.cleaning.behind else text
        return f"replace({text}, ',', '.')" if plan.cleaning.decimal == "," else text
    if form.thousands:
        text = f"replace({text}, {_sql(form.thousands)}, '')"
    return f"replace({text}, ',', '.')" if form.decimal == "," else text


def _misfit(text: str, value: str, plan: Plan) -> str:
    """Return the condition under which a text is not what the plan says."""
    unread = f"{value} IS NULL AND {text} IS NOT NULL"
    if plan.dates or plan.cleaning:
        return unread
    return f"({unread}) OR ({text}[1] = '0' AND {text}[2] BETWEEN '0' AND '9')"


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
