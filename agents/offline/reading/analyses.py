"""From what was found in a question to the analyses that it asks for."""

import re
from collections.abc import Callable
from dataclasses import replace

from agents.offline.intent import Analysis
from agents.offline.language.columns import names
from agents.offline.reading import quality, statistical
from agents.offline.reading.context import Context
from agents.offline.reading.nested import nested
from agents.offline.reading.periods import trend
from agents.offline.reading.rankings import COUNTED, extreme, having, record, usual_stat
from agents.offline.reading.shares import share
from agents.offline.reading.templates.merging import (
    asks_whole,
    is_before,
    is_part,
    merged,
    own_filters,
    own_to,
)
from agents.offline.templates.matching import NAMES
from agents.offline.vocabulary.actions import CHART
from agents.offline.vocabulary.ranks import HIGHEST, top_count
from agents.offline.vocabulary.statistics import MEASURED

NUMBER_OF = re.compile(r"^(?:number|num|count|no\.?)[ _](?:of[ _])?|[ _]count$", re.IGNORECASE)
AT_LEAST = re.compile(r"at least (\d+)|(\d+) or more")
SHOW = re.compile(r"\W*(show|list|display|give)\b", re.IGNORECASE)
COUNT_OF = re.compile(r"\b(?:how many|number of) (?:different|distinct|unique)\b", re.IGNORECASE)
Reader = Callable[[Context, str], Analysis | tuple[Analysis, ...] | None]
PRESENTED = re.compile(r"\W*(rows|records|entries|which rows)\b", re.IGNORECASE)
ENDS = re.compile(r"(?:first|last|earliest|latest|start|end|days|span)(?:_|\b)", re.IGNORECASE)
LEFT = re.compile(
    r"\b(?:remain\w*|left|removed|dropped|kept|retained|filled|imputed|lost|rows after"
    r"|after \w+ rows|deleted)\b",
    re.IGNORECASE,
)
SUMS = re.compile(r"\bsum\b.{0,30}\bup\b|\badd\b.{0,30}\bup\b|\bsum of the [\"'`]", re.IGNORECASE)


def read_analyses(context: Context) -> tuple[Analysis, ...]:
    """With templates, all that is spoken of; without them, the one thing that is asked."""
    read = ((kind, reader(context, kind)) for kind, reader in READERS.items())
    found = [
        one
        for _, analysis in read
        if analysis
        for one in (analysis if isinstance(analysis, tuple) else (analysis,))
    ]
    found += [
        replace(one, by=(), top=0)
        for one in found
        if one.by and one.kind == "correlation" and asks_whole(context)
    ]
    found += _of_parts(context)
    found = _without_shadows(found)
    compared = any(one.kind == "having" for one in found)
    found = [one for one in found if not (compared and one.kind in {"distinct", "count"} and not one.filters)]
    best = next((a for a in found if a.top and a.by and a.columns), None)
    kept = [a for a in found if not (best and is_part(a, best))]
    return merged(kept) if context.slots else tuple(found[:1])


def _without_shadows(found: list[Analysis]) -> list[Analysis]:
    """No statistics of the column whose groups a test compares, no shares where a condition is set."""
    tested = {name for one in found if one.kind == "test" for name in one.by}
    parted = {name for one in found if one.kind == "portion" for name in one.by}
    kept = [one for one in found if one.kind != "share" or not {*one.columns} & parted]
    kept = [one for one in kept if one.kind != "portion" or not _is_group(one, parted)]
    return [
        replace(one, columns=tuple(n for n in one.columns if n not in tested))
        if one.kind == "aggregate"
        else one
        for one in kept
        if one.kind != "aggregate" or {*one.columns} - tested
    ]


def _is_group(one: Analysis, parted: set[str]) -> bool:
    """Whether rows of its own are a group of which the share is known."""
    return bool(one.filters) and {f.column for f in one.filters} <= parted


def _of_parts(context: Context) -> list[Analysis]:
    """The analyses that each part asks for, with its own filters and the template that they are for."""
    return [
        own_to(
            part,
            replace(one, filters=(*own_filters(part, one), *one.filters), before=is_before(context, part)),
        )
        for part in context.parts
        for one in read_analyses(part)
    ]


def histogram(context: Context, kind: str) -> Analysis | None:
    """How one column is spread: bins of a number, counts of a category."""
    if kind not in context.kinds or context.slots:
        return None
    if context.measures:
        return Analysis(kind, context.measures[:3], chart=True)
    labels = names(context.mentions)[:1]
    return Analysis("share", labels, chart=True) if labels else None


def remaining(context: Context, kind: str) -> Analysis | None:
    """How many rows a preparation leaves and takes away."""
    wanted = " ".join(f"{slot.name} {slot.hint}" for slot in context.slots).replace("_", " ")
    prepared = context.filters or any(
        change.kind in {"drop", "outliers", "unique", "fill", "fill_by"} for change in context.changes
    )
    return Analysis(kind) if prepared and not context.part and LEFT.search(wanted) else None


def distinct(context: Context, kind: str) -> Analysis | None:
    """The number of different values, and what they are."""
    labels = tuple(n for n in names(context.mentions) if n not in context.filtered)
    others = tuple(g for g in context.groups if g not in labels[:1])
    asked = COUNT_OF.search(context.body)
    if labels and others and asked and not context.slots:
        return Analysis("group", labels[:1], by=others[:1], stats=("nunique",), chart=context.wants_chart)
    if not labels or (context.groups and not context.slots and not asked):
        return None
    if (
        {"distinct", "list"} & set(context.kinds)
        or "nunique" in context.stats
        or _is_counted(context, labels[0])
    ):
        floor = AT_LEAST.search(context.body) if context.slots else None
        return Analysis("distinct", labels[:1], threshold=float(floor[1] or floor[2]) if floor else 0.0)
    return None


