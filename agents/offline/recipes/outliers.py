"""Code for outliers: counted, with the statistics of them and of the rest, and listed where asked."""

from agents.offline.intent import Analysis, Intent
from agents.offline.recipes import charts
from agents.offline.recipes.changes import outlier_lines
from agents.offline.recipes.code import Code, column, quote
from agents.offline.recipes.prepare import frame_of
from agents.offline.recipes.table import unit_of
from agents.offline.templates.slots import LISTED


def outliers(intent: Intent, analysis: Analysis) -> Code:
    """Outliers counted, with the statistics of them and of the rest."""
    frame = "before" if any(c.kind == "outliers" for c in intent.changes) else frame_of(intent)
    if analysis.by:
        return _outliers_by(frame, analysis)
    lines = ["result = {}"]
    for name in analysis.columns:
        lines += _outliers_of(frame, name, analysis)
    if LISTED.search(" ".join(f"{slot.hint} {slot.about}" for slot in intent.slots)):
        lines += _flagged(frame, analysis)
    if analysis.chart and len(analysis.columns) == 1:
        name = analysis.columns[0]
        lines += charts.box(f"Outliers of {name}", frame, name, unit_of(intent, name))
        return Code(f"Outliers of {name}", tuple(lines), (charts.IMPORT,))
    return Code("Outliers", tuple(lines))


def _outliers_of(frame: str, name: str, analysis: Analysis) -> list[str]:
    head = [
        f"values = {column(frame, name)}.dropna()",
        *outlier_lines("values", analysis.method, _threshold(analysis)),
    ]
    rest = {
        f"count outliers {name}": "int(is_outlier.sum())",
        f"percentage outliers {name}": "float(100 * is_outlier.mean())",
        **{
            f"{s} {name} outliers": f"float(values[is_outlier].{s}())"
            for s in ("mean", "median", "std", "min", "max")
        },
        **{
            f"{s} {name} without outliers": f"float(values[~is_outlier].{s}())"
            for s in ("mean", "median", "std", "min", "max")
        },
        **{f"{s} {name} with outliers": f"float(values.{s}())" for s in ("mean", "median", "std")},
        f"count {name} without outliers": "int((~is_outlier).sum())",
        f"count low outliers {name}": "int((is_outlier & (values < values.median())).sum())",
        f"count high outliers {name}": "int((is_outlier & (values > values.median())).sum())",
    }
    if analysis.method == "iqr":
        rest |= {
            f"lower bound {name}": "float(q1 - margin)",
            f"upper bound {name}": "float(q3 + margin)",
            f"q1 {name}": "float(q1)",
            f"q3 {name}": "float(q3)",
            f"iqr {name}": "float(q3 - q1)",
        }
    return [*head, "result.update({", *(f"    {quote(k)}: {v}," for k, v in rest.items()), "})"]


def _flagged(frame: str, analysis: Analysis) -> list[str]:
    """Which rows are the outliers: their names, values and places."""
    named = (
        [f'result["labels"] = {column(f"{frame}.loc[flagged]", analysis.target)}.astype(str).tolist()']
        if analysis.target
        else []
    )
    return [
        "flagged = values.index[is_outlier]",
        *named,
        'result["values"] = values[is_outlier].tolist()',
        'result["places"] = flagged.tolist()',
    ]


def _threshold(analysis: Analysis) -> float:
    return analysis.threshold or (1.5 if analysis.method == "iqr" else 3.0)


def _outliers_by(frame: str, analysis: Analysis) -> Code:
    name, by = analysis.columns[0], analysis.by[0]
    lines = [
        "rows = []",
        f"for name, part in {frame}.groupby({quote(by)}):",
        *(
            "    " + line
            for line in (
                f"values = {column('part', name)}.dropna()",
                *outlier_lines("values", analysis.method, _threshold(analysis)),
            )
        ),
        "    rows.append((name, int(is_outlier.sum())))",
        f'result = pd.DataFrame(rows, columns=[{quote(by)}, "count outliers"]).set_index({quote(by)})',
    ]
    return Code(f"Outliers of {name} by {by}", tuple(lines), ("import pandas as pd",), table=True)
