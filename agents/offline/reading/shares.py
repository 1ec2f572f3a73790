"""Readers of questions about shares: of the rows that pass a filter, and of each category."""

import re

from agents.offline.intent import Analysis, Filter
from agents.offline.language.columns import names
from agents.offline.reading.context import Context
from agents.offline.vocabulary.ranks import HIGHEST, LOWEST

PARTS = re.compile(r"percent|pct|proportion|share|ratio|rate|fraction", re.IGNORECASE)
RATIO = re.compile(r"\bratio of\b", re.IGNORECASE)
SHARE_WHERE = re.compile(
    r"(?:percent\w*|%|share|proportion|fraction|part|half)\s+of\s+(?P<whole>[^.?;]+?)\b(?:is|are|was|were|has|have|had)\b",
    re.IGNORECASE,
)
SHARE_OF = re.compile(
    r"(?:percent\w*|%|share|proportion|fraction|part|half)\s+of\s+(?:(?:all|the|those)\s+)*[\"']?$",
    re.IGNORECASE,
)
WITHIN = re.compile(r"\b(?:in|within|among|for|during|from|at)\s+(?:the\s+)?[\"'`]?$", re.IGNORECASE)


def share(context: Context, kind: str) -> Analysis | None:
    """The share of rows that pass a filter, or of each category."""
    wanted = " ".join(f"{slot.name} {slot.hint}" for slot in context.slots)
    if (
        not (kind in context.kinds or (context.compared and RATIO.search(context.asked)))
        or (wanted and not PARTS.search(f"{wanted} {' '.join(slot.about for slot in context.slots)}"))
        or (wanted and "missing" in context.kinds)
    ):
        return None
    if not context.slots and context.stats and context.measures and not context.groups:
        return None  # `mean percentage of graduates`, of a column of percentages
    if not context.slots and {*context.compared, *context.groups} & context.filtered:
        return None  # the shares would be of the rows that are compared, not of all
    which = context.which or context.groups
    told = context.own or (context.filters if context.slots else ())
    rest = tuple(f for f in told if f.column not in which[:1])
    if which and rest:
        return Analysis(
            "portion", by=which[:1], where=rest[-1], top=1 if HIGHEST.search(context.asked) else 0
        )
    part = _whole(context, 0)
    if part and context.groups and len(context.filters) == 1:
        return Analysis("portion", by=context.groups[:1], where=part, chart=context.wants_chart)
    if context.filters and not context.groups:
        return Analysis("portion", where=_whole(context, 1))
    labels = tuple(n for n in (*context.groups, *names(context.mentions)) if n not in context.filtered)
    measure = tuple(m for m in context.measures if m not in labels[:1])[:1]
    ranked = context.slots and (HIGHEST.search(context.asked) or LOWEST.search(context.asked))
    return (
        Analysis(
            kind,
            labels[:1],
            stats=measure,
            top=1 if ranked else 0,
            ascending=not context.slots and context.lowest,
            chart=context.wants_chart,
        )
        if labels
        else None
    )


def _whole(context: Context, least: int) -> Filter | None:
    """What the share is of: in `what percentage of Adelie live on Dream` it is the Adelie.

    None where there are not more than `least` filters: then it is of all rows.
    """
    told = SHARE_WHERE.search(context.body)
    first, last = told.span("whole") if told else (0, 0)
    whole = next(
        (v for v in context.values if SHARE_OF.search(context.body[: v.start]) or first <= v.start < last),
        None,
    )
    others = len(context.filters) > least
    named = (f for f in context.filters if whole and others and f.column == whole.column.name)
    return next(named, None) or (
        _within(context) if len(context.filters) == 2 and not context.slots else None
    )


def _within(context: Context) -> Filter | None:
    """`… is late in 2023`, `… is late in class 1`: the rows among which the others are a share."""
    places = [(m.column.name, m.start) for m in context.mentions]
    places += [(v.column.name, v.start) for v in context.values]
    inside = {name for name, at in places if WITHIN.search(context.body[:at])}
    found = [f for f in context.filters if f.op.startswith(("year ", "month ", "day ")) or f.column in inside]
    return found[0] if len(found) == 1 else None
