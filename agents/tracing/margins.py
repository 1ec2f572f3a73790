"""What tables come to: the sums of their columns, rows and groups, each with the names that it is of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from agents.tracing import measures
from agents.tracing.names import COLUMNS
from agents.tracing.outputs.evidence import MADE, Evidence, Shown
from agents.tracing.owners import Owners

ALL = "all"
"""In place of a name: the sum over all of them."""

MOST_SUMMED = 2_000
"""Numbers of one table up to which it is summed up."""

MOST_DOMAINS = 3
MOST_NAMED = 12
"""Numbers of the names of one sentence in one column; more would prove anything."""

_ROW = -9
"""The domain of rows that have no known name."""

Labels = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of a table, and the names of its row and column."""

    shown: Shown
    labels: Labels


class Tables:
    """The numbers of outputs by their names, and what they come to."""

    def __init__(self, evidence: Evidence, owners: Owners) -> None:
        self._owners = owners
        tables = defaultdict[tuple[int, int], dict[tuple[int, int], Shown]](dict)
        for one in evidence.shown:
            if one.place >= 0:
                tables[one.cell, one.block].setdefault((one.line, one.column), one)
        shown = [list(table.values()) for table in tables.values() if len(table) <= MOST_SUMMED]
        entries = [[self._entry(one) for one in table] for table in shown]
        margins = [sum_ for table in entries for sum_ in _sums(table)]
        evidence.add(one.shown for one in margins)
        owners.add({one.shown: one.labels for one in margins})
        self._entries = [*(one for table in entries for one in table if one.labels), *margins]

    def named(self, said: Mapping[int, set[str]], cells: Sequence[int]) -> list[tuple[Shown, ...]]:
        """The numbers of the names that are said, by the column of their table, and by their row."""
        groups = defaultdict[object, list[Shown]](list)
        for one in self._entries if said else ():
            told = [domain for domain, name in one.labels.items() if name in said.get(domain, ())]
            silent = [
                domain for domain, name in one.labels.items() if name == ALL or domain == measures.DOMAIN
            ]
            if told and len(told) + len(silent) >= len(one.labels) and (not cells or one.shown.cell in cells):
                table = one.shown.of_table[:2]
                groups[table, one.shown.place].append(one.shown)
                groups[table, tuple(one.labels[domain] for domain in told)].append(one.shown)
        return [tuple(group) for group in groups.values() if 1 < len(group) <= MOST_NAMED]

    def _entry(self, shown: Shown) -> Entry:
        owner, _ = self._owners.of(shown)
        known = {domain: next(iter(names)) for domain, names in owner.items() if len(names) == 1}
        if self._owners.computed(shown.cell):
            known.setdefault(measures.DOMAIN, "")
        return Entry(shown, {domain: known[domain] for domain in sorted(known) if domain != COLUMNS})


def _sums(table: Sequence[Entry]) -> Iterator[Entry]:
    """The sums over one or several of the domains of a table; not of means and the like."""
    plain = [one for one in table if not one.labels.keys() & {measures.DOMAIN, measures.EXTREMES}]
    kinds = Counter(tuple(one.labels) for one in plain)
    mine = [one for one in plain if tuple(one.labels) == max(kinds, key=kinds.__getitem__)]
    domains = [domain for domain in (mine[0].labels if mine else ()) if _vary(mine, domain)]
    across = any(_vary_on_a_line(mine, domain) for domain in domains)
    down = [domain for domain in domains if not _vary_on_a_line(mine, domain)]
    rows = [] if down else [_ROW]
    if len(domains) > MOST_DOMAINS:
        return
    for size in range(len(domains) + len(rows)):
        for kept in combinations([*domains, *rows], size):
            yield from _summed(mine, kept, domains, across)


def _summed(
    table: Iterable[Entry], kept: Sequence[int], domains: Sequence[int], across: bool
) -> Iterator[Entry]:
    groups = defaultdict[object, list[Entry]](list)
    for one in table:
        names = tuple(str(one.shown.line) if domain == _ROW else one.labels[domain] for domain in kept)
        groups[None if across else one.shown.place, names].append(one)
    for number, group in enumerate(groups.values()):
        first = group[0]
        labels = {**first.labels, **{domain: ALL for domain in domains if domain not in kept}}
        if len(group) > 1:
            yield _made(group, number, -2 if across else first.shown.place, labels)


def _made(group: Sequence[Entry], number: int, place: int, labels: Labels) -> Entry:
    """The sum of a group of one table."""
    cell, block = group[0].shown.cell, group[0].shown.block
    value = sum(one.shown.value for one in group)
    return Entry(Shown(value, cell, MADE, number, block, place), labels)


def _vary(table: Iterable[Entry], domain: int) -> bool:
    return len({one.labels[domain] for one in table}) > 1


def _vary_on_a_line(table: Iterable[Entry], domain: int) -> bool:
    lines = defaultdict[int, set[str]](set)
    for one in table:
        lines[one.shown.line].add(one.labels[domain])
    return any(len(names) > 1 for names in lines.values())
