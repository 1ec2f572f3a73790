"""What an answer may claim of the rows of a column, and whether a column bears it out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from agents.tracing.language.periods import Period, period_of
from agents.tracing.language.superlatives import Rank
from agents.tracing.outputs.windows import Window
from agents.tracing.whose import Whose

MOST_SHOWN = 3
Values = Mapping[str, float]


class Claim(Protocol):
    """Something that is said of the rows that `names` call."""

    @property
    def names(self) -> tuple[str, ...]:
        """The rows that a column must have."""
        ...

    @property
    def of_whole(self) -> bool:
        """Whether only a column of everything can bear it out."""
        ...

    @property
    def is_sized(self) -> bool:
        """Whether it tells by how much, which another column would hardly fit by chance."""
        ...

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Whether it does of a column, in which the names are called by the keys; None where that is open."""
        ...

    def told_against(self, cell: int, values: Values) -> Whose:
        """What a column shows instead."""
        ...


class _Shown:
    """What claims have in common that name rows of which the numbers tell enough."""

    names: tuple[str, ...]
    of_whole = False
    is_sized = False

    def told_against(self, cell: int, values: Values) -> Whose:
        """The numbers of the rows that it speaks of."""
        return _shown(self.names, cell, values)


@dataclass(frozen=True)
class Ranked:
    """That a name has a rank."""

    names: tuple[str, ...]
    rank: Rank
    of_whole = False
    is_sized = False

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Where it is not said which end is the first, that is the lowest only if the rows rise."""
        if self.rank.of_falls and min(values.values()) >= 0:
            return None
        listed = list(values.values())
        either = (1, -1) if listed == sorted(listed) else (1,)
        ways = (self.rank.way,) if self.rank.way else either
        return any(self._has(values, keys[0], way) for way in ways)

    def _has(self, values: Values, name: str, way: int) -> bool:
        own = way * values[name]
        before = sum(way * value > own for value in values.values())
        level = sum(way * value == own for value in values.values())
        place = self.rank.place if self.rank.place > 0 else len(values)
        return before < place <= before + level

    def told_against(self, cell: int, values: Values) -> Whose:
        """The name that has the rank."""
        ordered = sorted(values, key=lambda name: values[name], reverse=self.rank.way >= 0)
        return Whose(ordered[min(self.rank.place, len(ordered)) - 1], cell, str(self.rank), "rank")


@dataclass(frozen=True)
class Ordered(_Shown):
    """That names are listed from the highest (`way` 1), from the lowest (-1), or from either (0)."""

    names: tuple[str, ...]
    way: int

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Whether no number is on the wrong side of the one before it."""
        return any(
            all(way * values[one] >= way * values[other] for one, other in pairwise(keys))
            for way in ((self.way,) if self.way else (1, -1))
        )


@dataclass(frozen=True)
class Compared(_Shown):
    """That the first of two names has more (`way` 1) or less (-1) than the second."""

    names: tuple[str, ...]
    way: int

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Whether it has."""
        return self.way * (values[keys[0]] - values[keys[1]]) > 0


@dataclass(frozen=True)
class Times(_Shown):
    """That one of two names has so many times as much as the other, or is lower by such a part."""

    names: tuple[str, ...]
    windows: Sequence[Window]
    lower: bool = False
    is_sized = True

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Whichever of the two is the larger one."""
        one, other = (values[key] for key in keys)
        if not one or not other:
            return None
        ratios = (1 - one / other,) if self.lower else (one / other, other / one)
        return any(window.holds(ratio) for window in self.windows for ratio in ratios)


