"""Which result a template asks for, by the words that name both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.intent import Intent, Slot
from agents.offline.outcomes import Fact
from agents.offline.words import CAMEL, WORD, stem, word_set

CANON = {
    "average": "mean",
    "avg": "mean",
    "stddev": "std",
    "stdev": "std",
    "deviation": "std",
    "standard": "",
    "sd": "std",
    "minimum": "min",
    "lowest": "min",
    "smallest": "min",
    "maximum": "max",
    "highest": "max",
    "largest": "max",
    "variance": "var",
    "pvalue": "p",
    "pval": "p",
    "coefficient": "r",
    "coeff": "r",
    "corr": "r",
    "correlation": "r",
    "pearson": "r",
    "spearman": "r",
    "rho": "r",
    "total": "sum",
    "skewness": "skew",
    "kurtosis": "kurt",
    "num": "count",
    "number": "count",
    "no": "count",
    "cnt": "count",
    "rows": "count",
    "row": "count",
    "percent": "percentage",
    "pct": "percentage",
    "proportion": "percentage",
    "share": "percentage",
    "removed": "outlier",
    "pre": "before",
    "original": "before",
    "initial": "before",
    "post": "after",
    "new": "after",
    "cleaned": "without",
    "clean": "without",
    "null": "missing",
    "nan": "missing",
    "unique": "distinct",
    "different": "distinct",
    "stat": "statistic",
    "interquartile": "iqr",
    "value": "",
    "variable": "",
    "strongest": "max",
    "of": "",
    "the": "",
    "result": "",
    "score": "",
    "column": "",
    "calculated": "",
    "float": "",
    "and": "",
    "r2": "rsquared",
}
STATISTICS = word_set("""
    mean median std var min max sum r p skew kurt percentage statistic mse rmse mae rsquared accuracy
    iqr
""")
OPPOSITE = ({"not", "yes"}, {"before", "after"}, {"without", "with"}, {"null", "notnull"})
STRONG = STATISTICS | {"distinct", "missing", "outlier"}
PLACES = ({"first", "1st", "top1"}, {"second", "2nd", "top2"}, {"third", "3rd", "top3"})
"""Words for the rows of a ranking."""
ERRORS = (
    (re.compile(r"root[\s_]mean[\s_]squared?[\s_]error", re.IGNORECASE), "rmse"),
    (re.compile(r"mean[\s_]squared?[\s_]error", re.IGNORECASE), "mse"),
    (re.compile(r"mean[\s_]absolute[\s_]error", re.IGNORECASE), "mae"),
)


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a fact; `names` are those that come from a column, where one or all may be said."""

    fact: Fact
    words: frozenset[str]
    names: frozenset[str] = frozenset()
    made: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a template: its name, its placeholder, and what is said about it."""

    slot: Slot
    name: frozenset[str]
    hint: frozenset[str]
    about: frozenset[str]


def labelled(fact: Fact, intent: Intent) -> Label:
    """The words of a fact, with what else the question calls its columns."""
    own = words(fact.label)
    also = [words(alias) for column, alias in intent.aliases if column in fact.label]
    made = [change.into for change in intent.changes if change.into and change.into in fact.label]
    columns = [c.name for c in intent.table.columns if c.name in fact.label] if intent.table else []
    names = frozenset[str]().union(*also, *map(words, (*made, *columns)))
    return Label(fact, own | names, names - STATISTICS, bool(made))


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
    wanted = Wanted(slot, name, words(slot.hint) - name, words(slot.about))
    scored = [(_score(wanted, label), -label.fact.rank, -i) for i, label in enumerate(pool)]
    score, _, place = max(scored, default=(0.0, 0, 0))
    return pool[-place].fact if score > 0 else None


def _score(wanted: Wanted, label: Label) -> float:
    name = wanted.name
    asked = (name & STATISTICS) or (wanted.hint & STATISTICS)
    if "sum" in asked and "count" in label.words:
        name, asked = name - {"sum"} | {"count"}, asked | {"count"}
    given = label.words & STATISTICS
    key_number = label.fact.is_key and not isinstance(label.fact.value, str)
    if not _fits(label.fact, wanted.slot) or (asked and (key_number or (given and not asked & given))):
        return 0.0
    place = next((n for n, words_ in enumerate(PLACES) if words_ & name), None)
    if place is not None and label.fact.is_key:
        return 3.0 if label.fact.rank == place else 0.0
    said = name | wanted.hint
    score = sum(3.0 if word in STRONG else 2.0 for word in name & label.words)
    score += len(wanted.hint & label.words) + 0.4 * len((wanted.about - said) & label.words)
    score += sum(0.9 for word in name - label.words for other in label.words if _cut(word, other))
    standing = 0.5 * label.made + 0.7 * label.fact.is_best - 1.0 * (label.fact.is_key and label.fact.rank > 0)
    return score + standing - _distance(name, said, label, asked)


def _distance(name: frozenset[str], said: frozenset[str], label: Label, asked: frozenset[str]) -> float:
    """What speaks against a label: words that only one side has, and words that deny the other."""
    extra = 0.3 * len(label.words - said - label.names) + 0.1 * len(name - label.words)
    unnamed = 0.3 * (1 - len(label.names & said) / len(label.names)) if label.names else 0.0
    missed = 2.0 if asked and not asked & label.words else 0.0
    denied = 1.0 if "not" in label.words - name else 0.0
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
    if re.search(r"\b(number|integer|float|decimal|rounded)\b", slot.about):
        return not is_text
    return fact.value is not None or not fact.is_key
