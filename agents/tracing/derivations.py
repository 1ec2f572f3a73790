"""What follows from outputs: differences, ratios, shares, changes, and sums."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from agents.tracing.answers.saying import Said
from agents.tracing.outputs.columns import Column, Totals
from agents.tracing.outputs.evidence import Shown
from agents.tracing.outputs.results import (
    MAX_IN_CELL,
    Group,
    Sorted,
    cells_of,
    columns_of,
    is_exact,
    lines_of,
    of_two,
    pairs_of,
    parts_of,
    runs_of,
    subsets,
    sums_of,
)
from agents.tracing.outputs.windows import Window

MAX_SUMMED = 8
MAX_YEARS = 60
NEAR = 0.05
"""How far apart the ends of a window are, as a share of its values, that the named hit by no chance."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that was recomputed: its first operand, and how."""

    one: Shown
    how: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A number to be recomputed: what it may stand for, and what is said of it."""

    windows: Sequence[Window]
    said: Said
    mentioned: Sequence[Shown] = ()
    """Numbers that the answer states near it."""
    named: frozenset[Shown] = frozenset()
    """Numbers on the lines that its sentence names."""
    raised_by: Sequence[float] = ()
    """Shares by which something is supposed to be more or less."""
    years: int = 0
    """How many years lie between the two that the sentence names."""
    top: Sequence[int] = ()
    """How many of the largest, or below 0 of the smallest, are spoken of."""
    close: Sequence[Group] = ()
    """The numbers of what the sentence names, by their column or row, from the cells that it cites."""


Mine = Callable[[Shown], bool]
"""Whether a number may be that of the name for which one is recomputed."""

Whole = Callable[[Shown, Shown], bool]
"""Whether the second number may be the whole of which the first is a share."""

_NAMES = {
    "difference": "difference of two values in",
    "ratio": "ratio of two values in",
    "share": "share, from two values in",
    "change": "relative change between two values in",
    "sum": "sum of values in",
    "part": "share of the sum of values in",
    "mean": "mean of values in",
    "square": "square of",
    "rest": "what is left by",
    "portion": "share of a total, from two values in",
    "product": "product of two values in",
    "annual": "mean change by the year, from two values in",
}


class Derivations:
    """Recomputes numbers from those that outputs show."""

    def __init__(self, shown: Sequence[Shown], shares: Callable[[Shown], bool]) -> None:
        self._shown = shown
        self._shares = shares
        self._cells = cells_of(shown)
        self._columns = [Column(group) for cell in self._cells for group in columns_of(cell)]
        self._totals = Totals(self._columns)

    @cached_property
    def _pairs(self) -> dict[str, Sorted]:
        return pairs_of(self._cells)

    @cached_property
    def _groups(self) -> list[Group]:
        lines = (group for cell in self._cells for group in lines_of(cell))
        return [*(column.group for column in self._columns), *lines]

    @cached_property
    def _sums(self) -> Sorted:
        return sums_of(self._groups)

    @cached_property
    def _runs(self) -> Sorted:
        return runs_of(column.group for column in self._columns)

    @cached_property
    def _parts(self) -> Sorted:
        return parts_of(group for group in self._groups if len(group) <= MAX_IN_CELL)

    def find(
        self, asked: Asked, mine: Mine = lambda _: True, whole: Whole = lambda *_: True
    ) -> Derived | None:
        """The number recomputed; what is a share or a sum must be one of `mine`."""
        kinds = asked.said.kinds
        nothing = any(window.holds(0) for window in asked.windows)
        if nothing:  # a share or a sum of nothing would prove every 0
            kinds &= {"difference"}
        found = self._from_one(asked, kinds) or _first(self._from_pairs(asked, kinds, mine, whole))
        found = found or (None if nothing else _first(_from_close(asked, kinds)))
        if found or nothing:
            return found
        if asked.raised_by and (raised := _first(_raised(asked))):
            return raised
        ways = (self._from_sums, self._from_spans, self._from_parts)
        return _first(found for way in ways for found in way(asked, kinds, mine))

    def _from_one(self, asked: Asked, kinds: frozenset[str]) -> Derived | None:
        """r² from r, and what a share leaves over."""
        for one in self._shown if kinds & {"square", "rest"} else ():
            for kind, value in (("square", one.value**2), ("rest", 1 - one.value), ("rest", 100 - one.value)):
                if kind in kinds and 0 < value < 100 and any(w.holds(value) for w in asked.windows):
                    return Derived(one, f"{_NAMES[kind]} a value in {_place((one,))}")
        return None

    def _from_pairs(self, asked: Asked, kinds: frozenset[str], mine: Mine, whole: Whole) -> Iterator[Derived]:
        for kind, (one, other) in self._fitting_pairs(asked, kinds):
            beside = any(w.holds(abs(v.value)) for w in asked.windows for v in (one, other))
            if kind == "difference" and beside:
                continue  # one of them again, or with the other sign: next to it the other is nothing
            if kind == "share" and not (mine(one) and (not asked.said.of_whole or whole(one, other))):
                continue
            yield Derived(one, f"{_NAMES[kind]} {_place((one, other))}")

    def _fitting_pairs(self, asked: Asked, kinds: frozenset[str]) -> Iterator[tuple[str, Group]]:
        fitting = {kind: _towards(asked, kind) for kind in _NAMES if kind in kinds}
        for one, other in permutations(asked.mentioned, 2) if kinds else ():
            for kind, value in of_two(one.value, other.value):
                if kind in fitting and _fits(fitting[kind], value):
                    yield kind, (one, other)
        for kind in fitting:
            for result in self._pairs[kind].within(fitting[kind]) if kind in self._pairs else ():
                yield kind, result.operands

    def _from_sums(self, asked: Asked, kinds: frozenset[str], mine: Mine) -> Iterator[Derived]:
        """All, or some, of what stands together or is named, if the sentence speaks of a sum or a mean."""
        if "sum" in kinds:
            exact = [window for window in asked.windows if is_exact(window, 0.002)]
            found = [*self._sums.within(asked.windows), *self._runs.within(exact)]
            some = [one.operands for one in found] + [
                group for group in self._some(asked) if _fits(asked.windows, _sum(group))
            ]
            for group in some:
                if all(map(mine, group)) and (not asked.said.percent or all(map(self._shares, group))):
                    yield Derived(group[0], f"{_NAMES['sum']} {_place(group)}")
        exact = [window for window in asked.windows if is_exact(window)]
        for column in self._columns if "mean" in kinds and exact else ():
            group = column.group
            if len(group) > 2 - ("both" in kinds) and _fits(exact, column.total / len(group)):
                yield Derived(group[0], f"{_NAMES['mean']} {_place(group)}")

    def _from_spans(self, asked: Asked, kinds: frozenset[str], mine: Mine) -> Iterator[Derived]:
        """What a year made on average."""
        for one, other, years in self._spans(asked) if "annual" in kinds else ():
            rates = ((other.value / one.value) ** (1 / years) - 1, (other.value - one.value) / years)
            if any(_fits(asked.windows, sign * rate) for rate in rates for sign in (1, -1)):
                yield Derived(one, f"{_NAMES['annual']} {_place((one, other))}")

    def _from_parts(self, asked: Asked, kinds: frozenset[str], mine: Mine) -> Iterator[Derived]:
        """The share in a whole column or line, or among what the sentence names."""
        if "part" not in kinds:
            return
        named = tuple(one for one in asked.mentioned if one in asked.named)
        among = 1 < len(named) <= MAX_SUMMED and not asked.said.of_whole
        for parts in (self._parts, *([parts_of([named])] if among else ())):
            for result in parts.within(asked.windows):
                if mine(result.operands[0]):
                    yield Derived(result.operands[0], f"{_NAMES['part']} {_place(result.operands[1:])}")
        for part, column in self._together(asked):
            share = _sum(part) / column.total
            if _fits(asked.windows, share) and all(map(mine, part)):
                yield Derived(part[0], f"{_NAMES['part']} {_place((*part, *column.group))}")

    def _together(self, asked: Asked) -> Iterator[tuple[Group, Column]]:
        """What the answer mentions, or names together, with each column that may be all of it."""
        alone = defaultdict[Column, dict[Shown, None]](dict)
        for one in asked.mentioned:
            for column in self._totals.of_share(one.value, asked.windows):
                alone[column][one] = None
        for column in self._columns:
            if "sum" in asked.said.kinds and column.total:  # 100% in the row of the total
                yield column.group, column
            for part in (*_some_of(asked, column), *((one,) for one in alone.get(column, ()))):
                if 0 < _sum(part) < column.total:
                    yield part, column

    def _spans(self, asked: Asked) -> Iterator[tuple[Shown, Shown, int]]:
        """The ends of columns, and pairs that are mentioned, with the years between them."""
        for column in self._columns:
            if 2 < len(column.group) <= MAX_YEARS and column.group[0].value > 0 < column.group[-1].value:
                yield column.group[0], column.group[-1], len(column.group) - 1
        for one, other in permutations(asked.mentioned, 2) if asked.years > 1 else ():
            if one.value > 0 < other.value:
                yield one, other, asked.years

    def _some(self, asked: Asked) -> Iterator[Group]:
        for column in self._columns:
            yield from _some_of(asked, column)
        if len(asked.mentioned) <= MAX_SUMMED:
            yield from subsets(asked.mentioned)


def _from_close(asked: Asked, kinds: frozenset[str]) -> Iterator[Derived]:
    """What the numbers of the named come to, and the difference of two, whatever the words are."""
    windows = [window for window in asked.windows if is_exact(window, NEAR)]
    for group in asked.close:
        is_column = len({one.of_table for one in group}) == 1
        if is_column and not asked.said.percent and _fits(windows, _sum(group)):
            yield Derived(group[0], f"{_NAMES['sum']} {_place(group)}")
        told = kinds | ({"difference"} if is_column else set()) - {"product"}
        for one, other in permutations(group, 2) if windows else ():
            for kind, value in of_two(one.value, other.value):
                if (
                    kind in told
                    and _fits(_towards(asked, kind), value)
                    and value not in (one.value, other.value)
                ):
                    yield Derived(one, f"{_NAMES[kind]} {_place((one, other))}")


def _raised(asked: Asked) -> Iterator[Derived]:
    """What something comes to that is supposed to be so much more or less."""
    for one in asked.mentioned:
        for share in asked.raised_by:
            if _fits(asked.windows, one.value * (1 + share)) or _fits(asked.windows, one.value * (1 - share)):
                yield Derived(one, f"{100 * share:g}% more or less than a value in {_place((one,))}")


def _some_of(asked: Asked, column: Column) -> Iterator[Group]:
    """Those of a column that the sentence names, and its first or last few."""
    named, size = column.among(asked.named), len(column.group)
    yield from [named] if 1 < len(named) < size else ()
    for top in asked.top if any(abs(top) < size for top in asked.top) else ():
        yield column.top(top)


def _towards(asked: Asked, kind: str) -> Sequence[Window]:
    """The windows; those of a change that are on the side to which it goes."""
    if kind != "change" or not asked.said.way:
        return asked.windows
    if asked.said.way > 0:
        return [window for window in asked.windows if window.low > 0]
    return [window if window.high < 0 else window.mirrored for window in asked.windows]


def _first(found: Iterable[Derived]) -> Derived | None:
    return next(iter(found), None)


def _fits(windows: Iterable[Window], value: float) -> bool:
    return any(window.holds(value) for window in windows)


def _sum(group: Iterable[Shown]) -> float:
    return sum(one.value for one in group)


def _place(operands: Iterable[Shown]) -> str:
    cells = sorted({one.cell for one in operands})
    if cells == [0]:
        return "the profile"
    named = [str(cell) for cell in cells if cell]
    return f"cell {named[0]}" if len(named) == 1 else f"cells {' and '.join(named)}"
