"""Dates as people write them: the same day has many spellings, of which a table holds one or none."""

import calendar
import re
import unicodedata
from collections.abc import Iterator

from agents.in_session.reading.calendar.months import is_english, is_month
from agents.in_session.reading.calendar.weekdays import weekday_part

_YEAR = r"(?:1[5-9]|2[01])\d\d(?!\d)"
_TWO = r"(?:0[1-9]|1[0-2])"
_DAY = r"\d\d?(?!\d)(?:st|nd|rd|th|er|\.|º)?"
_NAME = r"(?P<month>[^\W\d_]{3,12})\.?"
_GAP = r"(?:,? ?(?:(?:day )?of |de |the )?|[-/.])"
_CLOCK = (
    r"(?:T|,? (?:at )?|[-:])\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\b\.?)?(?: ?Z\b| ?[-+]\d\d:?\d\d)?"
)
_PATTERNS = tuple(
    re.compile(rf"(?<![^\W_])(?<!\d\.){pattern}(?!\d)(?:{_CLOCK}(?: {_YEAR})?)?", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?P<s>[-/._]|\. |, ?)\d\d?(?P=s)\d\d?",
        r"\d\d?(?P<s>[-/._]|\. )\d\d?(?P=s)(?:\d{4}|\d\d)",
        rf"{_YEAR}[-/](?:{_TWO}|[1-9])",
        rf"(?:{_TWO}|[1-9])[-/]{_YEAR}",
        rf"{_YEAR}-[0-3]\d\d",
        rf"{_YEAR}-?W[0-5]\d(?:-?[1-7])?",
        rf"(?:1[5-9]|2[01])\d\d{_TWO}[0-3]\d(?:T?(?:\d{{4}}|\d{{6}}))?",
        rf"(?:{_YEAR} ?[年년] ?)?\d\d? ?[月월] ?\d\d? ?[日号일]",
        rf"{_YEAR} ?[年년] ?\d\d? ?[月월]",
        rf"{_DAY}{_GAP}{_NAME}(?P<year>{_GAP}(?:{_YEAR}|'?\d\d))?",
        rf"{_NAME}{_GAP}{_DAY}(?P<year>{_GAP}(?:{_YEAR}|'\d\d))?",
        rf"{_NAME}{_GAP}(?P<year>{_YEAR}|'\d\d|(?<=[-/])\d\d)",
        rf"(?P<year>{_YEAR}){_GAP}{_NAME}(?:{_GAP}{_DAY})?",
    )
)
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): plain
    for signs, plain in (("\u3000\xa0\u202f", " "), ("‘’", "'"), ("‐‑−–", "-"))
    for sign in signs
}
"""The wide letters, digits and signs of an input method, and other forms of signs, each of one character."""

_BEFORE = re.compile(r"([^\W\d_]{3,12})\.?,? $")
_AFTER = re.compile(r",? ?\(?([^\W\d_]{3,12})\)?(?![^\W_])")
_WEEKDAYS = {name.lower() for name in (*calendar.day_name, *calendar.day_abbr, "tues", "thur", "thurs")}
_SHORTEST = 4
"""A word of another language with fewer letters may be an English one: `set`, `out`, `so`."""


def dates_in(text: str) -> list[str]:
    """The dates of a text as they are written, each with its day of the week and its time."""
    whole: list[list[int]] = []
    for start, end in sorted(_spans(_plain(text))):
        if whole and start <= whole[-1][1]:
            whole[-1][1] = max(end, whole[-1][1])
        else:
            whole.append([start, end])
    return [text[start:end] for start, end in whole]


def _plain(text: str) -> str:
    """The text in ASCII where it can be, with every character in its place."""
    return "".join(
        str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text.translate(_ASCII)
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        at = 0
        while found := pattern.search(text, at):
            at = found.start() + 1  # not its end: `room 11` is no date, and `11 August` within is
            if _is_date(found):
                yield _with_weekday(text, *found.span())


def _is_date(found: re.Match[str]) -> bool:
    named = found.groupdict()
    month = named.get("month")
    if month is None:
        return True
    known = is_english(month) or len(month) >= _SHORTEST or named.get("year")
    return bool(known) and is_month(month)


def _with_weekday(text: str, start: int, end: int) -> tuple[int, int]:
    before, after = _BEFORE.search(text, max(0, start - 16), start), _AFTER.match(text, end)
    if before and _is_weekday(before[1]):
        start = before.start()
    return start, after.end() if after and _is_weekday(after[1]) else end


def _is_weekday(word: str) -> bool:
    return word.lower() in _WEEKDAYS or (len(word) >= _SHORTEST and bool(weekday_part(f"{word} 1")))
