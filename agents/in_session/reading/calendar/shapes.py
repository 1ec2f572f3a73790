"""How a single date or time is written, as the format that reads it back."""

import re
from functools import lru_cache

from agents.in_session.reading.calendar.months import is_english, is_month
from agents.in_session.reading.calendar.weekdays import weekday_part

OPEN = ("%1", "%2")
"""Two numbers of which one is the day and one the month."""
WORD = "%3"
"""A month by its name."""

_NAME = r"(?P<m>[^\W\d_]{3,12}\.?)"
_DATES = (
    (r"0000(?P<s>[-/.])00?(?P=s)00?(?P<e>\.?)", "%Y{s}%m{s}%d{e}"),
    (r"0000\. 00?\. 00?(?P<e>\.?)", "%Y. %m. %d{e}"),
    (r"00?(?P<s>[-/.]|\. )00?(?P=s)0000(?P<e>\.?)", "%1{s}%2{s}%Y{e}"),
    (r"00?(?P<s>[-/.])00?(?P=s)00", "%1{s}%2{s}%y"),
    (r"0000年00?月00?日", "%Y年%m月%d日"),
    (r"0000年00?月", "%Y年%m月"),
    (r"0000년(?P<s> ?)00?월(?P=s)00?일", "%Y년{s}%m월{s}%d일"),
    (r"0000년(?P<s> ?)00?월", "%Y년{s}%m월"),
    (rf"00?(?P<s>\. |[- /.]| de ){_NAME}(?P<t>[- /.]| de )0000(?P<e>(?: ?г\.)?)", "%d{s}%3{t}%Y{e}"),
    (rf"00?(?P<s>[-/. ]){_NAME}(?P=s)00", "%d{s}%3{s}%y"),
    (rf"00?{_NAME}0000", "%d%3%Y"),
    (rf"{_NAME}(?P<s>,? )00?(?P<t>,?) 0000", "%3{s}%d{t} %Y"),
    (rf"{_NAME}(?P<s>[-/])00?(?P=s)0000", "%3{s}%d{s}%Y"),
    (rf"{_NAME}(?P<s>[-/ ]| de )0000(?P<e>(?: ?г\.)?)", "%3{s}%Y{e}"),
    (rf"{_NAME}(?P<s>[-/])00", "%3{s}%y"),
    (rf"0000(?P<s>[-/ ]){_NAME}(?P=s)00?", "%Y{s}%3{s}%d"),
    (rf"0000(?P<s>[-/ ]){_NAME}", "%Y{s}%3"),
    (r"0000(?P<s>[-/])00", "%Y{s}%m"),
    (r"00?(?P<s>[-/])0000", "%m{s}%Y"),
    (r"0000M00", "%YM%m"),
)
"""The ways to write a day or month, all digits 0, and the format of each without its separators."""
_CLOCKS = (
    (r"00?:00", "%H:%M"),
    (r"00?:00:00", "%H:%M:%S"),
    (r"00?:00:00(?P<s>[.,])0+", "%H:%M:%S{s}%f"),
    (r"00?:00(?P<s> ?)[AaPp][Mm]", "%I:%M{s}%p"),
    (r"00?:00:00(?P<s> ?)[AaPp][Mm]", "%I:%M:%S{s}%p"),
    (r"00\.00\.00", "%H.%M.%S"),
    (r"00?時00?分", "%H時%M分"),
    (r"00?時00?分00?秒", "%H時%M分%S秒"),
    (r"00?시(?P<s> ?)00?분", "%H시{s}%M분"),
)
_MOMENTS = (
    (r"0{8}(?P<s>[T ])0{6}(?P<e>Z?)", "%Y%m%d{s}%H%M%S{e}"),
    (r"0{8}(?P<s>[T ])00:00:00", "%Y%m%d{s}%H:%M:%S"),
    (r"0{8}(?P<s>[T ])00(?P<t>:?)00", "%Y%m%d{s}%H{t}%M"),
    (r"[A-Z][a-z]{2} [A-Z][a-z]{2}  ?00? 00:00:00 0000", "%a %b %d %H:%M:%S %Y"),
    (r"[A-Z][a-z]{2} [A-Z][a-z]{2}  ?00? 00:00:00 [-+]0000 0000", "%a %b %d %H:%M:%S %z %Y"),
)
"""The ways to write a day with its time that do not divide into the two."""


