"""Who is first by the columns of outputs, against which the superlatives and ranks of an answer are held."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agents.tracing.language.superlatives import Rank
from agents.tracing.names import COLUMNS, Named
from agents.tracing.outputs.evidence import Evidence, Shown, numbers_of
from agents.tracing.owners import Owners, is_above

MOST_RANKED = 2_000
"""Numbers of one output up to which its columns are set against a superlative."""

_IN_LITERAL = -1
"""In place of a line: a literal has no head."""
_UNKNOWN = re.compile(r"\b(?:nan|NaN|NaT|None|null)\b|\.\.\.")
_SERIES = re.compile(r"^Name: (.*?), ", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Outdone:
    """A name that is not where the answer ranks it, and who is, in a cell."""

    owner: str
    cell: int
    told_of: str

    def sentence(self, value: str) -> str:
        """Say so in English."""
        return f"{value} is not {self.told_of} in cell {self.cell}, but {self.owner}"


@dataclass(frozen=True, slots=True)
class Standing:
    """The numbers of one column by the names of one domain, and the words that call the column."""

    cell: int
    words: frozenset[str]
    values: Mapping[str, float]
    is_clear: bool = True
    """Whether each name has one number."""

    def has(self, name: str, rank: Rank) -> bool:
        """Whether a name has the rank, from either end where the rank may be from either."""
        return any(self._has(name, rank.place, way) for way in ((rank.way,) if rank.way else (1, -1)))

    def _has(self, name: str, place: int, way: int) -> bool:
        own = way * self.values[name]
        before = sum(way * value > own for value in self.values.values())
        level = sum(way * value == own for value in self.values.values())
        return before < place <= before + level

    def holder(self, rank: Rank) -> str:
        """The name that has the rank."""
        ordered = sorted(self.values, key=lambda name: self.values[name], reverse=rank.way >= 0)
        return ordered[min(rank.place, len(ordered)) - 1]


Place = tuple[int, int, int, tuple[tuple[int, frozenset[str]], ...]]
"""A cell, the first line of a block in it, a column, and the other names that its numbers share."""


class Standings:
    """The standings of all outputs."""

    def __init__(self, evidence: Evidence, owners: Owners) -> None:
        self._evidence = evidence
        self._owners = owners
        self._by_domain: dict[int, list[Standing]] = {}

    def outdone(self, named: Named, rank: Rank, sentence: str) -> Outdone | None:
        """Who has the rank instead, where no column that may be meant gives it to the name."""
        if self._is_partly_unknown(named.name):
            return None
        if named.domain not in self._by_domain:
            self._by_domain[named.domain] = list(self._of(named.domain))
        mine = [one for one in self._by_domain[named.domain] if named.name in one.values]
        said = _words(sentence)
        meant = [one for one in mine if not one.words or one.words & said] or mine
        if not meant or any(not one.is_clear or one.has(named.name, rank) for one in meant):
            return None
        latest = max(meant, key=lambda one: one.cell)
        return Outdone(latest.holder(rank), latest.cell, str(rank))

    def _is_partly_unknown(self, name: str) -> bool:
        """Whether an output that speaks of a name has gaps, or is too long to be ranked."""
        long = {
            cell
            for cell, count in Counter(one.cell for one in self._evidence.shown).items()
            if count > MOST_RANKED
        }
        texts = (
            text for cell, text in self._evidence.outputs.items() if cell in long or _UNKNOWN.search(text)
        )
        return any(name.casefold() in text.casefold() for text in texts)

    def _of(self, domain: int) -> Iterator[Standing]:
        """The columns whose numbers belong to several names of a domain, each to one."""
        columns = defaultdict[Place, dict[str, float]](dict)
        unclear = set[Place]()
        for place, name, value in self._ranked(domain):
            if columns[place].setdefault(name, value) != value:
                unclear.add(place)
        for place, values in columns.items():
            if len(values) > 1:
                yield Standing(place[0], self._words_of(place), values, place not in unclear)

    def _ranked(self, domain: int) -> Iterator[tuple[Place, str, float]]:
        """The numbers that have one name of the domain, as the largest that their digits may mean."""
        largest = dict[tuple[int, int, int], Shown]()
        for one in self._evidence.shown:
            at = one.cell, one.line, one.column
            largest[at] = max(largest.get(at, one), one, key=lambda shown: abs(shown.value))
        seen = Counter[tuple[int, int, str]]()
        for (cell, line, column), shown in largest.items():
            owner, in_literal = self._owners.of(shown)
            names = owner.get(domain, frozenset())
            if len(names) != 1:
                continue
            (name,) = names
            shared = tuple(
                sorted((other, held) for other, held in owner.items() if other not in (domain, COLUMNS))
            )
            if in_literal:  # of a record, whose measures follow each other
                place = cell, _IN_LITERAL - line, seen[cell, line, name], shared
                seen[cell, line, name] += 1
            else:
                place = cell, self._begin_of_block(cell, line), column, shared
            yield place, name, shown.value

    def _begin_of_block(self, cell: int, line: int) -> int:
        lines = self._evidence.lines[cell]
        while line > 0 and lines[line - 1].strip():
            line -= 1
        return line

    def _words_of(self, place: Place) -> frozenset[str]:
        """The words above a column; of a series, those around it that are in no row."""
        cell, begin, column, _ = place
        if begin <= _IN_LITERAL:
            return frozenset()
        text = self._evidence.outputs[cell].splitlines()[begin:]
        block = text[: text.index("") if "" in text else None]
        heads = [line for line in block if not re.search(r"\d", line)]
        rows = [(line, numbers[column].end) for line in block if len(numbers := numbers_of(line)) > column]
        above = {
            word[0]
            for line, end in rows[:1]
            for head in heads
            for word in re.finditer(r"\S+", head)
            if is_above(word.end(), head, line, end)
        }
        series = _SERIES.findall("\n".join(block))
        return _words(" ".join(above or [*heads, *series]))


def _words(text: str) -> frozenset[str]:
    """The words of a text, without the ending of a plural."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.casefold()))
