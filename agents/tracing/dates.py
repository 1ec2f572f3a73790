"""The dates and times of day of a text: whatever the format, the same day is the same value."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from agents.tracing.numbers import plain

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month, a day without its year, or a time of day; what is not said is 0."""

    year: int = 0
    month: int = 0
    day: int = 0
    clock: str = ""

    def covers(self, other: "Moment") -> bool:
        """Whether `other` is this moment or lies within it: March 2021 covers the 14th of it."""
        if self.clock:
            return self.clock == other.clock
        return all(
            mine in (0, its)
            for mine, its in ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        )


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a text; it has two readings where day and month may be swapped."""

    start: int
    end: int
    text: str
    readings: tuple[Moment, ...]


def _one(match: re.Match[str]) -> tuple[Moment, ...]:
    """The fields that the pattern names."""
    named = match.groupdict()
    month = named.get("month") or "0"
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    year = int(named.get("year") or 0) + _ERAS.get(named.get("era") or "", 0)
    return (Moment(year, number, int(named.get("day") or 0)),)


def _either(match: re.Match[str]) -> tuple[Moment, ...]:
    """Day and month in either order."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    return (Moment(year, second, first), Moment(year, first, second))


def _short(match: re.Match[str]) -> tuple[Moment, ...]:
    """Day and month in either order, with two digits for the year."""
    first, second, year = int(match[1]), int(match[2]), 2000 + int(match[3])
    return tuple(Moment(year - ago, *pair) for ago in (0, 100) for pair in ((first, second), (second, first)))


def _half_day(match: re.Match[str]) -> tuple[Moment, ...]:
    hour = int(match[1]) % 12 + 12 * (match[3].lower() == "p")
    return (Moment(clock=f"{hour:02}:{match[2]}"),)


def _clock(match: re.Match[str]) -> tuple[Moment, ...]:
    return (Moment(clock=f"{int(match[1]):02}:{match[2]}"),)


Read = Callable[[re.Match[str]], tuple[Moment, ...]]
_PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<!\d){_YEAR}(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})(?!\d)", _one),
        (r"(?<![\d./-])(\d{1,2})[/.-](\d{1,2})[/.-]([12]\d{3})(?!\d)", _either),
        (
            r"(?P<era>令和|平成|昭和)(?P<year>\d{1,2})年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?",
            _one,
        ),
        (rf"(?<!\d){_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月(?:\s?(?P<day>\d{{1,2}})\s?[日号])?", _one),
        (r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]", _one),
        (rf"(?<!\d){_DAY}(?: of)? {_MONTH},? {_YEAR}", _one),
        (rf"\b{_MONTH} {_DAY},? {_YEAR}", _one),
        (rf"(?<!\d){_YEAR} {_MONTH} {_DAY}", _one),
        (rf"(?<!\d){_DAY}(?: of)? {_MONTH}", _one),
        (rf"\b{_MONTH},? {_YEAR}", _one),
        (rf"\b{_MONTH} {_DAY}(?!\d|[.,]\d)", _one),
        (rf"(?<!\d){_YEAR}-(?P<month>0[1-9]|1[0-2])(?![\d-])", _one),
        (r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(\d\d)(?![\d/])", _short),
        (r"(?<![\d:])(0?[1-9]|1[0-2]):([0-5]\d)\s?([ap])(?:\.m\.|m\b)", _half_day),
        (r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?![\d:])", _clock),
    )
)
_COMPACT = re.compile(r"(?<!\d)([12]\d{3})(0[1-9]|1[0-2])([0-3]\d)(?!\d)")


def dates_in(text: str) -> list[Date]:
    """Find the dates and times, in order; what is no day of the calendar is left out."""
    flat, found = plain(text), list[Date]()

    def taken(match: re.Match[str], read: Read) -> str:
        """Keep what is a date and blank it, so that no later pattern finds a part of it."""
        readings = tuple(moment for moment in read(match) if _exists(moment))
        if not readings:
            return match.group()
        found.append(Date(match.start(), match.end(), text[match.start() : match.end()], readings))
        return "\0" * len(match.group())

    for pattern, read in _PATTERNS:
        flat = pattern.sub(partial(taken, read=read), flat)
    return sorted(found, key=lambda one: one.start)


def compact_dates(text: str) -> Iterator[Moment]:
    """Days written as eight digits, such as 20210314; outputs have them, prose does not."""
    for match in _COMPACT.finditer(text):
        moment = Moment(int(match[1]), int(match[2]), int(match[3]))
        if _exists(moment):
            yield moment


def _exists(moment: Moment) -> bool:
    if moment.clock:
        return True
    try:
        date(moment.year or 2000, moment.month or 1, moment.day or 1)
    except ValueError:
        return False
    return True
