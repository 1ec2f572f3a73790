"""The join of two tables, with a count of the rows that it leaves out or counts more than once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.offline.intent import Join
from agents.offline.recipes.code import listed, quote

_COUNTED = re.compile(r"^(.+): (\d+) of (\d+) rows have no match, (\d+) have several$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Matches:
    """How many rows of a table have no match in the other one, and how many have several there."""

    table: str
    rows: int
    none: int
    several: int


def join_lines(frame: str, table: str, join: Join) -> list[str]:
    """The code that makes `frame` of both tables, and prints how many of their rows match."""
    keys, its_keys = listed(join.keys), listed(join.its_keys)
    on = f"on={keys}" if keys == its_keys else f"left_on={keys}, right_on={its_keys}"
    other = f"{join.table}.drop(columns={listed(join.left_out)})" if join.left_out else join.table
    return [
        f"{frame} = {table}.merge({other}, {on})",
        f"keys = {{{quote(table)}: {table}[{keys}], {quote(join.table)}: {join.table}[{its_keys}]}}",
        "for name, other in [list(keys), list(keys)[::-1]]:",
        "    sizes = keys[other].set_axis(keys[name].columns, axis=1).value_counts(dropna=False)",
        '    matches = keys[name].merge(sizes.rename("matches").reset_index())["matches"]',
        "    without, several = len(keys[name]) - len(matches), (matches > 1).sum()",
        '    print(f"{name}: {without} of {len(keys[name])} rows have no match, {several} have several")',
    ]


def matches_in(output: str) -> Iterator[Matches]:
    """What such code has printed."""
    for table, none, rows, several in _COUNTED.findall(output):
        yield Matches(table, int(rows), int(none), int(several))
