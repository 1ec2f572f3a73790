"""Units of time by which a question groups, and the names of months."""

import re
from calendar import month_name

from agents.offline.vocabulary.patterns import whole_words
from agents.offline.vocabulary.ranks import HIGH, LOW

MONTHS = tuple(month.casefold() for month in month_name[1:])
EACH = r"(?:per|by|each|every|for each|across|over the|which|what)"
UNITS = {
    "hour": whole_words(f"hourly|{EACH} hours?|hours? of (?:the )?day"),
    "weekday": whole_words("weekdays?|days? of (?:the )?week|曜日"),
    "day": whole_words("daily|(?:per|by|each|every|which|what) (?:calendar )?day|日(?:別|ごと|毎|次)"),
    "week": whole_words(f"weekly|{EACH} weeks?|週(?:別|ごと|毎|次)"),
    "month": whole_words(f"monthly|{EACH} (?:calendar )?months?|月(?:別|ごと|毎|次)"),
    "quarter": whole_words(f"quarterly|{EACH} quarters?|四半期"),
    "year": whole_words(
        f"year (?:with|having)|yearly|annual|annually|{EACH} years?|over years|year by year"
        "|年(?:別|ごと|毎|次)"
    ),
}
RECENT = frozenset({"latest", "newest", "earliest"})
"""Words that pick a period by its place, not by what it holds."""
ONE_PERIOD = re.compile(
    rf"\b(?:which|what|{'|'.join(sorted(RECENT))}) (?:year|month|(?:week)?day|week|quarter|hour)"
    rf"|\b(?:{'|'.join(sorted((HIGH | LOW) - RECENT))}) (?P<best>year|month|(?:week)?day|week|quarter|hour)\b"
    r"|\b(?P<unit>year|month|week|quarter) (?:with|having)\b",
    re.IGNORECASE,
)


WEEKEND = re.compile(r"\bweekends?\b", re.IGNORECASE)
ON_DAYS = re.compile(
    r"\b(?:on|at|during|over)\s+(?:the\s+)?(?:(?P<weekend>weekends?)|weekdays|working days|business days)\b",
    re.IGNORECASE,
)
"""Days of the week that keep rows."""


def time_unit(text: str, best: bool = True) -> str:
    """The unit of time that `text` groups by, or an empty string; with `best`, that of `the best month`."""
    if WEEKEND.search(text) and re.search(r"\b(?:week|work(?:ing)? )days?\b", text, re.IGNORECASE):
        return "weekend"
    text = ON_DAYS.sub(" ", text)
    found = next((unit for unit, pattern in UNITS.items() if pattern.search(text)), "")
    period = ONE_PERIOD.search(text)
    return found or ((period["unit"] or (best and period["best"]) or "").casefold() if period else "")
