"""The dates and times of day of a text: whatever the format, the same day is the same value."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from agents.tracing.language.numbers import plain

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "January Jan Januar Jänner janvier enero gennaio janeiro",
            "February Feb Februar février febrero febbraio fevereiro",
            "March Mar März mars marzo março",
            "April Apr avril abril aprile",
            "May Mai mai mayo maggio maio",
            "June Jun Juni juin junio giugno junho",
            "July Jul Juli juillet julio luglio julho",
            "August Aug août agosto",
            "September Sept Sep septembre septiembre settembre setembro",
            "October Oct Oktober Okt octobre octubre ottobre outubro",
            "November Nov novembre noviembre novembro",
            "December Dec Dezember Dez décembre diciembre dicembre dezembro",
        ),
        1,
    )
    for name in dict.fromkeys(form for name in names.split() for form in (name, name.capitalize()))
}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_DAY = r"(?P<day>\d{1,2})(?:(?:st|nd|rd|th|er)?\b|\.)"
_OF = r"(?: of| de)?"
_MOON, _SUN = r"(?P<month>\d{1,2})\s?[月월]", r"(?P<day>\d{1,2})\s?[日号일]"
_WEEK = r"(?P<week>\d\d?)(?!\d)"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month, a week, a day without its year, or a time of day; what is not said is 0."""

    year: int = 0
    month: int = 0
    day: int = 0
    clock: str = ""
    week: int = 0

    def covers(self, other: "Moment") -> bool:
        """Whether `other` is this moment or lies within it: March 2021 covers the 14th of it."""
        if self.clock:
            return self.clock == other.clock
        return all(mine in (0, its) for mine, its in zip(self.fields, other.fields, strict=True))

    @property
    def fields(self) -> tuple[int, int, int, int]:
        """Year, month, day and week."""
        return self.year, self.month, self.day, self.week


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
    number = int(month) if month.isdigit() else MONTHS[month]
    year = int(named.get("year") or 0) + _ERAS.get(named.get("era") or "", 0)
    return (Moment(year, number, int(named.get("day") or 0), week=int(named.get("week") or 0)),)


def _either(match: re.Match[str]) -> tuple[Moment, ...]:
    """Day and month in either order."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    return (Moment(year, second, first), Moment(year, first, second))


def _short(match: re.Match[str]) -> tuple[Moment, ...]:
    """Day and month in either order, with two digits for the year."""
    first, second, year = int(match[1]), int(match[2]), 2000 + int(match[3])
    return tuple(Moment(year - ago, *pair) for ago in (0, 100) for pair in ((first, second), (second, first)))


def _half_day(match: re.Match[str]) -> tuple[Moment, ...]:
    hour = int(match[1]) % 12 + 12 * (match[3] in "pP")
    return (Moment(clock=f"{hour:02}:{match[2] or '00'}"),)


def _clock(match: re.Match[str]) -> tuple[Moment, ...]:
    return (Moment(clock=f"{int(match[1]):02}:{int(match[2]):02}"),)


def _east_asian_clock(match: re.Match[str]) -> tuple[Moment, ...]:
    """Hours and minutes, perhaps of the afternoon."""
    hour = int(match[2]) + 12 * (match[1] in ("午後", "下午", "오후") and int(match[2]) < 12)
    return (Moment(clock=f"{hour:02}:{int(match[3]):02}"),)


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
        (
            rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월](?:\s?(?P<day>\d{{1,2}})\s?[日号일])?",
            _one,
        ),
        (r"(?<!\d)(?P<month>\d{1,2})[月월]\s?(?P<day>\d{1,2})[日号일]", _one),
        (rf"(?<!\d){_DAY}{_OF} {_MONTH},?{_OF} {_YEAR}", _one),
        (rf"\b{_MONTH} {_DAY},? {_YEAR}", _one),
        (rf"(?<!\d){_YEAR}[ -]{_MONTH}[ -]{_DAY}", _one),
        (rf"(?<!\d){_DAY}-{_MONTH}-{_YEAR}", _one),
        (rf"(?<!\d){_DAY}{_OF} {_MONTH}", _one),
        (rf"\b{_MONTH},?{_OF} {_YEAR}", _one),
        (rf"\b{_MONTH} {_DAY}(?!\d|[.,]\d)", _one),
        (rf"(?<!\d){_YEAR}-(?P<month>0[1-9]|1[0-2])(?![\d-])", _one),
        (r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(\d\d)(?![\d/])", _short),
        (r"(?<![\d.-])(\d{1,2})\.(\d{1,2})\.(\d\d)(?!\d|\.\d)", _short),
        (r"(?<!\d)(?P<year>[12]\d{3})-?W(?P<week>\d\d?)(?!\d)", _one),
        (rf"\b(?:[Ww]eek|KW|[Ss]emaine) {_WEEK}(?:(?: of|,|/)? ?{_YEAR})?", _one),
        (rf"(?:{_YEAR}年)?第{_WEEK}[週周]", _one),
        (
            r"(午前|午後|上午|下午|오전|오후)?\s?(?<!\d)(\d{1,2})[時时시]\s?([0-5]?\d)[分분]",
            _east_asian_clock,
        ),
        (r"(?<!\d)([01]?\d|2[0-3])(?:h|\.(?=\d\d Uhr))([0-5]\d)(?!\d)", _clock),
        (r"(?<![\d:.,])(0?[1-9]|1[0-2])(?::([0-5]\d))?\s?([apAP])(?:\.m\.|[mM]\b)", _half_day),
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
    return moment.week <= 53
