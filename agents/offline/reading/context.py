"""All that was found in a question before it is decided what to do with it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agents.offline.intent import Change, Filter, Slot
from agents.offline.language.columns import Mention, names
from agents.offline.language.named import Named
from agents.offline.language.sentences import spans
from agents.offline.language.types import DATED, NUMERIC
from agents.offline.language.words import blanked, stem
from agents.offline.vocabulary.actions import CHART, LEFT_ALONE
from agents.offline.vocabulary.everyday import ROW_NOUNS
from agents.offline.vocabulary.kinds import kinds_in
from agents.offline.vocabulary.ranks import HIGHEST, LOWEST, MEASURES, top_count
from agents.offline.vocabulary.statistics import stats_in
from agents.values import Column, Table

GROUPING = re.compile(
    r"(?:\b(?:by|per|for each|each|every|for every|across|within|grouped by|group by"
    r"|different|distinct|broken down by|split by|"
    r"among|between|various|respective)\s+(?:the\s+|different\s+|various\s+|each\s+|of\s+)*"
    r"(?:(?:types?|values?|categor(?:y|ies)|levels?|kinds?|groups?|individual"
    r"|unique)\s+(?:of\s+)?(?:the\s+)?)*)[\"'`(]?$",
    re.IGNORECASE,
)
EACH_SUCH = re.compile(r"\b(?:each|every|per)\s+\w+\s+[\"'`]?$", re.IGNORECASE)
GROUPED_ON = re.compile(r"\bgroup(?:ed|ing)?\s?(?:by)?\b[^.]{0,40}\bon\s+(?:the\s+)?[\"'`]?$", re.IGNORECASE)
GROUPING_AFTER = re.compile(r"^[\"'`)]*\s*(?:ごと|別|毎|による)|^[\"'`]?-wise\b")
WHICH = re.compile(
    r"\b(?:which|what|who)\s+(?:is\s+the\s+|are\s+the\s+|the\s+)?(?:\d+\s+|top\s+\d+\s+)?[\"'`]?$|どの[\"'`]?$",
    re.IGNORECASE,
)
TOP_OF = re.compile(r"\b(?:top|bottom)\s+\d+\s+$", re.IGNORECASE)
RELATES = re.compile(
    (
        r"(correlat\w*|relationship|association|difference|ratio"
        r"|linear)\b[^.;]{0,60}\bbetween\s+(?:the\s+)?[\"'`]?$"
    ),
    re.IGNORECASE,
)
DONE_BY = re.compile(
    r"\b(?!group|divid|split|broken|sort|categor|average|sum|order|separat|count|rank|stratif|segment|speed|feed|seed|breed)"
    r"(?:\w+(?:ed|ten|ing)|paid|made|sold|run|held|won|given|bought|led|spent|done)\s+by\s+(?:the\s+)?[\"'`]?$",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"[\"'`]?\s*(?:on|in|at|for|during|of) which\b[^.?;]{0,40}"
    r"\b(?:highest|lowest|most|least|largest|smallest|greatest|fewest|best|worst)\b|"
    r"[\"'`]?\s*(?:\w+(?:\(s\))?\s+)?(?:with|having|that has|that had|has|had)\s+the\s+"
    r"(?:highest|lowest|most|least|largest|smallest|greatest|fewest|maximum|minimum|max|min|best|worst|longest"
    r"|shortest|strongest|weakest|latest|earliest)\b",
    re.IGNORECASE,
)
ALL = re.compile(
    r"\b(?:each|every|all)\b[^.]{0,20}\b(?:columns?|variables?)\b|\bnumeric columns\b|全列|各列",
    re.IGNORECASE,
)
NEGATED_PART = re.compile(rf"{LEFT_ALONE.pattern}[^,;]*", re.IGNORECASE)
DATE_PARTS = frozenset({"year", "month"})
BINNED = frozenset({"bins", "qcut"})
"""Changes that make groups of a number."""
PARTLY = 60.0
SMALLEST = 20
MOST_DISTINCT = 0.8
"""Share of the rows beyond which the values of a column are no groups."""
AND = re.compile(r"^[\"'`]?\s*(?:,|and|&|と|、)\s*(?:the\s+|by\s+|per\s+)*[\"'`]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """A question with its mentions sorted into what is measured, what groups, and what filters."""

    body: str
    asked: str
    table: Table
    columns: tuple[Column, ...]
    mentions: tuple[Mention, ...]
    values: tuple[Named, ...]
    filters: tuple[Filter, ...]
    compared: tuple[str, ...]
    changes: tuple[Change, ...]
    slots: tuple[Slot, ...]
    said: tuple[tuple[str, str], ...] = ()
    """Names that the question gives to columns, and the columns."""
    parts: tuple["Context", ...] = ()
    """The parts of a question that ask for templates of their own, and what each template says itself."""
    part: Literal["", "clause", "template"] = ""
    """Whether this is a clause of a question, or what a template says itself."""
    own: tuple[Filter, ...] = ()
    """The filters that only this part of a question sets."""

    @property
    def all_asked(self) -> bool:
        """Whether every column is asked of, none by name."""
        return bool(ALL.search(self.body))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of analysis asked for."""
        return kinds_in(self.asked)

    @property
    def lowest(self) -> bool:
        """Whether the low end of a ranking is asked for first."""
        high, low = HIGHEST.search(self.asked), LOWEST.search(self.asked)
        return bool(low and (not high or low.start() < high.start()))

    @property
    def stats(self) -> tuple[str, ...]:
        """The statistics asked for, in the question or by the templates."""
        hints = " ; ".join(f"{slot.name} {slot.hint}".replace("_", " ") for slot in self.slots)
        cut = {"quantile"} if any(c.kind == "qcut" for c in self.changes) else set()
        said = (*(self._stats_alone or stats_in(self._clean)), *stats_in(hints))
        if said == ("sum",) and "count" in self.kinds and not self.measures:
            return ()  # `how many orders in total` sums nothing
        return tuple(stat for stat in dict.fromkeys(said) if stat not in cut)

    @property
    def _stats_alone(self) -> tuple[str, ...]:
        """The statistics of a free question beside its columns, of which one may be called total."""
        if self.slots or self.body != self.asked or not self.mentions:
            return ()
        return stats_in(blanked(self.body, [(m.start, m.end) for m in self.mentions]))

    @property
    def _clean(self) -> str:
        """The question without the names of columns, which may hold words such as `max`."""
        text = self.asked
        for mention in self.mentions:
            if mention.score >= 90 and len(mention.column.name) > 2:
                text = re.sub(rf"(?<!\w){re.escape(mention.column.name)}(?!\w)", " ", text)
        return text

    @property
    def groups(self) -> tuple[str, ...]:
        """The columns that the question groups by."""
        grouped: list[Mention] = []
        for i, mention in enumerate(self.mentions):
            follows = bool(grouped) and grouped[-1] is self.mentions[i - 1]
            if self._groups(mention, self.mentions[i - 1] if follows else None):
                grouped.append(mention)
        fixed = {f.column for f in self.filters if f.op in {"==", "like"}}
        bins = [c for c in self.changes if c.kind in BINNED]
        fixed |= {name for change in bins for name in change.columns}
        fixed |= {
            name
            for change in self.changes
            if change.into and len(change.columns) > 1
            for name in change.columns
        }
        binned = (change.into for change in bins)
        return tuple(n for n in dict.fromkeys((*binned, *names(grouped), *self.compared)) if n not in fixed)

    def _groups(self, mention: Mention, grouped: Mention | None) -> bool:
        """Whether it is grouped by; `grouped` is the mention before it, where that is grouped by."""
        before = self.body[: mention.start]
        if mention.score < PARTLY and stem(self.body[mention.start : mention.end]) in ROW_NOUNS:
            return False  # `each patient` is each row, not the column patient_age
        if GROUPING_AFTER.match(self.body[mention.end :]) or GROUPED_ON.search(before):
            return True
        if GROUPING.search(before[-80:]) or EACH_SUCH.search(before[-40:]):
            ranked = top_count(self.asked) and (mention.column.unique > SMALLEST or self.which)
            if mention.column.type == "number" or (ranked and mention.column.type in NUMERIC):
                return False
            if self.slots and mention.column.unique > MOST_DISTINCT * self.table.rows > SMALLEST:
                return False  # `the length of each title` is of each row
            return not RELATES.search(before) and not DONE_BY.search(before)
        joined = grouped and AND.match(self.body[grouped.end : mention.start])
        return bool(joined) and self.is_label(mention.column)

    @staticmethod
    def is_label(column: Column) -> bool:
        """Whether the values of a column are names of groups."""
        return column.type in {"text", "boolean", "date"} or (
            column.type == "integer" and column.unique <= 20
        )

    @property
    def wants_chart(self) -> bool:
        """Whether a chart is drawn: where one suits, and with templates only where one is asked for."""
        return not self.slots or bool(CHART.search(self.body))

    @property
    def which(self) -> tuple[str, ...]:
        """The columns asked for by `which`."""
        asked = (
            m
            for m in self.mentions
            if (WHICH.search(self.body[: m.start][-30:]) or TOP_OF.search(self.body[: m.start]))
            and self.body[m.start : m.end].casefold() not in MEASURES
            and not (m.column.type in NUMERIC and self.body[: m.start].casefold().endswith("who "))
        )
        holding = (m for m in self.mentions if HOLDS.match(self.body[m.end :]))
        return names(asked) or names(holding)

    def numeric(self, mentions: Iterable[Mention]) -> tuple[str, ...]:
        """The numeric columns among `mentions`, each once, in order."""
        return names(m for m in mentions if m.column.type in NUMERIC)

    @property
    def filtered(self) -> frozenset[str]:
        """The columns that only pick rows."""
        return frozenset(name for f in self.filters for name in (f.column, *f.also))

    @property
    def measures(self) -> tuple[str, ...]:
        """The numeric columns that neither group nor filter; the latest made column comes first."""
        texts = {c.name for c in self.columns if c.type not in NUMERIC}
        made = [c.into for c in self.changes if self.slots and c.into and c.into not in texts]
        parts = {c.into for c in self.changes if c.kind in DATE_PARTS}
        used = tuple(n for n in dict.fromkeys((*made, *self.numeric(self.mentions))) if n not in parts)
        out = set(self.groups) | {n for c in self.changes if c.kind in BINNED for n in c.columns}
        if not self.slots:  # of a column that is made, what it is made of is no measure
            spoken = {m.column.name for m in self.mentions}
            out |= {n for c in self.changes if c.into in spoken for n in c.columns}
        free = [name for name in used if name not in out and name not in self.filtered]
        return tuple(free) or tuple(name for name in used if name not in out)

    def near(self, pattern: re.Pattern[str]) -> tuple[Mention, ...]:
        """The mentions in the sentences in which `pattern` occurs, else all."""
        near = [(a, b) for a, b in spans(self.body) if pattern.search(self.body[a:b])]
        inside = tuple(m for m in self.mentions if any(a <= m.start < b for a, b in near))
        return inside or self.mentions

    def dates(self) -> tuple[str, ...]:
        """The date columns, those that the question mentions first."""
        mentioned = [m.column.name for m in self.mentions if m.column.type in DATED]
        return tuple(dict.fromkeys((*mentioned, *(c.name for c in self.columns if c.type in DATED))))

    def on_days(self, days: Sequence[Filter]) -> "Context":
        """The context with the rows of those days, in place of what else was read of their column."""
        dated = {f.column for f in days}
        return replace(self, filters=(*(f for f in self.filters if f.column not in dated), *days))

    def column(self, name: str) -> Column | None:
        """The column of that name, made ones included."""
        return next((column for column in self.columns if column.name == name), None)


def asked_part(body: str) -> str:
    """The parts of sentences that ask, without those that say what to leave alone."""
    kept = [NEGATED_PART.sub("", body[a:b]) for a, b in spans(body)]
    return " ".join(kept) if any(map(str.strip, kept)) else body
