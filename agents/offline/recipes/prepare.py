"""The code that readies the data: join, filters, and the changes that a question asks for."""

from collections.abc import Callable

from agents.offline.intent import Change, Filter, Intent
from agents.offline.language.bins import edges
from agents.offline.recipes.code import column, listed, quote

DATA = "data"
ARITHMETIC = {"sum": " + ", "difference": " - ", "product": " * ", "ratio": " / "}
PARTS = {
    "starts with": "startswith({})",
    "ends with": "endswith({})",
    "contains": "contains({}, regex=False)",
}
LOGS = {"log": "np.log", "log10": "np.log10", "log2": "np.log2", "log1p": "np.log1p"}


def prepare(intent: Intent) -> tuple[list[str], set[str]]:
    """The lines that make `data` from the table, and the imports they need."""
    assert intent.table is not None  # noqa: S101 - a readable intent has its table
    name = intent.table.table
    lines = (
        [f"{DATA} = {name}.merge({intent.join.table}, on={listed(intent.join.keys)})"] if intent.join else []
    )
    frame = DATA if lines else name
    early = [c for c in intent.changes if c.kind in {"number", "seconds"}]
    late = [c for c in intent.changes if c not in early]
    if intent.changes and not lines:
        lines.append(f"{DATA} = {frame}.copy()")
        frame = DATA
    lines += [line for change in early for line in change_lines(change)]
    made = {c.into for c in late if c.into}
    first = [f for f in intent.filters if f.column not in made]
    lines += _filtered(frame, first)
    frame = DATA if lines else frame
    if late:
        lines += (
            ["before = data.copy()"]
            if any(c.kind in {"outliers", "fill", "fill_by", "clip", "minmax", "zscore"} for c in late)
            else []
        )
        lines += [line for change in late for line in change_lines(change)]
        lines += _filtered(frame, [f for f in intent.filters if f.column in made])
    needs = {"import numpy as np"} if any("np." in line for line in lines) else set()
    return lines, needs | {"import pandas as pd"} if any("pd." in line for line in lines) else needs


def frame_of(intent: Intent) -> str:
    """The variable that the analyses read."""
    assert intent.table is not None  # noqa: S101
    return DATA if intent.filters or intent.changes or intent.join else intent.table.table


def _filtered(frame: str, filters: list[Filter]) -> list[str]:
    if not filters:
        return []
    if len(filters) == 1:
        return [f"{DATA} = {frame}[{condition(frame, filters[0])}]"]
    joined = " & ".join(f"({condition(frame, f)})" for f in filters)
    return [f"{DATA} = {frame}[{joined}]"]


def condition(frame: str, one: Filter) -> str:
    """The expression that is true for the rows to keep."""
    name = column(frame, one.column)
    unit, _, op = one.op.rpartition(" ") if one.op.startswith(("year ", "month ")) else ("", "", one.op)
    name = f"pd.to_datetime({name}).dt.{unit}" if unit else name
    if op in {"missing", "present"}:
        return f"{name}.isna()" if op == "missing" else f"{name}.notna()"
    if op == "between":
        return f"{name}.between({quote(one.value[0])}, {quote(one.value[1])})"
    if op in {"in", "not in"}:
        return f"{'~' if op == 'not in' else ''}{name}.isin({listed(one.value)})"
    if op == "like":
        return (
            f"{name}.astype(str).str.strip().str.casefold() == {quote(str(one.value[0]).strip().casefold())}"
        )
    verb = op.removeprefix("not ")
    if verb in PARTS:
        test = (
            f"{name}.astype(str).str.casefold().str.{PARTS[verb].format(quote(str(one.value[0]).casefold()))}"
        )
        return test if verb == op else f"~{test}"
    if one.value[0] in {"mean", "median"} and op in {"<", "<=", ">", ">="}:
        return f"{name} {op} {name}.{one.value[0]}()"
    return f"{name} {op} {quote(one.value[0])}"


def change_lines(change: Change) -> list[str]:
    """The code of one change to `data`."""
    return CHANGES[change.kind](change)


def _number(change: Change) -> list[str]:
    name = column(DATA, change.columns[0])
    digits = r'r"(-?\d[\d,]*\.?\d*)"'
    first = f"{name}.astype(str).str.extract({digits})[0]"
    return [f'{name} = pd.to_numeric({first}.str.replace(",", ""), errors="coerce")']


def _seconds(change: Change) -> list[str]:
    name = column(DATA, change.columns[0])
    return [f"{name} = pd.to_timedelta({name}.astype(str)).dt.total_seconds()"]


def _arithmetic(change: Change) -> list[str]:
    terms = ARITHMETIC[change.kind].join(column(DATA, c) for c in change.columns)
    return [f"{column(DATA, change.into)} = {terms}"]


def _mean_of(change: Change) -> list[str]:
    return [f"{column(DATA, change.into)} = {DATA}[{listed(change.columns)}].mean(axis=1)"]


def _log(change: Change) -> list[str]:
    return [f"{column(DATA, change.into)} = {LOGS[change.kind]}({column(DATA, change.columns[0])})"]


def _text(change: Change) -> list[str]:
    name = f'{column(DATA, change.columns[0])}.fillna("").astype(str)'
    counted = {
        "length": ".str.len()",
        "words": ".str.split().str.len()",
        "solid": r'.str.replace(r"\s", "", regex=True).str.len()',
    }
    return [f"{column(DATA, change.into)} = {name}{counted[change.kind]}"]


