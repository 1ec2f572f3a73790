"""How a column writes its dates and times, and which rows decide between day and month."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from agents.in_session.reading.call import literal
from agents.in_session.reading.centuries import last_year, moved
from agents.in_session.reading.months import month_numbers
from agents.in_session.reading.shapes import OPEN, WORD, month_code, month_words, shape_of, weekday_beside

_ISO = re.compile(r"%Y-%m-%d(?:[T ]%H:%M(?::%S(?:\.%f)?)?(?: ?%z)?)?")
"""The formats that pandas finds by itself."""
_ZONE = re.compile(r"(?:Z|[-+]\d{2}:?\d{2})$")
NAMED_DATE = re.compile(
    r"date|day|month|period|time|datum|monat|fecha|mois|jour|data|yyyymm|ym\b|日|月|날짜|년월|дата",
    re.IGNORECASE,
)
"""What is in the names of columns of dates."""
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
    words: Mapping[str, str] = field(default_factory=dict)
    """What pandas does not know by name, and what takes its place after the read call: digits or nothing."""

    last: int | None = None
    """The last year of this century, where two digits are written; later ones are of the century before."""

    @property
    def after_call(self) -> bool:
        """Whether the arguments of the read call cannot say how to read them."""
        return self.zones or bool(self.words) or self.last is not None

    def expression(self) -> str:
        """Return Python that reads the texts in column `c` of the table `t`."""
        words = {re.escape(word): digits for word, digits in self.words.items()}
        text = f"t[c].replace({literal(words)}, regex=True)" if words else "t[c]"
        form = f", format={literal(self.format)}" if self.given else ""
        dates = f"pd.to_datetime({text}{form}{', utc=True' if self.zones else ''})"
        if self.last is None:
            return dates
        return f"{dates}.pipe(lambda d: d.where(d.dt.year <= {self.last}, d - pd.DateOffset(years=100)))"


def find_dates(name: str, values: Mapping[str, int], hint: str = "", usual: str = "%m") -> Dates | str:
    """Return how a column's dates are read, or why they cannot be; nothing where there are none.

    `values` counts the distinct texts; `hint` is the order, `%d` or `%m`, of other columns, and `usual`
    the one that is taken where nothing decides.
    """
    if not all(map(shape_of, values)) or not values:
        return _compact(name, values)
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
    if _failures(values, made):
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
    if shape == "%1.%2.%y" and not NAMED_DATE.search(name) and any(len(text) < 8 for text in values):
        # Versions look like this too.
        return ""
    numbers = [(*map(int, re.findall(r"\d+", text)[:2]), count) for text, count in values.items()]
    first = sum(count for a, _, count in numbers if a > 12)
    second = sum(count for _, b, count in numbers if b > 12)
    if first and second:
        return (
            f"{name} is text: {_rows(first)} can only be day/month and {_rows(second)} only month/day, "
            "so neither order reads all dates."
        )
    order, why = _decide(first, second, _steadier(values, shape), hint)
    if not order:
        order, why = (
            "%d" if "." in shape.split("%2")[0] else usual,
            "no number is over 12, so this is a guess",
        )
    codes = ("%d", "%m") if order == "%d" else ("%m", "%d")
    form = shape.replace("%1", codes[0]).replace("%2", codes[1])
    words = "day/month/year" if order == "%d" else "month/day/year"
    has_time = "%H" in form or "%I" in form
    note = f"Dates in {name} read as {words}: {why}."
    return _checked(name, values, Dates(form, has_time, note, decided=order if first or second else ""))


def _decide(first: int, second: int, steadier: str, hint: str) -> tuple[str, str]:
    """Return the order that the dates prove and how, or no order."""
    if first:
        return "%d", f"{_rows(first)} have a first number over 12".replace("1 row have", "1 row has")
    if second:
        return "%m", f"{_rows(second)} have a second number over 12".replace("1 row have", "1 row has")
    if steadier:
        return steadier, "no number is over 12, but only so do they follow each other in order"
    return hint, "no number is over 12, but the other dates of the file are so"


def _steadier(values: Mapping[str, int], shape: str) -> str:
    """Return the order in which the dates only go up or only go down, else the one with even steps.

    Nothing if both or none do.
    """
    texts = list(values)
    days = {
        order: pd.to_datetime(texts, format=shape.replace("%1", order).replace("%2", other), errors="coerce")
        for order, other in (("%d", "%m"), ("%m", "%d"))
    }
    if len(texts) < 3:
        return ""
    steady = [o for o, d in days.items() if d.is_monotonic_increasing or d.is_monotonic_decreasing]
    even = [order for order in steady if days[order].diff()[1:].nunique() == 1]
    return steady[0] if len(steady) == 1 else even[0] if len(even) == 1 else ""


def _compact(name: str, values: Mapping[str, int]) -> Dates | str:
    """Read yyyymmdd and yyyymm: digits that are all possible dates, and many or named so."""
    named = bool(NAMED_DATE.search(name))
    if not all(text.isascii() and text.isdigit() for text in values):
        return ""
    (length, *others) = {len(text) for text in values} or {0}
    if others or length not in _COMPACT:
        return ""
    form, parts = _COMPACT[length]
    likely = named or (length in {8, 14} and len(values) > 11)
    if (
        not likely
        or not all(1700 <= int(text[:4]) <= 2200 for text in values)
        or _failures(values, Dates(form))
    ):
        return ""
    return Dates(form, "%H" in form, f"Numbers in {name} read as {parts}.")


def _checked(name: str, values: Mapping[str, int], dates: Dates) -> Dates | str:
    failed = _failures(values, dates)
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
    parsed = _parsed(values, dates)
    last = last_year(parsed)
    years = moved(parsed.dt.year, last)
    where = "" if dates.note else f" in {name}"
    span = " to ".join(map(str, sorted({int(years.min()), int(years.max())})))
    note = f"Years of two digits{where} read as {span}."
    return replace(dates, last=last, note=f"{dates.note} {note}".strip())


def _failures(values: Mapping[str, int], dates: Dates) -> list[str]:
    return [text for text, bad in zip(values, _parsed(values, dates).isna(), strict=True) if bad]


def _parsed(values: Mapping[str, int], dates: Dates) -> pd.Series:
    """Read distinct texts as dates, those that do not exist as missing."""
    form = dates.format
    written = pd.Series(list(values), dtype=object).replace(
        {re.escape(word): digits for word, digits in dates.words.items()}, regex=True
    )
    return pd.to_datetime(written, format=form, errors="coerce", utc="%z" in form or form == "ISO8601")


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"
