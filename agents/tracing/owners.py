"""Whose a number of an output is: the names in its row, above its column, or beside it in a literal."""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from agents.tracing import measures
from agents.tracing.language.numbers import Number
from agents.tracing.language.periods import PERIOD, Period, period_of
from agents.tracing.names import COLUMNS, Named, Names
from agents.tracing.outputs.blocks import MAX_LINES, MAX_LITERAL
from agents.tracing.outputs.evidence import Evidence, Shown, numbers_of
from agents.tracing.whose import Kind, Whose

MAX_DEPTH = 8
_WRAPPED = re.compile(r"\b(?:np\.\w+|Timestamp|Decimal)\(([^()]*)\)")
_YEAR_KEY = re.compile(r"(?:\w+_)?(?:year|jahr|année|annee|año|ano|年)", re.IGNORECASE)
_MISSING = re.compile(r"\b(?:nan|NaN|NaT)\b")


Owner = Mapping[int, frozenset[str]]
"""The names of a number by their domain: where there are none, nothing is known."""


class Owners:
    """Finds the names of the numbers that outputs show."""

    def __init__(self, evidence: Evidence, names: Names) -> None:
        self._evidence = evidence
        self._timetable = evidence.timetable
        self._texts = {cell: text.splitlines() for cell, text in evidence.outputs.items()}
        self._names = names
        self._found: dict[tuple[int, int], list[Named]] = {}
        self._numbers: dict[tuple[int, int], Sequence[Number]] = {}
        self._literals: dict[tuple[int, int], list[tuple[float, Owner]]] = {}
        self._sums: Mapping[Shown, Owner] = {}
        self._computed = {cell.id: measures.of_code(cell.code) for cell in evidence.cells}

    def another(self, shown: Shown, name: Mapping[int, str]) -> Whose | None:
        """Whose the number is, where it stands beside other names of a domain than the one it is given to."""
        sums = [self._sums[shown]] if shown in self._sums else []
        found = self._owners(shown) if name and shown.line >= 0 else sums
        owners = [{measures.DOMAIN: self._computed[shown.cell], **owner} for owner in found]
        apart = [[domain for domain in name if _differs(one, domain, name[domain])] for one in owners]
        if not apart or not all(apart):
            return None
        owner, domain = owners[0], apart[0][0]
        kind: Kind = "statistic" if domain in (measures.DOMAIN, measures.EXTREMES) else "value"
        return Whose(" and ".join(sorted(owner[domain])), shown.cell, name[domain], kind)

    def add(self, sums: Mapping[Shown, Mapping[int, str]]) -> None:
        """Take in the names of what tables come to."""
        self._sums = {
            shown: {d: frozenset({name}) for d, name in labels.items()} for shown, labels in sums.items()
        }

    def computed(self, cell: int) -> frozenset[str]:
        """The statistics that the code of a cell makes all that it shows with."""
        return self._computed[cell]

    def of(self, shown: Shown) -> tuple[Owner, bool]:
        """Whose a number is, if that is one thing only, and whether it stands in a literal."""
        found = list(self._owners(shown))
        return found[0] if len(found) == 1 else {}, bool(self._literals[shown.cell, shown.line])

    def _owners(self, shown: Shown) -> Iterable[Owner]:
        """Whose the number may be; in a literal the same number may stand at several names."""
        place = shown.cell, shown.line
        if place not in self._literals:
            self._literals[place] = list(self._walk(_parsed(self._line(shown)), {}))
        if self._literals[place]:
            return [owner for value, owner in self._literals[place] if value == shown.value] or [{}]
        if place not in self._numbers:
            self._numbers[place] = numbers_of(self._line(shown))
        number = self._numbers[place][shown.column]
        return [self._on_line(shown, number.start, number.end)]

    def _on_line(self, shown: Shown, start: int, end: int) -> Owner:
        beside, above = self._names_on(shown.cell, shown.line), self._above(shown, start, end)
        owner = {domain: frozenset(above[domain]) for domain in above}
        for domain in {one.domain for one in beside}:
            mine = _nearest([one for one in beside if one.domain == domain], start, self._line(shown))
            owner[domain] = owner.get(domain, frozenset()) | mine if mine else frozenset()
        owner.pop(COLUMNS, None)
        if column := self._column(shown, beside):
            owner[COLUMNS] = frozenset({column})
        if place := measures.ROWS.get(self._texts[shown.cell][shown.line][:3]):
            owner |= dict.fromkeys((measures.DOMAIN, measures.EXTREMES), frozenset({place}))
        period = self._timetable.row(shown.cell, shown.line, end) or self._period_above(shown, end)
        return owner | {PERIOD: frozenset({str(period)})} if period else owner

    def _column(self, shown: Shown, beside: Iterable[Named]) -> str:
        """The column that is the label of a line with one number, as in `isna().sum()`."""
        line = self._line(shown)
        alone = len(numbers_of(line)) == 1
        labels = (one.name for one in beside if one.domain == COLUMNS and not line[: one.start].strip())
        return next(labels, "") if alone else ""

    def _period_above(self, shown: Shown, end: int) -> Period | None:
        """The period in the head of the number's column."""
        lines = self._evidence.lines[shown.cell]
        for at in range(shown.line - 1, max(shown.line - MAX_LINES, 0) - 1, -1):
            if not lines[at].strip():
                return None
            if heads := self._timetable.heads(shown.cell, at):
                above = (one for one in heads if is_above(one.end, lines[at], self._line(shown), end))
                return next((one.period for one in above), None)
        return None

    def _above(self, shown: Shown, start: int, end: int) -> dict[int, set[str]]:
        """Names in the head of the number's column, and labels of rows that are not repeated below."""
        beside, found = {one.domain for one in self._names_on(shown.cell, shown.line)}, dict[int, set[str]]()
        line, lines = self._line(shown), self._evidence.lines[shown.cell]
        for at in range(shown.line - 1, max(shown.line - MAX_LINES, 0) - 1, -1):
            if not lines[at].strip():
                break
            names = self._names_on(shown.cell, at)
            for domain in {one.domain for one in names} - found.keys():
                mine = [one for one in names if one.domain == domain]
                if len(mine) > 1 and not numbers_of(lines[at]):
                    found[domain] = {one.name for one in mine if is_above(one.end, lines[at], line, end)}
                elif domain not in beside and domain >= 0:
                    goes_on = mine[0].end < start and not line[mine[0].start : mine[0].end].strip()
                    found[domain] = {mine[0].name} if goes_on else set()
        return found

    def _line(self, shown: Shown) -> str:
        return self._evidence.lines[shown.cell][shown.line]

    def _names_on(self, cell: int, line: int) -> list[Named]:
        if (cell, line) not in self._found:
            self._found[cell, line] = self._names.find(self._evidence.lines[cell][line])
        return self._found[cell, line]

    def _walk(self, node: Any, owner: Owner, depth: int = 0) -> Iterator[tuple[float, Owner]]:
        """Each number of a literal, with the names in the keys above it and in the texts beside it."""
        if isinstance(node, (int, float)) and abs(node) <= sys.float_info.max:
            yield float(node), owner
        if depth < MAX_DEPTH:
            shared = self._with(owner, _texts_in(node))
            for texts, part in _parts(node):
                yield from self._walk(part, self._with(shared, texts), depth + 1)

    def _with(self, owner: Owner, texts: Iterable[Any]) -> Owner:
        """The owner and what these texts name, if they name one of a domain."""
        named = dict(owner)
        for text in (text for text in texts if isinstance(text, str)):
            for one in (one for one in self._names.find(text) if one.domain != COLUMNS):
                named[one.domain] = named.get(one.domain, frozenset()) | {one.name}
            if period := period_of(text):
                named[PERIOD] = named.get(PERIOD, frozenset()) | {str(period)}
        return named


