"""Numbers that stand for a missing value, such as -999: found by evidence, and only noted when unsure."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agents.in_session.reading.values.numbers import NumberFormat
from agents.in_session.reading.values.plan import Plan, Sentinel

Counts = Mapping[float, int]

_DECLARED = re.compile(
    r"(?:missing|no[ _-]?data|fill[ _-]?value|null|not available|fehlend|manquant)"
    r"(?:[^\n]{0,100}?(?:\b(?:as|by|is|are|with|to|marked|coded|values?|durch|mit|als|par|comme)\b|[:=]))?"
    r"[\s\"'(]*(-?\d+(?:\.\d+)?)(?![\d.]*\w)(?!\s*(?:%|(?:of|out|von|sur|de)\b))",
    re.IGNORECASE,
)
"""A word for missing values, what binds a number to it, and the number, which is no part of another word."""
_NINES = re.compile(r"-?(?:9+|9+\.9+|[89]{3,}|3276[78]|214748364[78]|1e\+?[23]\d|9\.96921e\+36)(?:\.0*)?")


_ALL_NINES = re.compile(r"99+(?:\.9+)?")


def declared(text: str) -> set[float]:
    """Return the numbers that the lines above a table name as missing and that look so: `Missing:-999`."""
    numbers = set(map(float, _DECLARED.findall(text)))
    return {number for number in numbers if number < 0 or is_likely(number)}


def with_sentinels(
    plans: Sequence[Plan], form: NumberFormat, known: set[float], beyond: Mapping[str, Counts] | None = None
) -> list[Plan]:
    """Add to plans the sentinels of their columns; `beyond` counts what only the whole file shows."""
    numbers = {plan.name: as_floats(plan.counts, form) for plan in plans if is_plain(plan)}
    for name, counts in (beyond or {}).items():
        numbers[name].update(counts)
    coded = {plan.name for plan in plans if plan.name in numbers and _is_code_lowest(plan, form)}
    found = {sentinel.column: sentinel for sentinel in find_sentinels(numbers, known, coded)}
    return [replace(plan, sentinel=found.get(plan.name, plan.sentinel)) for plan in plans]


def beyond_sample(
    plans: Sequence[Plan], form: NumberFormat, ranges: Sequence[tuple[Any, Any]]
) -> dict[int, float]:
    """Return by column the ends of its range that no sample had and that may stand for missing values."""
    found: dict[int, float] = {}
    for place, (plan, ends) in enumerate(zip(plans, ranges, strict=True)):
        if not is_plain(plan) or (plan.sentinel and plan.sentinel.sure):
            continue
        known = as_floats(plan.counts, form) or {0.0: 1}
        low, high = min(known), max(known)
        for end in ends:
            if end is not None and not low <= end <= high and is_likely(end):
                found[place] = float(end)
    return found


def is_plain(plan: Plan) -> bool:
    """Tell whether a column holds numbers that need no cleaning."""
    return plan.type in {"integer", "number"} and not plan.cleaning


def as_floats(values: Mapping[str, int], form: NumberFormat) -> Counter[float]:
    """Count the numbers that texts are; infinity is left out."""
    floats: Counter[float] = Counter()
    for text, count in values.items():
        bare = text.replace(form.thousands, "") if form.thousands else text
        floats[float(bare.replace(form.decimal, "."))] += count
    return Counter({number: count for number, count in floats.items() if math.isfinite(number)})


def _is_code_lowest(plan: Plan, form: NumberFormat) -> bool:
    """Tell whether the one negative text of a column is a whole number, and the others have decimals."""
    below, others = [text for text in plan.counts if text[0] == "-"], len(plan.counts) - 1
    decimal = sum(form.decimal in text for text in plan.counts)
    return len(below) == 1 and form.decimal not in below[0] and decimal * 2 > others


def find_sentinels(
    columns: Mapping[str, Counts], known: set[float], coded: Collection[str] = ()
) -> list[Sentinel]:
    """Look for sentinels in each column; what is sure in one, or far outside in two, counts in the others.

    In the columns `coded` the lowest number is written otherwise than the others, so that one is enough.
    """
    found = [_in_column(name, counts, known) for name, counts in columns.items()]
    outside = Counter[float]()
    for name, counts in columns.items():
        if (value := _far_below(counts)) is not None:
            outside[value] += 2 if name in coded else 1
    sure = {sentinel.value for sentinel in found if sentinel and sentinel.sure and sentinel.value < 0}
    sure |= {value for value, times in outside.items() if times > 1}
    again = [
        _shared(name, counts, sure) or sentinel
        for (name, counts), sentinel in zip(columns.items(), found, strict=True)
    ]
    if any(sentinel and sentinel.sure and _ALL_NINES.fullmatch(plain(sentinel.value)) for sentinel in again):
        again = [
            sentinel if sentinel and sentinel.sure else _beside_nines(name, counts) or sentinel
            for (name, counts), sentinel in zip(columns.items(), again, strict=True)
        ]
    return [sentinel for sentinel in again if sentinel]


def _beside_nines(name: str, counts: Counts) -> Sentinel | None:
    """Return nines far above all others, which are enough where another column has some for sure."""
    values = sorted(counts)
    if len(values) < 6 or not _ALL_NINES.fullmatch(plain(values[-1])):
        return None
    far = values[-1] - values[-2] > 2 * (values[-2] - values[0])
    if not far or _is_price(values[-1], values[:-1]):
        return None
    return Sentinel(name, values[-1], counts[values[-1]], True)


def is_likely(value: float) -> bool:
    """Tell whether a number is one that often stands for a missing value: of nines, or a machine's last."""
    return bool(_NINES.fullmatch(plain(value)))