@dataclass(frozen=True)
class Shared(_Shown):
    """That names have such a part of all."""

    names: tuple[str, ...]
    windows: Sequence[Window]
    of_whole = True

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Whether their sum is such a part; not of numbers that cannot be summed up."""
        total = sum(values.values())
        if min(values.values()) < 0 or not total:
            return None
        part = sum(values[key] for key in dict.fromkeys(keys)) / total
        return any(window.holds(part) for window in self.windows)


@dataclass(frozen=True)
class Moved(_Shown):
    """That a period has more or less than another, or than the one before it."""

    names: tuple[str, ...]
    way: int

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Open where the period has none before it."""
        pair = _neighbours(values, keys)
        return self.way * (values[pair[1]] - values[pair[0]]) > 0 if pair else None

    def told_against(self, cell: int, values: Values) -> Whose:
        """The numbers of the period and of the one before it."""
        keys = _neighbours(values, self.names) if self.names[0] in values else self.names
        return _shown(keys, cell, values)


@dataclass(frozen=True)
class Changed(Moved):
    """That a change has the sign `way`; open where its size, which windows hold, is another."""

    windows: Sequence[Window] = ()

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Whether the change of that size between the two goes the way that is said."""
        pair = _neighbours(values, keys)
        if not pair or not values[pair[0]]:
            return None
        change = values[pair[1]] / values[pair[0]] - 1
        alike = any(window.holds(abs(change)) for window in self.windows)
        return self.way * change > 0 if alike else None


@dataclass(frozen=True)
class AlwaysMoved(_Shown):
    """That each period has more, or less, than the one before it; `names` are the first and the last."""

    names: tuple[str, ...]
    way: int

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Whether all of them do, between the two."""
        listed = in_time(values)
        if len(listed) < 3 or not set(keys) <= set(listed):
            return None
        begin, end = (
            (listed.index(keys[0]), listed.index(keys[1])) if len(keys) == 2 else (0, len(listed) - 1)
        )
        run = listed[begin : end + 1]
        return all(self.way * (values[other] - values[one]) > 0 for one, other in pairwise(run))

    def told_against(self, cell: int, values: Values) -> Whose:
        """The first two that do not."""
        wrong = (
            pair for pair in pairwise(in_time(values)) if self.way * (values[pair[1]] - values[pair[0]]) <= 0
        )
        return _shown(next(wrong, ()), cell, values)


@dataclass(frozen=True)
class Counted(_Shown):
    """That so many of so many rows are above (`way` 1) or below (-1) a limit."""

    count: int
    of: int
    limit: float
    way: int
    names: tuple[str, ...] = ()

    def holds(self, values: Values, keys: Sequence[str]) -> bool | None:
        """Open for a column with another number of rows."""
        if len(values) != self.of:
            return None
        return sum(self.way * value > self.way * self.limit for value in values.values()) == self.count


def _shown(names: Sequence[str], cell: int, values: Values) -> Whose:
    keys = [key for key in names if key in values] or list(values)
    shown = ", ".join(f"{key} {values[key]:,.12g}" for key in keys[:MOST_SHOWN])
    return Whose(shown, cell, "", "claim")


def _neighbours(values: Values, keys: Sequence[str]) -> Sequence[str]:
    """The two periods, or the only one with the one before it; nothing if there is none."""
    if len(keys) == 2:
        return keys
    listed = in_time(values)
    at = listed.index(keys[0]) if keys[0] in listed else 0
    return (listed[at - 1], listed[at]) if at and _follows(listed[at - 1], listed[at]) else ()


def in_time(names: Iterable[str]) -> list[str]:
    """Names that are periods of one kind, from the first to the last; else none."""
    periods = {name: period_of(name) for name in names}
    known = [(_order(period), name) for name, period in periods.items() if period]
    alike = len({period.said for period in periods.values() if period}) == 1
    return [name for _, name in sorted(known)] if alike and len(known) == len(periods) else []


def _order(period: Period) -> tuple[int, ...]:
    return tuple(part or 0 for part in (period.year, period.quarter, period.month, period.day, period.hour))


def _follows(one: str, other: str) -> bool:
    """Whether no year is left out between two of them."""
    before, after = period_of(one), period_of(other)
    years = (before.year, after.year) if before and after else (None, None)
    return None in years or years[1] - years[0] <= 1  # type: ignore[operator]
