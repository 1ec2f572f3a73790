"""Looks up each statement of an answer in the evidence, from the plainest way to the furthest."""

import re
from collections.abc import Iterable, Mapping, Sequence

from agents.tracing.answers.prose import Prose
from agents.tracing.answers.saying import may_be_sum, way_of, windows_of
from agents.tracing.answers.statements import Statement, split, statement_at, statements
from agents.tracing.claims.beside import against
from agents.tracing.claims.places import Read
from agents.tracing.claims.reading import Reading
from agents.tracing.claims.standings import Standings, Told
from agents.tracing.given import Given
from agents.tracing.known import PROFILE, Found, Known
from agents.tracing.language.periods import is_year
from agents.tracing.margins import Tables
from agents.tracing.names import Named, Names
from agents.tracing.outputs.evidence import MADE, Evidence, Shown, best, moments_of
from agents.tracing.outputs.files import Files
from agents.tracing.owners import Owners
from agents.tracing.question import is_left_out, is_level, is_quoted, is_repeated
from agents.tracing.recomputing import Recomputing, Traced
from agents.tracing.whose import Whose
from agents.values import Profile

_LIMIT = re.compile(r"(?:\b(?:between|and|from|to|since|until|before|after)|[=<>≤≥])\s*$", re.IGNORECASE)
"""What stands before a date that a filter has."""

_IN = re.compile(r"(?:\b(?:in|of|for|from|to|than|since|and|by|im|en|de|em)|[-–|(])\s*$", re.IGNORECASE)
"""What stands before a year."""

_UNTIL = re.compile(r"(?:\b(?:and|to|until|till|bis|und|et|à)|[-–—~〜]|から)\s*$", re.IGNORECASE)
MOST_ASKED = 200
"""Statements of a question that an answer may repeat."""

MOST_FITTING = 200
"""Places of a number in the outputs up to which it matters beside which name it stands."""


