"""Numbers that an answer takes over from its question or its code, and results that merely look like them."""

import re
from collections.abc import Sequence

from agents.tracing.answers.prose import Prose
from agents.tracing.answers.statements import Statement
from agents.tracing.language.periods import is_year

_RESULT = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|equals?|equal to|gives?|gave|yields?|returned|generated)|[=:|]|"
    r"[はがを])\s*(?:\b(?:about|around|roughly|approximately|exactly|only|just)|約|\\approx|≈)?\s*$",
    re.IGNORECASE,
)
_PARAMETER_BEFORE = re.compile(
    r"(?:\b(?:top|first|last|bottom|than|over|under|above|below|least|most|exceed\w*|threshold|level|significance|"
    r"alpha|cut-?off|seed|random_state|aged?|since|after|before|until|between|between \S+ and|quantile|limit)"
    r"|(?<![A-Za-z])[αkn]|[<>≤≥])\s*(?:\b(?:of|at|to|by|is)\b|[=:])?\s*$",
    re.IGNORECASE,
)
_PARAMETER_AFTER = re.compile(
    r"^(?:%\s*)?(?:[a-z]{1,2}\s+)?(?:-?\s*(?:level|threshold|folds?|clusters?|bins?|trees|neighbou?rs|"
    r"or (?:more|less|older|younger|fewer|above|below)|degrees of freedom|years? old|"
    r"and (?:older|over|under|above))\b)"
    r"|^\s*[×*·]\s*[A-Za-z]"
    r"|^\s*(?:was|were|is|are) (?:treated|taken|read|counted|coded) as"
    r"|^\w{0,2}(?:以上|以下|未満|超|より)",
    re.IGNORECASE,
)
_RANK_BEFORE = re.compile(r"(?:\b(?:top|bottom|first|last)|上位|下位)\s*$", re.IGNORECASE)
_RANK_AFTER = re.compile(
    r"^(?:most |least )?(?:larg|small|big|high|low|best|worst|häufig|größ|klein|plus grand|most|least)",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:forecast|prediction|projection|extrapolat\w*|outlook)\b[^.;]*\b(?:not|no|beyond|cannot|outside)\b|"
    r"\b(?:no|not any|without) (?:data|values|rows|figures|records|information) (?:for|on|of|from|"
    r"after|before|beyond)\b|"
    r"\bnot (?:part of|included|covered|available|contain\w*|cover)\b|\b(?:keine|ohne) (?:daten|"
    r"angaben|prognose)\b|"
    r"\bnicht (?:enthalten|teil|erfasst)\b|\b(?:pas de|aucune) (?:données|prévision)|"
    r"\bno hay datos|\bsin datos|"
    r"データ(?:は|が)(?:ありません|ない|含まれ)|没有[^。]*数据|不包含"
)
_INTERVAL = re.compile(
    r"^[\s-]*(?:confidence|credible|prediction|intervals?\b|ci\b|konfidenz|vertrauens|(?:de )?confian|"
    r"信頼|置信|신뢰)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[;；。]\s*|,?\s+(?:but|aber|mais|pero)\s+")
_QUOTED = re.compile(r"[“「『]([^”」』]{1,80})[”」』]")
_CODE = re.compile(r"(?<![\w/])(\d{2,}/\d{2,})(?![\w/])")
_EMPTY_WORD = re.compile(r"(?:an?|the|of|and|or|to|with|at|by|in|on|for|[のと|])?")


def is_parameter(statement: Statement) -> bool:
    """Whether the words around a number say that it was set, not found: `top 5`, `at the 0.05 level`."""
    before = bool(_PARAMETER_BEFORE.search(statement.before))
    return before or bool(_PARAMETER_AFTER.search(statement.after))


def is_rank(statement: Statement) -> bool:
    """Whether a number says how many of the first are meant: `the top 3`, `the two largest`."""
    return bool(_RANK_BEFORE.search(statement.before) or _RANK_AFTER.search(statement.after))


def is_result(statement: Statement) -> bool:
    """Whether the words before a number say that it came out: `the mean is 5`."""
    return bool(_RESULT.search(statement.before))


def is_repeated(statement: Statement, asked: Sequence[Statement]) -> bool:
    """Whether a statement only repeats the question.

    The same number is not enough: asked for a number between 0 and 5, `the number is 0` is a result.
    """
    return any(_same(statement, one) and _same_use(statement, one) for one in asked)


def is_quoted(statement: Statement, prose: Prose, question: str) -> bool:
    """Whether it is part of words of the question, in quotes or as a code: `“65”`, `season 2021/22`."""
    begin, end = prose.span(statement.start)
    at, asked = statement.start - begin, question.casefold()
    words = (match for pattern in (_QUOTED, _CODE) for match in pattern.finditer(prose.text[begin:end]))
    return any(one.start() <= at < one.end() and one[1].casefold() in asked for one in words)


def is_left_out(statement: Statement) -> bool:
    """Whether a year is one of which nothing is told: `a forecast for 2024 is not part of this`."""
    is_named = bool(statement.date) or is_year(statement.text)
    clauses = _STOP.split(statement.sentence) if is_named else []
    return any(statement.text in one and _LEFT_OUT.search(one.casefold()) for one in clauses)


def is_level(statement: Statement) -> bool:
    """Whether a percentage is the level of an interval: `the 95% confidence interval`."""
    number = statement.number
    return bool(number and number.percent and 80 <= number.value < 100 and _INTERVAL.search(statement.after))


def _same(statement: Statement, asked: Statement) -> bool:
    if statement.number and asked.number:
        values = {reading.value for reading in asked.number.readings}
        return any(reading.value in values for reading in statement.number.readings)
    if statement.date and asked.date:
        return bool(set(statement.date.readings) & set(asked.date.readings))
    return bool(statement.column) and statement.text == asked.text


def _same_use(statement: Statement, asked: Statement) -> bool:
    if not statement.number or is_year(statement.text):
        return True
    if _PARAMETER_AFTER.search(statement.after):
        return True
    if is_result(statement):
        return (
            bool(_RESULT.search(asked.before)) and _words(statement.before)[-2:] == _words(asked.before)[-2:]
        )
    beside = _shared(_words(statement.before)[-1:], _words(asked.before)[-1:])
    following = _shared(_words(statement.after)[:1], _words(asked.after)[:1])
    return beside or following or is_parameter(statement)


def _shared(words: Sequence[str], asked: Sequence[str]) -> bool:
    return words == asked and not _EMPTY_WORD.fullmatch("".join(words))


def _words(text: str) -> list[str]:
    """Words in lower case; in writing without blanks every character is one."""
    return re.findall(r"[a-z\u00c0-\u024f]+|[<>=|]|[^\W\d_a-z]", text.lower())