def _union(ways: tuple[tuple[str, str], ...], letter: str) -> str:
    """Join patterns into one, the groups of each under its number."""
    parts = []
    for number, (pattern, _) in enumerate(ways):
        own = re.sub(r"\(\?P([<=])(\w)", rf"(?P\1{letter}{number}\2", pattern)
        parts.append(f"(?P<{letter}{number}>{own})")
    return f"(?:{'|'.join(parts)})"


_PATTERN = re.compile(
    rf"(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?P<long>[a-z]*day)?(?P<comma>,? ))?{_union(_DATES, 'd')}"
    rf"(?:(?P<gap>T|,? |[-:](?=00:00:00)){_union(_CLOCKS, 'c')}"
    r"(?P<space> ?)(?P<zone>Z|UTC|GMT|[-+]00:?00)?)?"
    rf"|{_union(_MOMENTS, 'b')}"
)


_ZEROS = str.maketrans("123456789", "000000000")
_IN_NUMBERS = re.compile(r"%Y\W+%m\W+%d|%1\W+%2\W+%[Yy]|%Y[年년]")
"""Formats that are dates whatever the year; others could be codes, so that theirs must be a likely one."""
_LIKELY_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|2[0-3])\d\d")


def shape_of(text: str) -> str:
    """Return the format of one date, with `OPEN` or `WORD` where more than one text decides; else nothing."""
    zeros = text.translate(_ZEROS) if len(text) < 50 else ""
    if "0" not in zeros:
        return ""
    if weekday := weekday_beside(text):
        return shape_of(text.replace(weekday, ""))
    shape = _shape_of(zeros)
    if "%Y" in shape and not _IN_NUMBERS.search(shape) and not _LIKELY_YEAR.search(text):
        return ""
    return shape


def weekday_beside(text: str) -> str:
    """Return the part of a date that `strptime` does not know, as it is a day of the week; else nothing."""
    return "" if _shape_of(text.translate(_ZEROS)) else weekday_part(text)


@lru_cache(maxsize=50_000)
def _shape_of(zeros: str) -> str:
    """Return the format of a date whose digits are all 0: columns have many dates, but few such texts."""
    match = _PATTERN.fullmatch(zeros)
    if not match:
        return ""
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    shape = "".join(_filled(found, letter, ways) for letter, ways in (("d", _DATES), ("b", _MOMENTS)))
    if WORD in shape and not is_month(_word(found)):
        return ""
    weekday = ("%A" if "long" in found else "%a") + found["comma"] if "weekday" in found else ""
    clock = found.get("gap", "") + _filled(found, "c", _CLOCKS) + found.get("space", "")
    return weekday + shape + clock + _zone(found.get("zone", ""))


def _filled(found: dict[str, str], letter: str, ways: tuple[tuple[str, str], ...]) -> str:
    """Return the format of the way that matched, with its separators."""
    for number, (_, form) in enumerate(ways):
        if f"{letter}{number}" in found:
            return form.format(**{name: found.get(f"{letter}{number}{name}", "") for name in "ste"})
    return ""


def _word(found: dict[str, str]) -> str:
    return next((value for name, value in found.items() if name.endswith("m")), "")


def _zone(text: str) -> str:
    return text if text == "GMT" else "%Z" if text == "UTC" else "%z" if text else ""


def month_words(text: str) -> list[str]:
    """Return the names of months in a date."""
    return [word for word in re.findall(r"[^\W\d_]{3,12}\.?", text) if is_month(word)]


def month_code(words: set[str]) -> str:
    """Return %b or %B where `strptime` knows all the months by that, or `WORD`."""
    if all(map(is_english, words)):
        if all(len(word) == 3 for word in words):
            return "%b"
        if all(len(word) > 3 or word.lower() == "may" for word in words):
            return "%B"
    return WORD
