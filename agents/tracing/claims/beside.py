"""What a sentence says in words against the numbers that it gives itself: `more than half (46.8%)`."""

import re
from collections.abc import Iterator

from agents.tracing.language.comparisons import half
from agents.tracing.language.numbers import Number, numbers_in
from agents.tracing.language.periods import periods_in

_BRACKET = re.compile(r"[(（]([^()（）]{1,40})[)）]")
_OF = re.compile(r"\s*(?:of|out of|von|sur|de|/)\s*", re.IGNORECASE)
_YEARS = re.compile(r"[\s-]?(?:years\b|Jahre|ans\b|années|años|年間)")
_THROUGH = re.compile(r"\s*(?:[-–]|through|to|bis|à|a|hasta|から)\s*", re.IGNORECASE)


def against(sentence: str) -> Iterator[tuple[int, int, str]]:
    """The places of words that do not fit, each with the numbers that speak against them."""
    yield from _halves(sentence)
    yield from _years(sentence)


def _halves(sentence: str) -> Iterator[tuple[int, int, str]]:
    found = half(sentence)
    brackets = list(_BRACKET.finditer(sentence)) if found else []
    if not found or len(brackets) != 1:
        return
    match, way = found
    share = _share(brackets[0][1], numbers_in(brackets[0][1]))
    if share is not None and way * (share - 0.5) < 0:
        yield *match.span(), brackets[0][1]


def _share(text: str, numbers: list[Number]) -> float | None:
    """The only percentage, or the share of `95 of 180`."""
    if len(numbers) == 1 and numbers[0].percent:
        return min(reading.value for reading in numbers[0].readings)
    if len(numbers) == 2 and _OF.fullmatch(text[numbers[0].end : numbers[1].start]) and numbers[1].value > 0:
        return numbers[0].value / numbers[1].value
    return None


def _years(sentence: str) -> Iterator[tuple[int, int, str]]:
    """`Five years, 2021 through 2024`."""
    counts = [one for one in numbers_in(sentence) if one.whole and _YEARS.match(sentence, one.end)]
    periods = periods_in(sentence, ranges=True)
    years = [one.period.year for one in periods if one.period.said == ("year",)]
    if len(counts) != 1 or len(periods) != 2 or len(years) != 2:
        return
    first, last = years
    is_range = _THROUGH.fullmatch(sentence[periods[0].end : periods[1].start])
    near = re.fullmatch(
        r"\s*\S{2,8}\s*[,(:：（]\s*(?:from |von |de )?", sentence[counts[0].end : periods[0].start]
    )
    if is_range and near and first and last and counts[0].value not in (last - first, last - first + 1):
        yield counts[0].start, counts[0].end, f"{first}–{last}"
