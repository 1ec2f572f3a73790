"""A statistic of what each group comes to: `average number of orders per day`, `highest monthly total`."""

import re

from agents.offline.intent import Analysis
from agents.offline.language.types import DATED
from agents.offline.language.words import stem, tokens
from agents.offline.reading.context import Context
from agents.offline.vocabulary.everyday import ROW_NOUNS
from agents.offline.vocabulary.statistics import stats_in
from agents.offline.vocabulary.times import UNITS, time_unit

OUTER = r"(?P<outer>average|mean|median|maximum|minimum|max|min|highest|lowest|standard deviation)"
INNER = r"(?P<inner>totals?|sums?|averages?|means?|counts?|number of)"
PERIODIC = r"(?:hourly|daily|weekly|monthly|quarterly|yearly|annual)"
OF_PERIODS = re.compile(rf"\b{OUTER}\s+(?:of\s+)?(?:the\s+|all\s+)*{PERIODIC}\s+{INNER}\b", re.IGNORECASE)
PER_GROUP = re.compile(
    r"\b(?P<outer>average|mean|median|maximum|minimum|max|min)\s+(?P<inner>number of|count of)\b"
    r"(?P<what>[^,.;?]*?)\b(?:per|in each|in an?|for each|by|each|a)\s+",
    re.IGNORECASE,
)
ENDS = {"highest": "max", "lowest": "min"}


def nested(context: Context, kind: str) -> Analysis | None:
    """The outer statistic over the groups of the inner one, which is a count where nothing is measured."""
    if context.slots:
        return None
    found = OF_PERIODS.search(context.body) or _counts(context)
    unit = time_unit(context.asked)
    if found is None or not (unit in UNITS or context.groups):
        return None
    counts = found["inner"].casefold().startswith(("count", "number"))
    measures = tuple(m for m in context.measures if m not in context.groups)[:1]
    if bool(measures) == counts:
        return None
    said = found["outer"].casefold()
    outer = ENDS.get(said) or stats_in(said)[0]
    inner = "count" if counts else stats_in(found["inner"])[0]
    dates = context.dates()[:1]
    if unit and not dates:
        return None
    by = () if unit else context.groups[:1]
    return Analysis(kind, measures, by=by, stats=(outer, inner), unit=unit, target=dates[0] if unit else "")


def _counts(context: Context) -> re.Match[str] | None:
    """A number of rows of each group, where what is counted is no column of its own."""
    found = PER_GROUP.search(context.body)
    named = [m for m in context.mentions if m.column.type not in DATED]  # `orders` of ordered_on are rows
    if found is None or any(found.start("what") <= m.start < found.end("what") for m in named):
        return None
    said = {word.stem for word in tokens(found["what"])}
    return found if said & {*ROW_NOUNS, stem(context.table.table)} else None
