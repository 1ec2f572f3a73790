"""Gathers what a question names: columns as they are and as it makes them, values, filters."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from agents.offline.intent import Filter, Slot
from agents.offline.language.columns import Mention, find_columns
from agents.offline.language.filters import NUMERIC, find_filters, find_flags
from agents.offline.language.named import find_values, from_values
from agents.offline.reading.changes import made, read_changes
from agents.offline.reading.context import DONE_BY, GROUPING, TOP_OF, WHICH, Context, asked_part
from agents.values import Column, ColumnType, Table

SURE = 60.0
NUMBER_TEXT = re.compile(r"\s*[$€£]?-?(?!0\d)\d[\d,]*(?:\.\d+)?\s*(?:%|[(\[].*)?")
CONVERTED = re.compile(r"convert|numeric|to (?:int|float|number)", re.IGNORECASE)
CLOCK = re.compile(r"\s*\d{1,3}:\d\d(?::\d\d(?:\.\d+)?)?\s*")
LASTING = re.compile(r"seconds|durations?|wait(?:ing)? times?|HH:MM|how long", re.IGNORECASE)
ID_NAME = re.compile(r"(?:^|_|\b|(?<=[a-z]))(?:id|ID|Id|key|no|code|index)$")
DEFINES = re.compile(r"[\"'`’”]?\s*[(:<>=]")
"""After a label: `'Child' (0-12)` says what it means."""
COUNT_PART = re.compile(r"\band (?:also )?(?:how many|the (?:number|count) of)\b[^.?;\n]*", re.IGNORECASE)
BRACKETED = re.compile(r"((?:[\w-]+\s+){1,3})\(\s*[\"']?$")


def gather(body: str, wanted: tuple[Slot, ...], table: Table) -> Context:
    """All that the body of a question names in a table."""
    asked_of = tuple(as_numbers(column, body) for column in table.columns)
    changes = read_changes(body, asked_of)
    encoded = {name for change in changes if change.kind == "encode" for name in change.columns}
    asked_of = tuple(_typed(c, "integer") if c.name in encoded else c for c in asked_of)
    old = {column.name for column in asked_of}
    columns = (*asked_of, *(made(change) for change in changes if change.into and change.into not in old))
    mentions = find_columns(body, columns)
    mentions = _exact(mentions, body) if wanted else mentions
    described = {m.start for m in mentions}
    mentions = [
        m for m in mentions if not _is_entity(m, body, bool(wanted) or m.end + 1 in described, table.rows)
    ]
    numbers = {c.name for c, was in zip(asked_of, table.columns, strict=True) if c.type != was.type}
    binned = {change.into for change in changes if change.kind == "bins"}
    values = [
        v
        for v in find_values(body, columns, mentions)
        if v.column.name not in numbers and not (v.column.name in binned and DEFINES.match(body[v.end :]))
    ]
    from_text, compared = from_values(values, body)
    years = {c.name for c in columns if c.type in NUMERIC}
    flags = find_flags(body, mentions, {f.column for f in from_text})
    filters = _one_per_column((*find_filters(body, mentions, columns), *from_text, *flags))
    own = _own_filter(body, mentions) if wanted else None
    filters = tuple(f for f in filters if f != own)
    return Context(
        body=body,
        asked=asked_part(body),
        table=table,
        columns=columns,
        mentions=tuple(mentions),
        values=tuple(values),
        filters=filters,
        compared=(*compared, *(f.column for f in filters if f.op == "in" and f.column in years)),
        changes=changes,
        slots=wanted,
        counted=own,
    )


def _own_filter(body: str, mentions: Sequence[Mention]) -> Filter | None:
    """The one condition of a count that stands behind another thing asked for."""
    part = COUNT_PART.search(body)
    if part is None or len(body[: part.start()].split()) < 3:
        return None
    inside = [m for m in mentions if part.start() < m.start < part.end()]
    found = find_filters(body, inside, ())
    return found[0] if len(found) == 1 else None


def as_numbers(column: Column, body: str) -> Column:
    """A text column of numbers with something around them, such as `12 %`, seen as the numbers.

    Half the values have to be numbers where the question asks to convert, all of them where it does not.
    """
    if column.type in {"text", "time"} and is_clock(column) and LASTING.search(body):
        return _typed(column, "number")
    share = 0.5 if CONVERTED.search(body) else 1.0
    kept = [example for example in column.examples if NUMBER_TEXT.fullmatch(example)]
    is_number = column.type == "text" and kept and len(kept) >= share * len(column.examples)
    return _typed(column, "number") if is_number else column


def is_clock(column: Column) -> bool:
    """Whether the values are times such as 00:01:30."""
    return bool(column.examples) and all(CLOCK.fullmatch(example) for example in column.examples)


def _typed(column: Column, kind: ColumnType) -> Column:
    return column.model_copy(update={"type": kind})


def _exact(mentions: list[Mention], body: str) -> list[Mention]:
    """Constraints are long and full of everyday words: past the first line only close matches count."""
    first = body.find("\n") if "\n" in body else len(body)
    return [m for m in mentions if m.score >= SURE or m.start < first]


def _is_entity(mention: Mention, body: str, strict: bool, rows: int) -> bool:
    """`passenger` speaks of the rows, not of the column PassengerId; `by customer` does mean customer_id."""
    if mention.score >= SURE + 10 or not ID_NAME.search(mention.column.name):
        return False
    before = body[: mention.start][-60:]
    if TOP_OF.search(before):  # `top 5 penguins` are five rows, `top 5 customers` of orders are not
        return mention.column.unique >= rows
    return strict or not (GROUPING.search(before) or WHICH.search(before)) or bool(DONE_BY.search(before))


def aliases(context: Context) -> tuple[tuple[str, str], ...]:
    """What else the question calls its columns: `wind speed (WS)`, and the words that stood for one."""
    return tuple(dict.fromkeys(_aliases(context)))


def _aliases(context: Context) -> Iterator[tuple[str, str]]:
    for change in context.changes:
        if change.into:
            yield change.into, "new feature transformed derived"
    for m in context.mentions:
        words = context.body[m.start : m.end]
        if before := BRACKETED.search(context.body[: m.start]):
            yield m.column.name, before[1]
        elif words != m.column.name:
            yield m.column.name, words


def _both(filters: Sequence[Filter], one: Filter) -> Filter:
    """Two numbers that a column is to equal are both kept."""
    same = (f.value[0] for f in filters if f.op == one.op == "==" and f.column == one.column)
    values = tuple(v for v in dict.fromkeys(same) if not isinstance(v, str))
    return Filter(one.column, "in", values) if len(values) > 1 else one


def _one_per_column(filters: Sequence[Filter]) -> tuple[Filter, ...]:
    """A question and its constraints say the same filter twice; ranges of one column may be two."""
    kept: list[Filter] = []
    for one in map(partial(_both, filters), dict.fromkeys(filters)):
        twice = [
            k for k in kept if k.column == one.column and (k.op == one.op or {"==", "like"} & {k.op, one.op})
        ]
        if not twice:
            kept.append(one)
    return tuple(kept)
