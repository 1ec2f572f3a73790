"""Columns of outputs with their sums, which are asked for again with each number of an answer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from agents.tracing.outputs.evidence import Shown
from agents.tracing.outputs.results import Group
from agents.tracing.outputs.windows import Window

_SLACK = 1e-6
"""How much further than a window shares are looked for; whether they fit is for the window to say."""


class Column:
    """The numbers of the same place in several lines."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.total = sum(one.value for one in group)
        self._place = group[0].of_table

    def among(self, some: Iterable[Shown]) -> Group:
        """Those of `some` that stand in it, in its order."""
        mine = {one for one in some if one.of_table == self._place}
        return tuple(one for one in self.group if one in mine) if mine else ()

    def top(self, count: int) -> Group:
        """The largest few, or below 0 the smallest."""
        return (self._falling if count > 0 else self._rising)[: abs(count)]

    @cached_property
    def _rising(self) -> Group:
        return tuple(sorted(self.group, key=lambda one: one.value))

    @cached_property
    def _falling(self) -> Group:
        return tuple(sorted(self.group, key=lambda one: one.value, reverse=True))


class Totals:
    """The sums of columns, sorted, so that those of which a number is some share are found at once."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._sorted = sorted(columns, key=lambda one: one.total)

    def of_share(self, part: float, windows: Iterable[Window]) -> Iterator[Column]:
        """The columns of which a part above 0 may be a share that a window holds; some of them twice."""
        for window in windows if part > 0 else ():
            low, high = window.low - _SLACK * window.high, window.high * (1 + _SLACK)
            if high > 0:
                yield from self._between(max(part, part / high), part / low if low > 0 else float("inf"))

    def _between(self, least: float, most: float) -> Sequence[Column]:
        begin = bisect_left(self._sorted, least, key=lambda one: one.total)
        return self._sorted[begin : bisect_right(self._sorted, most, key=lambda one: one.total)]
