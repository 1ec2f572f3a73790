"""What a record tells by itself: units, groups, years, a line drawn under the names."""

import re
from itertools import pairwise

from agents.in_session.reading.values.cells import filled, is_blank, is_value, kind
from agents.in_session.reading.values.units import is_unit

_COUNT = re.compile(r"\d{1,9}")
"""A number that counts something; Python refuses to convert digits by the thousand."""


def counts_up(record: list[str]) -> bool:
    """Tell whether the numbers among words are years or counted from 0 or 1: each one more than the last."""
    written = [cell.strip() for cell in record if not is_blank(cell)]
    digits = [int(cell) for cell in written if _COUNT.fullmatch(cell)]
    words = [cell for cell in written if kind(cell) in {"text", "missing"}]
    if len(digits) < (2 if words else 3) or len(words) + len(digits) < len(written):
        return False
    steps = {b - a for a, b in pairwise(digits)}
    years = all(1700 <= number <= 2200 for number in digits)
    return (
        len(steps) == 1
        and steps <= {1, -1, 5, 10}
        and (years or (bool(words) and digits[0] < 2 < len(digits)))
    )


def is_rule(record: list[str]) -> bool:
    """Tell whether a record is a line drawn of dashes: `----+-----`."""
    return bool(re.fullmatch(r"[-=_+|:\s]*[-=_]{3}[-=_+|:\s]*", " ".join(record)))


def is_unit_row(record: list[str], above: list[str]) -> bool:
    """Tell whether a record holds units: half of what is written in it, under names that are none."""
    cells = [cell for cell in record if not is_blank(cell)]
    units = sum(is_unit(cell) for cell in cells)
    named = sum(is_unit(cell) for cell in above if not is_blank(cell))
    return units * 2 > len(cells) and named * 2 < filled(above) and filled(above) >= filled(record)


def units_of(record: list[str]) -> dict[int, str]:
    """Return the units that a record gives, by column, without their brackets."""
    return {
        column: cell.strip().strip("()[]").strip()
        for column, cell in enumerate(record)
        if is_unit(cell) and not is_blank(cell)
    }


def is_group_row(upper: list[str], lower: list[str]) -> bool:
    """Tell whether a record names groups of the columns below: gaps or repeats over repeated names."""
    names = [cell.strip() for cell in lower if not is_blank(cell)]
    groups = [cell.strip() for cell in upper if not is_blank(cell)]
    repeats = len(set(names)) < len(names)
    dated = not is_blank(lower[0]) and any(kind(cell) == "date" for cell in lower)
    if not groups or is_rule(lower) or (dated and not (repeats and _are_years_in_groups(upper, lower))):
        return False
    gaps = len(groups) < len(upper) and len(groups) > 1
    above_gaps = any(is_blank(low) and not is_blank(up) for up, low in zip(upper, lower, strict=False))
    return (repeats and (gaps or len(set(groups)) < len(groups))) or (
        gaps and (above_gaps or is_blank(upper[0]))
    )


def is_years_below(upper: list[str], lower: list[str]) -> bool:
    """Tell whether years or dates stand below the names of groups, beside names that those leave out."""
    return (
        not is_year_or_date(lower[0])
        and not any(map(is_value, upper))
        and _are_years_in_groups(upper, lower)
        and is_group_row(upper, lower)
    )


def _are_years_in_groups(upper: list[str], lower: list[str]) -> bool:
    """Tell whether years stand below gaps or a repeated name, and words below nothing or the same."""
    pairs = [(up.strip(), low.strip()) for up, low in zip(upper, lower, strict=False) if not is_blank(low)]
    groups = [up for up, low in pairs if is_year_or_date(low)]
    words = [(up, low) for up, low in pairs if not is_year_or_date(low)]
    named = all(kind(low) == "text" and up in {"", low} for up, low in words)
    return named and len(groups) > 1 and ("" in groups or len(set(groups)) < len(groups))


def is_year_or_date(cell: str) -> bool:
    """Tell whether a value can be the name of a column: a year or a date."""
    text = cell.strip()
    return kind(text) == "date" or bool(re.fullmatch(r"\d{4}", text) and 1700 <= int(text) <= 2200)


def shown(record: list[str]) -> str:
    """Write a record on one line, cut where it is long."""
    text = " ".join(cell.strip() for cell in record if not is_blank(cell))
    return text[:60] + "…" if len(text) > 60 else text


def numbered(cells: int) -> tuple[str, ...]:
    """Return names for columns that have none."""
    return tuple(f"column_{number}" for number in range(1, cells + 1))


def counted(number: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
