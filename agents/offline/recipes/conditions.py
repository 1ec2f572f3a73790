"""The expressions that keep rows."""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.intent import Filter
from agents.offline.recipes.code import column, listed, quote

DATA = "data"
PARTS = {
    "starts with": "startswith({})",
    "ends with": "endswith({})",
    "contains": "contains({}, regex=False)",
}


def conditions(frame: str, filters: Sequence[Filter]) -> str:
    """The expression that is true for the rows that pass all filters."""
    if len(filters) == 1:
        return condition(frame, filters[0])
    return " & ".join(f"({condition(frame, f)})" for f in filters)


def condition(frame: str, one: Filter) -> str:
    """The expression that is true for the rows to keep."""
    if one.also:
        each = (replace(one, column=name, also=()) for name in (one.column, *one.also))
        return " | ".join(f"({condition(frame, single)})" for single in each)
    unit, _, op = (
        one.op.rpartition(" ") if one.op.startswith(("year ", "month ", "day ")) else ("", "", one.op)
    )
    name = column(frame, one.column)
    part = 'strftime("%Y-%m-%d")' if unit == "day" else unit
    name = f"pd.to_datetime({name}).dt.{part}" if unit else name
    if op.startswith("size "):
        by = quote(one.column)
        size = f'{frame}.groupby({by})[{by}].transform("size")'
        return f"{size} {op.removeprefix('size ')} {quote(one.value[0])}"
    if op.endswith(" column"):
        return f"{name} {op.removesuffix(' column')} {column(frame, str(one.value[0]))}"
    is_not = op.startswith("not ")
    if test := _test(name, op.removeprefix("not "), one):
        return f"~{test}" if is_not else test
    if one.value[0] in {"mean", "median"} and op in {"<", "<=", ">", ">="}:
        return f"{name} {op} {name}.{one.value[0]}()"
    return f"{name} {op} {quote(one.value[0])}"


def _test(name: str, op: str, one: Filter) -> str:
    """The call that tests each value, which `~` turns round; empty for signs such as `<`."""
    if op in {"missing", "present"}:
        return f"{name}.isna()" if op == "missing" else f"{name}.notna()"
    if op == "weekend":
        return f"(pd.to_datetime({name}).dt.day_of_week >= 5)"
    if op == "between":
        return f"{name}.between({quote(one.value[0])}, {quote(one.value[1])})"
    if op == "in":
        return f"{name}.isin({listed(one.value)})"
    text = f"{name}.astype(str).str"
    if op == "like":
        return f"{text}.strip().str.casefold().eq({quote(str(one.value[0]).strip().casefold())})"
    if op not in PARTS:
        return ""
    return f"{text}.casefold().str.{PARTS[op].format(quote(str(one.value[0]).casefold()))}"
