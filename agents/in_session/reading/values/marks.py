"""The arguments of `pandas.read_csv` that say which texts and numbers are missing values."""

import math
from typing import Any

from agents.in_session.reading.values.missing import plain
from agents.in_session.reading.values.plan import Plan
from agents.in_session.reading.values.words import PANDAS_MISSING


def missing_arguments(plans: list[Plan], known: set[float]) -> dict[str, Any]:
    """Return `na_values` and `keep_default_na`, for all columns alike where that does no harm."""
    if any(plan.kept for plan in plans):
        return {"keep_default_na": False, "na_values": _without_defaults(plans, known)}
    needed = {plan.name: _needed(plan) for plan in plans}
    everywhere = _in_order({*map(_mark, known), *(mark for marks in needed.values() for mark in marks)})
    if _harmless(everywhere, plans):
        return {"na_values": everywhere} if everywhere else {}
    return {"na_values": {name: marks for name, marks in needed.items() if marks}}


def _needed(plan: Plan) -> list[str | float]:
    """Return what is missing in a column and not by pandas' own rules."""
    marks: set[str | float] = {mark for mark in plan.marks if mark not in PANDAS_MISSING}
    if plan.sentinel and plan.sentinel.sure:
        marks.add(_mark(plan.sentinel.value))
    return _in_order(marks)


def _mark(number: float) -> str | float:
    """Return a number as `na_values` takes it: pandas adds the whole part of numbers, but not of texts."""
    return number if number == int(number) else plain(number)


def _without_defaults(plans: list[Plan], known: set[float]) -> Any:
    """Return all marks of missing values where some that pandas knows are values."""
    needed = {plan.name: _in_order({*plan.marks, *_needed(plan)}) for plan in plans}
    everywhere = _in_order({"", *map(_mark, known), *(mark for marks in needed.values() for mark in marks)})
    if _harmless(everywhere, plans):
        return everywhere
    return {name: marks for name, marks in needed.items() if marks}


def _harmless(marks: list[Any], plans: list[Plan]) -> bool:
    """Tell whether no column has one of the marks as a value."""
    spelled = {mark: _spellings(mark) for mark in marks}
    for plan in plans:
        own = _mark(plan.sentinel.value) if plan.sentinel and plan.sentinel.sure else None
        others = (texts for mark, texts in spelled.items() if mark != own)
        if any(not texts.isdisjoint(plan.counts) for texts in others):
            return False
    return True


def _spellings(mark: str | float) -> frozenset[str]:
    """Return the texts that a mark takes for missing; a number is also found with more zeros behind it."""
    try:
        number = float(mark)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        return frozenset({str(mark)})
    digits = len(plain(number).partition(".")[2])
    points = {plain(number), *(f"{number:.{count}f}" for count in range(digits, 7))}
    return frozenset({str(mark), *points, *(text.replace(".", ",") for text in points)})


def _in_order(marks: set[Any]) -> list[Any]:
    return sorted(marks, key=lambda mark: (not isinstance(mark, str), str(mark)))
