"""Readers of rankings: the highest group, the highest row, and the groups that pass a comparison."""

import re
from dataclasses import replace

from agents.offline.intent import Analysis, Filter
from agents.offline.language.columns import names
from agents.offline.language.types import NUMERIC
from agents.offline.reading.context import Context
from agents.offline.reading.templates.clauses import clauses, question_part
from agents.offline.vocabulary.kinds import kinds_in
from agents.offline.vocabulary.ranks import COUNTS, HIGHEST, LOWEST, number, top_count
from agents.offline.vocabulary.statistics import stats_in

RANKED = frozenset({"mean", "median", "sum", "std", "var", "cv", "iqr", "range", "skew", "kurt"})
ROWWISE = re.compile(r"\b(single|individual|recorded|ever|particular|one)\b", re.IGNORECASE)
ADDITIVE = re.compile(
    r"sale|revenue|amount|quantity|cases|deaths|count|number|total|profit|spend|cost|qty|units|acres|turnover"
    r"|umsatz|umsätze|erlös|menge|anzahl|betrag|kosten|gewinn|stück|summe|ventes?\b|chiffre|quantité|montant|nombre"
    r"|recettes?|coûts?\b|ventas?\b|ingresos|cantidad|importe|gastos|vendite|fatturato|quantità|importo|ricav[oi]"
    r"|omzet|aantal|receita|faturamento|quantidade|försäljning|売上|数|金額|量",
    re.IGNORECASE,
)
"""Names of amounts, which are added up."""
MOST = re.compile(r"\b(?:most|fewest|least)\s+(?:different\s+|distinct\s+)?[\"'`]?$", re.IGNORECASE)
WHO = re.compile(r"\bwho\b", re.IGNORECASE)
COUNTED = re.compile(r"(?:how many|number of|いくつ|何種類)\s+(?:the\s+)?[\"'`]?$", re.IGNORECASE)
RELATING = frozenset({"correlation", "model", "normality", "test", "chi2"})
WHICH_ONE = re.compile(r"\bwhich (?:one|of (?:them|these)|\w+ (?:is|was|has|had))\b", re.IGNORECASE)
SIGNS = frozenset({"<", "<=", ">", ">=", "=="})
POINTS = re.compile(
    r"\b(?:at|on|in|for) (?:this|that|the same) |\b(?:in|on|at) which (?:row|date|day|moment|time)"
    r"|\bwhen (?:was|did|is)\b|\bcorresponding\b"
    r"|\bwho\b|\bwhich (?:row|record|one|observation)\b|\bon what (?:date|day)\b|\bit(?:s)?\b",
    re.IGNORECASE,
)
SIZE = re.compile(
    r"\b(?:at least|(?P<more>more than|over)|(?:a )?minimum of|no fewer than)\s+(?P<n>\d[\d,]*|"
    + "|".join(COUNTS)
    + r")\s+(?:\w+\s+)?"
    r"(?:rows|records|observations|entries|samples|occurrences|items|cases|data points|listings"
    r"|reviews|trees|players|orders|games|articles|films|movies|people|passengers|countries"
    r"|customers|measurements|houses|cars|flights|days|events)\b"
    r"|\b(?P<m>\d[\d,]*)\s+or more\s+(?:rows|records|observations|entries)\b",
    re.IGNORECASE,
)


def usual_stat(measure: str) -> str:
    """Amounts are added up where no statistic is named, the rest is averaged."""
    return "sum" if ADDITIVE.search(measure) else "mean"


