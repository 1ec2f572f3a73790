"""How a column writes its dates and times, and which rows decide between day and month."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from agents.in_session.reading.calendar.centuries import last_year, moved
from agents.in_session.reading.calendar.dateformat import Dates, failures, names_date, parsed
from agents.in_session.reading.calendar.digits import compact_dates
from agents.in_session.reading.calendar.months import month_numbers
from agents.in_session.reading.calendar.order import decide, guess, rows_of
from agents.in_session.reading.calendar.shapes import (
    OPEN,
    WORD,
    month_code,
    month_words,
    shape_of,
    weekday_beside,
)

_ISO = re.compile(r"%Y-%m-%d(?:[T ]%H:%M(?::%S(?:\.%f)?)?(?: ?%z)?)?")
"""The formats that pandas finds by itself."""
_ZONE = re.compile(r"(?:Z|[-+]\d{2}:?\d{2})$")


def find_dates(name: str, values: Mapping[str, int], hint: str = "", usual: str = "%m") -> Dates | str:
    """Return how a column's dates are read, or why they cannot be; nothing where there are none.

    `values` counts the distinct texts; `hint` is the order, `%d` or `%m`, of other columns, and `usual`
    the one that is taken where nothing decides.
    """
    if not all(map(shape_of, values)):
        found = compact_dates(name, values)
        return _checked(name, values, found) if isinstance(found, Dates) else found
    if weekdays := {text: weekday for text in values if (weekday := weekday_beside(text))}:
        return _without(weekdays, name, values, hint, usual)
    shapes = set(map(shape_of, values))
    has_time = any("%H" in shape or "%I" in shape for shape in shapes)
    if len(shapes) > 1:
        if all(shape.startswith("%Y-%m-%d") for shape in shapes):
            return _checked(name, values, Dates("ISO8601", has_time))
        ways = ", ".join(sorted(map(_plain, shapes))[:3])
        return f"{name} stays text: it mixes ways to write dates ({ways})."
    (shape,) = shapes
    if WORD in shape:
        return _with_months(name, values, Dates(shape, has_time))
    if OPEN[0] in shape:
        return _ordered(name, values, shape, hint, usual)
    return _checked(name, values, Dates(shape, has_time, given=not _ISO.fullmatch(shape)))


def _without(
    weekdays: Mapping[str, str], name: str, values: Mapping[str, int], hint: str, usual: str
) -> Dates | str:
    """Read dates as if the days of the week did not stand beside them."""
    bare = Counter[str]()
    for text, count in values.items():
        bare[text.replace(weekdays[text], "") if text in weekdays else text] += count
    found = find_dates(name, bare, hint, usual)
    if isinstance(found, str):
        return found
    words = {**dict.fromkeys(sorted(set(weekdays.values())), ""), **found.words}
    made = replace(found, given=True, words=words)
    if failures(values, made):
        return f"{name} stays text: it writes a day of the week as it writes a month."
    return made


def _with_months(name: str, values: Mapping[str, int], dates: Dates) -> Dates | str:
    """Read months by the names that `strptime` knows, else by their numbers in the language of all."""
    words = {word for text in values for word in month_words(text)}
    code = month_code(words)
    if code != WORD:
        return _checked(name, values, replace(dates, format=dates.format.replace(WORD, code)))
    numbers = month_numbers(words)
    if not numbers:
        return ""
    return _checked(name, values, replace(dates, format=dates.format.replace(WORD, "%m"), words=numbers))


def _plain(shape: str) -> str:
    words = {
        "%1": "dd",
        "%2": "mm",
        "%d": "dd",
        "%m": "mm",
        "%Y": "yyyy",
        "%y": "yy",
        WORD: "Month",
    }
    for code, word in words.items():
        shape = shape.replace(code, word)
    return shape


def _ordered(name: str, values: Mapping[str, int], shape: str, hint: str, usual: str) -> Dates | str:
    """Decide between day and month first, by the rows with a number over 12."""
    if shape == "%1.%2.%y" and not names_date(name) and any(len(text) < 8 for text in values):
        # Versions look like this too.
        return ""
    numbers = [(*map(int, re.findall(r"\d+", text)[:3]), count) for text, count in values.items()]
    first = sum(count for a, _, _, count in numbers if a > 12)
    second = sum(count for _, b, _, count in numbers if b > 12)
    if first and second:
        return (
            f"{name} is text: {rows_of(first)} can only be day/month and {rows_of(second)} only month/day, "
            "so neither order reads all dates."
        )
    order, why = decide(values, shape, first, second, hint)
    if not order:
        order, why = guess(numbers, "%d" if "." in shape.split("%2")[0] else usual)
    codes = ("%d", "%m") if order == "%d" else ("%m", "%d")
    form = shape.replace("%1", codes[0]).replace("%2", codes[1])
    words = "day/month/year" if order == "%d" else "month/day/year"
    has_time = "%H" in form or "%I" in form
    note = f"Dates in {name} read as {words}: {why}."
    return _checked(name, values, Dates(form, has_time, note, decided=order if first or second else ""))


def _checked(name: str, values: Mapping[str, int], dates: Dates) -> Dates | str:
    failed = failures(values, dates)
    if len(failed) * 2 > len(values):
        return ""
    if failed:
        return f"{name} stays text: {len(failed)} of its dates do not exist, such as {failed[0]}."
    if "%y" in dates.format:
        return _in_century(name, values, dates)
    zones = {zone[0] for text in values if (zone := _ZONE.search(text))} if "%z" in dates.format else set()
    if len(zones) < 2:
        return dates
    return replace(
        dates, zones=True, note=f"Times in {name} are in several time zones; they are read as UTC."
    )


def _in_century(name: str, values: Mapping[str, int], dates: Dates) -> Dates:
    """Choose the century of years with two digits, and always say which."""
    read = parsed(values, dates)
    last = last_year(read)
    years = moved(read.dt.year, last)
    where = "" if dates.note else f" in {name}"
    span = " to ".join(map(str, sorted({int(years.min()), int(years.max())})))
    note = f"Years of two digits{where} read as {span}."
    return replace(dates, last=last, note=f"{dates.note} {note}".strip())
