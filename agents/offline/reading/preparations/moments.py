"""New columns out of dates: their parts, the days between two, and seasons."""

import re
from collections.abc import Sequence

from agents.offline.intent import Change
from agents.offline.language.columns import Mention, names
from agents.offline.language.types import DATED
from agents.offline.reading.preparations.naming import new_name
from agents.offline.vocabulary.times import MONTHS
from agents.values import Column

PART = re.compile(
    r"\b(hour|month|year|quarter|day of the week|weekday|day name|week|minute|date part|date(?= part"
    r"|s? only)|day)\b",
    re.IGNORECASE,
)
KINDS = {
    "day of the week": "dayofweek",
    "weekday": "dayofweek",
    "day name": "day_name",
    "date part": "date",
    "date": "date",
}
DAILY = re.compile(r"\bdaily\b|\b(?:each|per|every) day\b|\bdate part\b", re.IGNORECASE)
TIMED = re.compile(
    r"\b(?:extract\w*|creat\w*|new (?:feature|column)|deriv\w*|part of|from the)\b", re.IGNORECASE
)
NAMED_DAY = re.compile(r"(?:name of the )?(?:week)?days?\b.{0,40}(?:Monday|Sunday|name)", re.IGNORECASE)
DURATION = re.compile(
    r"\bduration|\bsubtract\w*|\bdifference|\bdays between|\belapsed|\blength of|\bminus\b|\bdays from\b",
    re.IGNORECASE,
)
MINUS = re.compile(r"\bminus\b|\w\s+[-−–]\s+\w", re.IGNORECASE)
STARTS = re.compile(r"start|begin|from|open|first|birth|order", re.IGNORECASE)
ANY_MONTH = "|".join(MONTHS)
SEASON = re.compile(
    rf"[\"'(]?(?P<label>[A-Za-z]\w+)[\"']?\s*(?:=|:|\(|is|as|means)\s*\(?(?P<months>(?:(?:{ANY_MONTH})[,\s]*(?:and|to|through|-|–|&)?\s*)+)",
    re.IGNORECASE,
)
MONTH = re.compile(ANY_MONTH, re.IGNORECASE)
SPAN = re.compile(r"\bto\b|through|-|–", re.IGNORECASE)


def date_part(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A part of a date as a column: the hour, the month, the day of the week."""
    dates = [m.column.name for m in mentions if m.column.type in {*DATED, "time"} or _is_timed(m.column)]
    part = PART.search(sentence)
    if not part or not dates or not TIMED.search(sentence):
        return None
    kind = KINDS.get(part[1].casefold(), part[1].casefold())
    kind = "date" if kind == "day" and DAILY.search(body) else kind
    kind = "day_name" if kind == "dayofweek" and NAMED_DAY.search(body) else kind
    is_date = any(m.column.name == dates[0] and m.column.type in DATED for m in mentions)
    if kind in {"week", "date", "quarter", "day_name"} and not is_date:
        return None
    return Change(kind, (dates[0],), new_name(sentence, mentions, body, kind))


def _is_timed(column: Column) -> bool:
    """A text column whose values hold numbers, as dates that were not recognised do."""
    return column.type == "text" and all(re.search(r"\d", example) for example in column.examples)


def duration(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """The days between two dates."""
    dates = names(m for m in mentions if m.column.type in DATED)
    if len(dates) != 2 or not DURATION.search(sentence):
        return None
    first, last = sorted(dates, key=lambda name: not STARTS.search(name))
    if MINUS.search(sentence):
        last, first = dates
    return Change("days", (last, first), new_name(sentence, mentions, body, "duration"))


def season(sentence: str, mentions: Sequence[Mention], body: str, columns: Sequence[Column]) -> Change | None:
    """Months under a name of their own: `winter = December, January and February`."""
    dates = names(m for m in mentions if m.column.type in DATED)
    dates = dates or tuple(column.name for column in columns if column.type in DATED)
    found = {m["label"]: _numbers(m["months"]) for m in SEASON.finditer(sentence)}
    found = {label: months for label, months in found.items() if len(months) > 1}
    if len(found) < 2 or not dates:
        return None
    how = ";".join(f"{label}={','.join(map(str, months))}" for label, months in found.items())
    return Change("season", dates[:1], new_name(sentence, mentions, body, "season"), how=how)


def _numbers(text: str) -> list[int]:
    """The months of a list or a span, as numbers."""
    months = [1 + MONTHS.index(m[0].casefold()) for m in MONTH.finditer(text)]
    if len(months) == 2 and SPAN.search(text):
        first, last = months
        return [1 + (month - 1) % 12 for month in range(first, last + 1 + 12 * (last < first))]
    return months
