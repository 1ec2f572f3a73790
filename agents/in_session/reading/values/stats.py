"""What a person or a model is told about the columns of a table that was read."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from agents.in_session.reading.values.plan import Plan

EXAMPLES = 8
LONGEST = 60
_RANGED = {"integer", "number", "date", "datetime"}


def fit(frame: pd.DataFrame, plans: Sequence[Plan]) -> list[Plan]:
    """Correct plans by what pandas made of the columns: the table says what is there, not what was hoped."""
    return [_fitted(frame.iloc[:, place], plan) for place, plan in enumerate(plans)]


def _fitted(column: pd.Series, plan: Plan) -> Plan:
    found = kind_of(column)
    if plan.type == "datetime" and found == "datetime" and _is_midnight(column):
        return replace(plan, type="date")
    if plan.type in {"date", "datetime"} and found != "datetime":
        return stay_text(plan)
    if plan.type in {"text", "time"} and found not in {"text", "empty"}:
        return replace(plan, as_text=True)
    if plan.type in {"integer", "number", "boolean"} and found in {"text", "datetime"}:
        return replace(plan, type="text", cleaning=None, unit="", sentinel=None)
    return plan


def stay_text(plan: Plan) -> Plan:
    """Return the plan of a column that pandas cannot read as planned, with a note that says so."""
    what = "dates" if plan.dates else "numbers"
    note = f"{plan.name} stays text: not all of its {what} could be read."
    return replace(plan, type="text", dates=None, cleaning=None, unit="", sentinel=None, notes=(note,))


def _is_midnight(column: pd.Series) -> bool:
    times = column.dropna()
    return times.dt.tz is None and bool((times == times.dt.normalize()).all())


def kind_of(column: pd.Series) -> str:
    """Return the type of a column that was read: text, integer, number, boolean, datetime or empty."""
    types = pd.api.types
    if not column.notna().any():
        return "empty"
    if types.is_bool_dtype(column) or column.dropna().map(type).eq(bool).all():
        return "boolean"
    if types.is_datetime64_any_dtype(column):
        return "datetime"
    if types.is_integer_dtype(column):
        return "integer"
    return "number" if types.is_numeric_dtype(column) else "text"


def describe(frame: pd.DataFrame, plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """Return a `Column` for each plan, as JSON."""
    few = EXAMPLES if len(plans) <= 100 else 3
    return [_column(frame.iloc[:, place], plan, few) for place, plan in enumerate(plans)]


def _column(column: pd.Series, plan: Plan, few: int) -> dict[str, Any]:
    values = column.dropna()
    if len(values) and not pd.api.types.is_hashable(values.iloc[0]):
        values = values.map(str)
    counts = values.value_counts()
    ranged = plan.type in _RANGED and len(values) > 0
    return {
        "name": str(column.name),
        "type": plan.type if len(values) else "empty",
        "unit": plan.unit,
        "missing": int(len(column) - len(values)),
        "unique": len(counts),
        "low": shown(values.min(), plan.type) if ranged else None,
        "high": shown(values.max(), plan.type) if ranged else None,
        "examples": [shown(value, plan.type) for value in counts.index[:few]],
    }


def shown(value: Any, kind: str) -> str:
    """Write a value as a person would read it in its column."""
    if kind == "date" and hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    if kind in {"integer", "number"} and not isinstance(value, str):
        text = f"{value:.15g}" if isinstance(value, float) else str(value)
        return str(int(value)) if kind == "integer" and abs(value) < 2**53 else text
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
