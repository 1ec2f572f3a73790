"""New columns over the order of the rows: changes, moving averages, running totals, ranks."""

import re
from collections.abc import Sequence

from agents.offline.intent import Change
from agents.offline.language.columns import Mention, names
from agents.offline.language.types import NUMERIC
from agents.offline.reading.preparations.naming import new_name
from agents.offline.vocabulary.ranks import COUNTS, number

PREVIOUS = re.compile(
    r"\b(?:previous|prior|preceding|from one) (?:trading |remaining |calendar )?"
    r"(?:day|row|month|year|week|value|record|observation|entry|close|quarter|one)?"
    r"|pct_change|day-(?:to|over)-day|year-(?:to|over)-year|month-(?:to|over)-month|(?:daily|log"
    r"|percentage) returns?"
    r"|daily (?:percentage )?change|consecutive (?:rows|days|values|observations)"
    r"|first(?:-order)? difference|\bdiff\(\)",
    re.IGNORECASE,
)
LOG_RETURN = re.compile(r"\blog(?:arithmic)?[ -]returns?|\bln\s*\(", re.IGNORECASE)
PERCENT = re.compile(r"percent|pct|return|relative|%|\*\s*100", re.IGNORECASE)
FRACTION = re.compile(r"as a (?:fraction|decimal)|not (?:in )?percent", re.IGNORECASE)
ROLLING = re.compile(
    r"\b(?P<size>\d+|"
    + "|".join(COUNTS)
    + r")[- ](?:day|row|period|month|week|year|point|game|observation)s?"
    r"(?: simple)? (?:moving|rolling) (?P<stat>averages?|means?|medians?|sums?|totals?"
    r"|standard deviations?|std|max\w*|min\w*)"
    r"|\b(?:moving|rolling) (?P<stat2>averages?|means?|medians?|sums?|totals?|standard deviations?"
    r"|std|max\w*|min\w*)"
    r"(?:.{0,60}?window\w*(?: size)?(?: of|=| =)?\s*(?P<size2>\d+))?",
    re.IGNORECASE,
)
WINDOW = re.compile(r"window\w*(?: size)?(?: of|=| =|:)?\s*(\d+)|(\d+)[- ](?:\w+[- ])?window", re.IGNORECASE)
ROLLED = {
    "a": "mean",
    "me": "mean",
    "s": "sum",
    "t": "sum",
    "med": "median",
    "st": "std",
    "ma": "max",
    "mi": "min",
}
CUMULATIVE = re.compile(r"\bcumulative (?:sum|total|\w+)|\brunning (?:total|sum)|\bcumsum\b", re.IGNORECASE)


def over_rows(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    """The columns of a sentence, each set against the rows before it."""
    numeric = names(m for m in mentions if m.column.type in NUMERIC)
    if not numeric:
        return []
    if (m := ROLLING.search(sentence)) and not any(one.column.name.startswith("moving") for one in mentions):
        return [_rolling(m, numeric[0], sentence, mentions, body)]
    if CUMULATIVE.search(sentence):
        return [Change("cumsum", numeric[:1], new_name(sentence, mentions, body, "cumulative sum"))]
    if PREVIOUS.search(sentence):
        return _changes(numeric, sentence, mentions, body)
    return []


def _changes(numeric: tuple[str, ...], sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    """The change from the row before, in percent, as a logarithm, or as a difference."""
    log, percent = LOG_RETURN.search(sentence), PERCENT.search(sentence)
    kind = "log_return" if log else "pct_change" if percent else "diff"
    if len(numeric) > 1 and log:
        return [Change(kind, (name,), f"log return {name}") for name in numeric[:4]]
    default = "return" if re.search(r"\breturns?\b", sentence, re.IGNORECASE) else "change"
    how = "fraction" if FRACTION.search(body) else ""
    return [Change(kind, numeric[:1], new_name(sentence, mentions, body, default), how=how)]


def _rolling(
    found: re.Match[str], column: str, sentence: str, mentions: Sequence[Mention], body: str
) -> Change:
    said = (found["stat"] or found["stat2"]).casefold()
    stat = ROLLED[max((start for start in ROLLED if said.startswith(start)), key=len)]
    window = WINDOW.search(body)
    sized = next((m["size"] for m in ROLLING.finditer(body) if m["size"]), None)
    size = (
        found["size"] or found["size2"] or sized or (next(g for g in window.groups() if g) if window else "3")
    )
    name = new_name(sentence, mentions, body, "") or f"moving {'average' if stat == 'mean' else stat}"
    return Change("rolling", (column,), name, how=f"{number(size)} {stat}")
