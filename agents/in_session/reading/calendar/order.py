"""Whether the day or the month comes first in dates such as 03/04/2023."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from agents.in_session.reading.calendar.shapes import OPEN

_MANY = 10
"""Rows in which one number would vary and the other not, if that were the month."""


def decide(values: Mapping[str, int], shape: str, first: int, second: int, hint: str) -> tuple[str, str]:
    """Return the order that the dates prove and how, or none; `first` and `second` count what is over 12."""
    if first:
        return "%d", f"{rows_of(first)} have a first number over 12".replace("1 row have", "1 row has")
    if second:
        return "%m", f"{rows_of(second)} have a second number over 12".replace("1 row have", "1 row has")
    if steadier := _steadier(values, shape):
        return steadier, "no number is over 12, but only so do they follow each other in order"
    return hint, "no number is over 12, but the other dates of the file are so"


def guess(numbers: Iterable[tuple[int, ...]], usual: str) -> tuple[str, str]:
    """Return the order in which the number that varies is the day, else the usual one.

    `numbers` are the three of each date and its rows. More than half of 1 to 12, or several years, are
    as likely months.
    """
    firsts, seconds, years, counts = zip(*numbers, strict=True)
    if sum(counts) >= _MANY and len({*years}) == 1:
        ways = (("%d", "first", firsts, seconds), ("%m", "second", seconds, firsts))
        for order, which, varying, other in ways:
            if 3 < len({*varying}) < 7 and len({*other}) == 1 and other[0] > 1:
                return order, f"no number is over 12 and only the {which} varies, so this is a guess"
    return usual, "no number is over 12, so this is a guess"


def _steadier(values: Mapping[str, int], shape: str) -> str:
    """Return the order in which the dates only go up or only go down, else the one with even steps.

    Nothing if both or none do.
    """
    texts = list(values)
    if len(texts) < 3:
        return ""
    days = {
        order: pd.to_datetime(
            texts, format=shape.replace(OPEN[0], order).replace(OPEN[1], other), errors="coerce"
        )
        for order, other in (("%d", "%m"), ("%m", "%d"))
    }
    steady = [o for o, d in days.items() if d.is_monotonic_increasing or d.is_monotonic_decreasing]
    if len(steady) == 1:
        return steady[0]
    tests: tuple[Callable[[pd.DatetimeIndex], bool], ...] = (_by_steps, _by_days, _by_months)
    for is_even in tests:
        even = [order for order in steady if is_even(days[order])]
        if len(even) == 1:
            return even[0]
    return ""


def _by_steps(times: pd.DatetimeIndex) -> bool:
    return bool(times.diff()[1:].nunique() == 1)


def _by_days(times: pd.DatetimeIndex) -> bool:
    return _by_steps(times.normalize())


def _by_months(days: pd.DatetimeIndex) -> bool:
    """Tell whether dates are of the same day, each as many months after the one before."""
    months = pd.Series(days.year * 12 + days.month)
    return days.day.nunique() == 1 and bool(months.diff()[1:].nunique() == 1)


def rows_of(count: int) -> str:
    """Write a number of rows."""
    return f"{count} row{'' if count == 1 else 's'}"
