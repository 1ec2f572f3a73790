"""Counts over a whole text file by DuckDB, in one pass and little memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.in_session.reading_columns import Plan
from agents.in_session.reading_numbers import NumberFormat
from agents.in_session.reading_text import Sketch, UnreadableError
from agents.in_session.reading_words import PANDAS_MISSING

MEMORY = "600MB"


@dataclass(frozen=True)
class Count:
    """What the whole file says of one column."""

    missing: int
    unique: int
    low: Any
    high: Any
    misfits: tuple[str, ...]
    """Up to five texts that are not of the planned type."""


def count_columns(
    path: Path, sketch: Sketch, plans: Sequence[Plan], form: NumberFormat
) -> tuple[int, list[Count]]:
    """Return the number of rows and the counts of each column; raises what DuckDB raises."""
    import duckdb

    with duckdb.connect(config={"memory_limit": MEMORY}) as database:
        parts = ", ".join(
            part for place, plan in enumerate(plans) for part in _parts(_place(sketch, place), plan, form)
        )
        query = f"SELECT count(*), {parts} FROM {_table(path, sketch)}"  # noqa: S608
        row = database.execute(query).fetchone()
    if row is None:
        raise UnreadableError("could not be counted; bring a smaller part of it")
    return row[0], [_count(row[0], row[1 + 5 * place : 6 + 5 * place]) for place in range(len(plans))]


def _count(rows: int, values: Sequence[Any]) -> Count:
    present, unique, low, high, misfits = values
    return Count(rows - present, min(unique, present), low, high, tuple(misfits or ()))


def _place(sketch: Sketch, place: int) -> str:
    kept = sketch.layout.kept if sketch.layout else ()
    return f"c{kept[place] if kept else place}"


def _table(path: Path, sketch: Sketch) -> str:
    """Return the SQL that reads the rows of the file as texts, without wholly empty ones."""
    if sketch.layout is None:
        raise ValueError("the layout is not known")
    layout, given = sketch.layout, sketch.call.arguments
    columns = [f"c{place}" for place in range(max(layout.width, len(layout.header.names)))]
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    quote = "" if given.get("quoting") == 3 else given.get("quotechar", '"')
    options = {"delim": sketch.sep, "quote": quote, "escape": given.get("escapechar") or quote}
    texts = ", ".join(f"{name} = {_sql(value)}" for name, value in options.items())
    return (
        f"read_csv({_sql(str(path))}, auto_detect = false, header = false, skip = {layout.header.start}, "
        f"{texts}, columns = {{{types}}}, null_padding = true, ignore_errors = true, strict_mode = false) "
        f"WHERE NOT ({' AND '.join(f'{column} IS NULL' for column in columns)})"
    )


def _parts(column: str, plan: Plan, form: NumberFormat) -> Iterable[str]:
    """Return five expressions for one column: present, unique, low, high, misfits."""
    marks = ", ".join(map(_sql, sorted((PANDAS_MISSING | plan.marks) - plan.kept)))
    text = f"CASE WHEN {column} IN ({marks}) THEN NULL ELSE {column} END"
    value = _value(text, plan, form)
    sentinel = plan.sentinel.value if plan.sentinel and plan.sentinel.sure else None
    if sentinel is not None:
        value = f"nullif({value}, {sentinel})"
    yield f"count({text if sentinel is None else value})"
    yield f"approx_count_distinct({value})"
    ranged = plan.type in {"integer", "number", "date", "datetime"}
    yield f"min({value})" if ranged else "NULL"
    yield f"max({value})" if ranged else "NULL"
    wrong = _misfit(text, plan, form)
    yield f"approx_top_k({column}, 5) FILTER ({wrong})" if wrong else "NULL"


def _value(text: str, plan: Plan, form: NumberFormat) -> str:
    if plan.type in {"integer", "number"}:
        kind = "BIGINT" if plan.type == "integer" else "DOUBLE"
        return f"TRY_CAST({_plain_number(text, plan, form)} AS {kind})"
    if plan.dates and plan.dates.given and plan.dates.format != "ISO8601":
        return f"try_strptime({text}, {_sql(plan.dates.format)})"
    return f"TRY_CAST({text} AS TIMESTAMP)" if plan.dates else text


def _plain_number(text: str, plan: Plan, form: NumberFormat) -> str:
    """Return the SQL that leaves digits, sign and a point of a number."""
    if plan.cleaning:
        text = f"regexp_replace({text}, {_sql(f'[^{plan.cleaning.kept}]')}, '', 'g')"
        return f"replace({text}, ',', '.')" if plan.cleaning.decimal == "," else text
    if form.thousands:
        text = f"replace({text}, {_sql(form.thousands)}, '')"
    return f"replace({text}, ',', '.')" if form.decimal == "," else text


def _misfit(text: str, plan: Plan, form: NumberFormat) -> str:
    """Return the condition under which a text is not what the plan says."""
    if plan.type in {"integer", "number"}:
        zeros = f" OR {text} SIMILAR TO '0[0-9]+'" if not plan.cleaning else ""
        return f"({text}) IS NOT NULL AND ({_value(text, plan, form)} IS NULL{zeros})"
    return f"({text}) IS NOT NULL AND {_value(text, plan, form)} IS NULL" if plan.dates else ""


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
