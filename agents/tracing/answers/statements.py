"""What an answer states: its numbers, dates and names of categories, each with what stands around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from agents.tracing.answers.prose import Prose
from agents.tracing.answers.shared import with_shared
from agents.tracing.language.blanks import blanked
from agents.tracing.language.dates import Date, dates_in
from agents.tracing.language.numbers import Number, Reading, numbers_in, step_of
from agents.tracing.language.periods import is_year
from agents.tracing.language.words import ABOUT, OVER, OVER_AFTER, UNDER, UNDER_AFTER
from agents.tracing.outputs.windows import Window
from agents.units import factor
from agents.values import Column, Profile

MAX_CATEGORIES = 100
_ORDINARY = {
    "yes",
    "no",
    "none",
    "other",
    "others",
    "unknown",
    "true",
    "false",
    "total",
    "all",
    "not",
    "the",
    "and",
}
_ORDINARY |= {
    "first",
    "second",
    "third",
    "high",
    "low",
    "medium",
    "good",
    "bad",
    "new",
    "old",
    "male",
    "female",
}

_DECADE = re.compile(r"(?:s|er)\b|年代|년대")
_PERCENT_HEAD = re.compile(r"%|percent|share|割合|率|比例|占比", re.IGNORECASE)
_TIMES = re.compile(r"^[\s-]?(?:times\b|fold\b|[x×]\b|-?mal\b|-?fach|fois\b|veces\b|倍|배)")
_HOUR = r"\s?(?:h|hrs?|hours?|Std\.?|Stunden?|heures?|horas?|時間|小时)(?:\s*(?:,|and|und|et|y)\s*|\s*)"
_HOURS_BEFORE = re.compile(rf"(?<![\d.,])(\d{{1,4}}){_HOUR}$", re.IGNORECASE)
_MINUTES = re.compile(r"\s?(?:m\b|mins?\b|minutes?|Minuten?|minutos?|分)", re.IGNORECASE)
_MINUTES_AFTER = re.compile(rf"{_HOUR}(\d{{1,2}}){_MINUTES.pattern}", re.IGNORECASE)
_P_VALUE = re.compile(r"\bp(?:[-_ ]?values?)?\s*(?:[=:|\[(]|is|of|was)?\s*$", re.IGNORECASE)
_MENTIONED = re.compile(
    r"(?:\b(?:the|these|those|all|other|any|each|into|rounded to|both)|の)\s*$", re.IGNORECASE
)

_SCALE_ZERO = re.compile(r"(?:\bbelow|\babove|\bunder|\bover|\bthan|\babsolute)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A number, a date or a name, with its sentence and the words on both sides."""

    start: int
    end: int
    text: str
    sentence: str
    head: str
    """The head of the column, in a table."""
    before: str
    after: str
    cited: tuple[int, ...] = ()
    """The cells that the answer names for it."""
    number: Number | None = None
    date: Date | None = None
    column: Column | None = None
    """The column of which `text` is a category."""

    def windows(self, scales: Iterable[float] = (), units: Iterable[str] = ()) -> list[Window]:
        """What the number may stand for, by the digits that it shows and the words around it."""
        if not self.number:
            return []
        return [
            window
            for reading in self._readings(self.number, scales, units)
            for window in self._around(reading, self.number)
        ]

    def _other_units(self, units: Iterable[str]) -> Iterator[float]:
        """4.2 kg, of a column in g; and of one that is named in minutes, hours."""
        said = re.match(r"[^\W\d_]+\b", self.after)
        for unit in units if said else ():
            times = factor(said[0], unit) if said else None
            if times and times != 1:
                yield times

    def _minutes(self) -> float:
        """All of `2 hours 34 minutes`, from either of its numbers."""
        before, after = _HOURS_BEFORE.search(self.before), _MINUTES_AFTER.match(self.after)
        value = self.number.value if self.number else 0
        if before and _MINUTES.match(self.after):
            return 60 * float(before[1]) + value
        return 60 * value + float(after[1]) if after else 0.0

    def _readings(self, number: Number, scales: Iterable[float], units: Iterable[str]) -> Iterator[Reading]:
        yield from number.readings
        if minutes := self._minutes():
            kept = (1.0, *(factor("min", unit) or 0 for unit in units))
            yield from (Reading(minutes * one, 0.5 * one) for one in kept if one)
        if not number.percent and _PERCENT_HEAD.search(self.head):
            yield from (Reading(r.value / 100, r.half / 100) for r in number.readings)
        for times in self._other_units(units):
            yield from (Reading(r.value * times, r.half * times) for r in number.readings)
        if number.scale != 1:  # 4.2 million, of a column in thousands
            yield from (Reading(r.value / s, r.half / s) for s in scales for r in number.readings)

    @property
    def is_factor(self) -> bool:
        """Whether it tells how many times as much something is: `six times`, `5.7x`."""
        return self.number is not None and (self.number.factor or _TIMES.search(self.after) is not None)

    @property
    def names_a_row(self) -> bool:
        """Whether it is a category or a year, by which a line of an output is known."""
        return self.column is not None or is_year(self.text)

    @property
    def context(self) -> str:
        """The words that tell what is spoken of, in lower case."""
        return f"{self.sentence} {self.head}".casefold()

    def _around(self, reading: Reading, number: Number) -> Iterator[Window]:
        value, half = reading.value, reading.half
        # what the reading is scaled by, and never more than a tenth of the value, or a third in words
        most = abs(value) / (2 if number.factor else 3 if number.word else 10)
        shown = (
            step_of(value) if number.step < 1 <= 2 * half else number.step * abs(value / (number.value or 1))
        )
        step = min(shown, most)
        if number.word and self.is_factor and not number.factor:
            half = max(half, 0.5)
        if ABOUT.search(self.before):
            half = max(half, step / 2, 1e-6 if value == 0 else 0)
        yield from _zero(half, self.before) if value == 0 else [Window(value - half, value + half)]
        if _DECADE.match(self.after) and value % 10 == 0:
            yield Window(value, value + 9)
        if OVER.search(self.before) or OVER_AFTER.search(self.after):
            yield Window(value, value + step)
        if UNDER.search(self.before) or UNDER_AFTER.search(self.after):
            yield Window(value - step, value)