def extreme(context: Context, kind: str) -> Analysis | None:
    """`Which X has the highest Y`, by the row itself or by a statistic of each X."""
    if context.slots and "correlation" in kinds_in(context.body):
        return None
    superlative = HIGHEST.search(context.asked) or LOWEST.search(context.asked)
    top = top_count(context.asked)
    measures = tuple(m for m in context.measures if m not in context.which)[:1]
    which = context.which or (_labels(context, measures) if top else ())
    which = which or (context.groups[:1] if context.slots and WHICH_ONE.search(context.asked) else ())
    others = set(context.groups) - set(which)
    if not (superlative or top) or others or not (which or _asks_one(context)):
        return None
    ranked = Analysis(
        "group",
        by=which[:1],
        stats=("count",),
        top=top or 1,
        ascending=context.lowest,
        both=bool(context.slots and HIGHEST.search(context.asked) and LOWEST.search(context.asked)),
        chart=context.wants_chart and top > 1,
    )
    stats = tuple(s for s in stats_in(context.asked) if s in RANKED)[:1]
    ranked = replace(ranked, filters=_large_enough(context, which[0])) if which else ranked
    if which and not measures:
        kinds = _most_kinds(context, which[0])
        return replace(ranked, columns=kinds, stats=("nunique",)) if kinds else ranked
    if which and measures and (stats or _repeats(context, which[0])):
        return replace(ranked, columns=measures, stats=stats or (usual_stat(measures[0]),))
    return replace(ranked, kind=kind, columns=measures, by=which) if measures and not stats else None


def _most_kinds(context: Context, by: str) -> tuple[str, ...]:
    """`the most cities`, of a column that names each of them several times."""
    named = (m.column for m in context.mentions if MOST.search(context.body[: m.start]))
    held = (c for c in named if c.name != by and c.type == "text" and c.unique < context.table.rows)
    return tuple(c.name for c in held)[:1]


def record(context: Context, kind: str) -> Analysis | None:
    """The row with the highest or lowest of a measure, with all that the question wants of it."""
    question = question_part(context.body)
    found = HIGHEST.search(question) or LOWEST.search(question)
    ranked = extreme(context, kind)
    if not context.slots or not found or (ranked and ranked.kind == "group") or RELATING & set(context.kinds):
        return None
    if not (context.part == "template" or POINTS.search(question)):
        return None
    measures = [m for m in context.mentions if m.column.name in context.measures]
    inside = next((c for c in clauses(context.body) if c.start <= found.start() < c.end), None)
    same = [m for m in measures if inside and inside.start <= m.start < inside.end]
    after = [m for m in same if m.start >= found.start()] or same or measures
    others = tuple(n for n in names(context.mentions) if after and n != after[0].column.name)
    if not after or not others or {*context.groups} & set(others):
        return None
    if context.part == "template" and all(c.type in NUMERIC for n in others if (c := context.column(n))):
        return None
    rising = not HIGHEST.search(question)
    return Analysis("extreme", names(after[:1]), by=others[:6], top=1, ascending=rising)


def having(context: Context, kind: str) -> Analysis | None:
    """`How many regions have a mean above 50`: the groups whose statistic passes a comparison."""
    counted = [m.column for m in context.mentions if COUNTED.search(context.body[: m.start])]
    groups = context.groups or tuple(c.name for c in counted)
    stats = tuple(s for s in stats_in(context.asked) if s in RANKED | {"min", "max"})
    limit = next(
        (
            f
            for f in context.filters
            if f.column in context.measures and f.op in SIGNS and not isinstance(f.value[0], str)
        ),
        None,
    )
    if not (context.slots and groups and stats and limit and "count" in context.kinds):
        return None
    return Analysis(kind, (limit.column,), by=groups[:1], stats=stats[:1], where=limit)


def _large_enough(context: Context, by: str) -> tuple[Filter, ...]:
    """`with at least 100 rows`: only groups of that size are ranked."""
    found = SIZE.search(context.body) if context.slots else None
    if found is None:
        return ()
    least = number(found["n"] or found["m"])
    return (Filter(by, "size >" if found["more"] else "size >=", (least,)),)


def _labels(context: Context, measures: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n for n in names(context.mentions) if n not in measures)[:1]


def _asks_one(context: Context) -> bool:
    """`the heaviest penguin`, `the highest price`: one row is asked for, with nothing to group by."""
    return bool(WHO.search(context.asked)) or not (context.slots or {"min", "max"} & set(context.stats))


def _repeats(context: Context, name: str) -> bool:
    """Few names for many rows: what is highest is then asked of a group, not of a row."""
    column = context.column(name)
    single = ROWWISE.search(context.body) or context.slots
    return bool(column and column.unique and column.unique * 2 <= context.table.rows and not single)
