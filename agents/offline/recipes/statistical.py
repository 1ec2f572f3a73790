"""Code for relations, tests, normality, outliers and distributions."""

import re
from collections.abc import Iterator
from itertools import combinations

from agents.offline.intent import Analysis, Intent
from agents.offline.recipes import charts
from agents.offline.recipes.code import Code, column, columns, listed, quote
from agents.offline.recipes.prepare import frame_of
from agents.offline.recipes.table import unit_of
from agents.offline.vocabulary.significance import TESTS, VARIANCES
from agents.offline.vocabulary.statistics import STATISTICS

SQUARED = re.compile(r"r[\s-]?squared?\b|r²|determination", re.IGNORECASE)
SCIPY = "from scipy import stats"


def correlation(intent: Intent, analysis: Analysis) -> Code:
    """A coefficient with its p-value for each pair; a matrix where no pair is meant; a row for each group."""
    if analysis.by:
        return _by_group(intent, analysis)
    if analysis.target:
        return _with_target(intent, analysis)
    if len(analysis.columns) > 2 and not intent.slots:
        return _matrix(intent, analysis)
    lines = [line for pair in combinations(analysis.columns[:6], 2) for line in _pair(intent, analysis, pair)]
    first, second = analysis.columns[:2]
    if analysis.chart and len(analysis.columns) == 2:
        units = (unit_of(intent, first), unit_of(intent, second))
        lines += charts.scatter(f"{first} and {second}", "pair", first, second, units)
    needs = (SCIPY, charts.IMPORT) if analysis.chart else (SCIPY,)
    return Code(f"Correlation of {first} and {second}", ("result = {}", *lines), needs)


def _pair(intent: Intent, analysis: Analysis, pair: tuple[str, str]) -> list[str]:
    tail = "" if len(analysis.columns) == 2 else f" {pair[0]} {pair[1]}"
    squared = [f"result[{quote(f'r2{tail}')}] = float(r**2)"] if SQUARED.search(intent.body) else []
    return [
        f"pair = {columns(frame_of(intent), pair)}.dropna()",
        f"r, p = {_related(analysis, pair)}",
        (
            f"result.update({{{quote(f'r{tail}')}: float(r), {quote(f'p{tail}')}: float(p), "
            f"{quote(f'n{tail}')}: len(pair)}})"
        ),
        *squared,
    ]


def _related(analysis: Analysis, pair: tuple[str, ...]) -> str:
    return TESTS[analysis.method or "pearson"].code(", ".join(column("pair", name) for name in pair[:2]))


def _with_target(intent: Intent, analysis: Analysis) -> Code:
    """Every numeric column against one, the strongest first."""
    others = [name for name in analysis.columns if name != analysis.target]
    lines = [
        f"numbers = {columns(frame_of(intent), (*others, analysis.target))}",
        f"related = numbers[{listed(others)}].corrwith({column('numbers', analysis.target)})",
        'result = related.sort_values(key=abs, ascending=False).to_frame("r")',
        'result.index.name = "column"',
    ]
    return Code(f"Correlations with {analysis.target}", tuple(lines), table=True)


def _by_group(intent: Intent, analysis: Analysis) -> Code:
    pair = analysis.columns[:2]
    lines = [
        "rows = []",
        f"for name, part in {frame_of(intent)}.groupby({quote(analysis.by[0])}):",
        f"    pair = {columns('part', pair)}.dropna()",
        f"    r, p = {_related(analysis, pair)}",
        "    rows.append((name, float(r), float(p), len(pair)))",
        (
            f'result = pd.DataFrame(rows, columns=[{quote(analysis.by[0])}, "r", "p", '
            f'"n"]).set_index({quote(analysis.by[0])})'
        ),
        *(('result = result.sort_values("r", key=abs, ascending=False)',) if analysis.top else ()),
    ]
    title = f"Correlation of {pair[0]} and {pair[1]} by {analysis.by[0]}"
    return Code(title, tuple(lines), ("import pandas as pd", SCIPY), table=True)


def _matrix(intent: Intent, analysis: Analysis) -> Code:
    lines = [
        f"matrix = {columns(frame_of(intent), analysis.columns)}.corr(method={quote(analysis.method)})",
        "pairs = matrix.where(np.triu(np.ones(matrix.shape, dtype=bool), k=1)).stack()",
        'result = pairs.sort_values(key=abs, ascending=False).head(20).to_frame("r")',
        'result.index.names = ["column", "and"]',
        "",
        "figure, axes = plt.subplots(figsize=(7, 6))",
        'image = axes.imshow(matrix, cmap="coolwarm", vmin=-1, vmax=1)',
        "axes.set_xticks(range(len(matrix)), matrix.columns, rotation=90)",
        "axes.set_yticks(range(len(matrix)), matrix.columns)",
        'figure.colorbar(image, label="r")',
        'axes.set_title("Correlations")',
        "plt.tight_layout()",
        "plt.show()",
    ]
    return Code(
        "Correlations of the numeric columns", tuple(lines), (charts.IMPORT, "import numpy as np"), table=True
    )


def normality(intent: Intent, analysis: Analysis) -> Code:
    """A test of normality with moments; the p-value of Anderson-Darling is its critical value's side."""
    lines = [line for name in analysis.columns for line in _normal(intent, analysis, name)]
    name = analysis.columns[0]
    if analysis.chart:
        lines += charts.histogram(
            f"Distribution of {name}", unit_of(intent, name), column(frame_of(intent), name)
        )
    needs = (SCIPY, charts.IMPORT) if analysis.chart else (SCIPY,)
    return Code(f"Test {name} for normality", ("result = {}", *lines), needs)


