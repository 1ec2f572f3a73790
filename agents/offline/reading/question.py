"""From a question and a profile to an intent. Pure: the same task is always read the same way."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.intent import Analysis, Change, Filter, Intent, Language, Slot
from agents.offline.language.columns import Mention, names
from agents.offline.language.days import week_filters, without_days
from agents.offline.language.named import spelled_twice
from agents.offline.reading.analyses import read_analyses
from agents.offline.reading.context import Context
from agents.offline.reading.free.clarifying import unclear, which_file, with_measures
from agents.offline.reading.free.coverage import blocking, placed_name, unknown_words
from agents.offline.reading.free.several import read_each
from agents.offline.reading.free.strange import strange
from agents.offline.reading.free.unused import unused
from agents.offline.reading.gather import aliases, gather, is_clock
from agents.offline.reading.tables import choose_table
from agents.offline.reading.templates.parts import with_parts
from agents.offline.templates import slots
from agents.offline.vocabulary.models import OTHER_METHODS
from agents.offline.vocabulary.statistics import stat_name
from agents.offline.vocabulary.times import MONTHS
from agents.offline.wording.phrases import language_of, phrase
from agents.values import Profile, Table

LONGEST = 2_000
"""Characters of a question; the time that rules take to read one grows faster than it does."""
OF_GROUPS = frozenset({"having", "portion"})
"""Kinds whose condition is set on the groups, not on the rows."""
NUMBERED = re.compile(r"^\s*(?:question\s*)?\d+\s*[.:)]\s+(?=\D)", re.IGNORECASE)
"""The number of a question in a list of questions."""


def read_alone(question: str, profile: Profile) -> Intent:
    """What a question asks of the tables, whatever was asked before; `unread` says why nothing was read."""
    if not profile.tables:
        return Intent(unread="There is no table to answer from.")
    if len(question) > LONGEST:
        count, most = f"{len(question):,}", f"{LONGEST:,}"
        said = phrase("long", language_of(question), count=count, most=most)
        return Intent(table=profile.tables[0], unread=said)
    body, wanted = slots.split(question)
    if not wanted:
        body = NUMBERED.sub("", body)
        return read_each(body, lambda clause: _read_one(clause, (), profile))
    return _read_one(body, wanted, profile)


def _read_one(body: str, wanted: tuple[Slot, ...], profile: Profile) -> Intent:
    """What a question without its templates, or one clause of it, asks."""
    table, join = choose_table(body, profile.tables)
    language = language_of(body)
    if method := _other_method(body, table):
        said = phrase("no_method", language, word=method)
        return Intent(table=table, slots=wanted, language=language, unread=said)
    body, days = (body, []) if wanted else without_days(body, table.columns)
    days += [] if wanted else week_filters(body, table.columns)
    context = gather(body, wanted, table).on_days(days)
    context = with_parts(context) if wanted else context
    unknown = [] if wanted else unknown_words(body, context.mentions, context.values, profile.tables)
    if any(f.op == "month ==" for f in context.filters):
        unknown = [token for token in unknown if token.text.casefold() not in MONTHS]
    context, assumed, missing = _place(context, unknown)
    analyses = () if missing else read_analyses(context)
    if not wanted and not missing:
        asked = None if join else which_file(context, analyses, profile.tables)
        context = with_measures(context, analyses)
        analyses = read_analyses(context)
        if asked := asked or unclear(context, analyses):
            return Intent(table=table, ask=asked.ask, options=asked.options, language=language)
    intent = Intent(
        table=table,
        join=join,
        filters=tuple(
            f for f in context.filters if f not in {a.where for a in analyses if a.by and a.kind in OF_GROUPS}
        ),
        changes=with_numbers(context, analyses),
        analyses=analyses,
        slots=wanted,
        body=body,
        decimals=slots.decimals(body),
        aliases=aliases(context),
        language=language,
        assumptions=(*assumed, *_assumptions(context, analyses)),
    )
    if not analyses:
        return replace(intent, unread=_unread(missing, context, language))
    return intent if wanted else whole(intent, context, profile.tables)


def _other_method(body: str, table: Table) -> str:
    """A method that is asked for by name and is not here; a column or a value may be called so."""
    known = " ".join(text for c in table.columns for text in (c.name, *c.examples)).casefold()
    found = OTHER_METHODS.search(body)
    return found[0] if found and found[0].casefold().replace(" ", "_") not in known.replace(" ", "_") else ""


def _place(context: Context, unknown: Sequence[object]) -> tuple[Context, tuple[str, ...], str]:
    """Look for an unknown name in the one text column that has more values than the profile shows."""
    words = list(unknown)
    name = placed_name(context.body, words)  # type: ignore[arg-type]
    if name:
        open_columns = [c for c in context.table.columns if c.type == "text" and c.unique > len(c.examples)]
        if len(open_columns) == 1:
            column = open_columns[0].name
            found = replace(context, filters=(*context.filters, Filter(column, "like", (name,))))
            return found, (f"“{name}” was looked for in the column {column}.",), ""
    return context, (), blocking(context.body, words, context.mentions)  # type: ignore[arg-type]


def with_numbers(context: Context, analyses: Sequence[Analysis]) -> tuple[Change, ...]:
    """Text that is to be measured is read as numbers first."""
    used = {c for a in analyses for c in (*a.columns, a.target)}
    used |= {c for change in context.changes for c in change.columns}
    numbers = {c.name for c in context.columns if c.type == "number"} & used
    texts = [c.name for c in context.table.columns if c.name in numbers and c.type in {"text", "time"}]
    clocks = {c.name for c in context.table.columns if is_clock(c)}
    short = {c.name for c in context.table.columns if all(e.count(":") == 1 for e in c.examples)}
    read = (
        Change("seconds", (n,), how="minutes" if n in short else "")
        if n in clocks
        else Change("number", (n,))
        for n in texts
    )
    return (*read, *context.changes)


def _assumptions(context: Context, analyses: Sequence[Analysis]) -> tuple[str, ...]:
    used = {c for a in analyses for c in (*a.columns, *a.by, a.target)}
    inexact = [m for m in context.mentions if m.score < 90 and m.column.name in used]
    said = [_taken(context.body, m) for m in inexact]
    taken = [m.column.name for m in context.mentions if m.start == m.end]
    said += [f"Nothing but {taken[0]} can be meant."] if len(taken) == 1 else []
    grouped = {c for a in analyses for c in (*a.by, *(a.columns if a.kind in {"distinct", "share"} else ()))}
    pairs = ((c.name, spelled_twice(c)) for c in context.columns if c.name in grouped)
    said += [f"“{pair[0]}” and “{pair[1]}” are two values of {name}." for name, pair in pairs if pair]
    said += [_ranking(a) for a in analyses if a.kind == "group" and a.top and a.columns]
    return tuple(dict.fromkeys(said))[:4]


def _ranking(analysis: Analysis) -> str:
    """What “highest” was taken to mean, as rows and groups may differ."""
    return f"{analysis.by[0]} is ranked by its {stat_name(analysis.stats[0], 'en')} {analysis.columns[0]}."


def _taken(body: str, mention: Mention) -> str:
    return f"“{body[mention.start : mention.end]}” was read as the column {mention.column.name}."


def _unread(missing: str, context: Context, language: Language) -> str:
    if missing:
        return phrase("unknown", language, word=missing)
    if not context.mentions:
        return phrase("no_column", language)
    return phrase("no_work", language, names=", ".join(names(context.mentions)[:4]))


def whole(intent: Intent, context: Context, tables: Sequence[Table]) -> Intent:
    """The intent, or that a part of the question came to nothing."""
    if left := unused(context, intent):
        return replace(intent, unread=phrase("unused", intent.language, word=left))
    unknown = strange(context, intent, tables)
    return replace(intent, unread=phrase("unknown", intent.language, word=unknown)) if unknown else intent
