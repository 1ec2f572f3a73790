"""What the words around a number say that it is: a share, a sum, or a change up or down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from agents.tracing import measures
from agents.tracing.answers.statements import Statement
from agents.tracing.language.numbers import numbers_in
from agents.tracing.language.words import (
    BOTTOM,
    CHANGES,
    FALLS,
    LESS,
    LESSER,
    MORE,
    RISES,
    SHARE,
    TOP,
    WHOLE,
    WORDS,
)
from agents.tracing.outputs.results import is_exact
from agents.tracing.outputs.windows import Window

MOST_TOP = 20
LEAST_SUM = 10
"""A smaller count may be any sum by chance."""

_ABOUT = r"(?:\s*(?:about|around|roughly|nearly|almost|over|etwa|rund|fast|knapp|environ|presque|約|~))?"
_VERB = re.compile(
    rf"(?:{FALLS}|{RISES}|(?:{CHANGES})\w*)(?:\s+\w+ly)?\s*(?:\b(?:by|um|of|de|d'|von))?{_ABOUT}\s*$"
)
_BY = re.compile(rf"(?<!followed )\b(?:by|um){_ABOUT}\s*$")
_AFTER = re.compile(rf"^\s*(?:{LESSER}|{MORE})")
_HEAD = re.compile(rf"{CHANGES}|\byoy\b|\bmom\b|\bqoq\b|Δ|growth|wachstum|croissance")
_CLAUSE = re.compile(r"[,;:。、；：()（）]|\b(?:and|but|while|whereas|und|aber|während|et|mais)\b")
_PORTION = re.compile(r"(?:[^\W\d_]+ )?(?:out of|of|von|sur|de)\s+(?:the |all |den |les |los |las )?\d")
"""What follows how many of a total a share is."""

_PRODUCT = re.compile(r"\d\S*\s*(?:×|\*|·|\\times|x)\s*[$€£]?\d|multipl")
_ANNUAL = re.compile(
    r"\b(?:annual\w*|per year|a year|each year|cagr|yearly|pro jahr|jährlich\w*|par an|annuel\w*|"
    r"anual\w*|al año|por año)\b|"
    r"年平均|年均|毎年|年率"
)
_PACE = re.compile(
    rf"{FALLS}|{RISES}|{CHANGES}|{WORDS['mean'].pattern}|growth|rate\b|cagr|yoy|\badd|%|年率|毎年|成長"
)
"""Beside these what happens by the year is a change, or a mean."""

_STATISTIC = re.compile(
    rf"(?:\b(?:{'|'.join((*measures.SPELLINGS.values(), *measures.PLACES.values()))})\b)|\bdeviation|"
    r"biggest|greatest",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:would|if|assum\w+|suppos\w+|scenario|würde\w*|wenn|angenommen|bei einer|si|supposons|"
    r"serait|sería)\b|もし|場合|如果|假设"
)
_NEGATIVE = re.compile(r"\b(?:is|was|are|were|ist|war|est)\s+n[eé]gati\w+\s*$")


@dataclass(frozen=True, slots=True)
class Said:
    """What a number may be, by kind; `way` is 1 or -1 where it is a change up or down, and 0 for either."""

    kinds: frozenset[str]
    way: int | None = None
    of_whole: bool = False
    percent: bool = False


def said_of(statement: Statement) -> Said:
    """Read it from the sentence, and from what stands nearest to the number."""
    context, way = statement.context, way_of(statement)
    if statement.is_factor:
        return Said(frozenset({"ratio"}))
    kinds = {kind for kind, words in WORDS.items() if words.search(context)} - {"rest"}
    kinds |= {"difference"} if way is not None else set()
    kinds |= {"sum"} if top_of(statement) else set()
    percent = bool(statement.number and statement.number.percent)
    if percent or SHARE.search(context):
        kinds |= {"change"} if "difference" in kinds else set()
        kinds |= {"rest"} if WORDS["rest"].search(context) else set()
        kinds |= {"share", "part"} if way is None or not percent else set()
    whole = statement.number is not None and statement.number.whole
    if whole and not percent and _PORTION.match(statement.after.casefold()) and SHARE.search(context):
        kinds |= {"portion"}
    kinds |= {"product"} if _PRODUCT.search(context) else set()
    kinds |= {"annual"} if _ANNUAL.search(context) and _PACE.search(context) else set()
    kinds |= {"statistic"} if _STATISTIC.search(_clause(statement)) else set()
    return Said(frozenset(kinds), way, _is_of_whole(statement), percent)


def may_be_sum(statement: Statement, windows: Iterable[Window]) -> bool:
    """Whether a number shows digits enough to be what a table comes to, and is told as no mean."""
    number = statement.number
    counted = number is not None and number.whole and number.value >= LEAST_SUM
    told = counted or any(is_exact(window, 0.005) for window in windows)
    return told and not _STATISTIC.search(_clause(statement))


def _clause(statement: Statement) -> str:
    """What stands around a number up to the next comma or `and`, with the head of its column."""
    before, after = (_CLAUSE.split(side.casefold()) for side in (statement.before, statement.after))
    return f"{before[-1]} {after[0]} {statement.head}"


def raised_by(statement: Statement) -> list[float]:
    """The shares of a sentence by which it supposes something to be more or less."""
    if not _SUPPOSED.search(statement.context):
        return []
    percents = (one for one in numbers_in(statement.sentence) if one.percent and one.text != statement.text)
    return [min(reading.value for reading in one.readings) for one in percents]


_PER = (
    (
        r"\b(?:per|a|each) day\b|\bdaily|pro tag|täglich|par jour|al día|por día|diari|1日|每天|日均",
        (365.0, 366.0, 7.0),
    ),
    (r"\b(?:per|a|each) week\b|\bweekly|pro woche|par semaine|por semana|每周", (52.0,)),
    (
        r"\b(?:per|a|each) month\b|\bmonthly|pro monat|monatlich|par mois|mensuel|al mes|por mes|"
        r"mensual|月平均|毎月|每月|月均",
        (12.0,),
    ),
    (r"\b(?:per|an|each) hour\b|\bhourly|pro stunde|par heure|por hora|每小时", (24.0, 60.0)),
    (
        r"\bper (?:thousand|1[,.]?000)|pro (?:tausend|1\.?000)|pour (?:mille|1[  ]?000)|por (?:mil|"
        r"1\.?000)|\bcpm\b",
        (0.001,),
    ),
)


def parts_of_time(statement: Statement) -> list[float]:
    """By what an amount is divided that is told by the day, the week or the month."""
    return [count for words, counts in _PER if re.search(words, statement.context) for count in counts]


def years_of(statement: Statement) -> int:
    """How many years lie between the first and the last that a sentence names."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", statement.sentence)]
    return max(years) - min(years) if years else 0