def _normal(intent: Intent, analysis: Analysis, name: str) -> list[str]:
    tail = "" if len(analysis.columns) == 1 else f" {name}"
    lines = [
        f"values = {column(frame_of(intent), name)}.dropna()",
        f"test = {TESTS[analysis.method].code('values')}",
    ]
    p = (
        "float(test.pvalue)"
        if analysis.method != "anderson"
        else "float(0.1 if test.statistic < test.critical_values[2] else 0.01)"
    )
    entries = {
        f"statistic{tail}": "float(test.statistic)",
        f"p{tail}": p,
        f"skew{tail}": "float(values.skew())",
        f"kurt{tail}": "float(values.kurt())",
        f"mean{tail}": "float(values.mean())",
        f"std{tail}": "float(values.std())",
    }
    return [*lines, "result.update({", *(f"    {quote(k)}: {v}," for k, v in entries.items()), "})"]


def test(intent: Intent, analysis: Analysis) -> Code:
    """Groups of a measure compared; the number of groups picks the test where none is named."""
    frame, measure = frame_of(intent), analysis.columns[0]
    if analysis.method == "ttest_1samp":
        return _against(frame, analysis)
    stat = "var" if analysis.method in VARIANCES else "mean"
    if analysis.by:
        lines = [
            (
                f"groups = {{str(name): part.dropna() for name, part in "
                f"{frame}.groupby({quote(analysis.by[0])}, observed=True)[{quote(measure)}]}}"
            )
        ]
    else:
        lines = [f"groups = {{name: {frame}[name].dropna() for name in {listed(analysis.columns)}}}"]
    if named := _named_groups(intent, analysis):
        lines.append(f"groups = {{name: groups[name] for name in {listed(named)}}}")
    if analysis.method == "bartlett":  # scipy 1.17 fails at whole numbers
        lines.append("groups = {name: part.astype(float) for name, part in groups.items()}")
    lines += _test_call(analysis.method)
    lines += [
        'result = {"statistic": float(test.statistic), "p": float(test.pvalue)}',
        "for name, part in groups.items():",
        f"    result[{quote(f'{stat} {measure} ')} + name] = float(part.{stat}())",
    ]
    if intent.slots and stat == "mean":
        lines += [
            "if len(groups) == 2:",
            "    first, second = (part.mean() for part in groups.values())",
            f"    result[{quote(f'difference mean {measure}')}] = float(first - second)",
        ]
    if analysis.chart and analysis.by:
        lines += charts.boxes(
            f"{measure} by {analysis.by[0]}", frame, measure, analysis.by[0], unit_of(intent, measure)
        )
        return Code(f"Compare {measure} by {analysis.by[0]}", tuple(lines), (SCIPY, charts.IMPORT))
    return Code(f"Compare groups of {measure}", tuple(lines), (SCIPY,))


def _against(frame: str, analysis: Analysis) -> Code:
    """The mean of a measure against a number."""
    measure = analysis.columns[0]
    lines = (
        f"values = {column(frame, measure)}.dropna()",
        f"test = {TESTS[analysis.method].code(f'values, {analysis.threshold:g}')}",
        'result = {"statistic": float(test.statistic), "p": float(test.pvalue)}',
        f"result[{quote(f'mean {measure} overall')}] = float(values.mean())",
    )
    return Code(f"Compare the mean of {measure} with {analysis.threshold:g}", lines, (SCIPY,))


def _named_groups(intent: Intent, analysis: Analysis) -> list[str]:
    """The groups in the order in which the question names them, where it names all."""
    column_ = intent.column(analysis.by[0]) if analysis.by else None
    if column_ is None or column_.unique > len(column_.examples):
        return []
    body = intent.body.casefold()
    places = {
        name: m.start()
        for name in column_.examples
        if (m := re.search(rf"\b{re.escape(name.casefold())}", body))
    }
    return sorted(places, key=places.__getitem__) if len(places) == column_.unique else []


def _test_call(method: str) -> list[str]:
    if method:
        return [f"test = {TESTS[method].code('*groups.values()')}"]
    return [
        "compare = stats.ttest_ind if len(groups) == 2 else stats.f_oneway",
        "test = compare(*groups.values())",
    ]


def chi2(intent: Intent, analysis: Analysis) -> Code:
    """Independence of two categories by their table of counts."""
    frame = frame_of(intent)
    first, second = (column(frame, name) for name in analysis.columns[:2])
    lines = [
        f"counts = pd.crosstab({first}, {second})",
        f"test = {TESTS[analysis.method].code('counts')}",
        f'result = {{"{analysis.method} statistic": float(test.statistic), "p": float(test.pvalue)}}',
        *(['result["degrees of freedom"] = int(test.dof)'] if analysis.method == "chi2" else []),
    ]
    return Code(
        f"Are {analysis.columns[0]} and {analysis.columns[1]} independent?",
        tuple(lines),
        ("import pandas as pd", SCIPY),
    )


def histogram(intent: Intent, analysis: Analysis) -> Code:
    """The middle, spread and shape of a column, with its histogram."""
    name, frame = analysis.columns[0], frame_of(intent)
    lines = [
        f"values = {column(frame, name)}.dropna()",
        "result = {",
        *(f"    {quote(f'{stat} {name}')}: float({code})," for stat, code in _shape()),
        "}",
    ]
    for one in analysis.columns:
        lines += charts.histogram(f"Distribution of {one}", unit_of(intent, one), column(frame, one))
    return Code(f"Distribution of {name}", tuple(lines), (charts.IMPORT,))


def _shape() -> Iterator[tuple[str, str]]:
    """Middle, spread and shape of `values`, the quartiles among them."""
    for stat in ("mean", "median", "std", "min", "max", "skew"):
        yield stat, STATISTICS[stat].code.format("values")
    yield from (("q1", "values.quantile(0.25)"), ("q3", "values.quantile(0.75)"))
