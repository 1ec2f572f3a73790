"""Years, quarters, months, days, weekdays and hours of a text, and when one of them is another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from agents.tracing.language.dates import MONTHS, Moment, dates_in

PERIOD = -2
"""The domain of periods, beside those of the columns: what is told of one of them is of no other."""

_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "Monday Mon Montag lundi lunes 月曜日 星期一 월요일",
            "Tuesday Tue Dienstag mardi martes 火曜日 星期二 화요일",
            "Wednesday Wed Mittwoch mercredi miércoles 水曜日 星期三 수요일",
            "Thursday Thu Donnerstag jeudi jueves 木曜日 星期四 목요일",
            "Friday Fri Freitag vendredi viernes 金曜日 星期五 금요일",
            "Saturday Sat Samstag samedi sábado 土曜日 星期六 토요일",
            "Sunday Sun Sonntag dimanche domingo 日曜日 星期日 일요일",
        ),
        1,
    )
    for name in names.split()
}
_SHORT = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR = re.compile(rf"(?<![A-Za-z0-9_.,$€£¥#-])(?P<year>{YEAR})(?![A-Za-z0-9_%]|[.,]\d| ?[€$%])")
_QUARTER = re.compile(
    r"\bQ(?P<q>[1-4])(?:[ /'-]{0,2}(?P<y>20\d\d))?\b|\b(?P<y2>20\d\d)[ -]?Q(?P<q2>[1-4])\b|"
    r"\b(?P<q3>first|second|third|fourth) quarter(?: of (?P<y3>20\d\d))?|"
    r"(?<!\d)(?P<q4>[1-4])(?:\. Quartal|er trimestre|e trimestre)(?: (?P<y4>20\d\d))?|"
    r"第(?P<q5>[1-4])四半期",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile(
    rf"(?<!\w)(?P<month>{'|'.join(sorted((m for m in MONTHS if len(m) > 3), key=len, reverse=True))})(?!\w)"
)
_ALSO_WORDS = {"March", "August", "Mars", "mars", "marche", "maio", "mayo", "mai", "Mai", "Maggio", "juin"}
_IN = re.compile(r"\b(?:in|of|for|from|by|im|en|de|since|and|und|to)\s+$|[|(,/]\s*$|^\s*$", re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"(?<![A-Za-z])(?P<day>{'|'.join(sorted(_DAYS.keys() - _SHORT, key=len, reverse=True))})s?(?![A-Za-z])"
)
_HOUR = re.compile(r"(?<![\d:])(?P<hour>[01]?\d|2[0-3])(?: Uhr\b| ?h\b(?!\d)|[時时시](?![\d間间]))")
_RANGE = re.compile(r"\s*(?:[-–—~〜/]|\b(?:to|through|until|till|bis|à|au|a|al)\b|から)\s*")


@dataclass(frozen=True, slots=True)
class Period:
    """What is not said is None."""

    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None

    def fits(self, other: "Period") -> bool:
        """Whether nothing that both say is different."""
        return all(
            None in (mine, its) or mine == its for mine, its in zip(self._full, other._full, strict=True)
        )

    @property
    def _full(self) -> tuple[int | None, ...]:
        """All fields, with the quarter of the month and the day of the week of the date."""
        quarter = self.quarter or (self.month and (self.month + 2) // 3)
        weekday = self.weekday
        if self.year and self.month and self.day:
            weekday = date(self.year, self.month, self.day).isoweekday()
        return self.year, quarter, self.month, self.day, weekday, self.hour

    def __str__(self) -> str:
        """As `period_of` reads it again."""
        if self.hour is not None:
            return f"{self.hour:02}:00"
        if self.weekday:
            return next(name for name, number in _DAYS.items() if number == self.weekday)
        if self.quarter:
            return f"Q{self.quarter}" + (f" {self.year}" if self.year else "")
        month = next((name for name, number in MONTHS.items() if number == self.month), "")
        if self.year:
            parts = (f"{self.year}", self.month and f"{self.month:02}", self.day and f"{self.day:02}")
            return "-".join(part for part in parts if part)
        return f"{month} {self.day}" if self.day else month

    def tells_of(self, other: "Period") -> bool:
        """Whether both say something of the same kind, and nothing different."""
        shared = any(None not in pair for pair in zip(self._full, other._full, strict=True))
        return shared and self.fits(other)

    @property
    def said(self) -> tuple[str, ...]:
        """The fields that it has: periods of one kind exclude each other."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) is not None)


@dataclass(frozen=True, slots=True)
class Placed:
    """A period, and where it stands in a text."""

    start: int
    end: int
    period: Period


def periods_in(text: str, *, ranges: bool = False) -> list[Placed]:
    """Find them, in order; of a range such as `2022–2024`, none unless `ranges` are asked for."""
    found, taken = list[Placed](), bytearray(len(text))
    for placed in _all(text):
        if not any(taken[placed.start : placed.end]):
            found.append(placed)
            taken[placed.start : placed.end] = b"\1" * (placed.end - placed.start)
    found.sort(key=lambda one: one.start)
    joined = {
        place
        for at in range(len(found) - 1)
        if not ranges and _RANGE.fullmatch(text[found[at].end : found[at + 1].start])
        for place in (at, at + 1)
    }
    return [one for at, one in enumerate(found) if at not in joined]


def is_year(text: str) -> bool:
    """Whether a number is written as years are."""
    return re.fullmatch(YEAR, text) is not None


@lru_cache(maxsize=4096)
def period_of(label: str) -> Period | None:
    """The period that a label is as a whole."""
    label = re.sub(r"[ T]00:00(?::00)?$", "", label.strip())
    if label in _DAYS:
        return Period(weekday=_DAYS[label])
    if label in MONTHS:
        return Period(month=MONTHS[label])
    found = list(_all(label))[:1]
    return found[0].period if found and (found[0].start, found[0].end) == (0, len(label)) else None


def _all(text: str) -> Iterator[Placed]:
    """Also those within others, which come later."""
    for one in dates_in(text):
        period = _of_moment(one.readings[0])
        if len(one.readings) == 1 and period:
            yield Placed(one.start, one.end, period)
    for match in _QUARTER.finditer(text):
        said = {key[0]: value for key, value in match.groupdict().items() if value}
        quarter = _ORDINALS.get(said["q"].lower()) or int(said["q"])
        yield Placed(*match.span(), Period(year=int(said["y"]) if "y" in said else None, quarter=quarter))
    for match in _YEAR.finditer(text):
        yield Placed(*match.span(), Period(year=int(match["year"])))
    yield from _repeated(text)


def _repeated(text: str) -> Iterator[Placed]:
    """Months without their year, days of the week, and hours."""
    for match in _NAMED_MONTH.finditer(text):
        if match["month"] not in _ALSO_WORDS or _IN.search(text[: match.start()]):
            yield Placed(*match.span(), Period(month=MONTHS[match["month"]]))
    for match in _WEEKDAY.finditer(text):
        yield Placed(*match.span(), Period(weekday=_DAYS[match["day"]]))
    for match in _HOUR.finditer(text):
        yield Placed(*match.span(), Period(hour=int(match["hour"])))


def _of_moment(moment: Moment) -> Period | None:
    if moment.week:
        return None
    if moment.clock:
        return Period(hour=int(moment.clock[:2])) if moment.clock.endswith(":00") else None
    return Period(year=moment.year or None, month=moment.month or None, day=moment.day or None)
