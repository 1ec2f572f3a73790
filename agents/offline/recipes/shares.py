"""Code for shares: of the rows that pass a condition, and of each category."""

from agents.offline.intent import Analysis, Intent
from agents.offline.recipes import charts
from agents.offline.recipes.code import Code, column, quote
from agents.offline.recipes.conditions import DATA, condition, conditions
from agents.offline.recipes.prepare import frame_of
from agents.offline.wording.phrases import filter_text


def portion(intent: Intent, analysis: Analysis) -> Code:
    """The share of all rows, or of those that pass one filter, that the filters keep."""
    assert intent.table is not None  # noqa: S101
    whole = intent.table.table
    if analysis.by and analysis.where:
        by = analysis.by[0]
        whole = frame_of(intent)
        title = f"Share of {filter_text(analysis.where)} by {by}"
        lines = [
            f"hits = ({condition(whole, analysis.where)}).groupby({column(whole, by)})",
            'result = pd.DataFrame({"percentage": 100 * hits.mean(), "rows": hits.sum()})',
            'result["total"] = hits.size()',
            *(['result = result.sort_values("percentage", ascending=False)'] if analysis.top else ()),
            *(charts.bars(title, by, "%", 'result[["percentage"]]') if analysis.chart else ()),
        ]
        imports = ("import pandas as pd", *((charts.IMPORT,) if analysis.chart else ()))
        return Code(title, tuple(lines), imports, table=True)
    hits = DATA
    if analysis.filters:
        whole = frame_of(intent)
        part = tuple(f for f in analysis.filters if f != analysis.where)
        hits = f"{whole}[{conditions(whole, (*part, *((analysis.where,) if analysis.where else ())))}]"
    total = f"int(({condition(whole, analysis.where)}).sum())" if analysis.where else f"len({whole})"
    lines = [
        f"hits, total = len({hits}), {total}",
        'result = {"percentage": 100 * hits / total, "rows": hits, "total": total}',
    ]
    return Code("Share of the rows", tuple(lines))


def share(intent: Intent, analysis: Analysis) -> Code:
    """The percentage of each category, of rows or of a measure."""
    frame, by = frame_of(intent), analysis.columns[0]
    if analysis.stats:
        parts = [
            f"amounts = {frame}.groupby({quote(by)})[{quote(analysis.stats[0])}].sum()",
            "amounts = amounts.sort_values(ascending=False)",
        ]
        value = f"sum {analysis.stats[0]}"
    else:
        parts, value = [f"amounts = {column(frame, by)}.value_counts()"], "rows"
    parts.append(
        f'result = pd.DataFrame({{{quote(value)}: amounts, "percentage": 100 * amounts / amounts.sum()}})'
    )
    title = f"Share of {analysis.stats[0] if analysis.stats else 'rows'} by {by}"
    drawn = charts.bars(title, by, "%", 'result[["percentage"]]') if analysis.chart else []
    return Code(
        title, (*parts, *drawn), ("import pandas as pd", *((charts.IMPORT,) if drawn else ())), table=True
    )
