"""The code of each change that readies the data."""

from collections.abc import Callable

from agents.offline.intent import Change
from agents.offline.language.bins import edges
from agents.offline.recipes.code import column, listed, quote
from agents.offline.recipes.conditions import DATA, condition

ARITHMETIC = {"sum": " + ", "difference": " - ", "product": " * ", "ratio": " / "}
LOGS = {"log": "np.log", "log10": "np.log10", "log2": "np.log2", "log1p": "np.log1p"}


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
    shown = f"{name}.astype(str)"
    if change.how == "minutes":  # `12:05` is twelve minutes and five seconds
        shown = f'("00:" + {shown}.str.zfill(5))'
    return [f'{name} = pd.to_timedelta({shown}, errors="coerce").dt.total_seconds()']


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


def _qcut(change: Change) -> list[str]:
    """Equally large groups, 1 the lowest."""
    source = column(DATA, change.columns[0])
    return [f"{column(DATA, change.into)} = 1 + pd.qcut({source}, {int(change.how)}, labels=False)"]


FILLERS = {"mean": ".mean()", "median": ".median()", "mode": ".mode()[0]"}


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


def _minmax(change: Change) -> list[str]:
    names = listed(change.columns)
    part = f"{DATA}[{names}]"
    return [f"{part} = ({part} - {part}.min()) / ({part}.max() - {part}.min())"]


def _zscore(change: Change) -> list[str]:
    part = f"{DATA}[{listed(change.columns)}]"
    return [f"{part} = ({part} - {part}.mean()) / {part}.std(ddof=0)"]


OVER_ROWS = {
    "pct_change": "{0}.pct_change() * 100",
    "diff": "{0}.diff()",
    "log_return": "np.log({0} / {0}.shift())",
    "cumsum": "{0}.cumsum()",
}


def _over_rows(change: Change) -> list[str]:
    code = OVER_ROWS[change.kind].format(column(DATA, change.columns[0]))
    code = code.removesuffix(" * 100") if change.how == "fraction" else code
    return [f"{column(DATA, change.into)} = {code}"]


def _rolling(change: Change) -> list[str]:
    rows, stat = change.how.split()
    source = column(DATA, change.columns[0])
    return [f"{column(DATA, change.into)} = {source}.rolling({int(rows)}).{stat}()"]


def _formula(change: Change) -> list[str]:
    terms = change.how.format(*(column(DATA, name) for name in change.columns))
    return [f"{column(DATA, change.into)} = {terms}"]


def _extract(change: Change) -> list[str]:
    source = f"{column(DATA, change.columns[0])}.astype(str)"
    return [f"{column(DATA, change.into)} = {source}.str.extract({quote(change.how)}, expand=False)"]


def _flag(change: Change) -> list[str]:
    values = change.how.split("|")
    yes, no = (value if value in {"0", "1", "True", "False"} else quote(value) for value in values)
    return [f"{column(DATA, change.into)} = np.where({condition(DATA, change.where[0])}, {yes}, {no})"]


def _season(change: Change) -> list[str]:
    months = {
        int(month): label
        for label, _, told in (part.partition("=") for part in change.how.split(";"))
        for month in told.split(",")
    }
    shown = ", ".join(f"{month}: {quote(label)}" for month, label in sorted(months.items()))
    dates = f"pd.to_datetime({column(DATA, change.columns[0])})"
    return [f"{column(DATA, change.into)} = {dates}.dt.month.map({{{shown}}})"]


DATE_PARTS = {
    "day_name": "day_name()",
    "dayofweek": "day_of_week",
    "week": "isocalendar().week",
    "date": "date.astype(str)",
}


def _date_part(change: Change) -> list[str]:
    dates = f'pd.to_datetime({column(DATA, change.columns[0])}, format="mixed")'
    return [f"{column(DATA, change.into)} = {dates}.dt.{DATE_PARTS.get(change.kind, change.kind)}"]


def _days(change: Change) -> list[str]:
    last, first = (f"pd.to_datetime({column(DATA, name)})" for name in change.columns)
    return [f"{column(DATA, change.into)} = ({last} - {first}).dt.days"]


def _sort(change: Change) -> list[str]:
    rising = "" if change.how == "rising" else ", ascending=False"
    return [f'{DATA} = {DATA}.sort_values({quote(change.columns[0])}{rising}, kind="stable")']


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
    "qcut": _qcut,
    "fill": _fill,
    "fill_by": _fill_by,
    "drop": _drop,
    "encode": _encode,
    "sort": _sort,
    "days": _days,
    **dict.fromkeys(OVER_ROWS, _over_rows),
    "rolling": _rolling,
    "formula": _formula,
    "extract": _extract,
    "season": _season,
    "flag": _flag,
    **dict.fromkeys(
        ("hour", "minute", "day", "dayofweek", "day_name", "week", "quarter", "date", "month", "year"),
        _date_part,
    ),
    "outliers": _outliers,
    "minmax": _minmax,
    "zscore": _zscore,
}
