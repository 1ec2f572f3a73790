"""Dates that are written as digits only: 20230125, 25012023, 230125, 202301, and months as 2023.01."""

import re
from collections.abc import Mapping

from agents.in_session.reading.calendar.dateformat import Dates, failures, names_date, parsed

_FORMS = {
    6: ("%Y%m", "year and month"),
    8: ("%Y%m%d", "year, month and day"),
    10: ("%Y%m%d%H", "year, month, day and hour"),
    12: ("%Y%m%d%H%M", "year, month, day, hour and minute"),
    14: ("%Y%m%d%H%M%S", "year, month, day and time"),
}
"""The formats that begin with a year of four digits, by the number of digits."""
_OTHERS = {
    6: (("%y%m%d", "year, month and day"), ("%d%m%y", "day, month and year")),
    8: (("%d%m%Y", "day, month and year"), ("%m%d%Y", "month, day and year")),
}
_NO_DAY = re.compile("time|zeit|hora|hour|uhr", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|[\W_])(?:id|no|nr|num|code|key|number|serial|order)\W*$", re.IGNORECASE)
"""What ends the names of columns of numbers that only identify."""
_YEAR_MONTH = re.compile(r"(?:1[89]|20)\d\d\.(?:0[1-9]|1[0-2])")
_MANY = 12
"""Numbers that are all dates by more than chance."""


def compact_dates(name: str, values: Mapping[str, int]) -> Dates | str:
    """Return how digits are read that are all possible dates, and several or named so; else nothing."""
    if values and all(map(_YEAR_MONTH.fullmatch, values)) and len({text[-2:] for text in values}) == 12:
        note = f"Numbers in {name} read as year and month: a guess, as all twelve months are there."
        return Dates("%Y.%m", note=note)
    if not all(text.isascii() and text.isdigit() for text in values):
        return ""
    (length, *others) = {len(text) for text in values} or {0}
    if others:
        return ""
    return _by_year(name, values, length) or _by_day(name, values, length)


def _by_year(name: str, values: Mapping[str, int], length: int) -> Dates | str:
    form, parts = _FORMS.get(length, ("", ""))
    years = [int(text[:4]) for text in values] if form else []
    if not form or not all(1700 <= year <= 2200 for year in years) or failures(values, Dates(form)):
        return ""
    named = names_date(name)
    if not named and (length not in {8, 14} or len(values) < _MANY):
        return ""
    why = "" if named or len(values) >= _MANY else ": a guess, as each is a possible one"
    return Dates(form, "%H" in form, f"Numbers in {name} read as {parts}{why}.")


def _by_day(name: str, values: Mapping[str, int], length: int) -> Dates | str:
    """Read digits with the year behind, or a short one before, where one way keeps them together."""
    named = names_date(name) and not _NO_DAY.search(name)
    if length not in _OTHERS or _NUMBERED.search(name):
        return ""
    if not named and (length != 8 or len(values) < _MANY):
        return ""
    if length == 8 and not all(1900 <= int(text[4:]) <= 2100 for text in values):
        return ""
    ways = [(form, parts) for form, parts in _OTHERS[length] if not failures(values, Dates(form))]
    if not ways or (len(ways) > 1 and not named):
        return ""
    form, parts = min(ways, key=lambda way: _days_between(values, way[0]))
    why = ": a guess, as they may be written otherwise" if len(ways) > 1 else ""
    return Dates(form, note=f"Numbers in {name} read as {parts}{why}.")


def _days_between(values: Mapping[str, int], form: str) -> int:
    """Return the days from the first date to the last, which are fewer where dates are read as meant."""
    dates = parsed(values, Dates(form))
    return int((dates.max() - dates.min()).days)
