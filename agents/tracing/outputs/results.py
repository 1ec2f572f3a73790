"""Values that follow from the numbers of outputs, made once and sorted, so that one is found at once."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from agents.tracing.outputs.evidence import Shown
from agents.tracing.outputs.windows import Window, within

FEW = 6
"""Numbers of a cell up to which a rounded value proves something, and any few of them may be summed."""

MAX_IN_CELL = 24
"""Numbers of a cell up to which pairs that the answer does not name are tried: more would prove anything."""

EXACT = 0.02
"""How far apart the ends of a window are, as a share of its values, that no pair hits by chance."""

MAX_LISTED = 400
MAX_RUN = 12
MAX_CELLS = 100
"""Cells that are looked at, from the latest."""

Group = tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A value, what it was made of, and how exactly a number must show it, as a share of it."""

    value: float
    operands: Group
    width: float = float("inf")


class Sorted:
    """Results by their value."""

    def __init__(self, results: Iterable[Result]) -> None:
        self._results = sorted(results, key=lambda one: one.value)

    def within(self, windows: Sequence[Window]) -> list[Result]:
        """Those that fit, the latest cell first."""
        found = [
            one for window in windows for one in within(self._results, window) if is_exact(window, one.width)
        ]
        return sorted(found, key=lambda one: -one.operands[0].cell)


def of_two(one: float, other: float) -> Iterator[tuple[str, float]]:
    """What two values give; shares and changes as fractions."""
    yield "difference", one - other
    if other:
        yield "ratio", one / other
        yield "change", (one - other) / abs(other)
        if 0 <= one <= other:
            yield "share", one / other
    yield "product", one * other
    if 0 < one < 100 and other > 1:
        yield "portion", one * other / (100 if one > 1 else 1)


def pairs_of(cells: Iterable[Sequence[Shown]]) -> dict[str, Sorted]:
    """What two numbers give in the same line of a small cell, or in the same place of two lines."""
    found = defaultdict[str, list[Result]](list)
    for cell in cells:
        width = float("inf") if len(cell) <= FEW else EXACT
        for one, other in permutations(cell, 2) if len(cell) <= MAX_IN_CELL else ():
            if one.line == other.line or one.of_table == other.of_table:
                for kind, value in of_two(one.value, other.value):
                    found[kind].append(Result(value, (one, other), width))
    return {kind: Sorted(results) for kind, results in found.items()}


def is_exact(window: Window, width: float = EXACT) -> bool:
    """Whether the number shows digits enough."""
    return (window.high - window.low) <= width * max(abs(window.low), abs(window.high))


def cells_of(shown: Iterable[Shown]) -> list[list[Shown]]:
    """The numbers of the latest cells, cell by cell."""
    cells = defaultdict[int, list[Shown]](list)
    for one in shown:
        cells[one.cell].append(one)
    return [cells[cell] for cell in sorted(cells, reverse=True)[:MAX_CELLS]]


def columns_of(cell: Iterable[Shown]) -> list[Group]:
    """The numbers of the same place in several lines."""
    return _grouped((one for one in cell if one.place >= 0), lambda one: one.of_table)


def lines_of(cell: Iterable[Shown]) -> list[Group]:
    """The numbers of the same line."""
    return _grouped((one for one in cell if one.place >= 0), lambda one: one.line)


def _grouped(cell: Iterable[Shown], place: Callable[[Shown], Hashable]) -> list[Group]:
    groups = defaultdict[Hashable, list[Shown]](list)
    for one in cell:
        groups[place(one)].append(one)
    return [tuple(group) for group in groups.values() if 1 < len(group) <= MAX_LISTED]


def sums_of(groups: Iterable[Group]) -> Sorted:
    """What all of a group come to, any of a few, and some that follow each other."""
    return Sorted(
        Result(sum(one.value for one in some), some) for group in groups for some in _some_of(group)
    )


def _some_of(group: Group) -> Iterator[Group]:
    if len(group) <= FEW:
        yield from subsets(group)
    else:
        yield group


def runs_of(groups: Iterable[Group]) -> Sorted:
    """What some come to that follow each other: the months of a quarter, the days of a weekend."""
    runs = (
        group[begin:end]
        for group in groups
        if FEW < len(group) <= MAX_RUN
        for begin, end in combinations(range(len(group) + 1), 2)
        if 1 < end - begin < len(group)
    )
    return Sorted(Result(sum(one.value for one in run), run) for run in runs)


def parts_of(groups: Iterable[Group]) -> Sorted:
    """The share of each number in all of its group; the numbers of a line may be of different things."""
    found = list[Result]()
    for group in groups:
        total, width = (
            sum(one.value for one in group),
            0.1 if group[0].line == group[-1].line else float("inf"),
        )
        found += [Result(one.value / total, (one, *group), width) for one in group if total]
    return Sorted(found)


def subsets(group: Sequence[Shown]) -> Iterator[Group]:
    """All of them first, then fewer, down to pairs."""
    for size in range(len(group), 1, -1):
        yield from combinations(group, size)
