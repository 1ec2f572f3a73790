"""Where a question has several readings that are equally good: what to ask back, and the options."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.offline.intent import Analysis
from agents.offline.language.columns import Mention
from agents.offline.language.types import NUMERIC
from agents.offline.reading.context import Context
from agents.offline.reading.preparations.naming import ID_NAME
from agents.offline.reading.tables import fit
from agents.offline.vocabulary.statistics import MEASURED
from agents.offline.wording.phrases import language_of, phrase
from agents.values import Column, Table

MOST_OPTIONS = 8
NO_MEASURE = re.compile(r"year|month|day|date|\bnumber$|年|月|日", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question back to the user, and the answers among which to choose."""

    ask: str
    options: tuple[str, ...]


def unclear(context: Context, analyses: Sequence[Analysis]) -> Clarification | None:
    """A word that fits two columns, or a statistic without a column; None where one reading is better."""
    language = language_of(context.body)
    used = {c for a in analyses for c in (*a.columns, *a.by, a.target)} | context.filtered
    for mention in context.mentions:
        rivals = _rivals(mention, context)
        if rivals and mention.column.name in used:
            word = context.body[mention.start : mention.end]
            return Clarification(
                phrase("ask_column", language, word=word), (mention.column.name, *rivals)[:MOST_OPTIONS]
            )
    if needs_measure(context, analyses):
        options = tuple(column.name for column in measures(context))
        return Clarification(phrase("ask_measure", language), options[:MOST_OPTIONS])
    return None


def _rivals(mention: Mention, context: Context) -> tuple[str, ...]:
    """The rivals of a kind with the column: a measure and a label do not answer the same question."""
    numeric = mention.column.type in NUMERIC
    return tuple(
        name
        for name in mention.rivals
        if (column := context.column(name)) and (column.type in NUMERIC) == numeric
    )


def needs_measure(context: Context, analyses: Sequence[Analysis]) -> bool:
    """Whether something is to be worked out, or compared, of no column at all."""
    if any(m.column.type in NUMERIC and m.column.name not in context.groups for m in context.mentions):
        return False
    asked = bool(set(context.stats) & {*MEASURED}) or "histogram" in context.kinds
    compared = bool(context.compared) and {a.kind for a in analyses} <= {"list"}
    return (asked and not analyses) or compared


def measures(context: Context) -> list[Column]:
    """The columns that can be averaged: numbers that neither name rows nor are parts of a date."""
    return [
        column
        for column in context.columns
        if column.type in NUMERIC
        and column.unique != 1
        and not ID_NAME.search(column.name)
        and not NO_MEASURE.search(column.name)
        and column.name not in context.groups
    ]


def with_measures(context: Context, analyses: Sequence[Analysis]) -> Context:
    """The context with the only column that can be meant, or with all of them where all are asked for."""
    found = measures(context) if needs_measure(context, analyses) else []
    if len(found) != 1 and not context.all_asked:
        return context
    end = len(context.body)
    added = (Mention(column, end, end, 100.0) for column in found)
    return replace(context, mentions=(*context.mentions, *added))


def which_file(
    context: Context, analyses: Sequence[Analysis], tables: Sequence[Table]
) -> Clarification | None:
    """Of several files, where something is asked of one, and the question fits several equally well."""
    if len(tables) < 2 or not (analyses or needs_measure(context, analyses)):
        return None
    fits = [fit(context.body, table) for table in tables]
    best = [table for table, found in zip(tables, fits, strict=True) if found == max(fits)]
    if len(best) < 2:
        return None
    sheets = len({table.file for table in best}) < len(best)
    options = tuple(table.table if sheets else table.file for table in best)
    return Clarification(phrase("ask_file", language_of(context.body)), options[:MOST_OPTIONS])
