"""Excel, JSON, Parquet and the like: formats that say themselves where their cells are."""

import io
import json
from dataclasses import replace
from typing import Any

import pandas as pd

from agents.in_session.reading_call import Call, Code, literal
from agents.in_session.reading_columns import Plan
from agents.in_session.reading_dates import Dates, find_dates
from agents.in_session.reading_layout import find_layout
from agents.in_session.reading_stats import describe, kind_of
from agents.in_session.reading_text import (
    LAYOUT_ARGUMENTS,
    Sketch,
    Source,
    UnreadableError,
    finish,
    layout_arguments,
    layout_methods,
    read_raw,
)
from agents.in_session.reading_units import unit_of

Finding = dict[str, Any]


def read_excel(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Return a table for each sheet that holds one; `sheet` names it where there are several."""
    try:
        import openpyxl
    except ImportError as error:
        raise UnreadableError(
            "is an Excel file and openpyxl is not installed here; export it as CSV"
        ) from error
    book = openpyxl.load_workbook(io.BytesIO(source.content), data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.max_row and sheet.calculate_dimension() != "A1:A1"]
    wanted = overrides.get("sheet_name")
    found = []
    for sheet in sheets:
        if wanted in (None, sheet.title, book.worksheets.index(sheet)):
            first = sheet is book.worksheets[0]
            records = [
                [_cell(value) for value in row]
                for row in sheet.iter_rows(min_row=1, min_col=1, values_only=True)
            ]
            finding = _sheet(source, records, {} if first else {"sheet_name": sheet.title}, overrides)
            if finding:
                hidden = [f"The sheet {sheet.title} is hidden."] if sheet.sheet_state != "visible" else []
                found.append(finding | {"part": sheet.title, "notes": hidden + finding["notes"]})
    if not found:
        raise UnreadableError("has no sheet with a table; bring a sheet with a header and rows")
    return found


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _sheet(
    source: Source, records: list[list[str]], place: dict[str, Any], overrides: dict[str, Any]
) -> Finding | None:
    call = Call("read_excel", source.path, dict(place))
    if LAYOUT_ARGUMENTS & set(overrides):
        call.arguments |= overrides
        return finish(Sketch(call, None, ",", set(), ()), read_raw(call), overrides)
    layout = find_layout(records)
    if not layout.rows or layout.rows == layout.empty_rows:
        return None
    call.arguments |= layout_arguments(layout, records) | overrides
    call.methods = layout_methods(layout)
    return finish(Sketch(call, layout, ",", set(), layout.notes), read_raw(call), overrides)


def read_json(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Return the table in JSON or JSON Lines: records, columns, or the longest list of records inside."""
    encoding = "utf-8-sig"
    text = source.content.decode(encoding, "replace")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return [_json_lines(source, text, error, overrides)]
    options = {"dtype": False} | overrides
    call = Call("read_json", source.path, options)
    if isinstance(value, dict):
        name = _longest_list(value)
        if name:
            whole = Call("read_json", source.path, {"typ": "series"} | overrides)
            return [
                _framed(
                    Call("json_normalize", Code(f"{whole}[{literal(name)}]")), (f"The rows are in {name}.",)
                )
            ]
    records = value if isinstance(value, list) else []
    return [_framed(_normalized(call, records))]


def _json_lines(source: Source, text: str, error: json.JSONDecodeError, overrides: dict[str, Any]) -> Finding:
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        records = [json.loads(line) for line in lines]
    except json.JSONDecodeError:
        raise UnreadableError(
            f"is not valid JSON (line {error.lineno}: {error.msg}); mend it or export it as CSV"
        ) from error
    call = Call("read_json", source.path, {"lines": True, "dtype": False} | overrides)
    return _framed(_normalized(call, records))


def _longest_list(value: dict[str, Any]) -> str:
    lists = {
        key: len(item)
        for key, item in value.items()
        if isinstance(item, list) and item and isinstance(item[0], dict)
    }
    return max(lists, key=lambda key: lists[key]) if lists else ""


def _normalized(call: Call, records: list[Any]) -> Call:
    """Spread records in records over columns of their own."""
    nested = any(
        isinstance(item, dict)
        for record in records[:200]
        if isinstance(record, dict)
        for item in record.values()
    )
    return Call("json_normalize", Code(f'{call}.to_dict("records")')) if nested else call


def _framed(call: Call, notes: tuple[str, ...] = ()) -> Finding:
    """Describe a table whose types its format gives; texts that are dates are read as dates."""
    frame = _run(call)
    plans = [_plan(frame.iloc[:, place]) for place in range(len(frame.columns))]
    dates = [plan.name for plan in plans if plan.dates]
    if dates:
        method = f".pipe(lambda t: t.assign(**{{c: pd.to_datetime(t[c]) for c in {literal(dates)}}}))"
        call = replace(call, methods=[*call.methods, method])
        frame = _run(call)
        plans = [_plan(frame.iloc[:, place]) for place in range(len(frame.columns))]
    if not len(frame) or not len(frame.columns):
        raise UnreadableError("has no rows; bring a file with data")
    return {"rows": len(frame), "columns": describe(frame, plans), "read": str(call), "notes": list(notes)}


def _run(call: Call) -> pd.DataFrame:
    try:
        frame = call.run()
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnreadableError(f"holds no table ({error}); export it as CSV") from error
    if not isinstance(frame, pd.DataFrame):
        raise UnreadableError("holds no table; export it as CSV")
    return frame


def _plan(column: pd.Series) -> Plan:
    name, kind = str(column.name), kind_of(column)
    values = column.dropna()
    if kind == "datetime":
        return Plan(name, "date" if (values == values.dt.normalize()).all() else "datetime")
    if kind == "text" and len(values):
        sample = values.iloc[:1000]
        if sample.map(lambda value: type(value).__name__ == "date").all():
            return Plan(name, "date")
        if sample.map(lambda value: isinstance(value, str) and value[:4].isdigit()).all():
            found = find_dates(name, {str(value): 1 for value in sample})
            if isinstance(found, Dates) and not found.given:
                return Plan(name, "text", dates=found)
    return Plan(name, kind, unit=unit_of(name) if kind in {"integer", "number"} else "")


def read_columnar(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Return the table in a Parquet or Arrow file."""
    function = "read_parquet" if source.content[:4] == b"PAR1" else "read_feather"
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise UnreadableError("needs pyarrow, which is not installed here; export it as CSV") from error
    return [_framed(Call(function, source.path, dict(overrides)))]
