"""Which result a template asks for, by the words that name both."""

import re

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
OPPOSITE = ({"before", "after"}, {"without", "with"}, {"null", "notnull"})
STRONG = STATISTICS | {"distinct", "missing", "outlier"}
ERRORS = (
    (re.compile(r"root[\s_]mean[\s_]squared?[\s_]error", re.IGNORECASE), "rmse"),
    (re.compile(r"mean[\s_]squared?[\s_]error", re.IGNORECASE), "mse"),
    (re.compile(r"mean[\s_]absolute[\s_]error", re.IGNORECASE), "mae"),
)


def label_words(label: str, intent: Intent) -> frozenset[str]:
    """The words of a label, with what else the question calls its columns."""
    also = [words(alias) for column, alias in intent.aliases if column in label]
    return words(label).union(*also)


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


def best_fact(slot: Slot, pool: list[tuple[Fact, frozenset[str]]]) -> Fact | None:
    """The fact whose words fit a template best, or None where none fits."""
    wants = words(slot.name)
    hints = words(slot.hint) - wants
    scored = [
        (_score(wants, hints, label, fact, slot), -fact.rank, i) for i, (fact, label) in enumerate(pool)
    ]
    if not scored:
        return None
    score, _, i = max(scored, key=lambda s: (s[0], s[1], -s[2]))
    return pool[i][0] if score > 0 else None


def _score(
    wants: frozenset[str],
    hints: frozenset[str],
    label: frozenset[str],
    fact: Fact,
    slot: Slot,
) -> float:
    if not _fits(fact, slot):
        return 0.0
    asked = (wants & STATISTICS) or (hints & STATISTICS)
    if "sum" in asked and "count" in label:
        wants, asked = wants - {"sum"} | {"count"}, asked | {"count"}
    given = label & STATISTICS
    if asked and given and not asked & given:
        return 0.0
    shared = wants & label
    score = sum(3.0 if w in STRONG else 2.0 for w in shared) + 1.0 * len(hints & label)
    score += sum(0.9 for w in wants - label for other in label if _cut(w, other))
    score -= 0.3 * len(label - wants - hints) + 0.1 * len(wants - label)
    score -= 2.0 if asked and not asked & label else 0.0
    return score - 3.0 if _contradicts(wants, label) else score


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
    if re.search(r"\b(string|name of|date)\b", slot.about):
        return is_text or not re.search(r"\bstring\b", slot.about)
    if re.search(r"\b(number|integer|float|decimal|rounded)\b", slot.about):
        return not is_text
    return fact.value is not None or not fact.is_key
