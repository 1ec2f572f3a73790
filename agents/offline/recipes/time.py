"""Code for trends: a measure, or the number of rows, over periods of time."""

import re

from agents.offline.intent import Analysis, Intent
from agents.offline.recipes import charts
from agents.offline.recipes.code import Code, column, quote
from agents.offline.recipes.prepare import frame_of
from agents.offline.recipes.table import group_entries, in_words, unit_of
from agents.offline.vocabulary.statistics import STATISTICS, of_groups, stat_name

PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
NUMBERED = frozenset({"month", "year", "quarter"})
"""Periods that a template wants as a number."""
CHANGED = re.compile(
    r"\b(?:chang|increas|decreas|declin|grow|growth|r[io]se|drop|fell|fall|previous|compared (?:to|with))\w*",
    re.IGNORECASE,
)
MANY_YEARS = 6


def trend(intent: Intent, analysis: Analysis) -> Code:
    """A table over time, by calendar period or by a column of years, with a line."""
    entries = group_entries(intent, analysis)
    rows = [f"    {quote(label)}: {code}," for label, code in entries]
    unit = analysis.unit or _unit(intent, analysis)
    lines = [
        _period(intent, analysis, unit),
        f"groups = {frame_of(intent)}.groupby(period)",
        "result = pd.DataFrame({",
        *(rows or ['    "rows": groups.size(),']),
        *(
            ['    "percentage": 100 * groups.size() / groups.size().sum(),']
            if intent.slots and not rows
            else []
        ),
        "})",
        f"result.index.name = {quote(unit)}",
    ]
    first = entries[0][0] if entries else "rows"
    if analysis.method == "cumulative":
        lines.append('result = result.cumsum().add_prefix("cumulative ")')
        first = f"cumulative {first}"
    if intent.slots and CHANGED.search(intent.body):
        lines += [
            f"result[{quote(f'change {first}')}] = result[{quote(first)}].diff()",
            f"result[{quote(f'percentage change {first}')}] = 100 * result[{quote(first)}].pct_change()",
        ]
    title = f"{in_words(analysis.columns) or 'Rows'} by {unit}"
    if analysis.chart:
        lines += charts.line(title, unit, _axis(intent, analysis), "result")
    lines += [] if _as_number(intent, unit) else ["result.index = result.index.astype(str)"]
    if analysis.top:
        if intent.slots and CHANGED.search(intent.body.split("\n")[0]):
            first = f"percentage change {first}" if "percent" in intent.body else f"change {first}"
        rising = "" if analysis.ascending else ", ascending=False"
        lines.append(f'result = result.sort_values({quote(first)}{rising}, kind="stable")')
    needs = ("import pandas as pd", charts.IMPORT) if analysis.chart else ("import pandas as pd",)
    return Code(title[0].upper() + title[1:], tuple(lines), needs, table=True)


def nested(intent: Intent, analysis: Analysis) -> Code:
    """A statistic over the groups of the counts, or of a statistic, of each."""
    outer, inner = analysis.stats
    by = analysis.unit or analysis.by[0]
    groups = f"{frame_of(intent)}.groupby({'period' if analysis.unit else quote(by)}, observed=True)"
    each = of_groups(inner, column(groups, analysis.columns[0])) if analysis.columns else f"{groups}.size()"
    lines = (
        *((_period(intent, analysis, analysis.unit),) if analysis.unit else ()),
        f"each = {each}",
        f"result = {{{quote(f'{outer} per {by}')}: {STATISTICS[outer].code.format('each')}}}",
        f"result[{quote('groups')}] = len(each)",
    )
    title = (
        f"{stat_name(outer, 'en')} of the {stat_name('rows' if inner == 'count' else inner, 'en')} per {by}"
    )
    return Code(title[0].upper() + title[1:], lines, ("import pandas as pd",) if analysis.unit else ())


def span(intent: Intent, analysis: Analysis) -> Code:
    """The first and the last date, and the days between them."""
    lines = [
        f"dates = pd.to_datetime({column(frame_of(intent), analysis.columns[0])}).dropna()",
        "result = {",
        '    "first date": str(dates.min().date()),',
        '    "last date": str(dates.max().date()),',
        '    "days": (dates.max() - dates.min()).days,',
        "}",
    ]
    return Code("First and last date", tuple(lines), ("import pandas as pd",))


def _axis(intent: Intent, analysis: Analysis) -> str:
    if not analysis.columns:
        return "rows"
    return (
        f"{analysis.stats[0]} {unit_of(intent, analysis.columns[0])}"
        if len(analysis.columns) == 1
        else "value"
    )


def _period(intent: Intent, analysis: Analysis, unit: str) -> str:
    source = column(frame_of(intent), analysis.target)
    dated = intent.column(analysis.target)
    if dated is not None and dated.type in {"integer", "number"}:
        return f"period = {source}"
    if unit == "weekday":
        return f"period = pd.to_datetime({source}).dt.day_name()"
    if unit == "hour":
        return f"period = pd.to_datetime({source}).dt.hour"
    if unit == "weekend":
        weekends = f"pd.to_datetime({source}).dt.day_of_week >= 5"
        return f'period = ({weekends}).map({{True: "weekend", False: "weekday"}})'
    if _as_number(intent, unit):
        return f"period = pd.to_datetime({source}).dt.{unit}"
    return f'period = pd.to_datetime({source}).dt.to_period("{PERIODS[unit]}")'


def _as_number(intent: Intent, unit: str) -> bool:
    """Whether a template wants a period as a number; one of the form YYYY-MM does not."""
    written = any("YYYY-" in f"{slot.hint} {slot.about}" for slot in intent.slots)
    return bool(intent.slots) and unit in NUMBERED and not written


def _unit(intent: Intent, analysis: Analysis) -> str:
    """A unit of time that gives a readable number of points."""
    dated = intent.column(analysis.target)
    low, high = ((dated.low, dated.high) if dated else (None, None)) or (None, None)
    first, last = (int(t[:4]) if t and t[:4].isdigit() else 0 for t in (low, high))
    if last - first > MANY_YEARS:
        return "year"
    return "day" if low and high and low[:7] == high[:7] else "month"