def _zero(half: float, before: str) -> list[Window]:
    """A 0.00 stands for whatever rounds to it; a 0.0 not for 1e-16, unless it is called about 0."""
    if half <= 0.005 or ABOUT.search(before) or _P_VALUE.search(before):
        return [Window(-half, half)]
    return [Window(0, 0), Window(half / 1000, half), Window(-half, -half / 1000)]


def statements(prose: Prose, profile: Profile) -> list[Statement]:
    """All that the prose states, in order; each part of the text belongs to one statement."""
    masked, found = prose.masked, list[Statement]()
    for date in dates_in(masked):
        found.append(replace(statement_at(prose, date.start, date.end), date=date))
        masked = blanked(masked, [(date.start, date.end)])
    for start, end, column in _categories(masked, profile):
        found.append(replace(statement_at(prose, start, end), column=column))
    for number in with_shared(masked, numbers_in(masked)):
        stated = replace(statement_at(prose, number.start, number.end), number=number)
        said = _SCALE_ZERO if number.value == 0 else _MENTIONED
        if not (number.word and said.search(stated.before)):
            found.append(stated)
    return sorted(found, key=lambda one: one.start)


def split(statement: Statement) -> list[Statement]:
    """The statements that it is, where blanks or a comma between its digits separate a list."""
    parts = statement.number.parts if statement.number and not statement.is_factor else ()
    return [
        replace(statement, start=part.start, end=part.end, text=_part_text(statement, part), number=part)
        for part in parts
    ]


def _part_text(statement: Statement, part: Number) -> str:
    return statement.text[part.start - statement.start : part.end - statement.start]


def statement_at(prose: Prose, start: int, end: int) -> Statement:
    """What stands at a place, whatever it is."""
    return Statement(
        start,
        end,
        prose.text[start:end],
        prose.sentence(start),
        prose.column_head(start),
        prose.before(start),
        prose.after(end),
        prose.cited(end),
    )


def _categories(masked: str, profile: Profile) -> Iterator[tuple[int, int, Column]]:
    """Values of text columns that are names: each place once, the longest name first."""
    names = {
        value: column
        for table in profile.tables
        for column in table.columns
        if column.type == "text" and column.unique <= MAX_CATEGORIES
        for value in column.examples
        if value in masked and is_name(value)
    }
    for name in sorted(names, key=len, reverse=True):
        edge = r"(?<!\w)" if name.isascii() else ""  # 最多は大阪です: no blank before a name
        for match in re.finditer(rf"{edge}{re.escape(name)}(?![A-Za-z0-9_])", masked):
            yield match.start(), match.end(), names[name]
            masked = blanked(masked, [match.span()])


def is_name(value: str) -> bool:
    """Whether finding the value in prose means that the category is spoken of."""
    letters = re.findall(r"[^\W\d_]", value)
    capital = value[:1].isupper() or not value[:1].isascii()
    return (
        len(letters) >= 2
        and len(value) >= 3 - (not value[:1].isascii())
        and capital
        and value.casefold() not in _ORDINARY
    )
