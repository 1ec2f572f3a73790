"""Numbers that stand for a missing value, such as -999: found by evidence, and only noted when unsure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Counts = Mapping[float, int]

_DECLARED = re.compile(
    r"(?:missing|no[ _-]?data|fill[ _-]?value|null|not available|fehlend|manquant)\D{0,25}?(-?\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_NINES = re.compile(r"-?(?:9{2,}|9+\.9+|[89]{3,}|3276[78]|214748364[78]|1e\+?[23]\d|9\.96921e\+36)(?:\.0*)?")


@dataclass(frozen=True)
class Sentinel:
    """A number in a column that is no measurement."""

    column: str
    value: float
    count: int
    sure: bool


def declared(text: str) -> set[float]:
    """Return the numbers that the lines above a table name as missing: `Missing:-999`."""
    return {float(number) for number in _DECLARED.findall(text)}


def find_sentinels(columns: Mapping[str, Counts], known: set[float]) -> list[Sentinel]:
    """Look for sentinels in each column; what is sure in one counts in the others too."""
    found = [_in_column(name, counts, known) for name, counts in columns.items()]
    sure = {sentinel.value for sentinel in found if sentinel and sentinel.sure and sentinel.value < 0}
    again = [
        _shared(name, counts, sure) or sentinel
        for (name, counts), sentinel in zip(columns.items(), found, strict=True)
    ]
    return [sentinel for sentinel in again if sentinel]


def plain(value: float) -> str:
    """Write a number as short as it is."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else str(value)


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
    for value, nearest, rest in ((values[0], values[1], values[1:]), (values[-1], values[-2], values[:-1])):
        stands_out = counts[value] > max(2, *(counts[other] for other in rest)) and not _is_price(value, rest)
        sure = _evidence(value, abs(value - nearest), rest, counts[value], stands_out=stands_out)
        if sure is not None:
            return Sentinel(name, value, counts[value], sure)
    return None


def _evidence(value: float, gap: float, rest: list[float], count: int, *, stands_out: bool) -> bool | None:
    """Return whether an extreme value surely is none, or None where it need not be mentioned."""
    spread = (rest[-1] - rest[0]) or 1
    nines = bool(_NINES.fullmatch(plain(value)))
    if not nines and (value != round(value, 1) or count < 2):
        return None
    if value < 0:
        if nines and len(plain(value)) > 3 and gap > spread / 2:
            return count > 1 or gap > spread
        if nines and gap > spread / 2:
            return count > 1
        alone = value <= -9 and rest[0] > value / 2 and len(rest) > 9
        return True if alone and gap > 5 * spread and count > 2 else _maybe(alone, gap, spread)
    if nines and len(plain(value)) > 2 and gap > spread and len(rest) > 4:
        return count > 1 and (gap > 5 * spread or (stands_out and gap > 2 * spread))
    return None


def _is_price(value: float, rest: list[float]) -> bool:
    """Tell whether most other values end in the same decimals, as prices do."""
    alike = sum(round(value % 1, 4) == round(other % 1, 4) for other in rest)
    return value != int(value) and alike * 2 > len(rest)


def _maybe(alone: bool, gap: float, spread: float) -> bool | None:
    return False if alone and gap > spread else None


def _shared(name: str, counts: Counts, sure: set[float]) -> Sentinel | None:
    """Return a value that another column proved, where it stands alone below all others here."""
    for value in sure & set(counts):
        below = [other for other in counts if other < value]
        near = [other for other in counts if value < other < value / 2]
        if not below and len(near) * 20 <= len(counts):
            return Sentinel(name, value, counts[value], True)
    return None