def _bins(change: Change) -> list[str]:
    """Ranges closed on the right; an edge that the upper range holds is moved down to the next number."""
    inner = [f"np.nextafter({e:g}, -np.inf)" if up else f"{e:g}" for e, up in edges(change.bins)]
    shown = ", ".join(("-np.inf", *inner, "np.inf"))
    labels = listed(b.label for b in change.bins)
    source = column(DATA, change.columns[0])
    return [f"{column(DATA, change.into)} = pd.cut({source}, bins=[{shown}], labels={labels})"]


FILLERS = {"mean": ".mean()", "median": ".median()", "mode": ".mode()[0]"}


def _fill(change: Change) -> list[str]:
    lines = []
    for name in change.columns:
        source = column(DATA, name)
        if change.how in {"ffill", "bfill"}:
            lines.append(f"{source} = {source}.{change.how}()")
        else:
            lines.append(f"{source} = {source}.fillna({_filler(source, change.how)})")
    return lines


def _filler(source: str, how: str) -> str:
    if how in FILLERS:
        return f"{source}{FILLERS[how]}"
    return "0" if how == "zero" else quote(how.removeprefix("="))


def _fill_by(change: Change) -> list[str]:
    source, group = column(DATA, change.columns[0]), quote(change.columns[1])
    how = change.how if change.how in {"mean", "median"} else "mean"
    inner = f"{DATA}.groupby({group})[{quote(change.columns[0])}].transform({quote(how)})"
    return [f"{source} = {source}.fillna({inner})", f"{source} = {source}.fillna({source}.{how}())"]


def _drop(change: Change) -> list[str]:
    return [
        f"{DATA} = {DATA}.dropna(subset={listed(change.columns)})"
        if change.columns
        else f"{DATA} = {DATA}.dropna()"
    ]


def _outliers(change: Change) -> list[str]:
    name = column(DATA, change.columns[0])
    method, action = change.how.split()
    lines = outlier_lines(name, method, change.threshold or (3.0 if method == "zscore" else 1.5))
    if action == "replace":
        return [*lines, f"{name} = {name}.mask(is_outlier, {name}.mean())"]
    return [*lines, f"{DATA} = {DATA}[~is_outlier]"]


def outlier_lines(values: str, method: str, threshold: float) -> list[str]:
    """The lines that set `is_outlier` for an expression of values."""
    if method == "zscore":
        return [
            f"z = ({values} - {values}.mean()) / {values}.std(ddof=0)",
            f"is_outlier = z.abs() > {threshold:g}",
        ]
    return [
        f"q1, q3 = {values}.quantile([0.25, 0.75])",
        f"margin = {threshold:g} * (q3 - q1)",
        f"is_outlier = ({values} < q1 - margin) | ({values} > q3 + margin)",
    ]


def _clip(change: Change) -> list[str]:
    name = column(DATA, change.columns[0])
    low, high = (int(rank) / 100 for rank in change.how.split())
    return [f"{name} = {name}.clip({name}.quantile({low:g}), {name}.quantile({high:g}))"]


def _minmax(change: Change) -> list[str]:
    names = listed(change.columns)
    part = f"{DATA}[{names}]"
    return [f"{part} = ({part} - {part}.min()) / ({part}.max() - {part}.min())"]


def _zscore(change: Change) -> list[str]:
    part = f"{DATA}[{listed(change.columns)}]"
    return [f"{part} = ({part} - {part}.mean()) / {part}.std(ddof=0)"]


def _over_rows(change: Change) -> list[str]:
    how = "pct_change() * 100" if change.kind == "pct_change" else "diff()"
    return [f"{column(DATA, change.into)} = {column(DATA, change.columns[0])}.{how}"]


def _date_part(change: Change) -> list[str]:
    dates = f'pd.to_datetime({column(DATA, change.columns[0])}, format="mixed")'
    return [f"{column(DATA, change.into)} = {dates}.dt.{change.kind}"]


def _days(change: Change) -> list[str]:
    last, first = (f"pd.to_datetime({column(DATA, name)})" for name in change.columns)
    return [f"{column(DATA, change.into)} = ({last} - {first}).dt.days"]


def _encode(change: Change) -> list[str]:
    sources = [column(DATA, name) for name in change.columns]
    return [f'{source} = {source}.astype("category").cat.codes' for source in sources]


CHANGES: dict[str, Callable[[Change], list[str]]] = {
    "number": _number,
    "seconds": _seconds,
    **dict.fromkeys(ARITHMETIC, _arithmetic),
    **dict.fromkeys(LOGS, _log),
    **dict.fromkeys(("length", "words", "solid"), _text),
    "mean_of": _mean_of,
    "bins": _bins,
    "fill": _fill,
    "fill_by": _fill_by,
    "drop": _drop,
    "encode": _encode,
    "days": _days,
    **dict.fromkeys(("pct_change", "diff"), _over_rows),
    **dict.fromkeys(("hour", "minute", "day", "dayofweek", "month", "year"), _date_part),
    "outliers": _outliers,
    "clip": _clip,
    "minmax": _minmax,
    "zscore": _zscore,
}
