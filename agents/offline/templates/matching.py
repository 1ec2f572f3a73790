"""Which result a template asks for, by the words that name both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.intent import Analysis, Intent, Slot
from agents.offline.language.words import CAMEL, WORD, stem
from agents.offline.outcomes import Fact
from agents.offline.templates.vocabulary import CANON, ERRORS, METHODS, OPPOSITE, PLACES, STATISTICS, STRONG
from agents.offline.vocabulary.everyday import GLUE, ROW_NOUNS

NUMBER_HINT = re.compile(
    r"(?:\w*_)?(?:n|count|number|integer|percentage|percent|pct|mean|median|std|sum|total)\d?", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"(?![npr])\w\d?|number|integer|value", re.IGNORECASE)
"""What a template holds where its name alone says which value is wanted."""
NAMES = re.compile(
    r"\b(?:strings?|names?|dates?|(?:as|exactly) (?:it is )?(?:written|spelled)|YYYY)\b|YYYY-MM",
    re.IGNORECASE,
)
STRINGS = re.compile(r"\b(?:strings?|weekday name)\b", re.IGNORECASE)
END = re.compile(r"(?:min|max) (?:mean|median|sum|rows|std|percentage)\b")
ALL_ROWS = ROW_NOUNS | GLUE | {"size", "sum", "whole", "without", "after", "before", "used"}
"""Words of a template that is of all rows; others speak of a condition."""
KEY = re.compile(r" (?:min|max) ")
NAME_HINT = re.compile(r"(?:\w*_)?(?:name|column|string|word|weekday|label)\d?", re.IGNORECASE)
CODED = re.compile(r"(\w+)\s*\(\s*[\"']?[\w ]+[\"']?\s*(?:={1,2}|is|equals?|:)\s*[\"']?(\w+)[\"']?\s*\)")
"""What a question calls a value: `renters (OWNRENT = 0)`."""

TOLD = re.compile(r"\b([A-Z]|\d{1,2})\s*(?:=|:|is|means|for)\s*[\"']?([A-Za-z]{3,})")
"""What a question calls a code: `F for women`, `1 = train`."""


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a fact; `names` are those that come from a column, where one or all may be said."""

    fact: Fact
    words: frozenset[str]
    names: frozenset[str] = frozenset()
    made: bool = False
    slots: tuple[str, ...] = ()
    """The templates that it was worked out for; empty where it is for any."""
    of_group: bool = False
    """Whether it is a value of one of several groups."""
    rows: frozenset[str] | None = None
    """Where it is the number of all rows: the words of the table, which are what they are called."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a template: its name, its placeholder, and what is said about it."""

    slot: Slot
    name: frozenset[str]
    hint: frozenset[str]
    about: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well a result fits a template: criteria in the order in which they count, more being better."""

    agrees: bool
    """It is of the data before a preparation, or after it, as the template says."""
    statistics: int
    """The statistics of the template's name that it is."""
    said: int
    """The words of the name and the placeholder that it has, its place in a ranking among them."""
    shortened: int
    """The words of the name that are cut short of one of its own."""
    own: bool
    """It was worked out for this template alone."""
    named: bool
    """It is the name of a row where a name is asked for."""
    best: bool
    """It stands in the first row of a ranking."""
    made: bool
    """It is of a column that the question makes."""
    extra: int
    """The words that nobody asked for, taken off."""
    columns: float
    """The part of the words of its columns that is said."""
    about: int
    """The words that it shares with what is said about the template."""

    @property
    def fits(self) -> bool:
        """Whether anything speaks for it."""
        return bool(self.said or self.shortened or self.about or self.own or self.named)


def labelled(fact: Fact, intent: Intent, analysis: Analysis) -> Label:
    """The words of a fact, with what else the question calls its columns, and of the rows that it is of."""
    own = words(f"{fact.label} {fact.said}") | ({"before"} if analysis.before else frozenset())
    rows = [
        words(f"{f.column} {' '.join(map(str, f.value))}")
        for f in analysis.filters
        if f.column not in analysis.by
    ]
    own |= {stem(m[1].casefold()) for m in CODED.finditer(intent.body) if m[2] in fact.label.split()}
    own |= {"min" if analysis.ascending else "max"} if fact.is_best and not fact.is_key else frozenset()
    ends = {"min", "max"}
    if fact.is_best and fact.is_key and not analysis.both and not ends <= _said_by_names(intent.slots):
        own |= ends  # the slowest may have the largest duration, the worst the largest share
    coded = (m for m in TOLD.finditer(intent.body) if fact.label.endswith(f" {m[1]}"))
    own |= frozenset[str]().union(*(words(m[2]) for m in coded))
    own |= {"count"} if "distinct" in own else frozenset()
    also = [words(alias) - STATISTICS for column, alias in intent.aliases if column in fact.label]
    made = [change.into for change in intent.changes if change.into and change.into in fact.label]
    own |= {"after"} if made else frozenset()
    columns = [c.name for c in intent.table.columns if c.name in fact.label] if intent.table else []
    names = frozenset[str]().union(*also, *map(words, (*made, *columns)), *rows)
    if analysis.method and analysis.kind in {"correlation", "model", "test", "normality"}:
        names |= {analysis.method}
    bare = analysis.kind == "count" and not analysis.filters and not intent.filters
    table = words(intent.table.table) if intent.table and bare else None
    of_group = bool(analysis.by) and not fact.is_key
    return Label(fact, own | names, names - STATISTICS, bool(made), analysis.slots, of_group, table)


def _said_by_names(slots: Sequence[Slot]) -> frozenset[str]:
    return frozenset[str]().union(*(words(slot.name) for slot in slots))