def plain(value: float) -> str:
    """Write a number as short as it is."""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else str(value)


def sentinel_notes(sentinels: Iterable[Sentinel]) -> list[str]:
    """Say what was done about each number, once for all columns that it is in."""
    groups: dict[tuple[float, bool], list[Sentinel]] = {}
    for sentinel in sentinels:
        groups.setdefault((sentinel.value, sentinel.sure), []).append(sentinel)
    notes = []
    for (value, sure), group in groups.items():
        shown = ", ".join(f"{sentinel.column} ({sentinel.count})" for sentinel in group[:5])
        where = shown if len(group) <= 5 else f"{shown} and {len(group) - 5} more columns"
        said = "read as missing" if sure else "may stand for a missing value but is kept"
        notes.append(f"{plain(value)} in {where} {said}.")
    return notes


def _in_column(name: str, counts: Counts, known: set[float]) -> Sentinel | None:
    for value in known & set(counts):
        return Sentinel(name, value, counts[value], True)
    if len(counts) < 3:
        return None
    values = sorted(counts)
    for value, rest in ((values[0], values[1:]), (values[-1], values[:-1])):
        stands_out = counts[value] > max(2, *(counts[other] for other in rest)) and not _is_price(value, rest)
        sure = _below(value, rest, counts[value])
        if value > 0:
            sure = _above(value, rest, counts[value], stands_out=stands_out)
        if sure is not None:
            return Sentinel(name, value, counts[value], sure)
    return None


def _below(value: float, rest: list[float], count: int) -> bool | None:
    """Return whether the lowest value surely is none, or None where it need not be mentioned."""
    gap, spread = rest[0] - value, (rest[-1] - rest[0]) or 1
    whole, lone, nines = value == int(value), rest[0] >= 0, is_likely(value)
    # Amounts are also given back, so that their opposites are among the others.
    paid_back = -value in rest
    if value >= 0 or (not nines and (value != round(value, 1) or count < 2)):
        return None
    if nines and gap > spread / 2 and (value < -9 or lone):
        return (
            False if paid_back and value != round(value, 1) else count > 1 or (value < -99 and gap > spread)
        )
    if nines and whole and lone and count > 2 and not paid_back:
        return True
    apart = value <= -9 and rest[0] > value / 2 and len(rest) > 9 and gap > spread
    return False if apart or (whole and lone and count > 2 and len(rest) > 4) else None


def _far_below(counts: Counts) -> float | None:
    """Return a low value that repeats so far from the others that it is one of two proofs."""
    values = sorted(counts)
    if len(values) < 4 or not values[0] <= -9 or values[1] <= values[0] / 2 or counts[values[0]] < 3:
        return None
    far = values[1] - values[0] > 5 * (values[-1] - values[1])
    return values[0] if far and values[0] == round(values[0], 1) else None


def _above(value: float, rest: list[float], count: int, *, stands_out: bool) -> bool | None:
    """Return whether the highest value surely is none, or None where it need not be mentioned."""
    gap, spread = value - rest[-1], (rest[-1] - rest[0]) or 1
    if not is_likely(value) or len(plain(value)) < 2 or gap <= spread or len(rest) < 5:
        return None
    if len(plain(value)) == 2:
        return False if gap > 5 * spread and count > 1 else None
    return count > 1 and (gap > 5 * spread or (stands_out and gap > 2 * spread))


def _is_price(value: float, rest: list[float]) -> bool:
    """Tell whether most other values end in the same decimals, as prices do."""
    alike = sum(round(value % 1, 4) == round(other % 1, 4) for other in rest)
    return value != int(value) and alike * 2 > len(rest)


def _shared(name: str, counts: Counts, sure: set[float]) -> Sentinel | None:
    """Return a value that other columns proved, where it stands alone below all others here."""
    for value in sure & set(counts):
        below = [other for other in counts if other < value]
        near = [other for other in counts if value < other < (value / 2 if value <= -99 else 0)]
        if not below and len(near) * 20 <= len(counts):
            return Sentinel(name, value, counts[value], True)
    return None
