"""Which table a question is about, and which second one has to be joined to it."""

import re
from collections.abc import Iterator, Sequence

from agents.offline.intent import Join
from agents.offline.language.columns import Mention, find_columns
from agents.offline.language.named import find_values
from agents.offline.language.types import NUMERIC
from agents.values import Column, Table

COUNTED = r"\b(?:how many|number of|count of|most|fewest|least)\s+(?:the\s+)?(?:\w+\s+)?"
KEY = re.compile(r"(^|_|\b)(id|key|code|no)\b|id$", re.IGNORECASE)


def choose_table(body: str, tables: Sequence[Table]) -> tuple[Table, Join | None]:
    """The table that has most of what is named; a second one is joined where it has the rest."""
    scored = sorted(tables, key=lambda t: -fit(body, t))
    first = scored[0]
    for other in scored[1:]:
        keys = _keys(first, other)
        extra = [c for c in other.columns if c.name not in {f.name for f in first.columns}]
        both = find_columns(body, [*first.columns, *extra])
        values = find_values(body, [*first.columns, *extra], both)
        named = [m.column for m in both] + [v.column for v in values]
        if keys and any(column in extra for column in named):
            ours = (*first.columns, *extra)
            ordered = (*extra, *first.columns) if _measures(both, extra) and not counts(body, first) else ours
            joined = first.model_copy(update={"columns": ordered})
            return joined, _join(other, keys, tuple(c.name for c in extra))
    return first, None


def _measures(mentions: Sequence[Mention], extra: Sequence[Column]) -> bool:
    """Whether the first number named is of the second table: then its dates are meant."""
    numeric = [m.column for m in mentions if m.column.type in NUMERIC]
    return bool(numeric) and numeric[0] in extra


def counts(body: str, table: Table) -> bool:
    """Whether the text counts the rows of a table, which it calls by the name of the file or the sheet."""
    stem = re.sub(r"\W", "_", table.file.rpartition("/")[2].partition(".")[0])
    called = {table.table, table.table.removeprefix(f"{stem}_")}
    names = "|".join(re.escape(name) for name in called)
    return bool(re.search(rf"{COUNTED}(?:{names})\b", body, re.IGNORECASE))


def _join(other: Table, keys: Sequence[tuple[str, str]], brought: tuple[str, ...]) -> Join:
    ours, its = (tuple(pair[side] for pair in keys) for side in (0, 1))
    left_out = tuple(c.name for c in other.columns if c.name not in {*its, *brought})
    return Join(other.table, ours, its, brought, left_out)


def _keys(first: Table, other: Table) -> tuple[tuple[str, str], ...]:
    """The columns that identify rows in both: `customer_id` and the `id` of customers, else of one name."""
    there = [*_references(first, other), *((own, its) for its, own in _references(other, first))]
    if there:
        return (there[0],)
    shared = [c.name for c in first.columns if (c.name, c.type) in {(o.name, o.type) for o in other.columns}]
    named = [name for name in shared if KEY.search(name)]
    texts = [name for name in shared if _column(first, name).type != "number"]
    return tuple((name, name) for name in named or texts or shared)


def _references(table: Table, other: Table) -> Iterator[tuple[str, str]]:
    """Columns called after another table and a column of it that tells its rows apart."""
    singular = re.sub(r"(?<=[a-z])(?:(?<=ss|sh|ch|.x)es|s)$", "", _plain(other.table))
    for key in other.columns:
        called = {_plain(f"{name}{key.name}") for name in (singular, _plain(other.table))}
        for column in table.columns if key.unique == other.rows else ():
            if _plain(column.name) in called and column.type == key.type:
                yield column.name, key.name


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _column(table: Table, name: str) -> Column:
    return next(c for c in table.columns if c.name == name)


def fit(body: str, table: Table) -> float:
    """How much of the table the text names; `how many orders` are rows of orders, whatever else is named."""
    mentions = find_columns(body, table.columns)
    names = "|".join(map(re.escape, (table.table, table.file)))
    named = 50.0 if re.search(rf"(?<![\w-])({names})(?![-.]?\w)", body, re.IGNORECASE) else 0.0
    counted = 500.0 if counts(body, table) else 0.0
    values = find_values(body, table.columns, mentions)
    return sum(m.score for m in mentions) + named + counted + 60.0 * len(values)
