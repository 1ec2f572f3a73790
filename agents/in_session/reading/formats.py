"""Excel, Parquet and the like: formats that say themselves where their cells are."""

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from agents.in_session.reading.calendar.dateformat import Dates
from agents.in_session.reading.calendar.dates import find_dates
from agents.in_session.reading.call import Call, assigned, literal
from agents.in_session.reading.finish import finish, read_raw
from agents.in_session.reading.lines.cutting import Dialect
from agents.in_session.reading.table.layout import find_layout
from agents.in_session.reading.text import (
    LAYOUT_ARGUMENTS,
    Sketch,
    Source,
    UnreadableError,
    layout_arguments,
    layout_methods,
)
from agents.in_session.reading.values.missing import find_sentinels, sentinel_notes
from agents.in_session.reading.values.plan import Plan, Sentinel
from agents.in_session.reading.values.stats import describe, kind_of
from agents.in_session.reading.values.units import unit_of
from agents.in_session.reading.values.variants import variants_note

Finding = dict[str, Any]

_OBJECTS = {"date": "date", "time": "time", "Decimal": "number"}
"""What Python's own objects in a column are."""


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet, and the arguments by which pandas finds it."""

    title: str
    place: dict[str, Any]
    records: list[list[str]]
    hidden: bool = False


def read_excel(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Return a table for each sheet that holds one; `sheet_name` in `overrides` chooses one."""
    try:
        import openpyxl
    except ImportError as error:
        raise UnreadableError(
            "is an Excel file and openpyxl is not installed here; export it as CSV"
        ) from error
    book = openpyxl.load_workbook(io.BytesIO(source.content), data_only=True)
    sheets = [
        Sheet(
            sheet.title,
            {"sheet_name": sheet.title} if number else {},
            [
                [_cell(value) for value in row]
                for row in sheet.iter_rows(min_row=1, min_col=1, values_only=True)
            ],
            sheet.sheet_state != "visible",
        )
        for number, sheet in enumerate(book.worksheets)
    ]
    return _tables(source, sheets, overrides)


