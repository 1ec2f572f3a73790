"""Gathers what a question names: columns as they are and as it makes them, values, filters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from agents.offline.intent import Change, Filter, Slot
from agents.offline.language.columns import Mention, find_columns
from agents.offline.language.filters import find_filters, find_flags
from agents.offline.language.fitting import EXACT
from agents.offline.language.named import find_values, from_values
from agents.offline.language.types import NUMERIC
from agents.offline.reading.context import DONE_BY, GROUPING, TOP_OF, WHICH, Context, asked_part
from agents.offline.reading.preparations.changes import made, read_changes
from agents.offline.reading.preparations.naming import ID_NAME
from agents.offline.vocabulary.statistics import stats_in
from agents.values import Column, ColumnType, Table

SURE = 60.0
NUMBER_TEXT = re.compile(r"\s*[$€£]?-?(?!0\d)\d[\d,]*(?:\.\d+)?\s*(?:%|[(\[].*)?")
CONVERTED = re.compile(r"convert|numeric|to (?:int|float|number)", re.IGNORECASE)
CLOCK = re.compile(r"\s*\d{1,3}:\d\d(?::\d\d(?:\.\d+)?)?\s*")
LASTING = re.compile(r"seconds|durations?|wait(?:ing)? times?|HH:MM|how long", re.IGNORECASE)
DEFINES = re.compile(r"[\"'`’”]?\s*[(:<>=]")
"""After a label: `'Child' (0-12)` says what it means."""
HELD_IN = re.compile(
    r"\b(?:the|an?|each)\s+((?:[A-Za-z][\w-]*\s+){0,2}[A-Za-z][\w-]*)\s+(?:is|are)\s+(?:(?:given|stored|found|recorded|contained|held)\s+)?"
    r"(?:in|by|under)\s+(?:the\s+)?(?:columns?\s+)?[\"'`]?$",
    re.IGNORECASE,
)
SET = re.compile(r"\s+(?:data ?set|data|file|table)\b", re.IGNORECASE)
"""After what a table is called: `the wine dataset`."""
ADJECTIVES = frozenset({"high", "low", "open", "close", "first", "last", "top"})
OF = re.compile(r"\s+(?:of\s+)?(?:the\s+)?[\"'`]?", re.IGNORECASE)
ALIAS = 110.0
OVER_ROWS = frozenset({"cumsum", "rolling"})
"""Changes that only templates ask for: a free question about them is not read."""
LABELS = frozenset({"bins", "season"})
"""Changes that make labels, which a question explains: `winter = December`."""
BRACKETED = re.compile(r"((?:[\w-]+\s+){1,3})\(\s*[\"']?$")


def gather(body: str, wanted: tuple[Slot, ...], table: Table) -> Context:
    """All that the body of a question names in a table."""
    asked_of = tuple(as_numbers(column, body) for column in table.columns)
    changes = read_changes(body, asked_of)
    changes = changes if wanted else tuple(change for change in changes if change.kind not in OVER_ROWS)
    encoded = {name for change in changes if change.kind == "encode" for name in change.columns}
    asked_of = tuple(_typed(c, "integer") if c.name in encoded else c for c in asked_of)
    old = {column.name for column in asked_of}
    columns = (*asked_of, *(made(change) for change in changes if change.into and change.into not in old))
    whole = Context(body, asked_part(body), table, columns, (), (), (), (), changes, wanted)
    whole = replace(whole, said=tuple(_told(body, columns)) if wanted else ())
    return named_in(body, whole)


def named_in(text: str, whole: Context, slots: tuple[Slot, ...] | None = None, gaps: bool = False) -> Context:
    """The context with what `text`, the body or a part of it, names: columns, values and filters."""
    wanted = whole.slots if slots is None else slots
    mentions = with_aliases(text, find_columns(text, whole.columns), whole)
    mentions = _exact(mentions, text) if wanted else mentions
    mentions = mentions if wanted else [m for m in mentions if not _is_statistic(m, mentions, text)]
    known_well = {m.column.name for m in mentions if m.score >= SURE}
    mentions = [
        m for m in mentions if m.score >= SURE or m.column.name in known_well or not _is_adjective(m, text)
    ]
    mentions = [m for m in mentions if m.score >= EXACT or not SET.match(text[m.end :])]
    described = {m.start for m in mentions}
    mentions = [
        m
        for m in mentions
        if not _is_entity(m, text, bool(wanted) or m.end + 1 in described, whole.table.rows)
    ]
    known = {c.name: c.type for c in whole.table.columns}
    numbers = {c.name for c in whole.columns if known.get(c.name, c.type) != c.type}
    binned = {change.into for change in whole.changes if change.kind in LABELS}
    values = [
        v
        for v in find_values(text, whole.columns, mentions)
        if v.column.name not in numbers and not (v.column.name in binned and DEFINES.match(text[v.end :]))
    ]
    from_text, compared = from_values(values, text)
    years = {c.name for c in whole.columns if c.type in NUMERIC}
    flags = find_flags(text, mentions, {f.column for f in from_text})
    compared_with = (
        f for f in find_filters(text, mentions, whole.columns, gaps) if not _is_edge(f, whole.changes)
    )
    filters = one_per_column((*compared_with, *from_text, *flags))
    return replace(
        whole,
        mentions=tuple(mentions),
        values=tuple(values),
        filters=filters,
        compared=(*compared, *(f.column for f in filters if f.op == "in" and f.column in years)),
        slots=wanted,
    )


def _is_statistic(mention: Mention, mentions: Sequence[Mention], text: str) -> bool:
    """`total quantity` is a statistic of the quantity, also where a column is called total."""
    said = stats_in(text[mention.start : mention.end]) and " " not in text[mention.start : mention.end]
    after = (m for m in mentions if m.column.type in NUMERIC and m.start > mention.start)
    return bool(said) and any(OF.fullmatch(text[mention.end : m.start]) for m in after)


def _told(body: str, columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """What a question says that a column holds: `the ZIP code is in the column RegionName`."""
    for m in find_columns(body, columns):
        if m.score >= SURE and (before := HELD_IN.search(body[: m.start])):
            yield before[1].casefold(), m.column.name


def with_aliases(text: str, mentions: list[Mention], whole: Context) -> list[Mention]:
    """The mentions, with those of a column under the name that the question gives it."""
    found = list(mentions)
    for name, column_name in whole.said:
        column = whole.column(column_name)
        for m in re.finditer(rf"\b{re.escape(name)}s?\b", text, re.IGNORECASE) if column else ():
            over = [one for one in found if one.start < m.end() and m.start() < one.end]
            if column and all(one.score < ALIAS for one in over):
                found = [one for one in found if one not in over]
                found.append(Mention(column, m.start(), m.end(), ALIAS))
    return sorted(found, key=lambda m: m.start)


def _is_adjective(mention: Mention, text: str) -> bool:
    """`high or low volume` speaks of no column High."""
    return text[mention.start : mention.end] in ADJECTIVES and not text[mention.end :].startswith(" price")


def _is_edge(one: Filter, changes: Sequence[Change]) -> bool:
    """Whether a comparison is the edge of a labelled range, or what a column of two values stands for."""
    if any(one in change.where for change in changes):
        return True
    edges = {edge for c in changes if one.column in c.columns for b in c.bins for edge in (b.low, b.high)}
    return bool(edges) and set(one.value) <= edges


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
    is_key = bool(ID_NAME.search(mention.column.name))
    if is_key and mention.column.unique >= rows and mention.score < EXACT:
        return True  # `orders`, where each row has an order_no of its own
    if mention.score >= SURE + 10 or not is_key:
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


def one_per_column(filters: Sequence[Filter]) -> tuple[Filter, ...]:
    """A question and its constraints say the same filter twice; ranges of one column may be two."""
    kept: list[Filter] = []
    denied = {replace(f, op="==") for f in filters if f.op == "!="}  # `a zero is an error: remove it`
    for one in map(partial(_both, filters), dict.fromkeys(f for f in filters if f not in denied)):
        twice = [
            k for k in kept if k.column == one.column and (k.op == one.op or {"==", "like"} & {k.op, one.op})
        ]
        if not twice:
            kept.append(one)
    return tuple(kept)
