"""The code of each change that readies the data."""

from collections.abc import Callable

from agents.offline.intent import Change
from agents.offline.language.bins import edges
from agents.offline.recipes.code import column, listed, quote
from agents.offline.recipes.conditions import DATA, condition

ARITHMETIC = {"sum": " + ", "difference": " - ", "product": " * ", "ratio": " / "}
TEXT = '{0}.fillna("").astype(str)'
DAY = 'pd.to_datetime({0}, format="mixed").dt'
MADE = {
    "log": "np.log({0})",
    "log10": "np.log10({0})",
    "log2": "np.log2({0})",
    "log1p": "np.log1p({0})",
    "length": f"{TEXT}.str.len()",
    "words": f"{TEXT}.str.split().str.len()",
    "solid": rf'{TEXT}.str.replace(r"\s", "", regex=True).str.len()',
    "pct_change": "{0}.pct_change() * 100",
    "diff": "{0}.diff()",
    "log_return": "np.log({0} / {0}.shift())",
    "cumsum": "{0}.cumsum()",
    "days": "(pd.to_datetime({0}) - pd.to_datetime({1})).dt.days",
    "day_name": f"{DAY}.day_name()",
    "dayofweek": f"{DAY}.day_of_week",
    "week": f"{DAY}.isocalendar().week",
    "date": f"{DAY}.date.astype(str)",
    **{part: f"{DAY}.{part}" for part in ("hour", "minute", "day", "quarter", "month", "year")},
}
"""The code of a new column, where it needs no more than the columns that it is made of."""
FILLERS = {"mean": ".mean()", "median": ".median()", "mode": ".mode()[0]"}


def change_lines(change: Change) -> list[str]:
    """The code of one change to `data`."""
    if change.kind in CHANGES:
        return CHANGES[change.kind](change)
    return [f"{column(DATA, change.into)} = {_made(change)}"]


def _made(change: Change) -> str:
    """The code of a new column."""
    sources = [column(DATA, name) for name in change.columns]
    if change.kind in ARITHMETIC:
        return ARITHMETIC[change.kind].join(sources)
    if change.kind in VALUES:
        return VALUES[change.kind](change, sources[0] if sources else "")
    code = (change.how if change.kind == "formula" else MADE[change.kind]).format(*sources)
    return code.removesuffix(" * 100") if change.how == "fraction" else code


def _bins(change: Change, source: str) -> str:
    """Ranges closed on the right; an edge that the upper range holds is moved down to the next number."""
    inner = [f"np.nextafter({e:g}, -np.inf)" if up else f"{e:g}" for e, up in edges(change.bins)]
    shown = ", ".join(("-np.inf", *inner, "np.inf"))
    return f"pd.cut({source}, bins=[{shown}], labels={listed(b.label for b in change.bins)})"


def _rolling(change: Change, source: str) -> str:
    rows, stat = change.how.split()
    return f"{source}.rolling({int(rows)}).{stat}()"


def _flag(change: Change, _: str) -> str:
    values = change.how.split("|")
    yes, no = (value if value in {"0", "1", "True", "False"} else quote(value) for value in values)
    return f"np.where({condition(DATA, change.where[0])}, {yes}, {no})"


def _season(change: Change, source: str) -> str:
    months = {
        int(month): label
        for label, _, told in (part.partition("=") for part in change.how.split(";"))
        for month in told.split(",")
    }
    shown = ", ".join(f"{month}: {quote(label)}" for month, label in sorted(months.items()))
    return f"pd.to_datetime({source}).dt.month.map({{{shown}}})"


VALUES: dict[str, Callable[[Change, str], str]] = {
    "bins": _bins,
    "qcut": lambda change, source: f"1 + pd.qcut({source}, {int(change.how)}, labels=False)",
    "rolling": _rolling,
    "flag": _flag,
    "season": _season,
    "extract": lambda change, source: f"{source}.astype(str).str.extract({quote(change.how)}, expand=False)",
    "mean_of": lambda change, _: f"{DATA}[{listed(change.columns)}].mean(axis=1)",
}
"""New columns that depend on how they are to be made."""