def read_old_excel(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """As `read_excel`, of the format before 2007, which needs xlrd."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # pandas 4 will read it with another package
            frames = pd.read_excel(io.BytesIO(source.content), sheet_name=None, header=None, dtype=object)
    except Exception as error:  # xlrd has many for what is damaged, or another old document
        raise UnreadableError(
            "is an old Office file (.xls) that cannot be read here, or has a password; "
            "save it as .xlsx without one"
        ) from error
    sheets = [
        Sheet(name, {"sheet_name": name} if number else {}, _records(frame))
        for number, (name, frame) in enumerate(frames.items())
    ]
    return _tables(source, sheets, overrides)


def _records(frame: pd.DataFrame) -> list[list[str]]:
    return [list(map(_cell, row)) for row in frame.where(frame.notna(), None).to_numpy()]


def _tables(source: Source, sheets: Sequence[Sheet], overrides: dict[str, Any]) -> list[Finding]:
    """Read the sheets that are wanted, and note those that hold no table."""
    wanted, found, without = overrides.get("sheet_name"), [], list[str]()
    for number, sheet in enumerate(sheets):
        if wanted not in (None, sheet.title, number):
            continue
        written = any(map(any, sheet.records))
        finding = _sheet(source, sheet.records, sheet.place, overrides) if written else None
        if finding:
            hidden = [f"The sheet {sheet.title} is hidden."] if sheet.hidden else []
            found.append(finding | {"part": sheet.title, "notes": hidden + finding["notes"]})
        else:
            without.append(sheet.title)
    if not found:
        raise UnreadableError("has no sheet with a table; bring a sheet with a header and rows")
    found = without_prose(found)
    if without:
        found[0]["notes"] = [*found[0]["notes"], f"Left out, as it holds no table: {', '.join(without)}."]
    return found


def without_prose(found: list[Finding]) -> list[Finding]:
    """Leave out the parts of a workbook or an archive that are sentences, where others are tables."""
    tables = [finding for finding in found if not _is_prose(finding)]
    if not tables or len(tables) == len(found):
        return found
    names = ", ".join(finding["part"] for finding in found if finding not in tables)
    tables[0] = tables[0] | {"notes": [*tables[0]["notes"], f"Left out, as it holds text: {names}."]}
    return tables


def _is_prose(finding: Finding) -> bool:
    (first, *others), words = finding["columns"], 0
    if not others and first["type"] == "text":
        words = sum(len(example.split()) for example in [first["name"], *first["examples"]])
    return words > 3 * (1 + len(first["examples"]))


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _sheet(
    source: Source, records: list[list[str]], place: dict[str, Any], overrides: dict[str, Any]
) -> Finding | None:
    call = Call("read_excel", source.path, dict(place))
    if LAYOUT_ARGUMENTS & set(overrides):
        call.arguments |= overrides
        return finish(Sketch(call, None, Dialect(), set(), ()), read_raw(call), overrides)
    layout = find_layout(records)
    if not layout.rows or layout.rows == layout.empty_rows:
        return None
    unnamed = {"header": None} if layout.header.given else {}
    call.arguments |= layout_arguments(layout, records) | unnamed | overrides
    call.methods = layout_methods(layout)
    return finish(Sketch(call, layout, Dialect(), set(), layout.notes), read_raw(call), overrides)


def framed(call: Call, notes: tuple[str, ...] = (), *, gaps: bool = False) -> Finding:
    """Describe a table whose types its format gives; texts that are dates are read as dates.

    `gaps` says that whole numbers beside missing values are integers, which the format cannot say.
    """
    frame = _run(call)
    if _has_index(frame):
        call = replace(call, methods=[*call.methods, ".reset_index()"])
        frame = _run(call)
    sentinels = _sentinels(frame)
    if missing := {sentinel.column: sentinel.value for sentinel in sentinels if sentinel.sure}:
        method = f'.replace({literal(missing)}, float("nan"))'
        call = replace(call, methods=[*call.methods, method])
        frame = _run(call)
    plans = _plans(frame, gaps)
    dated = replace(call, methods=[*call.methods, *_date_methods(plans)])
    if dated != call:
        try:
            frame, call = _run(dated), dated
        except UnreadableError:
            plans = [replace(plan, dates=None, notes=()) for plan in plans]
        plans = _plans(frame, gaps, plans)
    if not len(frame) or not len(frame.columns):
        raise UnreadableError("has no rows; bring a file with data")
    notes = (*notes, *(note for plan in plans for note in plan.notes), *sentinel_notes(sentinels))
    return {"rows": len(frame), "columns": describe(frame, plans), "read": str(call), "notes": list(notes)}


def _sentinels(frame: pd.DataFrame) -> list[Sentinel]:
    """Return the numbers in a table that stand for missing values."""
    numbers = frame.select_dtypes("number")
    columns = ((str(name), column.value_counts().items()) for name, column in numbers.items())
    return find_sentinels(
        {name: {float(n): count for n, count in found if math.isfinite(n)} for name, found in columns}, set()
    )


def _has_index(frame: pd.DataFrame) -> bool:
    """Tell whether the index of a table holds data rather than numbers of rows."""
    index = frame.index
    return any(name is not None for name in index.names) or not pd.api.types.is_integer_dtype(index)


def _date_methods(plans: list[Plan]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for plan in plans:
        if plan.dates:
            groups.setdefault(plan.dates.expression(), []).append(plan.name)
    return assigned(groups)


def _run(call: Call) -> pd.DataFrame:
    try:
        frame = call.run()
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnreadableError(f"holds no table ({error}); export it as CSV") from error
    if not isinstance(frame, pd.DataFrame):
        raise UnreadableError("holds no table; export it as CSV")
    return frame


def _plans(frame: pd.DataFrame, gaps: bool, before: Sequence[Plan] = ()) -> list[Plan]:
    """Plan the columns of a table that was read, with the notes on their dates from before."""
    plans = [_plan(frame.iloc[:, place], gaps) for place in range(len(frame.columns))]
    return (
        [replace(plan, notes=old.notes) for plan, old in zip(plans, before, strict=True)] if before else plans
    )


def _plan(column: pd.Series, gaps: bool) -> Plan:
    name, kind = str(column.name), kind_of(column)
    values = column.dropna()
    if kind == "datetime":
        return Plan(name, "date" if (values == values.dt.normalize()).all() else "datetime")
    if kind == "text" and len(values):
        sample = values.iloc[:1000]
        (first, *others) = {type(value).__name__ for value in sample}
        if not others and first in _OBJECTS:
            return Plan(name, _OBJECTS[first])
        if sample.map(lambda value: isinstance(value, str)).all():
            found = find_dates(name, {str(value): 1 for value in sample})
            if isinstance(found, Dates):
                return Plan(name, "text", dates=found, notes=(found.note,) if found.note else ())
            note = variants_note(name, set(sample))
            return Plan(name, kind, notes=(note,) if note else ())
    if gaps and kind == "number" and len(values) < len(column) and (values % 1 == 0).all():
        kind = "integer"
    return Plan(name, kind, unit=unit_of(name) if kind in {"integer", "number"} else "")


def read_columnar(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Return the table in a Parquet or Arrow file."""
    function = "read_parquet" if source.content[:4] == b"PAR1" else "read_feather"
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise UnreadableError("needs pyarrow, which is not installed here; export it as CSV") from error
    return [framed(Call(function, source.path, dict(overrides)))]
