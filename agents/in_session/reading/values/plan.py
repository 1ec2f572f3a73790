"""How one column of a table is read: what the parts of the reading find out and hand on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agents.in_session.reading.calendar.dateformat import Dates
from agents.in_session.reading.values.numbers import Cleaning


@dataclass(frozen=True)
class Sentinel:
    """A number in a column that is no measurement."""

    column: str
    value: float
    count: int
    sure: bool


@dataclass(frozen=True)
class Plan:
    """How one column is read."""

    name: str
    type: str
    counts: Mapping[str, int] = field(repr=False, default_factory=dict)
    """The distinct texts, stripped, without marks of missing values."""
    marks: frozenset[str] = frozenset()
    """Texts, as they stand in the file, that are to be read as missing."""
    kept: frozenset[str] = frozenset()
    """Texts that pandas would read as missing and that are values here."""
    unit: str = ""
    dates: Dates | None = None
    cleaning: Cleaning | None = None
    as_text: bool = False
    sentinel: Sentinel | None = None
    notes: tuple[str, ...] = ()
