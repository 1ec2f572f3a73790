"""The parts of a question with templates: what each clause asks for itself, and what each template says."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.intent import Filter, Slot
from agents.offline.language.columns import Mention
from agents.offline.language.types import NUMERIC
from agents.offline.language.words import tokens
from agents.offline.reading import gather
from agents.offline.reading.context import Context
from agents.offline.reading.templates.clauses import (
    Clause,
    Definition,
    aligned,
    clauses,
    codes,
    definitions,
    meant,
    question_part,
)
from agents.offline.vocabulary.statistics import stats_in

NUMBERED = re.compile(r"(?<![\d.])(\d{1,4})(?![\d.])")
MOST_GROUPS = 60
SCALES = frozenset({"minmax", "zscore"})
SHORT = (
    (re.compile(r"\b(?:n|num|no|cnt|number(?= of| \w)|count)\b", re.IGNORECASE), "number of"),
    (re.compile(r"\bpct\b", re.IGNORECASE), "percentage"),
)
"""What template names cut short."""


def with_parts(whole: Context) -> Context:
    """The context with its parts; conditions that only a part sets are taken from the whole."""
    found = clauses(whole.body)
    flags = {f for change in whole.changes for f in change.where}
    scaled = [name for one in whole.changes if one.kind in SCALES for name in one.columns]
    told = [*definitions(whole.body, whole.columns, scaled), *codes(whole.body, whole.columns)]
    defined = [one for one in told if not set(one.filters) <= flags]
    places = {slot.name: aligned(slot, i, whole.slots, found) for i, slot in enumerate(whole.slots)}
    own = _own(found, whole, defined)
    conditional = [clause for clause in found if clause.asks and own[clause]]
    if not any(places.values()) and len({own[clause] for clause in conditional}) == 1:
        places = dict.fromkeys(places, conditional[-1])  # all templates are of the one thing asked
    local = _local(found, own, defined, whole)
    kept = tuple(f for f in whole.filters if f not in local)
    base = replace(whole, filters=kept)
    parts = [
        part
        for slot in whole.slots
        for part in (
            _of_clause(slot, places[slot.name], base, own),
            _of_slot(slot, places[slot.name], base, own, defined),
        )
        if part
    ]
    return replace(base, parts=tuple(parts))


def _own(
    found: Sequence[Clause], whole: Context, defined: Sequence[Definition]
) -> dict[Clause, tuple[Filter, ...]]:
    """The conditions of each clause; `their average` goes on with those of the clause before."""
    own: dict[Clause, tuple[Filter, ...]] = {}
    before: tuple[Filter, ...] = ()
    for clause in found:
        told = _own_filters(clause.text, whole, defined)
        if clause.leans and not told:  # `how many of them are above 5`
            earlier = _own_filters(whole.body[: clause.start], whole, ())
            told = tuple(f for f in _own_filters(whole.body[: clause.end], whole, ()) if f not in earlier)
        told = told[-1:] if clause.shares and len(told) > 1 else told
        own[clause] = before = gather.one_per_column((*told, *before)) if clause.leans else told
    return own


def _own_filters(text: str, whole: Context, defined: Sequence[Definition]) -> tuple[Filter, ...]:
    """The conditions that a clause sets, in its words or by a term that is defined elsewhere."""
    found = gather.named_in(text, spoken(whole), gaps=True).filters
    told = (_as_whole(one, whole) for one in found)
    return gather.one_per_column((*told, *meant(text, defined)))


def _as_whole(one: Filter, whole: Context) -> Filter:
    """A filter as the constraints say it where they say it more exactly: `2000 and beyond`."""
    same = (f for f in whole.filters if f.column == one.column and f.value == one.value)
    return next(same, one)


def _local(
    found: Sequence[Clause],
    own: dict[Clause, tuple[Filter, ...]],
    defined: Sequence[Definition],
    whole: Context,
) -> set[Filter]:
    """The filters of clauses that count, where others ask for more; and those of terms that a part uses."""
    asked = [clause for clause in found if own[clause]]
    alone = len(whole.slots) < 2
    apart = [
        clause
        for clause in asked
        if clause.shares or (not alone and (clause.counts or _is_later(clause, found)))
    ]
    counted = {f for clause in apart for f in own[clause]}
    elsewhere = {f for clause in asked if clause not in apart for f in own[clause]}
    used = {f for d in defined for slot in whole.slots if d.names(_said(slot)) for f in d.filters}
    told = {f for slot in whole.slots for f in gather.named_in(_said(slot), spoken(whole)).filters}
    apart_by = {f for f in whole.filters if f not in told and f.column in {one.column for one in told}}
    return (counted - elsewhere) | used | apart_by


def _is_later(clause: Clause, found: Sequence[Clause]) -> bool:
    """Whether something else was asked before: what a later clause sets is its own."""
    return clause.asks and any(one.asks and one.start < clause.start for one in found)


def spoken(whole: Context) -> Context:
    """The context with the columns that the question as a whole speaks of, among which its parts choose."""
    told = {m.column.name for m in whole.mentions} | {v.column.name for v in whole.values}
    return replace(whole, columns=tuple(c for c in whole.columns if c.name in told))


def _said(slot: Slot) -> str:
    """The words of a template's name and placeholder."""
    text = f"{slot.name} ; {slot.hint}".replace("_", " ")
    for pattern, long in SHORT:
        text = pattern.sub(long, text)
    return text


