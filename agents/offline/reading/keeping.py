"""Which rows a later question keeps: the filters of the earlier one, less those that it replaces."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from agents.offline.intent import Filter, Intent

NEGATIVE = frozenset({"!=", "not in"})


def without_filters(earlier: Intent, names: Collection[str]) -> Intent | None:
    """The earlier intent without the filters of these columns, or of all rows; None where it has none."""
    analyses = tuple(replace(a, filters=_left(a.filters, names)) for a in earlier.analyses)
    made = replace(earlier, filters=_left(earlier.filters, names), analyses=analyses)
    return made if made != earlier else None


def _left(filters: Sequence[Filter], names: Collection[str]) -> tuple[Filter, ...]:
    return tuple(f for f in filters if names and f.column not in names)


def kept(before: Sequence[Filter], after: Sequence[Filter]) -> tuple[Filter, ...]:
    """The earlier filters that no later one takes the place of; `without Tea` is one more."""
    fresh = [f for f in after if f.op not in NEGATIVE]
    left = (
        rest
        for f in before
        if f not in after
        for rest in _rest(f, {_part(g) for g in fresh if g.column == f.column})
    )
    return tuple(dict.fromkeys(left))


def _rest(old: Filter, parts: set[str]) -> tuple[Filter, ...]:
    """What is left of a filter beside later ones of its column; `and in March?` is of the same year."""
    part = _part(old)
    if "month" in parts and part == "day" and old.op == "day between":
        first, last = (str(value)[:4] for value in old.value)
        return (Filter(old.column, "year ==", (int(first),)),) if first == last else ()
    is_whole = "day" in parts and part != "weekend"
    return () if part in parts or is_whole or (part == "day" and parts - {"weekend"}) else (old,)


def _part(one: Filter) -> str:
    """What of a date a filter speaks of; empty for all other filters."""
    return next(
        (part for part in ("weekend", "month", "year", "day") if re.search(rf"\b{part}\b", one.op)), ""
    )
