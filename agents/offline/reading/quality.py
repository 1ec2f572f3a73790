"""Readers of questions about the quality of data: outliers and missing values."""

import re

from agents.offline.intent import Analysis
from agents.offline.language.columns import names
from agents.offline.language.types import NUMERIC
from agents.offline.reading.context import Context
from agents.offline.reading.preparations.changes import AFTER_OUTLIER, outlier_method, outlying
from agents.offline.reading.statistical import numeric_columns
from agents.offline.vocabulary.kinds import KINDS

COUNTED = re.compile(
    r"how many|number|count|percent|proportion|which|any|are there|is there|check|most|いくつ|件|欠損",
    re.IGNORECASE,
)
GAP_ROWS = re.compile(
    r"\brows?\b[^.?;]{0,40}\b(?:at least one|any|some|no)\s+(?:missing|null|empty)"
    r"|\b(?:in)?complete (?:rows|cases|records)",
    re.IGNORECASE,
)
GAP_NAMED = re.compile(r"missing|null|_nan", re.IGNORECASE)
GAP_SLOT = re.compile(r"missing|null|nan|percent|count|column", re.IGNORECASE)


def outliers(context: Context, kind: str) -> Analysis | None:
    """Outliers by quartiles, or by z-score where that is the method named."""
    columns = context.numeric(context.near(KINDS[kind])) or context.measures
    beside = outlying([m for m in context.mentions if m.column.type in NUMERIC], context.body)
    changed = tuple(n for c in context.changes if c.kind == "outliers" for n in c.columns)
    columns = changed or (beside if beside and beside[0] in columns and _beside(context) else columns)
    columns = tuple(c for c in columns if c not in context.groups)
    columns = columns or (() if context.slots else numeric_columns(context))
    prepared = changed and not context.slots and context.stats and context.measures
    if kind not in context.kinds or not columns or prepared:
        return None
    if context.part and not context.own:
        return None  # the whole says how they are found
    method, threshold = outlier_method(context.body)
    return Analysis(
        kind,
        columns,
        by=context.groups[:1],
        method=method,
        target=_row_names(context, columns),
        threshold=threshold,
        chart=context.wants_chart,
    )


def _beside(context: Context) -> bool:
    """Whether a column stands right after `outliers in`."""
    return any(AFTER_OUTLIER.search(context.body[: m.start]) for m in context.mentions)


def _row_names(context: Context, measures: tuple[str, ...]) -> str:
    """The column that tells rows apart: one that the question names, else the first of text."""
    named = [n for n in names(context.mentions) if n not in measures]
    texts = [c.name for c in context.columns if c.type == "text"]
    return next(iter((*named, *texts)), "")


def asked_of(context: Context) -> tuple[str, ...]:
    """The columns named outside the sentences that leave something out."""
    return names(m for m in context.mentions if context.body[m.start : m.end] in context.asked)


def missing(context: Context, kind: str) -> Analysis | None:
    """Missing values counted, in the columns named or in all."""
    wanted = " ".join(slot.name + slot.hint for slot in context.slots)
    counted = GAP_SLOT.search(wanted) if context.slots else COUNTED.search(context.asked) or not context.stats
    by_row = GAP_ROWS.search(context.body)
    if (
        not context.slots
        and context.stats
        and {"fill", "fill_by", "drop"} & {c.kind for c in context.changes}
    ):
        return None
    if not by_row and (not counted or (kind not in context.kinds and not GAP_NAMED.search(wanted))):
        return None
    columns = tuple(n for n in names(context.mentions) if n not in context.groups)
    if by_row:
        left_out = {m.column.name for m in context.mentions if m.column.name not in asked_of(context)}
        chosen = tuple(c.name for c in context.table.columns if c.name not in left_out) if left_out else ()
        return Analysis(kind, chosen, method="rows")
    return Analysis(kind, columns, by=context.groups[:1] or context.which[:1])
