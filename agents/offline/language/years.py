"""Years and months in a question, and the column that they speak of."""

import re
from collections.abc import Sequence

from agents.offline.intent import Filter
from agents.offline.language.types import DATED, NUMERIC
from agents.offline.vocabulary.times import MONTHS
from agents.values import Column

MONTH = re.compile(rf"\b(?:in|during|of|for) ({'|'.join(MONTHS)})\b(?! \d)", re.IGNORECASE)
YEAR = r"((?:1[6-9]|20|21)\d\d)"
YEAR_ONLY = re.compile(YEAR)
YEARS = (
    (
        "in",
        re.compile(
            rf"(?<!between )(?<!from )\b{YEAR} (?:and|or|versus|vs\.?|compared (?:with|to)) (?:in )?{YEAR}",
            re.IGNORECASE,
        ),
    ),
    (
        "between",
        re.compile(
            rf"(?:between|from) (?:the years? )?{YEAR} (?:and|to|until|-) {YEAR}|{YEAR}\s?[-–]\s?{YEAR}",
            re.IGNORECASE,
        ),
    ),
    (">=", re.compile(rf"\b(?:since|from) (?:the year )?{YEAR}\b", re.IGNORECASE)),
    (
        "<=",
        re.compile(rf"\b(?:until|through|up to(?: and including)?) (?:the year )?{YEAR}\b", re.IGNORECASE),
    ),
    (">=", re.compile(rf"\b{YEAR} (?:and|or) (?:beyond|later|after|onwards?)\b", re.IGNORECASE)),
    (">", re.compile(rf"\b(?:after|beyond) (?:the year )?{YEAR}\b", re.IGNORECASE)),
    ("<", re.compile(rf"\b(?:before|prior to) (?:the year )?{YEAR}\b", re.IGNORECASE)),
    (
        "==",
        re.compile(
            rf"\b(?:in|for|during|of) (?:the )?(?:year )?{YEAR}\b|{YEAR}年|\byear (?:of )?{YEAR}\b",
            re.IGNORECASE,
        ),
    ),
)


def year_filters(text: str, columns: Sequence[Column]) -> list[Filter]:
    """A year speaks of the column of years, else of the first date."""
    column = year_column(columns)
    if column is None:
        return []
    for op, pattern in YEARS:
        if m := pattern.search(text):
            years = tuple(int(year) for year in m.groups() if year)
            column = year_column(columns, years) or column
            kind = op if column.type in NUMERIC else f"year {op}"
            return [Filter(column.name, kind, years)]
    month = MONTH.search(text)
    if month is None or column.type not in DATED:
        return []
    return [Filter(column.name, "month ==", (1 + MONTHS.index(month[1].casefold()),))]


ALONE = re.compile(
    rf"(?:^\W*|\b(?:and|only|just|about|in|for|of|same|year|the|now|but|then)\s+){YEAR}"
    r"(?:年|\b)(?=\W*(?:only|instead|please|too|as well|だけ|は|では|も)*\W*$)",
    re.IGNORECASE,
)
"""A year at the end of a question, as in `what about 2023?`."""


def without_year(text: str, columns: Sequence[Column]) -> tuple[str, list[Filter]]:
    """The text with a year that stands alone blanked out, and the rows of that year."""
    found = ALONE.search(text)
    column = year_column(columns, (int(found[1]),)) if found else None
    if not found or column is None or len(YEAR_ONLY.findall(text)) > 1:
        return text, []
    op = "==" if column.type in NUMERIC else "year =="
    rest = text[: found.start(1)] + " " * (found.end() - found.start(1)) + text[found.end() :]
    return rest, [Filter(column.name, op, (int(found[1]),))]


def year_column(columns: Sequence[Column], years: Sequence[int] = ()) -> Column | None:
    """The column that a year in the question speaks of; one whose range has none of `years` comes last."""
    held = [c for c in columns if any(_holds(c, year) for year in years)]
    if years:
        return year_column(held) or year_column([c for c in columns if c.type in DATED])
    named = [c for c in columns if "year" in c.name.casefold() or "年" in c.name]
    whole = [c for c in named if c.type in NUMERIC]
    dates = [c for c in columns if c.type in DATED]
    return next(iter((*whole, *dates)), None)


def _holds(column: Column, year: int) -> bool:
    """Whether a year lies in the range of a column, as far as it is known."""
    if not column.low or not column.high:
        return True
    low, high = (re.match(r"-?\d+", end) for end in (column.low, column.high))
    return low is None or high is None or int(low[0]) <= year <= int(high[0])
