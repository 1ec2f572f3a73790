"""What was read from a question: typed, frozen, and all that the recipes and the answer need."""

from dataclasses import dataclass
from typing import Literal

from agents.values import Column, Table

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows to keep: `op` is ==, !=, <, <=, >, >=, between, in, `not in`, missing, present, `like`, which
    compares texts without regard to case, `starts with`, `ends with` or `contains`, also after `not`, or one
    of the comparisons after `year`, `month` or `day`, which is ISO 8601, before `column`, which names what it
    is set against, or after `size`, the number of rows with that value. What is compared with may be `mean`
    or `median`."""

    column: str
    op: str
    value: tuple[Scalar, ...] = ()
    also: tuple[str, ...] = ()
    """Other columns, of which one may pass instead."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A labelled range; an open end is None, and `strict` says that `below 30` leaves out the 30."""

    label: str
    low: float | None
    high: float | None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A preparation of the data: what to do to `columns`, and the column that it makes."""

    kind: str
    columns: tuple[str, ...] = ()
    into: str = ""
    how: str = ""
    bins: tuple[Bin, ...] = ()
    threshold: float = 0.0
    where: tuple[Filter, ...] = ()
    """The condition that a column of two values stands for."""


KEPT_BEFORE = frozenset({"outliers", "fill", "fill_by", "minmax", "zscore", "drop", "unique"})
"""Changes before which the data are kept, as a question may ask of both."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One thing to work out, by the recipe of that name."""

    kind: str
    columns: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    stats: tuple[str, ...] = ()
    method: str = ""
    top: int = 0
    ascending: bool = False
    both: bool = False
    """Whether the other end of the ranking is asked for too."""
    unit: str = ""
    target: str = ""
    threshold: float = 0.0
    where: Filter | None = None
    chart: bool = False
    filters: tuple[Filter, ...] = ()
    """Filters of this analysis alone, after those of the question."""
    slots: tuple[str, ...] = ()
    """The templates that it was read for; empty where it is for any."""
    before: bool = False
    """Whether it is of the data as they were before a preparation."""
    counted: bool = False
    """Whether the rows of each group are counted beside its statistic."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A template `@name[hint]` that the answer has to fill."""

    name: str
    hint: str
    about: str = ""
    decimals: int | None = None
    options: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """A second table, the columns by which rows of both belong together, and those that it brings."""

    table: str
    keys: tuple[str, ...]
    its_keys: tuple[str, ...]
    columns: tuple[str, ...]
    left_out: tuple[str, ...]
    """Other columns of it whose names the first table has too."""


Language = Literal["en", "ja"]


@dataclass(frozen=True, slots=True)
class Intent:
    """A question as the rules read it. `unread` says what could not be read, and is empty where all was."""

    table: Table | None = None
    join: Join | None = None
    filters: tuple[Filter, ...] = ()
    changes: tuple[Change, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    slots: tuple[Slot, ...] = ()
    frame: str = ""
    """The variable that an analysis reads, where it is not the usual one."""
    body: str = ""
    decimals: int | None = None
    language: Language = "en"
    meanings: tuple[tuple[str, int, str], ...] = ()
    """What the question says that numbers of a column stand for."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Columns and other words that the question has for them."""
    assumptions: tuple[str, ...] = ()
    ask: str = ""
    options: tuple[str, ...] = ()
    unread: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name, where the table has it."""
        columns = self.table.columns if self.table else ()
        return next((column for column in columns if column.name == name), None)
