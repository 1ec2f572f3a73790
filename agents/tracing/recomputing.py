"""Recomputes what no output shows from what stands near in the answer, and on the lines that it speaks of."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from agents.tracing.answers.saying import (
    parts_of_time,
    raised_by,
    said_of,
    top_of,
    way_of,
    windows_of,
    years_of,
)
from agents.tracing.answers.statements import Statement
from agents.tracing.derivations import Asked, Derivations
from agents.tracing.given import Given
from agents.tracing.known import PROFILE, Found
from agents.tracing.language.periods import PERIOD
from agents.tracing.margins import Tables
from agents.tracing.names import Named
from agents.tracing.outputs.evidence import Evidence, Shown
from agents.tracing.outputs.files import Files
from agents.tracing.outputs.rows import Rows
from agents.tracing.owners import Owners
from agents.tracing.whose import Whose

_JOINED_LABELS = re.compile(
    r"(?<![\d.,])\d{1,2}(?:, \d{1,2})*,? ?(?:\b(?:or|and|oder|und|ou|et|o|y)\b|か|或|"
    r"和) ?\d{1,2}(?![\d.,]\d|\d|%| %)"
)
"""Numbers that may call rows: `a score of 4 or 5`."""

NEAREST = 16
"""Values around a number, each as shown and as rounded, from which it may be recomputed."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A statement and where it was found, if it was. What the question itself said needs no evidence."""

    statement: Statement
    found: Found | None = None
    given: bool = False
    whose: Whose | None = None
    """What outputs show instead: whose the number is, who has the rank, what speaks against a claim."""


class Recomputing:
    """Recomputes the statements of answers from one evidence."""

    def __init__(self, evidence: Evidence, files: Files) -> None:
        self._evidence = evidence
        self._derivations = Derivations(evidence.shown, evidence.is_share)
        self._files = files
        self._rows = [Shown(table.rows, PROFILE, -2, at) for at, table in enumerate(files.profile.tables)]
        self._lines = Rows(evidence)
        self._beside, self._called = cache(self._lines.beside), cache(self._lines.called)

    def all_of(self, traced: Sequence[Traced], given: Given, owners: Owners, tables: Tables) -> list[Traced]:
        """The same, with what can be recomputed; twice, as the share of a sum comes from the sum."""
        named, done = _rows_named(traced), list(traced)
        close = cache(lambda sentence, cited: tables.named(_said(given.find(sentence)), cited))
        for again in (False, True):
            near = self._mentioned(done)
            done = [
                one
                if again and one.whose  # what was made of it would prove it
                else self._one(
                    one, near, named.get(one.statement.sentence, ()), given.name(one.statement), owners, close
                )
                for one in done
            ]
        return done

    def _mentioned(self, traced: Iterable[Traced]) -> list[tuple[int, Shown]]:
        """What the answer states and was found, with its place in the text: as shown, and as rounded."""
        found: dict[Shown, int] = {}
        for one in traced:
            if one.found and one.statement.number:
                place, cell = one.statement.start, one.found.cell
                stated = Shown(one.statement.number.value, cell, -1, place)
                windows = windows_of(one.statement, self._files.scales, self._files.units)
                exact = self._evidence.find(windows, [cell]) if cell else None
                found |= {exact or stated: place, stated: place}
        return [(place, shown) for shown, place in found.items()]

    def _one(
        self,
        traced: Traced,
        near: Sequence[tuple[int, Shown]],
        named: Sequence[str],
        name: Mapping[int, str],
        owners: Owners,
        close: Callable[[str, tuple[int, ...]], Sequence[tuple[Shown, ...]]],
    ) -> Traced:
        statement, number = traced.statement, traced.statement.number
        if traced.found or traced.given or not number or number.ordinal:
            return traced
        if number.word and not (number.percent or statement.is_factor or way_of(statement)):
            return traced
        nearest = sorted(near, key=lambda one: abs(one[0] - statement.start))[:NEAREST]
        beside = self._beside(tuple(named))
        near_by = (*(shown for _, shown in nearest), *beside, *self._called(statement.sentence))
        counts = (Shown(count, PROFILE, -3, 0) for count in parts_of_time(statement))
        operands = list(dict.fromkeys((*near_by, *self._rows, *counts)))
        asked = Asked(
            windows_of(statement, self._files.scales, self._files.units),
            said_of(statement),
            operands,
            frozenset(beside),
            raised_by(statement),
            years_of(statement),
            top_of(statement),
            () if traced.whose else close(statement.sentence, statement.cited),
        )
        find = partial(self._derivations.find, asked, whole=partial(self._is_whole, statement.context))
        if derived := find(lambda one: not owners.another(one, name)):
            return Traced(statement, Found(derived.one.cell, derived.how))
        of_another = None if traced.whose or not name else find(lambda _: True)
        whose = owners.another(of_another.one, name) if of_another else traced.whose
        return replace(traced, whose=whose)

    def _is_whole(self, context: str, part: Shown, whole: Shown) -> bool:
        """Whether a number may be the whole of another: of its row or column, or because it is called so."""
        if whole.cell == PROFILE or (whole.cell, whole.line) == (part.cell, part.line):
            return True
        if whole.line < 0:
            return False
        column = sum(one.value for one in self._lines.column_of(whole))
        return whole.value >= 0.499 * column or any(word in context for word in self._lines.words_of(whole))


def _said(names: Iterable[Named]) -> dict[int, set[str]]:
    """The names of a sentence by their domain."""
    said = defaultdict[int, set[str]](set)
    for one in names:
        if one.domain >= 0 or one.domain == PERIOD:
            said[one.domain].add(one.name)
    return said


def _rows_named(traced: Iterable[Traced]) -> dict[str, list[str]]:
    """The categories and years of each sentence."""
    named: dict[str, list[str]] = {}
    for one in traced:
        sentence = one.statement.sentence
        if one.statement.names_a_row:
            named.setdefault(sentence, []).append(one.statement.text)
    for sentence in {one.statement.sentence for one in traced}:
        if joined := _JOINED_LABELS.search(sentence):
            named.setdefault(sentence, []).extend(re.findall(r"\d+", joined[0]))
    return named
