"""Readers of statistical questions: models, relations, tests, outliers, missing values."""

import re
from dataclasses import replace

from agents.offline.intent import Analysis
from agents.offline.language.columns import Mention, names
from agents.offline.language.sentences import sentence_at
from agents.offline.language.types import NUMERIC
from agents.offline.reading.context import Context
from agents.offline.vocabulary.kinds import KINDS
from agents.offline.vocabulary.models import models_in
from agents.offline.vocabulary.ranks import HIGHEST
from agents.offline.vocabulary.significance import named_tests

RELATION = re.compile(r"correlat|relationship|association|相関|related", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\b|\bof\b", re.IGNORECASE)
WHOLE = re.compile(r"variables|columns|features|matrix|all|numeric|strongest|most", re.IGNORECASE)
TARGET = re.compile(
    r"(?:\bpredict\w*|\bregress(?:ed|ing|ion of)?|\bline (?:of|for)|\bclassif\w+|\bestimat(?:e|es|ing)"
    r"|\brecogni[sz]\w*|\bdistinguish\w*|\b(?:target|dependent|outcome)(?: variable)?(?: is| being)?)\s+"
    r"(?:the\s+)?(?:\w+\s+){0,4}?\(?[\"'`]?$",
    re.IGNORECASE,
)
OVER_ROWS = frozenset({"log_return", "pct_change", "diff", "rolling"})
TABLED = re.compile(r"contingency|cross-?tab|chi-?\s?squared?|independen|fisher", re.IGNORECASE)
FEATURES = re.compile(
    r"\bfeatures? (?:are|is|include|'|\"|only)|\b(?:use|with|using) (?:only )?the features?"
    r"|\bpredictors?\b|\bindependent variables?\b|\binputs?\b|features? '|as (?:the )?features",
    re.IGNORECASE,
)
COEFFICIENT = re.compile(r"corr|coeff|pearson|\br\b|r_value", re.IGNORECASE)
PREDICTED = re.compile(r"\bpredicted (?:and|versus|vs)\b|\bactual\b", re.IGNORECASE)
STRONGEST = re.compile(r"\bwhich\b.{0,60}\b(?:strongest|highest|most|largest|correlat)", re.IGNORECASE)
EVERY_OTHER = re.compile(
    r"\ball (?:the )?(?:other|remaining) (?:\w+ )?(?:columns|variables|features)"
    r"|\ball (?:\w+ )?(?:columns|variables|features)\s*,?\s*(?:except|but|other than|apart from)"
    r"|\b(?:rest|remainder) of the (?:columns|variables|features)|\bevery (?:\w+ )?column except",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\b(?:against|from|with|to|than|of)\s+(?:an?\s+|the\s+)?(?:(?:hypothesi[sz]ed\s+|population\s+)?"
    r"(?:mean|value|average)\s+(?:of\s+)?)?(-?\d+(?:\.\d+)?)(?![\d%])",
    re.IGNORECASE,
)
"""The value that a mean is tested against."""


def _is_text(context: Context, name: str) -> bool:
    column = context.column(name)
    return bool(column and column.type in {"text", "boolean"})


def model(context: Context, kind: str) -> Analysis | tuple[Analysis, ...] | None:
    """A regression or classification: its target, features and method."""
    target = _target(context)
    name = target.column.name if target else next(iter(context.compared), "")
    if kind not in context.kinds or not name:
        return None
    logged = next(
        (c.into for c in context.changes if c.columns == (name,) and ("log" in c.kind or "log" in c.how)), ""
    )
    others = [m for m in context.mentions if m.column.name not in {name, logged, "target"}]
    places = ((m, sentence_at(context.body, m.start)) for m in others)
    listed = [m for m, (a, b) in places if FEATURES.search(context.body[a:b])]
    features = names(listed or others)
    name = logged or name
    if EVERY_OTHER.search(context.body):
        features = tuple(c.name for c in context.table.columns if c.name != name and c.type in NUMERIC)
    methods = models_in(context.body) or ["logistic" if _is_text(context, name) else "linear"]
    first = Analysis(kind, features, target=name)
    made = tuple(replace(first, method=one) for one in methods)
    return (made if context.slots else made[0]) if features else None


def _target(context: Context) -> Mention | None:
    """The column that is predicted; of names side by side, as in `credit card Balance`, the last."""
    at = next(
        (i for i, m in enumerate(context.mentions) if TARGET.search(context.body[: m.start][-90:])), None
    )
    if at is None:
        return None
    while at + 1 < len(context.mentions):
        first, second = context.mentions[at : at + 2]
        if context.body[first.end : second.start] != " ":
            break
        at += 1
    return context.mentions[at]


def _methods(context: Context) -> list[str]:
    """The coefficients that are named, Pearson's where none is."""
    named = named_tests(context.body, "relation")
    ranks = [method for method in named if method != "pearson"]
    return [*ranks, "pearson"] if not ranks or (context.slots and "pearson" in named) else ranks


def correlation(context: Context, kind: str) -> Analysis | tuple[Analysis, ...] | None:
    """The columns related, each pair of them; by group where the question says for each."""
    if kind not in context.kinds or ("model" in context.kinds and PREDICTED.search(context.body)):
        return None
    if not context.part and (target := _strongest_with(context)):
        return Analysis(
            kind,
            (*numeric_columns(context, len(context.columns)), target),
            method="pearson",
            target=target,
            chart=True,
        )
    columns = _related(context)
    methods = _methods(context)
    method = methods[0]
    by = tuple(g for g in (*context.groups, *_labels(context, context.which)) if g not in columns)
    by = tuple(dict.fromkeys(by))
    if len(columns) >= 2:
        ranked = bool(by and context.slots and HIGHEST.search(context.asked))
        first = Analysis(
            kind, columns, by=by, method=method, top=1 if ranked else 0, chart=context.wants_chart
        )
        return tuple(replace(first, method=one) for one in methods) if context.slots else first
    if not context.part and WHOLE.search(context.body):
        return Analysis(kind, numeric_columns(context), method=method, chart=True)
    return None


def _labels(context: Context, chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n for n in chosen if context.slots and (c := context.column(n)) and c.type not in NUMERIC)


def _strongest_with(context: Context) -> str:
    """`Which column correlates most with X`: all numeric columns are set against X."""
    if _labels(context, context.which):
        return ""
    related = context.numeric(context.near(RELATION))
    return related[0] if len(related) == 1 and STRONGEST.search(context.asked) else ""


def _related(context: Context) -> tuple[str, ...]:
    """The numeric columns near the word of relation, filled up with made ones and other measures."""
    near = [m for m in context.near(RELATION) if m.column.type in NUMERIC]
    columns = tuple(n for n in context.numeric(near) if n not in context.filtered)
    columns = _with_made(columns, context)
    if len(columns) < 2:
        made = tuple(c.into for c in context.changes if c.into and c.into not in columns)
        others = made if columns and made else context.measures
        columns = tuple(dict.fromkeys((*columns, *others, *made)))
    if len(columns) > 2 and not context.slots:
        place = BETWEEN.search(context.body)
        columns = context.numeric(m for m in near if place and m.start > place.start()) or columns
    numbers = [f"{slot.name} {slot.hint}" for slot in context.slots if not slot.options]
    single = sum(bool(COEFFICIENT.search(number)) for number in numbers) == 1
    return (_pair(context) or _best_two(columns, context)) if len(columns) > 2 and single else columns


def _with_made(columns: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """`between (High minus Low) and Volume`: the difference stands for what it is made of."""
    for change in context.changes:
        used = set(change.columns) & set(columns)
        if change.into in columns:  # what it is made of is no column of its own then
            rest = tuple(name for name in columns if name not in used)
            columns = rest if len(rest) > 1 and len(used) > 1 else columns
            continue
        if change.into and (len(used) > 1 or (used and change.kind in OVER_ROWS)):
            columns = (change.into, *(name for name in columns if name not in used))
    return columns


def _pair(context: Context) -> tuple[str, ...]:
    """The first columns on either side of the `and` that follows `between`."""
    place = re.search(r"\bbetween\b", context.body, re.IGNORECASE)
    after = [m for m in context.mentions if place and m.start > place.start() and m.column.type in NUMERIC]
    joint = context.body.find(" and ", after[0].end) if after else -1
    second = [m for m in after if joint > 0 and m.start > joint and m.column != after[0].column]
    made = {change.into for change in context.changes if change.into}
    return () if made or not second else (after[0].column.name, second[0].column.name)


def _best_two(columns: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The two columns named most exactly; a column made for the question is one of them."""
    made = {change.into for change in context.changes}
    used = {name for change in context.changes if change.into for name in change.columns}
    score = {m.column.name: m.score for m in sorted(context.mentions, key=lambda m: m.score)}
    ranked = sorted(columns, key=lambda n: (n not in made, n in used, -score.get(n, 0.0)))
    return tuple(n for n in columns if n in ranked[:2])


def numeric_columns(context: Context, most: int = 12) -> tuple[str, ...]:
    """The first numeric columns of the table."""
    return tuple(c.name for c in context.columns if c.type in NUMERIC)[:most]


def normality(context: Context, kind: str) -> Analysis | None:
    """A test of normality; a made column is meant where there is one."""
    columns = context.numeric(context.near(KINDS[kind])) or context.measures
    made = tuple(c.into for c in context.changes if c.into in columns)
    chosen = (made or columns)[:3]
    if kind not in context.kinds or not chosen:
        return None
    method = next(iter(named_tests(context.body, "normality")), "shapiro")
    return Analysis(kind, chosen, method=method, chart=context.wants_chart)


def chi2(context: Context, kind: str) -> Analysis | None:
    """A test of independence of two columns of categories."""
    near = [m for m in context.near(TABLED) if m.column.type != "number"]
    exact = [m for m in near if m.score > 180]
    columns = names(exact if len(names(exact)) > 1 else near)[:2]
    if kind not in context.kinds or len(columns) != 2:
        return None
    method = next(iter(named_tests(context.body, "independence")), "chi2")
    found = [context.column(name) for name in columns]
    if method == "fisher" and any(column and column.unique != 2 for column in found):
        return None
    return Analysis(kind, columns, method=method)


def test(context: Context, kind: str) -> Analysis | None:
    """A comparison of groups: those of a column, those with and without a value, or two columns."""
    if kind not in context.kinds:
        return None
    groups = context.groups or tuple(n for n in names(context.mentions) if _is_grouping(context, n))
    fixed = {f.column for f in context.filters if f.op in {"starts with", "like"}}
    groups = tuple(n for n in groups if n not in fixed)
    measures = tuple(m for m in context.measures if m not in groups)
    method = next((t for t in named_tests(context.body, "comparison") if t != "ttest"), "")
    value = AGAINST.search(context.body) if not groups and len(measures) == 1 else None
    if value and method in {"", "ttest_1samp"}:
        return Analysis(kind, measures, method="ttest_1samp", threshold=float(value[1]))
    if method == "ttest_1samp":
        return None
    if groups and any(f.column == groups[0] and f.op in {"==", "!="} for f in context.filters):
        return None  # one group is left
    if measures and groups:
        return Analysis(kind, measures[:1], by=groups[:1], method=method, chart=context.wants_chart)
    return Analysis(kind, measures[:2], method=method or "ttest") if len(measures) >= 2 else None


def _is_grouping(context: Context, name: str) -> bool:
    column = context.column(name)
    return bool(column and (column.type in {"text", "boolean"} or 2 <= column.unique <= 5))