def _is_counted(context: Context, name: str) -> bool:
    """`how many species`: the column is what is counted."""
    column = context.column(name)
    if column is None or column.type != "text" or column.unique >= context.table.rows:
        return False
    return any(m.column.name == name and COUNTED.search(context.body[: m.start]) for m in context.mentions)


def aggregate(context: Context, kind: str) -> Analysis | None:
    """Statistics of the measures, by group where the question groups."""
    stats = tuple(s for s in context.stats if s in (*MEASURED, "mode")) or _grouped_extreme(context)
    measures = context.measures or (names(context.mentions)[:1] if stats == ("mode",) else ())
    if not stats or not measures:
        return None
    groups = tuple(g for g in context.groups if g not in measures)[:3]
    columns = measures[: 8 if context.slots or context.all_asked else 4]
    return Analysis(
        "group" if groups else kind,
        columns,
        by=groups,
        stats=stats,
        top=top_count(context.asked) if groups and not context.slots else 0,
        ascending=context.lowest,
        chart=context.wants_chart and bool(groups),
    )


def _grouped_extreme(context: Context) -> tuple[str, ...]:
    """`the highest price by region` asks for the maximum of each group, a template for that of the rows."""
    measured = context.column(context.measures[0]) if context.measures else None
    of_rows = context.part == "template" and measured is not None and measured.type == "number"
    of_rows = of_rows and not NAMES.search(context.slots[0].about)
    if not context.groups and not of_rows:
        return ()
    return ("min",) if context.lowest else ("max",) if HIGHEST.search(context.asked) else ()


def count(context: Context, kind: str) -> Analysis | None:
    """The number of rows, after the filters, by group where the question groups."""
    if kind not in context.kinds or (set(context.stats) & {*MEASURED} and not context.slots):
        return None
    if context.slots and SUMS.search(context.body):
        return None
    groups = tuple(g for g in context.groups if g not in context.filtered or len(context.values) > 1)
    counts = tuple(m for m in context.measures if NUMBER_OF.search(m) and m not in context.filtered)[:1]
    if counts and not context.slots:
        return Analysis(
            "group" if groups else "aggregate", counts, by=groups[:2], stats=("sum",), chart=bool(groups)
        )
    if groups:
        return Analysis("group", by=groups[:2], stats=("count",), chart=context.wants_chart)
    return Analysis(kind)


def crosstab(context: Context, kind: str) -> Analysis | None:
    """The number of rows for each pair of values of two columns."""
    labels = tuple(m.column.name for m in context.mentions if context.is_label(m.column))
    pair = tuple(dict.fromkeys(labels))[:2]
    counted = kind in context.kinds and not context.stats and not context.slots
    return Analysis("group", by=pair, stats=("count",)) if counted and len(pair) == 2 else None


def compare(context: Context, kind: str) -> Analysis | None:
    """A measure with groups and no statistic named: the usual one of each group."""
    if (context.kinds and not context.slots) or context.stats or not context.measures:
        return None
    stats = (usual_stat(context.measures[0]),)
    if not context.groups:
        measured = context.filters and not context.filtered & set(context.measures)
        return (
            Analysis("aggregate", context.measures[:2], stats=stats)
            if measured and not context.slots
            else None
        )
    return Analysis(
        "group", context.measures[:2], by=context.groups[:2], stats=stats, chart=context.wants_chart
    )


def relation(context: Context, kind: str) -> Analysis | None:
    """A chart of one or two columns with nothing else asked."""
    if not CHART.search(context.body) or context.kinds or context.stats or not context.measures:
        return None
    if len(context.measures) >= 2:
        return Analysis("correlation", context.measures[:2], method="pearson", chart=True)
    return Analysis("histogram", context.measures[:1], chart=True)


def span(context: Context, kind: str) -> Analysis | None:
    """The first and the last date."""
    dates = () if context.own else context.dates()[:1]
    wanted = " ".join(f"{slot.name} {slot.hint}" for slot in context.slots)
    return Analysis(kind, dates) if dates and ENDS.search(wanted) else None


def of_columns(context: Context, kind: str) -> Analysis | None:
    """Rows that come more than once, or a profile: of the whole, or of the columns named."""
    unique = next((c for c in context.changes if c.kind == "unique"), None)
    if kind == "duplicates" and unique:
        asked = context.slots and not context.part
        return Analysis(kind, unique.columns, before=True) if asked else None
    return Analysis(kind, names(context.mentions)) if kind in context.kinds else None


def listing(context: Context, kind: str) -> Analysis | None:
    """Rows listed, those that pass the filters."""
    top = top_count(context.body)
    asked = kind in context.kinds or SHOW.match(context.body) or PRESENTED.match(context.body)
    bare = context.filters and not context.slots and not context.kinds and not context.stats
    if not bare and (not asked or not (context.filters or kind in context.kinds or top)):
        return None
    return Analysis(kind, names(context.mentions), top=top or 10)


READERS: dict[str, Reader] = {
    "model": statistical.model,
    "correlation": statistical.correlation,
    "normality": statistical.normality,
    "chi2": statistical.chi2,
    "crosstab": crosstab,
    "test": statistical.test,
    "outliers": quality.outliers,
    "missing": quality.missing,
    "duplicates": of_columns,
    "span": span,
    "nested": nested,
    "trend": trend,
    "extreme": extreme,
    "record": record,
    "having": having,
    "remaining": remaining,
    "share": share,
    "aggregate": aggregate,
    "distinct": distinct,
    "count": count,
    "histogram": histogram,
    "compare": compare,
    "list": listing,
    "describe": of_columns,
    "relation": relation,
}
