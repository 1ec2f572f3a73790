"""How a column writes its dates and times, and which rows decide between day and month."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

_DATES = (
    (r"\d{4}(?P<s>[-/.])\d{1,2}(?P=s)\d{1,2}", "%Y{s}%m{s}%d"),
    (r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)\d{4}", "%1{s}%2{s}%Y"),
    (r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)\d{2}", "%1{s}%2{s}%y"),
    (r"\d{4}年\d{1,2}月\d{1,2}日", "%Y年%m月%d日"),
    (r"\d{4}年\d{1,2}月", "%Y年%m月"),
    (r"\d{4}년(?P<s> ?)\d{1,2}월(?P=s)\d{1,2}일", "%Y년{s}%m월{s}%d일"),
    (r"\d{1,2}(?P<s>[- /.])(?P<m>[A-Za-z]+)(?P=s)\d{4}", "%d{s}{m}{s}%Y"),
    (r"\d{1,2}(?P<s>[- /.])(?P<m>[A-Za-z]+)(?P=s)\d{2}", "%d{s}{m}{s}%y"),
    (r"(?P<m>[A-Za-z]+)(?P<s>,? )\d{1,2}, \d{4}", "{m}{s}%d, %Y"),
    (r"(?P<m>[A-Za-z]+) \d{1,2} \d{4}", "{m} %d %Y"),
    (r"(?P<m>[A-Za-z]+)(?P<s>[- ])\d{4}", "{m}{s}%Y"),
    (r"(?P<m>[A-Za-z]+)(?P<s>[- ])\d{2}", "{m}{s}%y"),
    (r"\d{4}(?P<s>[-/])\d{1,2}", "%Y{s}%m"),
)
_TIMES = (
    (r"\d{1,2}:\d{2}", "%H:%M"),
    (r"\d{1,2}:\d{2}:\d{2}", "%H:%M:%S"),
    (r"\d{1,2}:\d{2}:\d{2}\.\d+", "%H:%M:%S.%f"),
    (r"\d{1,2}:\d{2} ?[AaPp][Mm]", "%I:%M %p"),
    (r"\d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]", "%I:%M:%S %p"),
)
_SPLIT = re.compile(
    r"(.*?)((?:T|,? )(?=\d{1,2}:))(\d{1,2}:[\d:.]+(?: ?[AaPp][Mm])?)( ?)(Z|UTC|[-+]\d{2}:?\d{2})?"
)
_ZONE = re.compile(r"[-+]\d{2}:?\d{2}$")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_NAMED_DATE = re.compile(
    r"date|day|month|period|time|datum|monat|fecha|mois|jour|data|yyyymm|ym\b|日|月|날짜|년월|дата",
    re.IGNORECASE,
)
_COMPACT = {
    6: ("%Y%m", "year and month"),
    8: ("%Y%m%d", "year, month and day"),
    10: ("%Y%m%d%H", "year, month, day and hour"),
    12: ("%Y%m%d%H%M", "year, month, day, hour and minute"),
    14: ("%Y%m%d%H%M%S", "year, month, day and time"),
}
"""Dates written as digits only, by their number."""


@dataclass(frozen=True)
class Dates:
    """How to read a column of dates. Without a format pandas finds it by itself."""

    format: str
    has_time: bool = False
    note: str = ""
    given: bool = True
    """Whether the format must be told to pandas."""
    zones: bool = False
    """Whether the times are in several zones, so that they are read as UTC after the read call."""
    decided: str = ""
    """`%d` or `%m`, whichever the numbers over 12 prove to come first."""


def find_dates(name: str, values: Mapping[str, int], hint: str = "") -> Dates | str:
    """Return how a column's dates are read, or why they cannot be; nothing where there are none.

    `values` counts the distinct texts; `hint` is the order, `%d` or `%m`, of other columns.
    """
    shapes: Counter[str] = Counter()
    for text, count in values.items():
        shape = _shape(text)
        if not shape:
            return _compact(name, values)
        shapes[shape] += count
    return _from_shapes(name, values, _unify(shapes), hint)


def _from_shapes(name: str, values: Mapping[str, int], shapes: set[str], hint: str) -> Dates | str:
    has_time = any("%H" in shape or "%I" in shape for shape in shapes)
    if len(shapes) > 1:
        if all(shape.startswith("%Y-%m-%d") for shape in shapes):
            return _checked(name, values, Dates("ISO8601", has_time))
        ways = ", ".join(sorted(map(_plain, shapes))[:3])
        return f"{name} stays text: it mixes ways to write dates ({ways})."
    shape = next(iter(shapes))
    if "%1" not in shape:
        return _checked(name, values, Dates(shape, has_time, given=not shape.startswith("%Y-%m-%d")))
    return _ordered(name, values, shape, hint)


def _shape(text: str) -> str:
    """Return the format of one date, with %1 and %2 for two numbers whose order is open."""
    split = _SPLIT.fullmatch(text)
    day, between, clock, gap, zone = split.groups() if split else (text, "", "", "", "")
    date = _date_shape(day)
    if not date or not clock:
        return date
    time = next((form for pattern, form in _TIMES if re.fullmatch(pattern, clock)), "")
    if "%p" in time and " " not in clock:
        time = time.replace(" %p", "%p")
    return date + between + time + gap + ("%z" if zone else "") if time else ""


def _date_shape(text: str) -> str:
    for pattern, form in _DATES:
        match = re.fullmatch(pattern, text)
        if match:
            groups = match.groupdict()
            month = _month_code(groups.get("m") or "may")
            return form.format(s=groups.get("s", ""), m=month) if month else ""
    return ""


def _month_code(word: str) -> str:
    """Return %b or %B for an English month; May is both and gives %b."""
    if any(word.lower() == month[:3] for month in _MONTHS):
        return "%b"
    return "%B" if word.lower() in _MONTHS else ""


def _unify(shapes: Counter[str]) -> set[str]:
    """Let the short name of May stand for the long one."""
    found = set(shapes)
    return {shape for shape in found if shape.replace("%b", "%B") not in found or "%b" not in shape}


def _plain(shape: str) -> str:
    words = {
        "%1": "dd",
        "%2": "mm",
        "%d": "dd",
        "%m": "mm",
        "%Y": "yyyy",
        "%y": "yy",
        "%b": "Mon",
        "%B": "Month",
    }
    for code, word in words.items():
        shape = shape.replace(code, word)
    return shape


def _ordered(name: str, values: Mapping[str, int], shape: str, hint: str) -> Dates | str:
    """Decide between day and month first, by the rows with a number over 12."""
    numbers = [
        (*map(int, re.split(r"[-/.]", text.split(" ")[0].split(",")[0].split("T")[0])[:2]), count)
        for text, count in values.items()
    ]
    first = sum(count for a, _, count in numbers if a > 12)
    second = sum(count for _, b, count in numbers if b > 12)
    if first and second:
        return (
            f"{name} is text: {_rows(first)} can only be day/month and {_rows(second)} only month/day, "
            "so neither order reads all dates."
        )
    order, why = _decide(first, second, values, shape, hint)
    codes = ("%d", "%m") if order == "%d" else ("%m", "%d")
    form = shape.replace("%1", codes[0]).replace("%2", codes[1])
    words = "day/month/year" if order == "%d" else "month/day/year"
    has_time = "%H" in form or "%I" in form
    note = f"Dates in {name} read as {words}: {why}."
    return _checked(name, values, Dates(form, has_time, note, decided=order if first or second else ""))


def _decide(first: int, second: int, values: Mapping[str, int], shape: str, hint: str) -> tuple[str, str]:
    if first:
        return "%d", f"{_rows(first)} have a first number over 12".replace("1 row have", "1 row has")
    if second:
        return "%m", f"{_rows(second)} have a second number over 12".replace("1 row have", "1 row has")
    by_gaps = _steadier(values, shape)
    if by_gaps:
        return by_gaps, "no number is over 12, but only so do they follow each other in order"
    if hint:
        return hint, "no number is over 12, but the other dates of the file are so"
    return ("%d" if "." in shape.split("%2")[0] else "%m"), "no number is over 12, so this is a guess"


def _steadier(values: Mapping[str, int], shape: str) -> str:
    """Return the order in which the dates only go up or only go down; nothing if both or none do."""
    texts = list(values)
    steady = []
    for order, other in (("%d", "%m"), ("%m", "%d")):
        days = pd.to_datetime(texts, format=shape.replace("%1", order).replace("%2", other), errors="coerce")
        if len(days) > 2 and (days.is_monotonic_increasing or days.is_monotonic_decreasing):
            steady.append(order)
    return steady[0] if len(steady) == 1 else ""


def _compact(name: str, values: Mapping[str, int]) -> Dates | str:
    """Read yyyymmdd and yyyymm: digits that are all possible dates, and many or named so."""
    named = bool(_NAMED_DATE.search(name))
    if not all(text.isascii() and text.isdigit() for text in values):
        return ""
    (length, *others) = {len(text) for text in values} or {0}
    if others or length not in _COMPACT:
        return ""
    form, parts = _COMPACT[length]
    likely = named or (length in {8, 14} and len(values) > 11)
    if not likely or not all(1700 <= int(text[:4]) <= 2200 for text in values) or _failures(values, form):
        return ""
    return Dates(form, "%H" in form, f"Numbers in {name} read as {parts}.")


def _checked(name: str, values: Mapping[str, int], dates: Dates) -> Dates | str:
    failed = _failures(values, dates.format)
    if len(failed) * 2 > len(values):
        return ""
    if failed:
        return f"{name} stays text: {len(failed)} of its dates do not exist, such as {failed[0]}."
    zones = {zone[0] for text in values if (zone := _ZONE.search(text))} if "%z" in dates.format else set()
    if len(zones) < 2:
        return dates
    return replace(
        dates, zones=True, note=f"Times in {name} are in several time zones; they are read as UTC."
    )


def _failures(values: Mapping[str, int], form: str) -> list[str]:
    texts = list(values)
    parsed = pd.to_datetime(
        pd.Series(texts, dtype=object), format=form, errors="coerce", utc="%z" in form or form == "ISO8601"
    )
    return [text for text, bad in zip(texts, parsed.isna(), strict=True) if bad]


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"
