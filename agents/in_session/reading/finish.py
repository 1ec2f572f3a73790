"""A table whose layout is known: the plan of its values, what the read call gives, and what is told of it."""

from dataclasses import replace
from typing import Any

import pandas as pd

from agents.in_session.reading.call import Call, assigned
from agents.in_session.reading.table.layout import Layout
from agents.in_session.reading.text import Sketch, Source, UnreadableError, sketch_text
from agents.in_session.reading.values.columns import plan_columns, value_arguments, value_notes
from agents.in_session.reading.values.marks import missing_arguments
from agents.in_session.reading.values.missing import beyond_sample, is_plain, with_sentinels
from agents.in_session.reading.values.numbers import NumberFormat
from agents.in_session.reading.values.plan import Plan
from agents.in_session.reading.values.stats import describe, fit, stay_text
from agents.in_session.reading.values.words import words

_VALUE_ARGUMENTS = words(
    "dtype decimal thousands na_values keep_default_na true_values false_values parse_dates date_format"
)


def read_text(source: Source, overrides: dict[str, Any]) -> dict[str, Any]:
    """Return the table in a text file as JSON, without its name."""
    sketch = sketch_text(source, overrides)
    raw = read_raw(sketch.call)
    return finish(sketch, raw, overrides)


def read_raw(call: Call, rows: int | None = None) -> pd.DataFrame:
    """Read a table as text, cell by cell as it stands in the file; empty rows are left out."""
    limit = {"nrows": min(rows, call.arguments.get("nrows", rows))} if rows else {}
    value_free = {name: value for name, value in call.arguments.items() if name not in _VALUE_ARGUMENTS}
    untouched = {"dtype": str, "na_filter": False} | ({"low_memory": False} if _by_c_engine(call) else {})
    methods = [method for method in call.methods if "dropna" not in method]
    raw = replace(call, arguments=value_free | limit | untouched, methods=methods).run().fillna("")
    return raw[(raw != "").any(axis=1)] if len(methods) < len(call.methods) else raw


def _by_c_engine(call: Call) -> bool:
    return call.function == "read_csv" and "engine" not in call.arguments


def finish(
    sketch: Sketch, raw: pd.DataFrame, overrides: dict[str, Any], *, whole: bool = True
) -> dict[str, Any]:
    """Plan the values, read the table as planned, and describe what came; `raw` may be a sample of it."""
    if not len(raw) or not len(raw.columns):
        raise UnreadableError("has a header but no rows; bring a file with data below the header")
    plans, form = plan_columns(raw, sketch.dialect.sep, sketch.known, bare_na=sketch.bare_na)
    plans = with_units(plans, sketch.layout)
    for _ in range(3):
        call, frame, plans = _read(sketch, plans, form, overrides)
        fitted = fit(frame, plans)
        fitted = fitted if whole else _with_extremes(frame, fitted, form, sketch.known)
        if fitted == plans:
            break
        plans = fitted
    notes = (*sketch.notes, *_duplicates(sketch), *value_notes(plans))
    return {
        "rows": len(frame),
        "columns": describe(frame, plans),
        "read": str(call),
        "notes": list(notes),
    }


def _read(
    sketch: Sketch, plans: list[Plan], form: NumberFormat, overrides: dict[str, Any]
) -> tuple[Call, pd.DataFrame, list[Plan]]:
    """Read a table as planned; what cannot be made numbers or dates after all stays text."""
    call = value_call(sketch, plans, form, overrides)
    try:
        return call, call.run(), plans
    except ValueError:
        plans = [stay_text(plan) if plan.cleaning or plan.dates else plan for plan in plans]
        call = value_call(sketch, plans, form, overrides)
        return call, call.run(), plans


def _with_extremes(
    frame: pd.DataFrame, plans: list[Plan], form: NumberFormat, known: set[float]
) -> list[Plan]:
    """Add to plans the sentinels that a table has beyond its sample."""
    columns = [frame.iloc[:, place].dropna() for place in range(len(plans))]
    ranges = [
        (column.min(), column.max()) if is_plain(plan) and len(column) else (None, None)
        for plan, column in zip(plans, columns, strict=True)
    ]
    extremes = {}
    for place, value in beyond_sample(plans, form, ranges).items():
        others = columns[place][columns[place] != value]
        nearest = {float(others.min()): 1, float(others.max()): 1} if len(others) else {}
        extremes[plans[place].name] = {value: len(columns[place]) - len(others), **nearest}
    return with_sentinels(plans, form, known, extremes) if extremes else plans


def with_units(plans: list[Plan], layout: Layout | None) -> list[Plan]:
    """Add the units that a row under the header gives."""
    if not layout or not layout.header.units:
        return plans
    columns = layout.kept or range(len(plans))
    units = layout.header.units
    return [
        replace(plan, unit=units.get(column, plan.unit)) for column, plan in zip(columns, plans, strict=False)
    ]


def value_call(sketch: Sketch, plans: list[Plan], form: NumberFormat, overrides: dict[str, Any]) -> Call:
    """Add to a call what the plans say about values; what a person said wins."""
    call, known = sketch.call, sketch.known
    arguments = call.arguments | value_arguments(plans, form) | missing_arguments(plans, known) | overrides
    return replace(call, arguments=arguments, methods=[*call.methods, *_cleaning(plans)])


def _cleaning(plans: list[Plan]) -> list[str]:
    """Return one method for all columns that are cleaned alike."""
    groups: dict[str, list[str]] = {}
    for plan in plans:
        if plan.cleaning:
            groups.setdefault(plan.cleaning.expression(), []).append(plan.name)
        if plan.dates and plan.dates.after_call:
            groups.setdefault(plan.dates.expression(), []).append(plan.name)
    return assigned(groups)


def _duplicates(sketch: Sketch) -> tuple[str, ...]:
    if not sketch.layout or sketch.layout.header.given:
        return ()
    names = [name for name in sketch.layout.header.names if name.strip()]
    twice = sorted({name for name in names if names.count(name) > 1})
    return (f"Columns that have the same name got a number: {', '.join(twice[:5])}.",) if twice else ()
