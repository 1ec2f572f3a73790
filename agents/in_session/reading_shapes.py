"""How a single date or time is written, as the format that reads it back."""

import re
from functools import lru_cache

from agents.in_session.reading_months import is_english, is_month

OPEN = ("%1", "%2")
"""Two numbers of which one is the day and one the month."""
WORD = "%3"
"""A month by its name."""

_YEAR = r"(?:1[4-9]|2[0-3])\d\d"
_NAME = r"(?P<m>[^\W\d_]{3,12}\.?)"
_DATES = (
    (r"\d{4}(?P<s>[-/.])\d{1,2}(?P=s)\d{1,2}(?P<e>\.?)", "%Y{s}%m{s}%d{e}"),
    (r"\d{4}\. \d{1,2}\. \d{1,2}(?P<e>\.?)", "%Y. %m. %d{e}"),
    (r"\d{1,2}(?P<s>[-/.]|\. )\d{1,2}(?P=s)\d{4}(?P<e>\.?)", "%1{s}%2{s}%Y{e}"),
    (r"\d{1,2}(?P<s>[-/.])\d{1,2}(?P=s)\d{2}", "%1{s}%2{s}%y"),
    (r"\d{4}年\d{1,2}月\d{1,2}日", "%Y年%m月%d日"),
    (r"\d{4}年\d{1,2}月", "%Y年%m月"),
    (r"\d{4}년(?P<s> ?)\d{1,2}월(?P=s)\d{1,2}일", "%Y년{s}%m월{s}%d일"),
    (r"\d{4}년(?P<s> ?)\d{1,2}월", "%Y년{s}%m월"),
    (rf"\d{{1,2}}(?P<s>\. |[- /.]| de ){_NAME}(?P<t>[- /.]| de )\d{{4}}(?P<e>(?: ?г\.)?)", "%d{s}%3{t}%Y{e}"),
    (rf"\d{{1,2}}(?P<s>[-/.]){_NAME}(?P=s)\d{{2}}", "%d{s}%3{s}%y"),
    (rf"\d{{1,2}}{_NAME}{_YEAR}", "%d%3%Y"),
    (rf"{_NAME}(?P<s>,? )\d{{1,2}}(?P<t>,?) \d{{4}}", "%3{s}%d{t} %Y"),
    (rf"{_NAME}(?P<s>[-/ ]| de ){_YEAR}(?P<e>(?: ?г\.)?)", "%3{s}%Y{e}"),
    (rf"{_NAME}(?P<s>[-/])\d{{2}}", "%3{s}%y"),
    (rf"{_YEAR}(?P<s>[-/ ]){_NAME}(?P=s)\d{{1,2}}", "%Y{s}%3{s}%d"),
    (rf"{_YEAR}(?P<s>[-/ ]){_NAME}", "%Y{s}%3"),
    (r"\d{4}(?P<s>[-/])\d{2}", "%Y{s}%m"),
    (rf"\d{{1,2}}(?P<s>[-/]){_YEAR}", "%m{s}%Y"),
)
"""The ways to write a day or month, and the format of each with its separators still to be filled in."""
_CLOCKS = (
    (r"\d{1,2}:\d{2}", "%H:%M"),
    (r"\d{1,2}:\d{2}:\d{2}", "%H:%M:%S"),
    (r"\d{1,2}:\d{2}:\d{2}(?P<s>[.,])\d+", "%H:%M:%S{s}%f"),
    (r"\d{1,2}:\d{2}(?P<s> ?)[AaPp][Mm]", "%I:%M{s}%p"),
    (r"\d{1,2}:\d{2}:\d{2}(?P<s> ?)[AaPp][Mm]", "%I:%M:%S{s}%p"),
    (r"\d{2}\.\d{2}\.\d{2}", "%H.%M.%S"),
    (r"\d{1,2}時\d{1,2}分", "%H時%M分"),
    (r"\d{1,2}時\d{1,2}分\d{1,2}秒", "%H時%M分%S秒"),
    (r"\d{1,2}시(?P<s> ?)\d{1,2}분", "%H시{s}%M분"),
)
_MOMENTS = (
    (rf"{_YEAR}(?:0\d|1[0-2])[0-3]\d(?P<s>[T ])[0-2]\d[0-5]\d[0-5]\d(?P<e>Z?)", "%Y%m%d{s}%H%M%S{e}"),
    (rf"{_YEAR}(?:0\d|1[0-2])[0-3]\d(?P<s>[T ])[0-2]\d:[0-5]\d:[0-5]\d", "%Y%m%d{s}%H:%M:%S"),
    (rf"{_YEAR}(?:0\d|1[0-2])[0-3]\d(?P<s>[T ])[0-2]\d:?[0-5]\d", "%Y%m%d{s}%H%M"),
    (r"[A-Z][a-z]{2} [A-Z][a-z]{2}  ?\d{1,2} \d\d:\d\d:\d\d \d{4}", "%a %b %d %H:%M:%S %Y"),
    (r"[A-Z][a-z]{2} [A-Z][a-z]{2}  ?\d{1,2} \d\d:\d\d:\d\d [-+]\d{4} \d{4}", "%a %b %d %H:%M:%S %z %Y"),
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
    rf"(?:(?P<gap>T|,? |[-:](?=\d\d:\d\d:\d\d)){_union(_CLOCKS, 'c')}"
    r"(?P<space> ?)(?P<zone>Z|UTC|GMT|[-+]\d\d:?\d\d)?)?"
    rf"|{_union(_MOMENTS, 'b')}"
)


@lru_cache(maxsize=200_000)
def shape_of(text: str) -> str:
    """Return the format of one date, with `OPEN` or `WORD` where more than one text decides; else nothing."""
    match = _PATTERN.fullmatch(text) if len(text) < 50 else None
    if not match:
        return ""
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    shape = "".join(_filled(found, letter, ways) for letter, ways in (("d", _DATES), ("b", _MOMENTS)))
    if not shape or (WORD in shape and not is_month(_word(found))):
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
