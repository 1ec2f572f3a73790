"""Looks up each statement of an answer in the evidence, from the plainest way to the furthest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agents.tracing.derivations import derive
from agents.tracing.evidence import Evidence, Shown, Window, scales_of
from agents.tracing.facts import facts_of, moments_of_profile
from agents.tracing.prose import Prose
from agents.tracing.question import is_parameter, is_repeated
from agents.tracing.statements import Statement, split, statements
from agents.values import Profile

PROFILE = 0
NEAREST = 16
"""Values around a number, each as shown and as rounded, from which it may be recomputed."""

_LITERAL = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_COMPARED = re.compile(rf"(?:[=<>!]=|[<>]|\bisin\(\[)\s*[\"']?({_LITERAL.pattern})")
_REST = re.compile(r"\bmore\b|not shown|remaining|others?\b|\brest\b|残り|ほか|他|其余")
_P_TEXT = re.compile(r"\bp\b|p[-_ ]?val|PR\(>F\)|P>\||有意", re.IGNORECASE)
_P_BELOW = re.compile(r"(?:[<≤]|less than|below|under)\s*$", re.IGNORECASE)
_P_ABOVE = re.compile(r"(?:[>≥]|more than|above|over|greater than)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a statement comes from: a cell, or the profile, which is cell 0; and how that is known."""

    cell: int
    how: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A statement and where it was found, if it was. What the question itself said needs no evidence."""

    statement: Statement
    found: Found | None = None
    given: bool = False


class Tracer:
    """Traces the statements of one answer."""

    def __init__(self, evidence: Evidence, profile: Profile, question: str) -> None:
        self._evidence = evidence
        self._profile = profile
        self._facts = facts_of(profile)
        self._moments = moments_of_profile(profile)
        self._scales = scales_of(profile)
        self._units = {c.unit for table in profile.tables for c in table.columns if c.unit}
        self._asked = statements(Prose(question), profile)

    def trace(self, prose: Prose) -> list[Traced]:
        """Trace all statements; those that other statements explain come second."""
        first = [
            traced
            for statement in statements(prose, self._profile)
            for traced in self._whole_or_parts(statement, prose)
        ]
        mentioned = self._mentioned(first)
        named = _rows_named(first)
        return [self._derived(traced, mentioned, named) for traced in first]

    def _whole_or_parts(self, statement: Statement, prose: Prose) -> list[Traced]:
        whole = self._look_up(statement, prose)
        if whole.found or whole.given:
            return [whole]
        parts = [self._look_up(part, prose) for part in split(statement)]
        return parts if parts and all(part.found or part.given for part in parts) else [whole]

    def _look_up(self, statement: Statement, prose: Prose) -> Traced:
        if is_repeated(statement, self._asked):
            return Traced(statement, given=True)
        if statement.date:
            return Traced(statement, self._date(statement))
        if statement.column:
            return Traced(statement, self._name(statement))
        return Traced(statement, self._number(statement, prose))

    def _number(self, statement: Statement, prose: Prose) -> Found | None:
        shown = self._evidence.find(statement.windows(self._scales, self._units), statement.cited)
        if shown:
            return Found(shown.cell, f"cell {shown.cell}")
        return (
            self._fact(statement)
            or self._count(statement, prose)
            or self._year(statement)
            or self._level(statement)
            or self._in_code(statement)
        )

    def _fact(self, statement: Statement) -> Found | None:
        windows = statement.windows()
        for fact in self._facts:
            if any(window.holds(fact.value) for window in windows) and fact.fits(statement.context):
                return Found(PROFILE, fact.how)
        return None

    def _count(self, statement: Statement, prose: Prose) -> Found | None:
        """How many rows an output lists, or things the answer lists; a rank among the rows."""
        number = statement.number
        if not number or not number.whole or number.percent or number.value < 2:
            return None
        for count, cell in self._evidence.counts:
            if count == number.value or (number.ordinal and count > number.value):
                return Found(cell, f"count of what cell {cell} lists")
        listed = prose.listed(statement.end)
        if number.value in listed:
            return Found(PROFILE, "count of what the answer lists")
        return self._rest(statement, number.value, listed)

    def _rest(self, statement: Statement, value: float, listed: Iterable[int]) -> Found | None:
        """How many more there are than the answer lists."""
        if not _REST.search(statement.context):
            return None
        totals = [value + count for count in listed if count > 0]
        shown = self._evidence.find([Window(total, total) for total in totals], statement.cited)
        if shown:
            return Found(shown.cell, f"what the answer does not list of a count in cell {shown.cell}")
        cells = [cell for count, cell in self._evidence.counts if count in totals]
        return Found(max(cells), f"what the answer does not list of cell {max(cells)}") if cells else None

    def _year(self, statement: Statement) -> Found | None:
        number = statement.number
        if not number or not number.whole:
            return None
        if any(moment.year == number.value for moment in self._moments):
            return Found(PROFILE, "range of the dates in the profile")
        cells = [cell for moment, cell in self._evidence.dates if moment.year == number.value]
        return Found(max(cells), f"cell {max(cells)}") if cells else None

    def _level(self, statement: Statement) -> Found | None:
        """`p < 0.001`, where the output shows a p-value below it."""
        number = statement.number
        if (
            not number
            or not 0 < number.value <= 0.1
            or not re.search(r"\bp\b|p-val|有意|p値|p 値", statement.context)
        ):
            return None
        below, above = _P_BELOW.search(statement.before), _P_ABOVE.search(statement.before)
        window = Window(0, number.value) if below else Window(number.value, 1)
        for cell in self._evidence.cells if below or above else ():
            if _P_TEXT.search(self._evidence.outputs[cell.id]):
                shown = self._evidence.find([window], [cell.id])
                if shown and shown.cell == cell.id:
                    return Found(cell.id, f"compared with a value in cell {cell.id}")
        return None

    def _in_code(self, statement: Statement) -> Found | None:
        """A threshold, a seed, a number of clusters, a filter: what the code was given, not what came out."""
        if not statement.number or not (is_parameter(statement) or self._is_filter(statement)):
            return None
        literal = _LITERAL if is_parameter(statement) else _COMPARED
        for cell in reversed(self._evidence.cells):
            numbers = literal.findall(cell.code)
            if any(window.holds(float(one)) for one in numbers for window in statement.windows()):
                return Found(cell.id, f"set in the code of cell {cell.id}")
        return None

    def _is_filter(self, statement: Statement) -> bool:
        """Whether a column is said to have the value: `where DIR = 180`."""
        before = re.sub(r"\s*(?:==?|:|\bis|\bwas|が|は)\s*$", "", statement.before)
        columns = (_letters(column.name) for table in self._profile.tables for column in table.columns)
        return before != statement.before and _letters(before).endswith(tuple(filter(None, columns)))

    def _date(self, statement: Statement) -> Found | None:
        readings = statement.date.readings if statement.date else ()
        cells = [cell for moment, cell in self._evidence.dates if any(one.covers(moment) for one in readings)]
        for one in readings:
            fields = {float(field) for field in (one.year, one.month, one.day) if field}
            line = self._evidence.on_one_line(fields) if len(fields) > 1 or not one.month else None
            cells += [line] if line else []
        if cells:
            cell = _preferred(cells, statement.cited)
            return Found(cell, f"cell {cell}")
        known = any(one.covers(moment) for one in readings for moment in self._moments)
        return Found(PROFILE, "range of the dates in the profile") if known else None

    def _name(self, statement: Statement) -> Found | None:
        """A category must stand in an output; or in the code, where the output names none of the column's."""
        name, column = statement.text.casefold(), statement.column
        cells = [cell.id for cell in self._evidence.cells if name in self._evidence.names(cell)]
        if cells:
            cell = _preferred(cells, statement.cited)
            return Found(cell, f"cell {cell}")
        others = [example.casefold() for example in column.examples] if column else []
        for one in reversed(self._evidence.cells):
            shown = self._evidence.names(one)
            alone = not any(other in shown for other in others)
            if name in one.code.casefold() and (alone or _is_filtered_by(statement)):
                return Found(one.id, f"named in the code of cell {one.id}")
        return None

    def _mentioned(self, traced: Sequence[Traced]) -> list[tuple[int, Shown]]:
        """What the answer states and was found, with its place in the text: as shown, and as rounded."""
        found: dict[Shown, int] = {}
        for one in traced:
            if one.found and one.statement.number:
                place, cell = one.statement.start, one.found.cell
                stated = Shown(one.statement.number.value, cell, -1, place)
                windows = one.statement.windows(self._scales, self._units)
                exact = self._evidence.find(windows, [cell]) if cell else None
                found |= {exact or stated: place, stated: place}
        return [(place, shown) for shown, place in found.items()]

    def _derived(
        self, traced: Traced, mentioned: Sequence[tuple[int, Shown]], named: Mapping[str, Sequence[str]]
    ) -> Traced:
        statement, number = traced.statement, traced.statement.number
        if traced.found or traced.given or not number or number.ordinal:
            return traced
        if number.word and not number.percent:
            return traced
        nearest = sorted(mentioned, key=lambda one: abs(one[0] - statement.start))[:NEAREST]
        rows = [Shown(table.rows, PROFILE, -2, at) for at, table in enumerate(self._profile.tables)]
        beside = self._evidence.beside(named.get(statement.sentence, ()))
        operands = [*(shown for _, shown in nearest), *beside, *rows]
        windows = statement.windows(self._scales, self._units)
        derived = derive(windows, statement.context, number.percent, self._evidence.shown, operands)
        return Traced(statement, Found(derived.cell, derived.how)) if derived else traced


def _is_filtered_by(statement: Statement) -> bool:
    """Whether a category is told as a filter: `where Species = Adelie or Gentoo`."""
    name = re.escape(statement.column.name if statement.column else "")
    told = rf"{name}\s*(?:=|≠|\bis\b|\bin\b)[^.;|]*?(?:(?:\bor|\band|,)\s*)?$"
    return re.search(told, statement.before, re.IGNORECASE) is not None


def _rows_named(traced: Iterable[Traced]) -> dict[str, list[str]]:
    """The categories and years of each sentence."""
    named: dict[str, list[str]] = {}
    for one in traced:
        if one.statement.names_a_row:
            named.setdefault(one.statement.sentence, []).append(one.statement.text)
    return named


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _preferred(cells: Iterable[int], cited: Sequence[int]) -> int:
    return max(cells, key=lambda cell: (cell in cited, cell))