def words(text: str) -> frozenset[str]:
    """The words of a label in one vocabulary: `avg_fare` and `mean Fare` are equal."""
    for pattern, short in ERRORS:
        text = pattern.sub(short, text.replace("_", " "))
    text = re.sub(r"\bp[\s_-]?values?\b", "pvalue", text.replace("_", " "), flags=re.IGNORECASE)
    text = re.sub(
        r"\br[\s-]?(?:2|squared?|²)(?!\w)|(?:coefficient (?:of )?)?determination",
        "r2",
        text,
        flags=re.IGNORECASE,
    )
    found = [
        m[0].casefold() for m in WORD.finditer(text if re.search(r"\br2\b", text) else CAMEL.sub(" ", text))
    ]
    return frozenset(word for raw in found if (word := CANON.get(raw, CANON.get(stem(raw), stem(raw)))))


def best_fact(slot: Slot, pool: Sequence[Label]) -> Fact | None:
    """The fact whose words fit a template best, or None where none fits."""
    name = words(slot.name)
    name |= {"r"} if name & METHODS and not name & STATISTICS else frozenset()
    hinted = frozenset[str]() if PLACEHOLDER.fullmatch(slot.hint) else words(slot.hint)
    wanted = Wanted(slot, name, hinted - name, words(slot.about))
    free = [label for label in pool if not label.slots or slot.name in label.slots]
    fits = [(_fit(wanted, label), label.fact) for label in free if _may_fill(wanted, label)]
    told = (one for one in fits if one[0].fits)
    return max(told, key=lambda one: one[0], default=(None, None))[1]


def _asked(wanted: Wanted, label: Label) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the name, and the statistics among the words; a total of rows is their count."""
    name = wanted.name - (
        STATISTICS - {"min", "max", "sum"} if wanted.slot.hint in {"n", "count"} else frozenset()
    )
    asked = (name & STATISTICS) or (wanted.hint & STATISTICS)
    if "sum" in asked and "count" in label.words:
        name, asked = name - {"sum"} | {"count"}, asked | {"count"}
    return name, asked - ({"min", "max"} if label.fact.is_key else frozenset())


def _may_fill(wanted: Wanted, label: Label) -> bool:
    """Whether the kind of value, the statistic and the place in a ranking are those that are asked for."""
    fact, (name, asked) = label.fact, _asked(wanted, label)
    if label.rows is not None and name - label.words - label.rows - ALL_ROWS:
        return False
    if not _fits(fact, wanted.slot) or (label.of_group and "whole" in name):
        return False
    averaged = words(fact.label.split()[0]) & STATISTICS - {"sum", "min", "max"}
    if wanted.slot.hint in {"n", "count"} and averaged and not averaged & (wanted.name | wanted.about):
        return False
    if fact.is_key and not isinstance(fact.value, str):
        rounded = "decimal" in wanted.slot.about and "integer" not in wanted.slot.about
        if asked or rounded or not _names_row(wanted, label, name) or any(word.isdigit() for word in name):
            return False
    elif not asked and END.match(fact.label) and not fact.is_key and not label.slots:
        return False  # the lowest or highest group, where neither is asked for
    elif asked and (given := label.words & STATISTICS) and not asked & given:
        return False
    return not fact.is_key or _place(name) in {None, fact.rank}


def _place(name: frozenset[str]) -> int | None:
    """The place in a ranking that a template asks for: 0 for the first."""
    return next((place for place, words_ in enumerate(PLACES) if words_ & name), None)


def _names_row(wanted: Wanted, label: Label, name: frozenset[str]) -> bool:
    """Whether a key of a row, or the row with the highest value, is called as the template is."""
    head, *ranked = KEY.split(label.fact.label)
    is_row = bool(ranked) or label.fact.is_key
    return is_row and bool((words(head) | label.names) & (name | wanted.hint))


def _fit(wanted: Wanted, label: Label) -> Fit:
    name, _ = _asked(wanted, label)
    fact, said = label.fact, name | wanted.hint
    first = fact.is_key and fact.rank == 0 and bool(NAME_HINT.fullmatch(wanted.slot.hint))
    placed = fact.is_key and _place(name) is not None
    return Fit(
        agrees=not _contradicts(name, label.words),
        statistics=len(name & label.words & STRONG),
        said=len(said & label.words) + placed,
        shortened=sum(_cut(word, other) for word in name - label.words for other in label.words),
        own=bool(label.slots),
        named=first or placed or _names_row(wanted, label, name),
        best=fact.is_best,
        made=label.made,
        extra=-len(label.words - said - label.names - ({"min", "max"} if fact.is_key else {"after"})),
        columns=len(label.names & said) / len(label.names) if label.names else 1.0,
        about=len((wanted.about - said) & label.words),
    )


def _contradicts(wants: frozenset[str], label: frozenset[str]) -> bool:
    """`before` is asked for and `after` is given, or the other way round."""
    return any(
        len(pair & wants) == 1 == len(pair & label) and pair & wants != pair & label for pair in OPPOSITE
    )


def _cut(left: str, right: str) -> bool:
    return (
        left != right
        and min(len(left), len(right)) >= 3
        and (left.startswith(right) or right.startswith(left))
    )


def _fits(fact: Fact, slot: Slot) -> bool:
    """A string is not taken where a number is asked for, nor the other way round."""
    is_text = isinstance(fact.value, str)
    if NAMES.search(slot.about):
        return is_text or (fact.is_key and not STRINGS.search(slot.about))
    if re.search(r"\b(number|integer|float|decimal|rounded)\b", slot.about) or NUMBER_HINT.fullmatch(
        slot.hint
    ):
        return not is_text
    if NAME_HINT.fullmatch(slot.hint):
        return is_text
    return fact.value is not None or not fact.is_key
