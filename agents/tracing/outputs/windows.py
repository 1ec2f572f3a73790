"""The values that a number may stand for, and what lies among them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Valued(Protocol):
    """Whatever has a value."""

    @property
    def value(self) -> float:
        """The value."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """The values that a number of the answer may stand for."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value rounds to the number."""
        low, high = self.ends
        return low <= value <= high

    @property
    def ends(self) -> tuple[float, float]:
        """Its ends, give or take what floating point loses."""
        slack = 1e-9 * max(abs(self.low), abs(self.high))
        return self.low - slack, self.high + slack

    @property
    def mirrored(self) -> "Window":
        """The same with the other sign."""
        return Window(-self.high, -self.low)


Some = TypeVar("Some", bound=Valued)


def within(by_value: Sequence[Some], window: Window) -> Sequence[Some]:
    """Those that fit, of what is sorted by its value."""
    low, high = window.ends
    begin = bisect_left(by_value, low, key=lambda one: one.value)
    return by_value[begin : bisect_right(by_value, high, key=lambda one: one.value)]
