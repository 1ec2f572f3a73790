"""The arguments of `pandas.read_csv` that say which texts and numbers are missing values."""

from typing import Any

from agents.in_session.reading.columns import Plan
from agents.in_session.reading.missing import plain
from agents.in_session.reading.words import PANDAS_MISSING


def missing_arguments(plans: list[Plan], known: set[float]) -> dict[str, Any]:
    """Return `na_values` and `keep_default_na`, for all columns alike where that does no harm."""
    if any(plan.kept for plan in plans):
        return {"keep_default_na": False, "na_values": _without_defaults(plans, known)}
    needed = {plan.name: _needed(plan) for plan in plans}
    everywhere = _in_order({*known, *(mark for marks in needed.values() for mark in marks)})
    if _harmless(everywhere, plans):
        return {"na_values": everywhere} if everywhere else {}
    return {"na_values": {name: marks for name, marks in needed.items() if marks}}


def _needed(plan: Plan) -> list[str | float]:
    """Return what is missing in a column and not by pandas' own rules."""
    marks: set[str | float] = {mark for mark in plan.marks if mark not in PANDAS_MISSING}
    if plan.sentinel and plan.sentinel.sure:
        marks.add(plan.sentinel.value)
    return _in_order(marks)


def _without_defaults(plans: list[Plan], known: set[float]) -> Any:
    """Return all marks of missing values where some that pandas knows are values."""
    needed = {plan.name: _in_order({*plan.marks, *_needed(plan)}) for plan in plans}
    everywhere = _in_order({"", *known, *(mark for marks in needed.values() for mark in marks)})
    if _harmless(everywhere, plans):
        return everywhere
    return {name: marks for name, marks in needed.items() if marks}


def _harmless(marks: list[Any], plans: list[Plan]) -> bool:
    """Tell whether no column has one of the marks as a value."""
    numbers = {mark for mark in marks if not isinstance(mark, str)}
    texts = set(marks) - numbers | {text for number in numbers for text in (plain(number), f"{number:.1f}")}
    for plan in plans:
        own = plan.sentinel.value if plan.sentinel and plan.sentinel.sure else None
        values = texts - {plain(own), f"{own:.1f}"} if own is not None else texts
        if values & set(plan.counts):
            return False
    return True


def _in_order(marks: set[Any]) -> list[Any]:
    return sorted(marks, key=lambda mark: (not isinstance(mark, str), str(mark)))
