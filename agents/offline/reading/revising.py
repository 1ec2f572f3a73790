"""An answered question with what a later one changes of it: rows, groups, measure, statistic, order, chart.

All that the later one does not speak of stays. Where that cannot be, nothing is worked out.
"""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.intent import Analysis, Filter, Intent
from agents.offline.language.days import week_filters, without_days
from agents.offline.language.years import without_year
from agents.offline.reading.context import Context
from agents.offline.reading.free.clarifying import unclear
from agents.offline.reading.gather import gather
from agents.offline.reading.keeping import kept, without_filters
from agents.offline.reading.question import whole, with_numbers
from agents.offline.reading.reworking import (
    Wishes,
    asked_for,
    charted,
    is_ranking,
    of_part,
    unfixed,
    whole_wish,
)
from agents.offline.vocabulary import followups as says
from agents.offline.vocabulary.times import time_unit
from agents.offline.wording.phrases import phrase
from agents.values import Table


def revised(earlier: Intent, question: str, tables: Sequence[Table]) -> Intent:
    """The earlier intent as the question changes it; `unread` where a part of either cannot be kept."""
    assert earlier.table is not None  # noqa: S101 - an intent with analyses has its table
    body, wishes = _without_wishes(question)
    context = _gathered(body, earlier.table)
    word = question.strip(" \t?.!？。")
    refused = replace(earlier, unread=phrase("unused", earlier.language, word=word))
    before, context = _before(earlier, context, wishes)
    if before is None or says.NOT_DONE.search(question) or {*context.changes} - {*earlier.changes}:
        return refused
    analyses = _changed(before, context, wishes)
    unchanged = analyses == earlier.analyses and set(context.filters) <= set(before.filters)
    if not analyses or (before == earlier and not wishes and (unchanged or _says_nothing(context))):
        return refused
    if asked := unclear(context, analyses):
        return Intent(table=earlier.table, ask=asked.ask, options=asked.options, language=earlier.language)
    parted = {a.where for a in analyses if a.kind == "portion" and a.by}
    intent = replace(
        before,
        filters=(*kept(before.filters, context.filters), *(f for f in context.filters if f not in parted)),
        analyses=analyses,
        changes=tuple(dict.fromkeys((*before.changes, *with_numbers(context, analyses)))),
        slots=(),
        body=body if context.stats else f"{earlier.body} {body}",
    )
    return whole(intent, context, tables)


def _without_wishes(question: str) -> tuple[str, Wishes]:
    """The question with what asks for something whole blanked out, and what that was."""
    wishes: Wishes = {}
    for pattern in (says.RESET, says.OF_WHOLE, says.LISTED, says.CHARTED):
        if found := pattern.search(question):
            wishes[pattern] = found
            question = question[: found.start()] + " " * len(found[0]) + question[found.end() :]
    return question, wishes


def _gathered(body: str, table: Table) -> Context:
    """What a question names, with years and other rows that only stand so in a short one."""
    rows: list[Filter] = []
    for without in (without_days, without_year):
        body, found = without(body, table.columns)
        rows += found
    return gather(body, (), table).on_days([*rows, *week_filters(body, table.columns)])


def _before(earlier: Intent, context: Context, wishes: Wishes) -> tuple[Intent | None, Context]:
    """The earlier intent without the filters that are to go, and what the question says beside that."""
    if says.RESET not in wishes:
        return earlier, context
    is_named = says.UNFILTERED.search(wishes[says.RESET][0])
    names = {m.column.name for m in context.mentions} if is_named else set()
    return without_filters(earlier, names), _gathered("", context.table) if names else context


def _says_nothing(context: Context) -> bool:
    named = (context.filters, context.mentions, context.values, context.stats, context.kinds)
    return not any(named) and not time_unit(context.asked) and not is_ranking(context)


def _changed(before: Intent, context: Context, wishes: Wishes) -> tuple[Analysis, ...] | None:
    """What is worked out now; None where something that is said has no place in it."""
    steps = [whole_wish(before, wishes), *asked_for(context), unfixed, of_part(before)]
    changed = []
    for one in before.analyses:
        made: Analysis | None = replace(one, slots=(), filters=kept(one.filters, context.filters))
        for step in steps:
            made = step(made, context) if made else None
        if made is None or (len(before.analyses) > 1 and _shape(made) != _shape(one)):
            return None
        changed.append(charted(made, wishes))
    return None if None in changed else tuple(one for one in changed if one)


def _shape(one: Analysis) -> tuple[object, ...]:
    """What several analyses keep when the question after them picks other rows."""
    return one.columns, one.stats, one.unit, one.top, one.method, one.target