class Tracer:
    """Traces the statements of one answer."""

    def __init__(self, evidence: Evidence, profile: Profile, question: str) -> None:
        self._evidence = evidence
        self._profile = profile
        self._question = question
        self._files = Files(profile)
        self._known = Known(evidence, self._files)
        self._recomputing = Recomputing(evidence, self._files)
        self._asked = statements(Prose(question), profile)[:MOST_ASKED]

    def trace(self, prose: Prose) -> list[Traced]:
        """Trace all statements; those that other statements explain come second."""
        names = Names(self._profile, [*self._evidence.outputs.values()], prose.text)
        given, owners = Given(prose, names, self._evidence.timetable), Owners(self._evidence, names)
        tables = Tables(self._evidence, owners)
        first = [
            self._unless_of_another(traced, given.name(traced.statement), owners, prose)
            for statement in statements(prose, self._profile)
            for traced in self._whole_or_parts(statement, prose)
        ]
        traced = self._recomputing.all_of(first, given, owners, tables)
        return self._with_claims(traced, prose, given, Standings(self._evidence, owners, names))

    def _with_claims(
        self, traced: Sequence[Traced], prose: Prose, given: Given, standings: Standings
    ) -> list[Traced]:
        """The same, and what the answer claims without a number that the columns of outputs speak against."""
        missed = dict[int, Traced]()
        reading = Reading(prose, given, self._question)
        of_others = [one.statement.start for one in traced if one.whose]
        for begin, sentence in prose.sentences:
            end = begin + len(sentence)
            if any(begin <= at < end for at in of_others):
                continue  # the number beside the name tells it already
            stated = [one for one in traced if begin <= one.statement.start < end]
            for start, stop, shown in against(sentence):
                at = statement_at(prose, begin + start, begin + stop)
                missed[at.start] = Traced(at, whose=Whose(shown, 0, "", "beside"))
            for read in reading.of(begin, sentence, stated):
                self._hold(read, prose, given.find(sentence), sentence, standings, missed)
        for read in reading.listed():
            self._hold(read, prose, [], "", standings, missed)
        kept = [one for one in traced if one.statement.start not in missed]
        return sorted([*kept, *missed.values()], key=lambda one: one.statement.start)

    def _hold(
        self,
        read: Read,
        prose: Prose,
        named: Sequence[Named],
        sentence: str,
        standings: Standings,
        missed: dict[int, Traced],
    ) -> None:
        """Hold a claim against the outputs."""
        at = statement_at(prose, read.start, read.end)
        told = Told(read.words, named, sentence, prose.cited(read.end), self._question, read.of_every)
        if shown := standings.refuting(read.claim, read.domain, told):
            missed.setdefault(at.start, Traced(at, whose=shown))

    def _whole_or_parts(self, statement: Statement, prose: Prose) -> list[Traced]:
        whole = self._look_up(statement, prose)
        if whole.found or whole.given:
            return [whole]
        parts = [self._look_up(part, prose) for part in split(statement)]
        return parts if parts and all(part.found or part.given for part in parts) else [whole]

    def _look_up(self, statement: Statement, prose: Prose) -> Traced:
        taken_over = is_repeated(statement, self._asked) or is_quoted(statement, prose, self._question)
        if taken_over or is_left_out(statement) or is_level(statement):
            return Traced(statement, given=True)
        if statement.date:
            return Traced(statement, self._date(statement))
        if statement.column:
            return Traced(statement, self._name(statement))
        return Traced(statement, self._number(statement, prose))

    def _unless_of_another(
        self, traced: Traced, name: Mapping[int, str], owners: Owners, prose: Prose
    ) -> Traced:
        """The same, unless outputs show a number beside other names only than the one it is given to."""
        statement = traced.statement
        if not name or not traced.found or is_year(statement.text):
            return traced
        fitting = self._fitting(statement)
        if not fitting or len(fitting) > MOST_FITTING:
            return traced
        others = {shown: owners.another(shown, name) for shown in fitting}
        if mine := best((shown for shown in fitting if not others[shown]), statement.cited):
            return Traced(statement, found_in(mine))
        if known := self._known.find(statement, prose):
            return Traced(statement, known)
        latest = best(fitting, statement.cited)
        return Traced(statement, whose=others[latest] if latest else None)

    def _number(self, statement: Statement, prose: Prose) -> Found | None:
        if shown := best(self._fitting(statement), statement.cited):
            return found_in(shown)
        dated = is_year(statement.text) and (
            statement.head or _IN.search(statement.before) or not statement.before
        )
        named = self._named_with(statement.text) if dated else []
        cell = _preferred(named, statement.cited) if named else 0
        return Found(cell, f"a name in cell {cell}") if cell else self._known.find(statement, prose)

    def _named_with(self, year: str) -> list[int]:
        """The cells with a name that ends in a year: `amount_2022`."""
        name = re.compile(rf"[^\W\d]{year}\b")
        return [cell for cell, text in self._evidence.outputs.items() if name.search(text)]

    def _fitting(self, statement: Statement) -> list[Shown]:
        """What outputs show of a number; where it is how far something fell, a rise is none of it."""
        windows = windows_of(statement, self._files.scales, self._files.units)
        fitting = self._evidence.fitting(windows)
        if any(one.line == MADE for one in fitting) and not may_be_sum(statement, windows):
            fitting = [one for one in fitting if one.line != MADE]
        if way_of(statement) != -1:
            return fitting
        return [one for one in fitting if one.value < 0 or not self._evidence.is_signed(one)]

    def _date(self, statement: Statement) -> Found | None:
        readings = statement.date.readings if statement.date else ()
        cells = [cell for moment, cell in self._evidence.dates if any(one.covers(moment) for one in readings)]
        for one in readings:
            fields = {float(field) for field in one.fields if field}
            line = self._evidence.on_one_line(fields) if len(fields) > 1 or not one.month else None
            cells += [line] if line else []
        hours = self._evidence.timetable.hours
        for one in readings:  # from 17 to 18 o'clock is the hour 17
            hour = int(one.clock[:2]) if one.clock.endswith(":00") else -1
            ends = (hour, hour - 1) if _UNTIL.search(statement.before) else (hour,)
            cells += [hours[at] for at in ends if at in hours]
        if cells:
            cell = _preferred(cells, statement.cited)
            return Found(cell, f"cell {cell}")
        limit = _LIMIT.search(statement.before)
        for made in reversed(self._evidence.cells) if limit else ():
            if any(one.covers(moment) for moment in moments_of(made.code) for one in readings):
                return Found(made.id, f"set in the code of cell {made.id}")
        known = any(one.covers(moment) for one in readings for moment in self._files.moments)
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


def found_in(shown: Shown) -> Found:
    """The cell that shows a number, or of which it is a sum."""
    how = "sum of values in " if shown.line == MADE else ""
    return Found(shown.cell, f"{how}cell {shown.cell}")


def _is_filtered_by(statement: Statement) -> bool:
    """Whether a category is told as a filter: `where Species = Adelie or Gentoo`."""
    name = re.escape(statement.column.name if statement.column else "")
    told = rf"{name}\s*(?:=|≠|\bis\b|\bin\b)[^.;|]*?(?:(?:\bor|\band|,)\s*)?$"
    return re.search(told, statement.before, re.IGNORECASE) is not None


def _preferred(cells: Iterable[int], cited: Sequence[int]) -> int:
    return max(cells, key=lambda cell: (cell in cited, cell))