def _number(change: Change) -> list[str]:
    name = column(DATA, change.columns[0])
    digits = r'r"(-?\d[\d,]*\.?\d*)"'
    first = f"{name}.astype(str).str.extract({digits})[0]"
    return [f'{name} = pd.to_numeric({first}.str.replace(",", ""), errors="coerce")']


def _seconds(change: Change) -> list[str]:
    name = column(DATA, change.columns[0])
    shown = f"{name}.astype(str)"
    if change.how == "minutes":  # `12:05` is twelve minutes and five seconds
        shown = f'("00:" + {shown}.str.zfill(5))'
    return [f'{name} = pd.to_timedelta({shown}, errors="coerce").dt.total_seconds()']


def _fill(change: Change) -> list[str]:
    lines = []
    for name in change.columns:
        source = column(DATA, name)
        if change.how in {"ffill", "bfill", "interpolate"}:
            lines.append(f"{source} = {source}.{change.how}()")
        else:
            lines.append(f"{source} = {source}.fillna({_filler(source, change.how)})")
    return lines


def _filler(source: str, how: str) -> str:
    if how in FILLERS:
        return f"{source}{FILLERS[how]}"
    return "0" if how == "zero" else quote(how.removeprefix("="))


def _fill_by(change: Change) -> list[str]:
    source, group = column(DATA, change.columns[0]), listed(change.columns[1:])
    how = change.how if change.how in {"mean", "median"} else "mean"
    inner = f"{DATA}.groupby({group})[{quote(change.columns[0])}].transform({quote(how)})"
    return [f"{source} = {source}.fillna({inner})", f"{source} = {source}.fillna({source}.{how}())"]


def _unique(change: Change) -> list[str]:
    of = f"subset={listed(change.columns)}" if change.columns else ""
    return [f"{DATA} = {DATA}.drop_duplicates({of})"]


def _drop(change: Change) -> list[str]:
    return [
        f"{DATA} = {DATA}.dropna(subset={listed(change.columns)})"
        if change.columns
        else f"{DATA} = {DATA}.dropna()"
    ]


def _outliers(change: Change) -> list[str]:
    name = column(DATA, change.columns[0])
    method, action = change.how.split()
    lines = outlier_lines(name, method, change.threshold or (1.5 if method == "iqr" else 3.0))
    if action == "replace":
        return [*lines, f"{name} = {name}.mask(is_outlier, {name}.mean())"]
    return [*lines, f"{DATA} = {DATA}[~is_outlier]"]


def outlier_lines(values: str, method: str, threshold: float) -> list[str]:
    """The lines that set `is_outlier` for an expression of values."""
    if method != "iqr":
        ddof = 1 if method == "sample_zscore" else 0
        return [
            f"z = ({values} - {values}.mean()) / {values}.std(ddof={ddof})",
            f"is_outlier = z.abs() > {threshold:g}",
        ]
    return [
        f"q1, q3 = {values}.quantile([0.25, 0.75])",
        f"margin = {threshold:g} * (q3 - q1)",
        f"is_outlier = ({values} < q1 - margin) | ({values} > q3 + margin)",
    ]


def _scaled(change: Change) -> list[str]:
    part = f"{DATA}[{listed(change.columns)}]"
    if change.kind == "zscore":
        return [f"{part} = ({part} - {part}.mean()) / {part}.std(ddof=0)"]
    return [f"{part} = ({part} - {part}.min()) / ({part}.max() - {part}.min())"]


def _sort(change: Change) -> list[str]:
    rising = "" if change.how == "rising" else ", ascending=False"
    return [f'{DATA} = {DATA}.sort_values({quote(change.columns[0])}{rising}, kind="stable")']


def _encode(change: Change) -> list[str]:
    sources = [column(DATA, name) for name in change.columns]
    return [f'{source} = {source}.astype("category").cat.codes' for source in sources]


CHANGES: dict[str, Callable[[Change], list[str]]] = {
    "number": _number,
    "seconds": _seconds,
    "fill": _fill,
    "fill_by": _fill_by,
    "drop": _drop,
    "unique": _unique,
    "outliers": _outliers,
    "minmax": _scaled,
    "zscore": _scaled,
    "sort": _sort,
    "encode": _encode,
}
"""Changes of columns that are there, and of the rows."""