def _differs(owner: Owner, domain: int, name: str) -> bool:
    if domain == PERIOD:
        told, periods = period_of(name), [period_of(one) for one in owner.get(domain, ())]
        return bool(periods) and not any(one and told and one.fits(told) for one in periods)
    return bool(owner.get(domain)) and name not in owner[domain]


def _nearest(names: list[Named], start: int, line: str) -> frozenset[str]:
    """The name of a row, or the one before the number where each on the line has its own; else nothing."""
    if len({one.name for one in names}) == 1:
        return frozenset({names[0].name})
    if all(re.match(r"[\"']?\s*[:=]?\s*\(?[-+]?[\d.]", line[one.end :]) for one in names):
        before = [one.name for one in names if one.end <= start]
        return frozenset(before[-1:])
    return frozenset()


def is_above(name_end: int, head: str, line: str, end: int) -> bool:
    """Whether a name in the head of a table stands above a number; both are told by where they end."""
    for separator in "|,\t":
        if separator in head and separator in line:
            return head[:name_end].count(separator) == line[:end].count(separator)
    return name_end == end


def _texts_in(node: Any) -> Iterable[Any]:
    """What may name every part of a list or dictionary; of a table, nothing does."""
    if isinstance(node, (list, tuple)):
        return node
    if not isinstance(node, dict) or _is_split(node) or _is_table(list(node.values())):
        return ()
    return (*node.values(), *_times_of(node))


def _parts(node: Any) -> Iterator[tuple[Iterable[Any], Any]]:
    """The parts of a list or dictionary, each with the texts that may name it alone."""
    if isinstance(node, (list, tuple)):
        yield from (((), part) for part in node)
    elif isinstance(node, dict) and _is_split(node):
        rows = [dict(zip(map(str, node["columns"]), row, strict=False)) for row in node["data"]]
        labels = node["index"] if isinstance(node.get("index"), list) else [()] * len(rows)
        for label, row in zip(labels, rows, strict=False):
            yield label if isinstance(label, list) else [label], row
    elif isinstance(node, dict) and _is_table(list(node.values())):
        yield from (((), dict(zip(node, row, strict=True))) for row in zip(*node.values(), strict=True))
    elif isinstance(node, dict):
        yield from (([key], part) for key, part in zip(_as_times(node), node.values(), strict=True))


def _as_times(keys: Iterable[Any]) -> list[Any]:
    """The keys of a dictionary; numbers as texts where all of them are years."""
    listed = list(keys)
    years = len(listed) > 1 and all(isinstance(key, int) and period_of(str(key)) for key in listed)
    return [str(key) for key in listed] if years else listed


def _times_of(row: dict[Any, Any]) -> list[str]:
    """The year of a record, which is a number."""
    return [str(value) for key, value in row.items() if isinstance(key, str) and _YEAR_KEY.fullmatch(key)]


def _is_split(node: dict[str, Any]) -> bool:
    """Whether this is a table as pandas writes it with `orient="split"`."""
    columns, rows = node.get("columns"), node.get("data")
    return isinstance(columns, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows)


def _is_table(columns: list[Any]) -> bool:
    """Whether these are the columns of a table: lists, as long as each other."""
    return (
        len(columns) > 1 and all(isinstance(c, list) for c in columns) and len({len(c) for c in columns}) == 1
    )


def _parsed(line: str) -> Any:
    """The literal that a line is, JSON or Python's; else nothing."""
    text = line.strip()
    if text[:1] not in ("{", "[", "("):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return (
            ast.literal_eval(_MISSING.sub("None", _WRAPPED.sub(r"\1", text)))
            if len(text) < MAX_LITERAL
            else None
        )
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
