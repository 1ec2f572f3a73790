"""Which table a question is about, and which second one has to be joined to it."""

import re
from collections.abc import Sequence

from agents.offline.intent import Join
from agents.offline.language.columns import find_columns
from agents.offline.language.named import find_values
from agents.values import Table

COUNTED = r"\b(?:how many|number of|count of|most|fewest|least)\s+(?:the\s+)?"
KEY = re.compile(r"(^|_|\b)(id|key|code|no)\b|id$", re.IGNORECASE)


def choose_table(body: str, tables: Sequence[Table]) -> tuple[Table, Join | None]:
    """The table that has most of what is named; a second one is joined where it has the rest."""
    scored = sorted(tables, key=lambda t: -fit(body, t))
    first = scored[0]
    for other in scored[1:]:
        keys = tuple(c.name for c in first.columns if c.name in {o.name for o in other.columns})
        extra = [
            c for c in other.columns if c.name not in keys and c.name not in {f.name for f in first.columns}
        ]
        both = find_columns(body, [*first.columns, *extra])
        values = find_values(body, [*first.columns, *extra], both)
        named = [m.column for m in both] + [v.column for v in values]
        if keys and any(column in extra for column in named):
            joined = first.model_copy(update={"columns": (*first.columns, *extra)})
            return joined, Join(other.table, _key(first, keys))
    return first, None


def _key(table: Table, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The shared columns that identify rows: those named like a key, else all that are shared."""
    named = tuple(k for k in keys if KEY.search(k))
    return named or tuple(k for k in keys if _type(table, k) != "number") or keys


def _type(table: Table, name: str) -> str:
    return next(c.type for c in table.columns if c.name == name)


def fit(body: str, table: Table) -> float:
    """How much of the table the text names; `how many orders` are rows of orders, whatever else is named."""
    mentions = find_columns(body, table.columns)
    names = "|".join(map(re.escape, (table.table, table.file)))
    named = 50.0 if re.search(rf"(?<![\w-])({names})(?![-.]?\w)", body, re.IGNORECASE) else 0.0
    counted = 500.0 if re.search(rf"{COUNTED}{re.escape(table.table)}\b", body, re.IGNORECASE) else 0.0
    values = find_values(body, table.columns, mentions)
    return sum(m.score for m in mentions) + named + counted + 60.0 * len(values)
