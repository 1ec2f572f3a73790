"""Numbers in texts: how they are written, which values they may stand for, and how exactly."""

import bisect
import re
from collections.abc import Iterable, Iterator
from typing import Any

EXACT = 1e-15

_DIGITS = r"\d+(?:[.,'’_\u00a0\u202f]\d+)*|(?<!\d)\.\d+"
NUMBER = re.compile(rf"(?:{_DIGITS})(?:[eE][-+]?\d+)?")
SPACED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)")
_GROUPED = re.compile(r"\d{1,3}(?:[,'’_ \u00a0\u202f]\d{2,3})+(?:\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+(?:,\d+)?")
PLAIN = re.compile(r"\d*\.?\d+")
_SCALE = re.compile(r"\s?(%|‰|thousand|million|billion|bn|[kKmMB千万億])")
_FACTORS = {"%": 0.01, "‰": 0.001, "k": 1e3, "thousand": 1e3, "千": 1e3, "万": 1e4, "m": 1e6}
_FACTORS |= {"million": 1e6, "億": 1e8, "b": 1e9, "bn": 1e9, "billion": 1e9}


def scaled(found: re.Match[str]) -> float:
    """What a number is multiplied by where a unit such as `k` or `%` follows it, else 1."""
    unit = _SCALE.match(found.string, found.end())
    return _FACTORS[unit[1] if unit[1] in _FACTORS else unit[1].lower()] if unit else 1.0


def readings(token: str) -> list[tuple[float, float]]:
    """The numbers that a token may stand for, without sign, each with the unit of its last digit."""
    body, _, exponent = token.strip().lstrip("+-−$€£¥ ").lower().partition("e")
    if exponent and not re.fullmatch(r"[-+]?\d{1,4}", exponent):
        return []
    plain = re.sub(r"[,'’_ \u00a0\u202f]", "", body) if _GROUPED.fullmatch(body) else body
    european = re.sub(r"[.'’ \u00a0\u202f]", "", body).replace(",", ".")
    written = {plain} if PLAIN.fullmatch(plain) else set()
    if _GROUPED_BY_POINTS.fullmatch(body) or re.fullmatch(r"\d+,\d+", body):
        written.add(european)
    return [_value(one, int(exponent or 0)) for one in written]


def numbers_in(text: str) -> Iterator[float]:
    """The numbers of three digits or more within a text, such as `37.13%` or `48.20,16.37`."""
    for found in NUMBER.finditer(text):
        tokens = [found[0], *re.split(r"[,'’_\u00a0\u202f]", found[0])]
        for token in tokens:
            if sum(map(str.isdigit, token)) > 2:
                yield from (number * by for number, _ in readings(token) for by in {1.0, scaled(found)})


def _value(written: str, exponent: int) -> tuple[float, float]:
    """The unit is that of the last digit that is no zero, as `48214.0` and `48200` were rounded."""
    whole, _, decimals = written.partition(".")
    decimals, digits = decimals.rstrip("0"), whole.lstrip("0").rstrip("0")
    places = len(decimals) or (len(digits) - len(whole.lstrip("0")) if len(digits) > 2 else 0)
    return float(f"{written}e{exponent}"), float(f"1e{exponent - places}")


def last_place(token: str) -> float:
    """The unit of the last digit that is written: 0.1 of `4700.0`."""
    mantissa, _, exponent = token.lower().partition("e")
    return float(f"1e{int(exponent or 0) - len(mantissa.partition('.')[2])}")


def digits_of(token: str) -> str:
    """The digits of a number, without sign, point and separators."""
    return "".join(filter(str.isdigit, token))


def normal(token: str) -> str:
    """The same key for one number, whatever its separators and trailing zeros."""
    found = readings(token)
    return repr(found[0][0]) if len(found) == 1 else token


def is_cell(columns: Iterable[Any], number: float, unit: float, least_rows: int) -> bool:
    """Whether a column has a number, or one rounded or cut to it, in fewer than `least_rows` rows."""
    rounded = unit * (1 - 1e-9)
    widths = {EXACT * number, 1e-9 * number, rounded, max(rounded, 1e-9 * number)}
    counts = (within(column, number, wide) for column in columns for wide in widths)
    return any(0 < count < least_rows for count in counts)


def within(ordered: Any, number: float, wide: float) -> int:
    """How many of the sorted numbers are nearer than `wide`."""
    if isinstance(ordered, list):
        return bisect.bisect_right(ordered, number + wide) - bisect.bisect_left(ordered, number - wide)
    low, high = ordered.searchsorted(number - wide, "left"), ordered.searchsorted(number + wide, "right")
    return int(high - low)
