"""Which result a template asks for, by the words that name both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.intent import Analysis, Intent, Slot
from agents.offline.language.words import CAMEL, WORD, stem
from agents.offline.outcomes import Fact
from agents.offline.templates.vocabulary import CANON, ERRORS, METHODS, OPPOSITE, PLACES, STATISTICS, STRONG

INTEGER = re.compile(r"\binteger|\bcount|\bwhole number|^n$", re.IGNORECASE)
NUMBER_HINT = re.compile(
    r"(?:\w*_)?(?:n|count|number|integer|percentage|percent|pct|mean|median|std|sum|total)\d?", re.IGNORECASE
)
KEY = re.compile(r" (?:min|max) ")
NAME_HINT = re.compile(r"(?:\w*_)?(?:name|column|string|word|weekday|label)\d?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a fact; `names` are those that come from a column, where one or all may be said."""

    fact: Fact
    words: frozenset[str]
    names: frozenset[str] = frozenset()
    made: bool = False
    counts: bool = False
    """Whether it is the number of the rows that pass filters."""
    slots: tuple[str, ...] = ()
    """The templates that it was worked out for; empty where it is for any."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a template: its name, its placeholder, and what is said about it."""

    slot: Slot
    name: frozenset[str]
    hint: frozenset[str]
    about: frozenset[str]


CODED = re.compile(r"(\w+)\s*\(\s*[\"']?[\w ]+[\"']?\s*(?:={1,2}|is|equals?|:)\s*[\"']?(\w+)[\"']?\s*\)")
"""What a question calls a value: `renters (OWNRENT = 0)`."""


def labelled(fact: Fact, intent: Intent, analysis: Analysis) -> Label:
    """The words of a fact, with what else the question calls its columns, and of the rows that it is of."""
    own = words(fact.label) | ({"before"} if analysis.before else frozenset())
    rows = [words(f"{f.column} {' '.join(map(str, f.value))}") for f in analysis.filters]
    own |= {stem(m[1].casefold()) for m in CODED.finditer(intent.body) if m[2] in fact.label.split()}
    own |= {"min" if analysis.ascending else "max"} if fact.is_best and not fact.is_key else frozenset()
    own |= {"count"} if "distinct" in own else frozenset()
    also = [words(alias) - STATISTICS for column, alias in intent.aliases if column in fact.label]
    made = [change.into for change in intent.changes if change.into and change.into in fact.label]
    columns = [c.name for c in intent.table.columns if c.name in fact.label] if intent.table else []
    names = frozenset[str]().union(*also, *map(words, (*made, *columns)), *rows)
    if analysis.method and analysis.kind in {"correlation", "model", "test", "normality"}:
        names |= {analysis.method}
    counts = analysis.kind == "count" and bool(analysis.filters)
    return Label(fact, own | names, names - STATISTICS, bool(made), counts, analysis.slots)


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
    hinted = words(slot.hint) if len(slot.hint) > 1 or slot.hint in "npr" else frozenset[str]()
    wanted = Wanted(slot, name, hinted - name, words(slot.about))
    free = [label for label in pool if not label.slots or slot.name in label.slots]
    scored = [(_score(wanted, label) * (_share(label)), -label.fact.rank, -i) for i, label in enumerate(free)]
    score, _, place = max(scored, default=(0.0, 0, 0))
    return free[-place].fact if score > 0 else None


def _share(label: Label) -> float:
    """What was worked out for the template itself goes before what is said of all."""
    return 1.3 if label.slots else 1.0


def _score(wanted: Wanted, label: Label) -> float:
    name = wanted.name
    name -= STATISTICS - {"min", "max"} if wanted.slot.hint in {"n", "count"} else frozenset()
    asked = (name & STATISTICS) or (wanted.hint & STATISTICS)
    if "sum" in asked and "count" in label.words:
        name, asked = name - {"sum"} | {"count"}, asked | {"count"}
    asked -= {"min", "max"} if label.fact.is_key else frozenset()
    given = label.words & STATISTICS
    key_number = label.fact.is_key and not isinstance(label.fact.value, str)
    if not _fits(label.fact, wanted.slot) or (asked and (key_number or (given and not asked & given))):
        return 0.0
    head, *ranked = KEY.split(label.fact.label)
    named = bool((ranked or label.fact.is_key) and (words(head) | label.names) & (name | wanted.hint))
    if key_number and (not named or any(word.isdigit() for word in name)):
        return 0.0
    place = next((n for n, words_ in enumerate(PLACES) if words_ & name), None)
    if place is not None and label.fact.is_key:
        return 3.0 if label.fact.rank == place else 0.0
    said = name | wanted.hint
    score = sum(3.0 if word in STRONG else 2.0 for word in name & label.words)
    score += len(wanted.hint & label.words) + 0.4 * len((wanted.about - said) & label.words)
    score += sum(0.9 for word in name - label.words for other in label.words if _cut(word, other))
    asks_key = label.fact.is_key and label.fact.rank == 0 and bool(NAME_HINT.fullmatch(wanted.slot.hint))
    standing = (
        1.0 * (asks_key or named)
        + 0.5 * label.made
        + 1.5
        * (
            label.counts
            and not asked
            and bool(any(map(INTEGER.search, (wanted.slot.about, wanted.slot.hint))))
        )
        + 1.0 * label.fact.is_best
        - 1.0 * (label.fact.is_key and label.fact.rank > 0)
    )
    return score + standing - _distance(name, said, label, asked)


def _distance(name: frozenset[str], said: frozenset[str], label: Label, asked: frozenset[str]) -> float:
    """What speaks against a label: words that only one side has, and words that deny the other."""
    extra = 0.3 * len(label.words - said - label.names) + 0.1 * len(name - label.words)
    unnamed = 0.3 * (1 - len(label.names & said) / len(label.names)) if label.names else 0.0
    missed = 2.0 if asked and not asked & label.words else 0.0
    denied = 1.0 if "not" in label.words - name else 0.0
    denied += 0.8 * len({"distinct", "missing"} & (label.words - said))
    return extra + unnamed + missed + denied + (3.0 if _contradicts(name, label.words) else 0.0)


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
    if re.search(r"\b(strings?|name of|date)\b", slot.about):
        return is_text or not re.search(r"\bstrings?\b", slot.about)
    if re.search(r"\b(number|integer|float|decimal|rounded)\b", slot.about) or NUMBER_HINT.fullmatch(
        slot.hint
    ):
        return not is_text
    if NAME_HINT.fullmatch(slot.hint):
        return is_text
    return fact.value is not None or not fact.is_key
