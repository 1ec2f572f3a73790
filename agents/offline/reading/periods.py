"""The reader of trends: a measure, or the number of rows, over units of time."""

import re

from agents.offline.intent import Analysis
from agents.offline.language.types import DATED, NUMERIC
from agents.offline.reading.context import Context
from agents.offline.reading.rankings import usual_stat
from agents.offline.vocabulary.kinds import CUMULATIVE
from agents.offline.vocabulary.ranks import ENDS
from agents.offline.vocabulary.statistics import MEASURED
from agents.offline.vocabulary.times import ONE_PERIOD, UNITS, time_unit

END_BEFORE = re.compile(rf"\b({'|'.join(ENDS)})\s+(?:\w+\s+)?[\"'`]?$", re.IGNORECASE)
YEAR = re.compile(r"\byear\b|年", re.IGNORECASE)
DAYS = {"hour": {"datetime"}, "weekend": DATED, "weekday": DATED}
"""The types of column that have an hour, or a day of the week."""


def trend(context: Context, kind: str) -> Analysis | None:
    """A measure, or the number of rows, over units of time; `which month` asks for the highest."""
    compared = any(f.op == "year in" for f in context.filters)
    unit = time_unit(context.asked, best=not context.slots) or ("year" if compared else "")
    target = _time_column(context)
    adds = bool(CUMULATIVE.search(context.asked)) and not context.slots
    column = context.column(target)
    if not target or not (unit or kind in context.kinds or adds):
        return None
    if unit in {"hour", "weekend", "weekday"} and (column is None or column.type not in DAYS[unit]):
        return None
    measures = tuple(m for m in context.measures if m != target and m.casefold() not in UNITS)[:3]
    stats = _of_periods(context, measures)
    usual = (usual_stat(measures[0]),) if measures else ("count",)
    return Analysis(
        kind,
        measures,
        stats=(stats or usual) if measures else usual,
        unit=unit or ("year" if column and column.type in NUMERIC else ""),
        target=target,
        method="cumulative" if adds and {*(stats or usual)} <= {"sum", "count"} else "",
        top=1 if ONE_PERIOD.search(context.asked) else 0,
        ascending=context.lowest,
        chart=context.wants_chart,
    )


def _of_periods(context: Context, measures: tuple[str, ...]) -> tuple[str, ...]:
    """The statistics of each period: `highest price per day` is its maximum, `which day` ranks the days."""
    stats = tuple(s for s in context.stats if s in MEASURED)
    if context.slots or ONE_PERIOD.search(context.asked):
        return tuple(s for s in stats if s not in {"min", "max"})[:2]
    ends = (m for m in context.mentions if m.column.name in measures[:1])
    found = (END_BEFORE.search(context.body[: m.start]) for m in ends)
    end = next((ENDS[m[1].casefold()] for m in found if m), "")
    return stats[:4] or ((end,) if end in {"min", "max"} else ())


def _time_column(context: Context) -> str:
    years = [m.column.name for m in context.mentions if YEAR.search(m.column.name)]
    years += [c.name for c in context.columns if YEAR.search(c.name)]
    return next(iter((*context.dates(), *years)), "")
