"""Filling the templates `@name[...]` from what came out, by the words that name both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline import verdicts
from agents.offline.intent import Intent, Slot
from agents.offline.outcomes import Fact, Outcome, Value, facts
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
VERDICTS = ("normality", "correlation", "test", "chi2", "aggregate", "outliers")
ABOUT = (
    ("normality", r"normal|distribut"),
    ("correlation", r"corr|relation|strength|direction|linear"),
    ("test", r"signif|differ|hypothesis|conclusion|reject|equal"),
    ("chi2", r"independ|associat|signif"),
    ("aggregate", r"skew"),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its text, and the cell it rests on."""

    slot: Slot
    text: str
    cell: int | None


def fill(intent: Intent, results: Sequence[Outcome]) -> list[Filled]:
    """The templates that could be filled, in their order."""
    pool = [(fact, _with_aliases(fact.label, intent)) for outcome in results for fact in facts(outcome)]
    known = {word for _, label in pool for word in label}
    filled = (_one(intent, slot, results, pool, known) for slot in intent.slots)
    return [one for one in filled if one]


def _with_aliases(label: str, intent: Intent) -> frozenset[str]:
    """The words of a label, with what else the question calls its columns."""
    also = [words(alias) for column, alias in intent.aliases if column in label]
    return words(label).union(*also)


def words(text: str) -> frozenset[str]:
    """The words of a label in one vocabulary: `avg_fare` and `mean Fare` are equal."""
    for pattern, short in ERRORS:
        text = pattern.sub(short, text.replace("_", " "))
    text = re.sub(r"\bp[\s_-]?values?\b", "pvalue", text.replace("_", " "), flags=re.IGNORECASE)
    text = re.sub(r"\br\s?(?:2|squared|²)(?!\w)", "r2", text, flags=re.IGNORECASE)
    found = [
        m[0].casefold() for m in WORD.finditer(text if re.search(r"\br2\b", text) else CAMEL.sub(" ", text))
    ]
    return frozenset(word for raw in found if (word := CANON.get(raw, CANON.get(stem(raw), stem(raw)))))


def _one(
    intent: Intent,
    slot: Slot,
    results: Sequence[Outcome],
    pool: list[tuple[Fact, frozenset[str]]],
    known: set[str],
) -> Filled | None:
    if slot.options and (verdict := _verdict(intent, slot, results)):
        return Filled(slot, verdict[0], verdict[1])
    if slot.hint.startswith("{") or re.search(r",\s*(\.\.\.|…|\w+2)", slot.hint):
        return _collection(slot, results)
    best = _best(slot, pool, known)
    if best is None:
        return None
    text = shown(best.value, slot.decimals)
    return Filled(slot, f'"{text}"' if slot.quoted and isinstance(best.value, str) else text, best.cell)


def _verdict(intent: Intent, slot: Slot, results: Sequence[Outcome]) -> tuple[str, int] | None:
    name = f"{slot.name} {slot.hint} {' '.join(slot.options)}".casefold()
    if re.search(r"missing|null|_nan", slot.name, re.IGNORECASE):
        return _has_gaps(slot, results)
    ranked = [kind for kind, pattern in ABOUT if re.search(pattern, name)] + list(VERDICTS)
    for kind in ranked:
        for outcome in results:
            if outcome.analysis.kind == kind and (numbers := _numbers(outcome)):
                subject = "skew" if kind == "aggregate" else kind
                chosen = verdicts.choose(slot.options, f"{slot.about}\n{intent.body}", numbers, subject)
                if chosen:
                    return chosen, outcome.cell.id
    return None


def _has_gaps(slot: Slot, results: Sequence[Outcome]) -> tuple[str, int] | None:
    table = next((o for o in results if o.analysis.kind == "missing" and o.rows), None)
    if table is None:
        return None
    gaps = sum(row[table.keys] for row in table.rows if isinstance(row[table.keys], int | float))  # type: ignore[misc]
    chosen = verdicts.choose(slot.options, "", {"truth": float(gaps > 0)}, "missing")
    return (chosen, table.cell.id) if chosen else None


def _numbers(outcome: Outcome) -> dict[str, float]:
    """The test's numbers under the names that the rules of a verdict use."""
    numbers: dict[str, float] = {}
    for label, value in outcome.values.items():
        first = label.split()[0]
        if first in {"p", "r", "skew", "kurt"} and isinstance(value, int | float):
            numbers.setdefault(first, float(value))
    return numbers


def _best(slot: Slot, pool: list[tuple[Fact, frozenset[str]]], known: set[str]) -> Fact | None:
    wants = words(slot.name)
    hints = words(slot.hint) - wants
    scored = [
        (_score(wants, hints, label, fact, slot, known), -fact.rank, i)
        for i, (fact, label) in enumerate(pool)
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
    known: set[str],
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


def _collection(slot: Slot, results: Sequence[Outcome]) -> Filled | None:
    """A list of names or a dict of values asked for in one template."""
    table = next((o for o in results if o.rows and o.keys), None)
    if table is None:
        names = next((o for o in results if o.names), None)
        return Filled(slot, ", ".join(sorted(names.names)), names.cell.id) if names else None
    pairs = [(str(row[0]), row[table.keys]) for row in table.rows]
    if not slot.hint.startswith("{"):
        kept = sorted(name for name, value in pairs if value)
        return Filled(slot, ", ".join(kept), table.cell.id)
    prefix = re.match(r"\{\s*[\"']?([A-Za-z]\w*_)\d", slot.hint)
    shaped = {
        f"{prefix[1] if prefix else ''}{name.strip()}": _rounded(value, slot.decimals)
        for name, value in pairs
    }
    return Filled(slot, str(shaped), table.cell.id)


def _rounded(value: Value, decimals: int | None) -> Value:
    return round(value, 2 if decimals is None else decimals) if isinstance(value, float) else value


def shown(value: Value, decimals: int | None) -> str:
    """A value as a template wants it: rounded, no thousands separators."""
    if isinstance(value, bool) or value is None:
        return "nan" if value is None else str(value)
    if isinstance(value, float):
        if value != value:
            return "nan"
        return f"{value:.{2 if decimals is None else decimals}f}"
    return str(value)
