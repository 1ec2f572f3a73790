"""Days and months of a year in a question, `since 2024-03-01`, `in March 2024`, and the rows they keep."""

import re
from calendar import monthrange
from collections.abc import Sequence

from agents.offline.intent import Filter
from agents.offline.language.types import DATED
from agents.offline.language.words import blanked
from agents.offline.vocabulary.times import MONTHS, ON_DAYS, time_unit
from agents.values import Column

NAMED = rf"(?:{'|'.join(MONTHS)})"
MOMENT = rf"(?:\d{{4}}-\d\d(?:-\d\d)?|{NAMED} \d{{1,2}}, \d{{4}}|(?:\d{{1,2}} )?{NAMED} \d{{4}})\b"
SPAN = re.compile(
    rf"\b(?:between|from)\s+(?P<first>{MOMENT})\s+(?:and|to|until|through|-|–)\s+(?P<last>{MOMENT})",
    re.IGNORECASE,
)
ONE = re.compile(
    rf"\b(?P<word>since|from|after|before|prior to|until|through|up to|on|in|during|for|of)\s+"
    rf"(?P<first>{MOMENT})",
    re.IGNORECASE,
)
WORDS = {"since": ">=", "from": ">=", "after": ">", "before": "<", "prior to": "<"}
WORDS |= {"until": "<=", "through": "<=", "up to": "<="}
PARTS = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?")


def without_days(text: str, columns: Sequence[Column]) -> tuple[str, list[Filter]]:
    """The text with a date and the word before it blanked out, and the rows of the first date that stay."""
    dated = next((column.name for column in columns if column.type in DATED), "")
    found = SPAN.search(text) or ONE.search(text)
    if not dated or not found:
        return text, []
    first, last = days_of(found["first"]), days_of(found.groupdict().get("last") or found["first"])
    if not first or not last:
        return text, []
    return blanked(text, [found.span()]), [
        _kept(dated, found.groupdict().get("word") or "", first[0], last[1])
    ]


def week_filters(text: str, columns: Sequence[Column]) -> list[Filter]:
    """`on weekends`, `on weekdays`: rows of the first date; none where the two are set against each other."""
    dated = next((column.name for column in columns if column.type in DATED), "")
    found = ON_DAYS.search(text)
    if not dated or not found or time_unit(text) == "weekend":
        return []
    return [Filter(dated, "weekend" if found["weekend"] else "not weekend")]


def _kept(column: str, word: str, first: str, last: str) -> Filter:
    sign = WORDS.get(word.casefold(), "")
    if not sign:
        return Filter(column, "day between", (first, last))
    return Filter(column, f"day {sign}", (last if sign in {">", "<="} else first,))


def days_of(moment: str) -> tuple[str, str] | None:
    """The first and the last day of a date or a month, as ISO 8601; None for a date that is none."""
    numbers = PARTS.fullmatch(moment)
    words = re.findall(r"\w+", moment.casefold())
    if numbers:
        year, month, day = int(numbers["year"]), int(numbers["month"]), int(numbers["day"] or 0)
    else:
        month = next(1 + MONTHS.index(word) for word in words if word in MONTHS)
        year = int(words[-1])
        day = next((int(word) for word in words[:-1] if word.isdigit()), 0)
    if not 1 <= month <= 12 or day > monthrange(max(year, 1), month)[1]:
        return None
    last = day or monthrange(max(year, 1), month)[1]
    return f"{year:04}-{month:02}-{day or 1:02}", f"{year:04}-{month:02}-{last:02}"
