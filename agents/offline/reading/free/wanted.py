"""Words that ask for something of their own, and whether the reading has it."""

import re
from collections.abc import Callable

from agents.offline.reading.free.used import Reading
from agents.offline.vocabulary.actions import FILLS, MAKES
from agents.offline.vocabulary.everyday import ROW_NOUNS
from agents.offline.vocabulary.kinds import CUMULATIVE, KINDS
from agents.offline.vocabulary.patterns import any_of
from agents.offline.vocabulary.ranks import HIGHEST, LOWEST, MEASURES
from agents.offline.vocabulary.statistics import ASKED

SIZED = any_of(
    r"(?:small|big|large|short|long|cheap|young|old|good|bad|heavy|light|high|low)(?:er)? "
    rf"(?:{'|'.join(sorted(ROW_NOUNS))})s?"
)
"""What says of rows which they are, without a limit."""
COMPARATIVE = any_of(
    "(?:higher|lower|greater|larger|better|worse|longer|shorter|bigger|smaller|heavier|lighter|older|younger|more"
    "|less) (?:when|if|for|in|among|on|at|during)"
)
"""What sets some rows against the others."""
PART_OF_TIME = any_of(
    r"(?:first|second|third|fourth|last|past|previous|next|this) "
    r"(?:half|(?:\w+ )?(?:days?|weeks?|months?|quarters?|years?))|yesterday|today|tomorrow|tonight"
)
OWN_KINDS = ("model", "normality", "test", "chi2", "outliers", "duplicates")
"""Kinds of analysis that nothing else can stand for."""


def _any(made: str) -> Callable[[Reading], bool]:
    """Whether one of these is worked out or changed."""
    return lambda reading: bool({*made.split()} & (reading.kinds | reading.stats))


def _has_zero(reading: Reading) -> bool:
    return any(0 in f.value for f in reading.filters)


def _makes(reading: Reading) -> bool:
    return any(change.into for change in reading.intent.changes)


def _is_ranked(reading: Reading) -> bool:
    """A statistic of the whole, or a count, is no end of an order."""
    return (
        _has_order(reading) or not reading.kinds <= {"aggregate", "count", "list"} or "mode" in reading.stats
    )


def _has_log(reading: Reading) -> bool:
    return any("log" in f"{c.kind} {c.how}" for c in reading.intent.changes)


def _has_order(reading: Reading) -> bool:
    ranked = any(
        (a.top and a.kind != "list") or a.ascending or a.kind in {"extreme", "span", "trend"}
        for a in reading.intent.analyses
    )
    return ranked or bool({"min", "max"} & reading.stats)


_has_share = _any("share portion missing outliers duplicates remaining")
_has_different = _any("nunique distinct list")
WANTED: tuple[tuple[re.Pattern[str], Callable[[Reading], bool]], ...] = (
    (any_of(r"Q[1-4]|mornings?|evenings?|nights?|noon|midnight"), lambda _: False),
    (any_of("hours?|hourly"), lambda reading: "hour" in reading.units),
    (PART_OF_TIME, lambda _: False),
    (COMPARATIVE, lambda reading: any(a.by or a.kind == "test" for a in reading.intent.analyses)),
    (SIZED, lambda reading: bool(reading.filters)),
    (
        any_of(r"from (?:19|20)\d\d to (?:19|20)\d\d"),
        lambda reading: not {"trend", "span"} & reading.kinds or "year" in reading.units,
    ),
    (
        any_of(r"(?:above|below|over|under) (?:the )?(?:average|mean|median)"),
        lambda reading: bool(reading.filters) or "having" in reading.kinds,
    ),
    (
        any_of(
            r"(?:or|and) (?:more|less|fewer|above|below|over|under|older|younger|higher|lower|up)(?! than)"
        ),
        lambda reading: any(f.op.split()[-1] in {"<", "<=", ">", ">=", "between"} for f in reading.filters),
    ),
    (any_of("weekends?"), lambda reading: "weekend" in reading.units),
    (CUMULATIVE, lambda reading: any(a.method == "cumulative" for a in reading.intent.analyses)),
    (
        any_of(r"rolling|moving|per capita|(?:year|month)[- ]over[- ](?:year|month)"),
        lambda reading: bool(reading.intent.changes),
    ),
    (any_of("negative|positive|zero"), _has_zero),
    (KINDS["share"], _has_share),
    (re.compile(r"\bin\s+(?:%|per ?cent\b)", re.IGNORECASE), _has_share),
    (any_of("ratios?"), lambda reading: _makes(reading) or _has_share(reading)),
    (any_of("rates?"), lambda reading: _makes(reading) or _has_share(reading) or "mean" in reading.stats),
    (any_of("|".join(MEASURES)), lambda reading: any(one.columns for one in reading.intent.analyses)),
    *((KINDS[kind], _any(kind)) for kind in OWN_KINDS),
    (KINDS["correlation"], _any("correlation model")),
    (ASKED["nunique"], _has_different),
    (KINDS["distinct"], _has_different),
    (any_of(r"logarithm\w*|log[- ]scale"), _has_log),
    (any_of(r"same [\w ]{1,25} as|before and after"), lambda _: False),
    (any_of(rf"(?:{MAKES})\b[^.?]{{0,40}}?\b(?:feature|column|variable)s?"), _makes),
    (any_of(rf"(?:{FILLS})(?= )"), _any("fill fill_by missing")),
    (any_of(r"into\s+(?:[\w-]+\s+){0,3}(?:categories|classes|bins|bands)"), _makes),
    (any_of("where|whose"), lambda reading: bool(reading.filters or reading.intent.changes)),
    (HIGHEST, _is_ranked),
    (LOWEST, _is_ranked),
    (any_of("most recent|latest|earliest|newest"), _has_order),
)