def windows_of(statement: Statement, scales: Iterable[float], units: Iterable[str]) -> list[Window]:
    """What a number may stand for; where something fell by 12, the output has -12."""
    windows = statement.windows(scales, units)
    falls = statement.number and statement.number.value > 0 and LESS.search(statement.context)
    if falls and way_of(statement) != 1:
        windows += [window.mirrored for window in windows]
    return windows


def way_of(statement: Statement) -> int | None:
    """1 for a number that tells how far something rose, -1 for how far it fell, 0 where it may be either."""
    before, after = statement.before.casefold(), statement.after.casefold()
    if _NEGATIVE.search(before):
        return -1
    told = _VERB.search(before) or _BY.search(before) or _AFTER.search(after)
    signed = statement.text[:1] in "+-−–" and bool(statement.number and statement.number.percent)
    if not told:
        return 0 if signed or _HEAD.search(statement.head.casefold()) else None
    if statement.text[:1] in "-−–":  # a growth of -19.2%
        return -1
    return _way(_CLAUSE.split(before)[-1], _CLAUSE.split(after)[0])


def _way(before: str, after: str) -> int:
    """The way of the nearest word for one; 0 where there is none."""
    found = [
        (at, way)
        for way, words in ((-1, f"{FALLS}|{LESSER}"), (1, f"{RISES}|{MORE}"))
        for at in (
            *(len(before) - match.end() for match in re.finditer(words, before)),
            *(match.start() for match in re.finditer(words, after)),
        )
    ]
    return min(found)[1] if found else 0


def _is_of_whole(statement: Statement) -> bool:
    """Whether a share is said to be one of everything: `42.7% of the total`."""
    beside = f"{statement.before[-40:]} {statement.after}".casefold()
    return WHOLE.search(beside) is not None


def top_of(statement: Statement) -> list[int]:
    """How many of the largest its sentence speaks of, and below 0 of the smallest: `the top 3`."""
    signs = [sign for sign, words in ((1, TOP), (-1, BOTTOM)) if words.search(statement.context)]
    counts = {number.value for number in numbers_in(statement.sentence) if number.whole} if signs else ()
    return [sign * int(count) for count in counts if 1 < count <= MOST_TOP for sign in signs]
