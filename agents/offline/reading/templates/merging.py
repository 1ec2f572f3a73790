"""Puts together what the parts of a question ask for, each analysis once."""

import re
from dataclasses import replace

from agents.offline.intent import KEPT_BEFORE, Analysis, Filter
from agents.offline.reading.context import Context

BEFORE = re.compile(r"\b(?:before|original|initial|raw|unfilled|with outliers|pre)\b", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|new|cleaned|without|post)\b", re.IGNORECASE)
MOST_ANALYSES = 30
WHOLE = re.compile(r"\b(?:all|overall|total|whole|entire)\b", re.IGNORECASE)


def asks_whole(context: Context) -> bool:
    """Whether a template is of all rows, beside those of groups."""
    return any(WHOLE.search(slot.name.replace("_", " ")) for slot in context.slots)


def own_filters(part: Context, one: Analysis) -> tuple[Filter, ...]:
    """The filters of a part, but for the one that an analysis of groups sets on them."""
    return tuple(f for f in part.own if one.kind not in {"having", "portion"} or f != one.where or not one.by)


def own_to(part: Context, one: Analysis) -> Analysis:
    """Rows of its own make an analysis one for its template alone."""
    return replace(one, slots=(part.slots[0].name,)) if one.filters or one.before else one


def is_before(context: Context, part: Context) -> bool:
    """Whether a template is of the data as they were before a preparation."""
    prepared = any(change.kind in KEPT_BEFORE for change in context.changes)
    told = part.slots[0].name.replace("_", " ")
    told += part.asked if part.part == "clause" and not AFTER.search(part.asked) else ""
    return prepared and bool(BEFORE.search(told)) and not AFTER.search(part.slots[0].name.replace("_", " "))


def merged(found: list[Analysis]) -> tuple[Analysis, ...]:
    """Each analysis once, for all the templates that it was read for, or for any."""
    merged: dict[Analysis, tuple[str, ...]] = {}
    for one in found:
        key = replace(one, slots=())
        first = key not in merged
        slots = () if not one.slots or (not first and not merged[key]) else one.slots
        merged[key] = slots if first or not slots else tuple(dict.fromkeys((*merged[key], *slots)))
    return tuple(replace(key, slots=slots) for key, slots in merged.items())[:MOST_ANALYSES]


def is_part(one: Analysis, best: Analysis) -> bool:
    """Whether a ranking says all that another reading of the question would say."""
    if one.kind == "group" and one.by == best.by and one.top and not one.columns:
        return True
    if one.filters or one.before:
        return False
    if one.kind == "extreme" and best.kind == "group":
        return one.by == best.by and set(one.columns) <= set(best.columns)
    grouped = one.kind == "group" and one.by == best.by and set(one.stats) <= set(best.stats)
    rows = one.kind == "aggregate" or (grouped and not one.top)
    return rows and set(one.columns) <= set(best.columns)
