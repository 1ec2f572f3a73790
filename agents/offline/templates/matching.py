"""Which result a template asks for, by the words that name both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.intent import Intent, Slot
from agents.offline.language.words import CAMEL, WORD, stem, word_set
from agents.offline.outcomes import Fact

CANON = {
    "average": "mean",
    "avg": "mean",
    "stddev": "std",
    "stdev": "std",
    "deviation": "std",
    "standard": "",
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
    "left": "without",
    "remaining": "without",
    "kept": "without",
    "most": "max",
    "greatest": "max",
    "biggest": "max",
    "oldest": "max",
    "least": "min",
    "fewest": "min",
    "youngest": "min",
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
    "n": "count",
    "earliest": "first",
    "start": "first",
    "latest": "last",
    "end": "last",
    "null": "missing",
    "nan": "missing",
    "unique": "distinct",
    "different": "distinct",
    "stat": "statistic",
    "fence": "bound",
    "flagged": "outlier",
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
    "tau": "r",
    "f": "statistic",
    "t": "statistic",
    "u": "statistic",
    "w": "statistic",
    "h": "statistic",
    "d": "statistic",
    "chi2": "statistic",
    "dof": "df",
    "sd": "std",
}
STATISTICS = word_set("""
    mean median std var min max sum r p skew kurt percentage statistic mse rmse mae rsquared accuracy
    iqr sem df
""")
OPPOSITE = ({"not", "yes"}, {"before", "after"}, {"without", "with"}, {"null", "notnull"})
STRONG = STATISTICS | {"distinct", "missing", "outlier"}
PLACES = ({"first", "1st", "top1"}, {"second", "2nd", "top2"}, {"third", "3rd", "top3"})
"""Words for the rows of a ranking."""
ERRORS = (
    (re.compile(r"\bp(\d\d?)\b", re.IGNORECASE), r"percentile \1"),
    (re.compile(r"\bq1\b|\b(?:first|lower)[\s_]quartile", re.IGNORECASE), "percentile 25"),
    (re.compile(r"\bq3\b|\b(?:third|upper)[\s_]quartile", re.IGNORECASE), "percentile 75"),
    (re.compile(r"standard[\s_]error(?:[\s_]of[\s_]the[\s_]mean)?", re.IGNORECASE), "sem"),
    (re.compile(r"degrees?[\s_]of[\s_]freedom", re.IGNORECASE), "df"),
    (re.compile(r"root[\s_]mean[\s_]squared?[\s_]error", re.IGNORECASE), "rmse"),
    (re.compile(r"mean[\s_]squared?[\s_]error", re.IGNORECASE), "mse"),
    (re.compile(r"mean[\s_]absolute[\s_]error", re.IGNORECASE), "mae"),
)


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a template: its name, its placeholder, and what is said about it."""

    slot: Slot
    name: frozenset[str]
    hint: frozenset[str]
    about: frozenset[str]


CODED = re.compile(r"(\w+)\s*\(\s*[\"']?[\w ]+[\"']?\s*(?:={1,2}|is|equals?|:)\s*[\"']?(\w+)[\"']?\s*\)")
"""What a question calls a value: `renters (OWNRENT = 0)`."""


def labelled(fact: Fact, intent: Intent) -> Label:
    """The words of a fact, with what else the question calls its columns."""
    own = words(fact.label)
    own |= {stem(m[1].casefold()) for m in CODED.finditer(intent.body) if m[2] in fact.label.split()}
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
    hinted = words(slot.hint) if len(slot.hint) > 1 or slot.hint in "npr" else frozenset[str]()
    wanted = Wanted(slot, name, hinted - name, words(slot.about))
    scored = [(_score(wanted, label), -label.fact.rank, -i) for i, label in enumerate(pool)]
    score, _, place = max(scored, default=(0.0, 0, 0))
    return pool[-place].fact if score > 0 else None


def _score(wanted: Wanted, label: Label) -> float:
    name = wanted.name
    name -= STATISTICS if wanted.slot.hint in {"n", "count"} else frozenset()
    asked = (name & STATISTICS) or (wanted.hint & STATISTICS)
    if "sum" in asked and "count" in label.words:
        name, asked = name - {"sum"} | {"count"}, asked | {"count"}
    given = label.words & STATISTICS
    key_number = label.fact.is_key and not isinstance(label.fact.value, str)
    if not _fits(label.fact, wanted.slot) or (asked and (key_number or (given and not asked & given))):
        return 0.0
    head, *ranked = KEY.split(label.fact.label)
    named = bool((ranked or label.fact.is_key) and words(head) & (name | wanted.hint))
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
        + 0.7 * label.fact.is_best
        - 1.0 * (label.fact.is_key and label.fact.rank > 0)
    )
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
    if re.search(r"\b(number|integer|float|decimal|rounded)\b", slot.about) or NUMBER_HINT.fullmatch(
        slot.hint
    ):
        return not is_text
    if NAME_HINT.fullmatch(slot.hint):
        return is_text
    return fact.value is not None or not fact.is_key