def _of_clause(
    slot: Slot,
    clause: Clause | None,
    base: Context,
    own: dict[Clause, tuple[Filter, ...]],
) -> Context | None:
    """What the clause that belongs to a template asks."""
    if clause is None or (clause.points and not own[clause]):
        return None
    named = replace(gather.named_in(clause.text, spoken(base), (slot,)), columns=base.columns)
    filters = tuple(f for f in own[clause] if f not in base.filters)
    return replace(
        named,
        asked=clause.text,
        body=_with_method(clause.text, base),
        filters=filters + base.filters,
        own=filters,
        part="clause",
    )


def _with_method(text: str, base: Context) -> str:
    """The text with the lines below the question, which say how to work things out."""
    _, _, constraints = base.body.partition("\n")
    return f"{text}\n{constraints}"


def _of_slot(
    slot: Slot,
    clause: Clause | None,
    base: Context,
    own: dict[Clause, tuple[Filter, ...]],
    defined: Sequence[Definition],
) -> Context | None:
    """What the words of a template say themselves, with the measure of its clause where they name none."""
    text = _said(slot)
    named = gather.named_in(text, spoken(base), (slot,))
    named = named if named.mentions or named.values else gather.named_in(text, base, (slot,))
    named = replace(named, columns=base.columns)
    within = clause.text if clause else ""
    mentions = named.mentions or _about(slot, base) or _numeric(within, base)
    numbered = _numbered(slot, base, mentions)
    inherited = own[clause] if clause and not clause.counts else ()
    filters = gather.one_per_column((*meant(text, defined), *named.filters, *numbered, *inherited))
    free = tuple(m for m in mentions if m.column.name not in {f.column for f in filters})
    taken = {f.column for f in filters}
    texts = (within, question_part(base.body)) if filters else (within,)
    others = ([m for m in _numeric(text, base) if m.column.name not in taken] for text in texts)
    mentions = free or tuple(next(filter(None, others), ()))
    if not mentions and (not filters or stats_in(text)):
        return None
    filters = tuple(f for f in filters if f not in base.filters)
    kept = tuple(f for f in base.filters if f.column not in {one.column for one in filters})
    return replace(
        named,
        asked=text,
        body=_with_method(text, base),
        mentions=mentions,
        filters=filters + kept,
        own=filters,
        compared=(),
        part="template",
    )


def _about(slot: Slot, base: Context) -> tuple[Mention, ...]:
    """The columns that the text about a template names exactly."""
    return tuple(m for m in gather.named_in(slot.about, base).mentions if m.score >= gather.SURE)


def _numeric(text: str, base: Context) -> tuple[Mention, ...]:
    return tuple(m for m in gather.named_in(text, base).mentions if m.column.type in NUMERIC)


def _numbered(slot: Slot, base: Context, mentions: Sequence[Mention]) -> tuple[Filter, ...]:
    """`mean_class1`: a number in a name is a group where the question groups by whole numbers."""
    groups = [base.column(name) for name in base.groups]
    whole = [c for c in groups if c and c.type == "integer" and c.unique <= MOST_GROUPS]
    numbers = [
        int(m[1])
        for m in NUMBERED.finditer(
            " ".join(t.text for t in tokens(re.sub(r"(?<=[a-z])(?=\d)", " ", _said(slot))))
        )
    ]
    if len(whole) != 1 or len(set(numbers)) != 1:
        return ()
    low, high = whole[0].low or "", whole[0].high or ""
    inside = low.lstrip("-").isdigit() and high.isdigit() and int(low) <= numbers[0] <= int(high)
    return (Filter(whole[0].name, "==", (numbers[0],)),) if inside or not low else ()
