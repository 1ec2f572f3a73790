"""What follows from two outputs: differences, ratios, shares, changes, and sums of a few."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from agents.tracing.evidence import Shown, Window
from agents.tracing.words import SHARE, WORDS

MAX_IN_CELL = 24
"""Numbers of a cell up to which pairs that the answer does not name are tried: more would prove anything."""
FEW = 6
MAX_SUMMED = 8
MAX_LISTED = 400


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that was recomputed: its first operand, and how."""

    one: Shown
    how: str


Mine = Callable[[Shown], bool]
"""Whether a number may be that of the name for which one is recomputed."""


def derive(
    windows: Sequence[Window],
    context: str,
    percent: bool,
    shown: Sequence[Shown],
    mentioned: Sequence[Shown],
    mine: Mine = lambda _: True,
) -> Derived | None:
    """Recompute a number of the answer from two that it mentions, or that stand together in a cell.

    What is a share or a sum must be one of `mine`.
    """
    kinds = _kinds(context, percent)
    if any(window.holds(0) for window in windows):  # a share or a sum of nothing would prove every 0
        kinds &= {"difference"}
    found = _from_one(windows, kinds, shown) or _from_pairs(
        windows, kinds, permutations(mentioned, 2) if kinds else (), mine
    )
    for cell in _small_cells(shown) if kinds and not found else ():
        exact = windows if len(cell) <= FEW else [window for window in windows if _is_exact(window)]
        found = found or _from_pairs(exact, kinds, _neighbours(cell), mine)
    if found or any(window.holds(0) for window in windows):
        return found
    return _from_sums(windows, context, percent, shown, mentioned, mine)


def _kinds(context: str, percent: bool) -> set[str]:
    kinds = {kind for kind in ("difference", "ratio", "square") if WORDS[kind].search(context)}
    if percent or SHARE.search(context):
        kinds |= {"share"} | ({"change"} if "difference" in kinds else set())
        kinds |= {"rest"} if WORDS["rest"].search(context) else set()
    return kinds


def _from_one(windows: Sequence[Window], kinds: set[str], shown: Sequence[Shown]) -> Derived | None:
    """r² from r, and what a share leaves over."""
    for one in shown if kinds & {"square", "rest"} else ():
        for kind, value in (("square", one.value**2), ("rest", 1 - one.value), ("rest", 100 - one.value)):
            if kind in kinds and 0 < value < 100 and any(window.holds(value) for window in windows):
                return Derived(one, f"{_NAMES[kind]} a value in {_place((one,))}")
    return None


def _from_pairs(
    windows: Sequence[Window], kinds: set[str], pairs: Iterable[tuple[Shown, Shown]], mine: Mine
) -> Derived | None:
    for one, other in pairs:
        for kind, value in _results(one.value, other.value):
            if kind not in kinds or not any(window.holds(value) for window in windows):
                continue
            if kind == "difference" and any(w.holds(abs(v.value)) for w in windows for v in (one, other)):
                continue  # one of them again, or with the other sign: next to it the other is nothing
            if kind == "share" and not mine(one):
                continue
            return Derived(one, f"{_NAMES[kind]} {_place((one, other))}")
    return None


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
}


def _results(one: float, other: float) -> Iterator[tuple[str, float]]:
    """What two values give; shares and changes as fractions."""
    yield "difference", one - other
    if other:
        yield "ratio", one / other
        yield "change", (one - other) / abs(other)
        if 0 <= one <= other:
            yield "share", one / other


def _small_cells(shown: Sequence[Shown]) -> Iterator[list[Shown]]:
    for number in sorted({one.cell for one in shown}, reverse=True):
        cell = [one for one in shown if one.cell == number]
        if len(cell) <= MAX_IN_CELL:
            yield cell


def _neighbours(cell: Sequence[Shown]) -> Iterator[tuple[Shown, Shown]]:
    """Pairs of the same line, or of the same place in two lines."""
    for one, other in permutations(cell, 2):
        if one.line == other.line or one.column == other.column:
            yield one, other


def _is_exact(window: Window) -> bool:
    """Whether the number shows digits enough that no pair hits it by chance."""
    return (window.high - window.low) <= 0.02 * max(abs(window.low), abs(window.high))


def _from_sums(
    windows: Sequence[Window],
    context: str,
    percent: bool,
    shown: Sequence[Shown],
    mentioned: Sequence[Shown],
    mine: Mine,
) -> Derived | None:
    for group in _groups(shown, mentioned):
        total = sum(one.value for one in group)
        is_sum = WORDS["sum"].search(context) and any(window.holds(total) for window in windows)
        if is_sum and all(map(mine, group)):
            return Derived(group[0], f"{_NAMES['sum']} {_place(group)}")
        is_mean = (
            len(group) > 2 - ("both" in context)
            and _is_whole_column(group, shown)
            and WORDS["mean"].search(context)
        )
        if is_mean and any(_is_exact(window) and window.holds(total / len(group)) for window in windows):
            return Derived(group[0], f"{_NAMES['mean']} {_place(group)}")
        if not total or not (percent or SHARE.search(context)):
            continue
        whole = len(group) > 1 and _is_whole_column(group, shown)
        exact = windows if whole else [w for w in windows if w.high <= 1.1 * w.low]
        for one in group if len(group) <= MAX_IN_CELL else set(group) & set(mentioned):
            if any(window.holds(one.value / total) for window in exact) and mine(one):
                return Derived(one, f"{_NAMES['part']} {_place(group)}")
    return None


def _is_whole_column(group: Sequence[Shown], shown: Sequence[Shown]) -> bool:
    """Whether the numbers are all those of a column."""
    places = {(one.cell, one.column) for one in group}
    return len(places) == 1 and sum((one.cell, one.column) in places for one in shown) == len(group)


def _groups(shown: Sequence[Shown], mentioned: Sequence[Shown]) -> Iterator[Sequence[Shown]]:
    """Columns of an output, lines of it, and a few numbers that the answer mentions."""
    for cell in sorted({one.cell for one in shown}, reverse=True):
        mine = [one for one in shown if one.cell == cell]
        if len(mine) > MAX_LISTED:
            continue
        for places in ({(one.column, None) for one in mine}, {(None, one.line) for one in mine}):
            for column, line in places:
                group = [one for one in mine if column in (one.column, None) and line in (one.line, None)]
                yield from _subsets(group) if len(group) <= FEW else [group]
    if len(mentioned) <= MAX_SUMMED:
        yield from _subsets(mentioned)


def _subsets(group: Sequence[Shown]) -> Iterator[Sequence[Shown]]:
    """All of them first, then fewer, down to pairs."""
    for size in range(len(group), 1, -1):
        yield from combinations(group, size)


def _place(operands: Sequence[Shown]) -> str:
    cells = sorted({one.cell for one in operands})
    if cells == [0]:
        return "the profile"
    named = [str(cell) for cell in cells if cell]
    return f"cell {named[0]}" if len(named) == 1 else f"cells {' and '.join(named)}"
