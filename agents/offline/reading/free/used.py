"""A question beside what was made of it: all that its filters, groups, measures and changes took up."""

import re
from dataclasses import dataclass

from agents.offline.intent import Filter, Intent, Scalar
from agents.offline.language.words import blanked, without
from agents.offline.reading.context import Context


@dataclass(frozen=True, slots=True)
class Reading:
    """A question beside what was made of it."""

    context: Context
    intent: Intent

    @property
    def filters(self) -> tuple[Filter, ...]:
        """All conditions, wherever they stand."""
        return (*self.intent.filters, *(a.where for a in self.intent.analyses if a.where))

    @property
    def kinds(self) -> frozenset[str]:
        """What is worked out and changed."""
        return frozenset({a.kind for a in self.intent.analyses} | {c.kind for c in self.intent.changes})

    @property
    def units(self) -> frozenset[str]:
        """The units of time that group, and the days of the week that are kept."""
        kept = {f.op.removeprefix("not ") for f in self.filters}
        return frozenset({a.unit for a in self.intent.analyses} | kept | self.kinds)

    @property
    def stats(self) -> frozenset[str]:
        """The statistics that are worked out."""
        return frozenset(stat for a in self.intent.analyses for stat in a.stats)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are measured, grouped by, filtered or changed."""
        used = {n for a in self.intent.analyses for n in (*a.columns, *a.by, a.target, *a.stats)}
        used |= {n for c in self.intent.changes for n in (*c.columns, c.into)}
        return frozenset(
            used
            | {n for f in self.filters for n in (f.column, *f.also)}
            | {str(v) for f in self.filters for v in f.value}
        )

    @property
    def numbers(self) -> frozenset[float]:
        """The numbers that a filter, a rank, a range or a threshold has."""
        values: list[Scalar | None] = [v for f in self.filters for v in f.value]
        values += [v for a in self.intent.analyses for v in (a.top, a.threshold)]
        values += [v for c in self.intent.changes for b in c.bins for v in (b.low, b.high)]
        values += [c.threshold for c in self.intent.changes]
        return frozenset(float(v) for v in values if isinstance(v, int | float))

    def outside_names(self) -> str:
        """The question with the names of columns and values that were used blanked out."""
        spans = [(m.start, m.end) for m in self.context.mentions if m.column.name in self.columns]
        spans += [(v.start, v.end) for v in self.context.values if v.column.name in self.columns]
        text = blanked(self.context.body, spans)
        for name in sorted((str(v) for f in self.filters for v in f.value if isinstance(v, str)), key=len):
            text = without(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"), text)
        return text
