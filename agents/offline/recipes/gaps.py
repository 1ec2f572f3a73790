"""Code for missing values and for rows that come more than once."""

from agents.offline.intent import KEPT_BEFORE, Analysis, Intent
from agents.offline.recipes.code import Code, column, columns, listed, quote
from agents.offline.recipes.conditions import DATA
from agents.offline.recipes.prepare import frame_of


def missing(intent: Intent, analysis: Analysis) -> Code:
    """Missing values and their percentage, by column, or of one column by group."""
    frame = frame_of(intent)
    if analysis.by and analysis.columns:
        name = column(frame, analysis.columns[0])
        by = column(frame, analysis.by[0])
        lines = [
            (
                f"result = {name}.isna().groupby({by}).sum().sort_values(ascending=False, "
                f'kind="stable").to_frame({quote(f"missing {analysis.columns[0]}")})'
            )
        ]
        return Code(f"Missing {analysis.columns[0]} by {analysis.by[0]}", tuple(lines), table=True)
    part = columns(frame, analysis.columns) if analysis.columns else frame
    if analysis.method == "rows":
        lines = [
            f"gaps = {part}.isna().any(axis=1)",
            "result = {",
            '    "rows with missing": int(gaps.sum()),',
            '    "complete rows without missing": int((~gaps).sum()),',
            '    "percentage rows with missing": float(100 * gaps.mean()),',
            "}",
        ]
        return Code("Rows with missing values", tuple(lines))
    lines = [
        f"gaps = {part}.isna()",
        'result = pd.DataFrame({"missing": gaps.sum(), "percentage missing": 100 * gaps.mean()})',
        'result.index.name = "column"',
    ]
    made = {change.into for change in intent.changes} & set(analysis.columns)
    if frame == DATA and not made and any(c.kind in KEPT_BEFORE for c in intent.changes):
        before = columns("before", analysis.columns) if analysis.columns else "before"
        lines.append(f'result["missing before"] = {before}.isna().sum()')
    return Code("Missing values", tuple(lines), ("import pandas as pd",), table=True)


def duplicates(intent: Intent, analysis: Analysis) -> Code:
    """Rows that repeat an earlier one."""
    frame = frame_of(intent)
    of = f"subset={listed(analysis.columns)}" if analysis.columns else ""
    lines = [
        f"repeated = {frame}.duplicated({of})",
        "result = {",
        '    "duplicate rows": int(repeated.sum()),',
        '    "rows without duplicates": int((~repeated).sum()),',
        '    "percentage duplicate rows": float(100 * repeated.mean()),',
        "}",
    ]
    return Code("Duplicate rows", tuple(lines))
