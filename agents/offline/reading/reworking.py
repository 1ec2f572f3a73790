"""The steps from an earlier analysis to the one that a later question asks for, each for a part of it.

A step gives the analysis unchanged where nothing is said of its part, and None where that has no place in it.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from agents.offline.intent import Analysis, Intent
from agents.offline.reading.analyses import read_analyses
from agents.offline.reading.context import Context
from agents.offline.reading.periods import trend
from agents.offline.reading.rankings import usual_stat
from agents.offline.vocabulary import followups as says
from agents.offline.vocabulary.ranks import HIGHEST, LOWEST, MEASURES, top_count
from agents.offline.vocabulary.times import time_unit

COUNTED = ("count",)
TABLED = frozenset({"aggregate", "count", "group", "trend"})
"""Kinds that become one another when groups come or go."""
USUAL = frozenset({"group", "aggregate", "count", "list", "trend", "crosstab"})
"""Kinds of which the later question may name a part only."""
FIXED = frozenset({"==", "like"})
Wishes = dict[re.Pattern[str], re.Match[str]]
"""Phrases of a later question that ask for something whole, as `plot that` does."""
Step = Callable[[Analysis, Context], Analysis | None]
BARRED = frozenset({"group", "share", "portion"})
"""Kinds that are drawn as bars; a trend is a line."""
BARS = frozenset({"bar", "column", "棒グラ"})
LINES = frozenset({"line", "折れ線"})
ONLY = re.compile(r"^\W*(?:and\s+|but\s+|now\s+)?(?:only|just)\b|\bonly\W*$", re.IGNORECASE)


def asked_for(context: Context) -> list[Step]:
    """The steps for what is to be worked out: something of its own kind, or a change to what was."""
    fresh = next(iter(read_analyses(context)), None)
    own = fresh and (fresh.kind not in USUAL or (fresh.kind == "group" and fresh.top and fresh.columns))
    named_so = fresh and fresh.top and not is_ranking(context)  # a column may be called temp_min
    if fresh and not named_so and ("mode" in fresh.stats or own):
        return [_of_its_own(fresh)]
    return [_worked_out, _grouped, _over_time, _ranked]


def _of_its_own(fresh: Analysis) -> Step:
    """An analysis that the question asks for in full, or of the columns of the earlier one."""

    def step(old: Analysis, context: Context) -> Analysis | None:
        if old.by and old.kind == "group" and not fresh.by and fresh.kind in {"extreme", "distinct"}:
            stat = "nunique" if fresh.kind == "distinct" else "min" if fresh.ascending else "max"
            return replace(old, columns=fresh.columns, stats=(stat,), top=0)
        if fresh.kind == "nested" and old.columns and not fresh.columns:
            return None
        return replace(fresh, columns=fresh.columns or old.columns, filters=old.filters)

    return step


def _worked_out(old: Analysis, context: Context) -> Analysis | None:
    """Another measure or statistic, or the rows counted, of the same rows and groups."""
    picked = context.filtered | {*context.groups}
    measures = tuple(m for m in context.numeric(context.mentions) if m not in picked)
    if "count" in context.kinds and not context.stats and not measures:
        return _rows_counted(old)
    if not measures and not context.stats:
        return old
    columns = measures or old.columns
    if old.kind not in TABLED | {"list", "extreme"} or not columns:
        return None
    usual = old.stats if {*old.stats} - {"count", "nunique"} else (usual_stat(columns[0]),)
    if old.kind == "extreme" and not context.stats:
        return replace(old, columns=columns)
    if old.kind in TABLED - {"count"}:
        return replace(old, columns=columns, stats=context.stats or usual, counted=False)
    return Analysis("aggregate", columns, stats=context.stats or usual, filters=old.filters)


def _rows_counted(old: Analysis) -> Analysis | None:
    """The number of rows, by the groups of before; beside the statistic where that picks the groups."""
    if old.kind == "group" and old.top and old.columns:
        return replace(old, counted=True)
    if old.kind in {"group", "trend"}:
        return replace(old, columns=(), stats=COUNTED)
    return Analysis("count", filters=old.filters) if old.kind in TABLED | {"list"} else None


def _grouped(old: Analysis, context: Context) -> Analysis | None:
    """Other groups; values that are compared group what had no groups."""
    named = tuple(g for g in context.groups if g not in context.compared)
    compared = () if old.by or old.unit or ONLY.search(context.body) else context.compared
    by = named or tuple(compared) or (context.which[:1] if is_ranking(context) else ())
    if not by or by == old.by:
        return old
    if old.kind not in TABLED:
        return None
    return Analysis("group", old.columns, by=by, stats=old.stats or COUNTED, chart=True, filters=old.filters)


def _over_time(old: Analysis, context: Context) -> Analysis | None:
    """The same measure and statistic by a unit of time."""
    years = any(f.op == "year in" for f in context.filters)
    if old.by and says.SET_AGAINST.search(context.body):
        return None
    unit = time_unit(context.asked) or ("year" if years and not old.by and not old.unit else "")
    made = trend(context, "trend") if unit else None
    if not unit or unit == old.unit:
        return old
    if made is None or old.kind not in TABLED or old.counted:
        return None
    stats = old.stats or COUNTED
    return replace(made, columns=old.columns, stats=stats, method=old.method, chart=True, filters=old.filters)


def is_ranking(context: Context) -> bool:
    """Whether an end of an order is asked for; a maximum is worked out instead."""
    said = _outside_names(context)
    superlative = HIGHEST.search(said) or LOWEST.search(said)
    return bool(top_count(said) or (superlative and not {"min", "max"} & {*context.stats}))


def _outside_names(context: Context) -> str:
    text = context.body
    for m in context.mentions:
        text = text[: m.start] + " " * (m.end - m.start) + text[m.end :]
    return text


def _ranked(old: Analysis, context: Context) -> Analysis | None:
    """The first or the last of the same groups; the end of an order of something else is no such."""
    if not is_ranking(context):
        return old
    top = top_count(context.asked) or 1
    words = {*re.findall(r"\w+", _outside_names(context).casefold())}
    named = {*re.findall(r"[a-z]+", " ".join(old.columns).casefold())}
    foreign = [about for word, about in MEASURES.items() if word in words and not {*about.split()} & named]
    plain = top_count(context.asked) or says.PLAIN_END.search(context.asked)
    if foreign or not (plain or MEASURES.keys() & words):
        return None
    if (old.kind == "group" and old.by) or old.kind == "extreme" or (old.kind == "trend" and top == 1):
        return replace(old, top=top, ascending=context.lowest, both=False)
    return None


def unfixed(old: Analysis, context: Context) -> Analysis | None:
    """No groups of a column of which one value stays; several that stay are compared."""
    fixed = {f.column for f in context.filters if f.op in FIXED}
    by = tuple(name for name in old.by if name not in fixed)
    if by == old.by or old.kind == "portion":
        return None if old.kind == "share" and fixed & {*old.columns} else old
    if old.kind != "group" or by:
        return replace(old, by=by)
    whole = "aggregate" if old.columns else "count"
    return Analysis(whole, old.columns, stats=old.stats if old.columns else (), filters=old.filters)


def whole_wish(kept: Intent, wishes: Wishes) -> Step:
    """The step for rows listed, or a share of all, instead of what was worked out."""

    def step(old: Analysis, context: Context) -> Analysis | None:
        if says.LISTED in wishes:
            return Analysis("list", top=10, filters=old.filters) if not old.by and not old.unit else None
        return _share(old, kept) if says.OF_WHOLE in wishes else old

    return step


def _share(old: Analysis, kept: Intent) -> Analysis | None:
    """A count as the share of all rows, groups as shares of their sum."""
    if old.kind == "count" and len(kept.filters) == 1 and not old.filters:
        return Analysis("portion")
    adds = (old.columns, old.stats) == ((), COUNTED) or (len(old.columns) == 1 and old.stats == ("sum",))
    if old.kind != "group" or len(old.by) != 1 or old.top or old.filters or not adds:
        return None
    return Analysis("share", old.by, stats=old.columns, chart=True)


def charted(old: Analysis, wishes: Wishes) -> Analysis | None:
    """The same with its chart; None where there is none, or none of that form."""
    found = wishes.get(says.CHARTED)
    if found is None:
        return old
    form = (found["form"] or found[0][:3]).casefold()
    other = LINES if old.kind in BARRED else BARS if old.kind == "trend" else LINES | BARS
    is_drawn = old.chart or old.kind == "trend" or (old.kind in BARRED and (old.by or old.columns))
    if not is_drawn or form in other:
        return None
    return replace(old, chart=True)


def of_part(kept: Intent) -> Step:
    """The step for the share of rows that pass a condition: `and in 2023?` is of the rows of that year."""
    held = {f.column for f in kept.filters}

    def step(old: Analysis, context: Context) -> Analysis | None:
        if old.kind != "portion" or not context.filters:
            return old
        same = [f for f in context.filters if old.where and f.column == old.where.column]
        added = [f for f in context.filters if f not in same and f.column not in held]
        if old.filters or len(same) > 1 or (not old.by and (len(added) > 1 or (added and old.where))):
            return None
        where = same[0] if same else added[0] if added and not old.by else old.where
        return replace(old, where=where)

    return step
