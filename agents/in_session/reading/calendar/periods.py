"""Columns that tell of time and that no read call makes dates of: the note that says how to go on."""

import re
from collections.abc import Collection

from agents.in_session.reading.calendar.dateformat import names_date

_YEAR = r"(?:1[7-9]|20|21)\d\d"
_TEXTS = (
    (rf"{_YEAR}-?[Qq][1-4]", "quarters", 'pd.PeriodIndex(…, freq="Q")'),
    (
        rf"{_YEAR}[ /:KT][QTKqtk]?[1-4]",
        "quarters",
        'pd.PeriodIndex(….str[:4] + "Q" + ….str[-1], freq="Q")',
    ),
    (
        rf"(?:[QTKqtk][1-4]|[1-4]\. ?[Qq]uartal|第?[1-4一二三四]四?半期)\W{_YEAR}",
        "quarters",
        'pd.PeriodIndex(….str[-4:] + "Q" + ….str.extract("([1-4])")[0], freq="Q")',
    ),
    (rf"{_YEAR}-W\d\d", "weeks", 'pd.to_datetime(… + "-1", format="%G-W%V-%u")'),
    (rf"{_YEAR}W\d\d", "weeks", 'pd.to_datetime(… + "-1", format="%GW%V-%u")'),
    (
        r"(?:民國|民国)?(?:[5-9]\d|1[0-4]\d)年(?:\d{1,2}月(?:\d{1,2}日)?)?|1[0-4]\d([/.-])[01]?\d\1[0-3]?\d",
        "years of Taiwan's calendar",
        "add 1911 to them",
    ),
    (
        r"(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年?.*|[MTSHR]\d{1,2}[./-]\d{1,2}[./-]\d{1,2}",
        "years of Japanese eras",
        "add 1867 to 明治, 1911 to 大正, 1925 to 昭和, 1988 to 平成, 2018 to 令和",
    ),
)
"""What all the texts of a column match, what that is, and what makes dates of it."""
_NUMBERS = (
    (20_000, 60_000, "days as Excel counts them", 'unit="D", origin="1899-12-30"'),
    (600_000_000, 4_000_000_000, "seconds since 1970", 'unit="s"'),
    (600_000_000_000, 4_000_000_000_000, "milliseconds since 1970", 'unit="ms"'),
)
"""From and to what number those of a column may be a count of time, which one, and how it is read."""


def text_note(name: str, values: Collection[str]) -> str:
    """Say what the texts of a column stand for, where they are periods or dates of other calendars."""
    first = next(iter(values), "")
    for pattern, what, way in _TEXTS:
        if re.fullmatch(pattern, first) and all(re.fullmatch(pattern, text) for text in values):
            return f"{name} holds {what}, such as {first}, and stays text: {way}."
    return ""


def number_note(name: str, values: Collection[str]) -> str:
    """Say what the whole numbers of a column may count, where it is named as a date or time."""
    if not names_date(name) or not all(text.isdecimal() for text in values):
        return ""
    numbers = [int(text) for text in values]
    for low, high, what, way in _NUMBERS:
        if low < min(numbers) and max(numbers) < high:
            return f"Numbers in {name} may be {what}: pd.to_datetime(…, {way})."
    return ""
