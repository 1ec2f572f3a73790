"""Filling the templates `@name[...]` from what came out, by the words that name both."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.offline.intent import Intent, Slot
from agents.offline.outcomes import Outcome, Value, facts
from agents.offline.templates import verdicts
from agents.offline.templates.matching import Label, best_fact, labelled, words
from agents.offline.templates.slots import LISTED

PLACES = re.compile(r"row number|index|indices|location|position|list of (?:integers|numbers)", re.IGNORECASE)
ALPHABETICAL = re.compile(r"\balphabetical|\bsorted by name\b", re.IGNORECASE)
FRACTION = re.compile(r"between 0 and 1\b")
AS_FRACTION = re.compile(
    r"\b(?:fraction|proportion|share)s?\b[^.]{0,20}between 0 and 1\b|\bas a fraction\b", re.IGNORECASE
)
SAMENESS = re.compile(r"\b(?:equal|same|homogen\w+|independent)\b(?!.*\b(?:not|un\w+|different|dependent)\b)")
VERDICTS = ("normality", "correlation", "test", "chi2", "aggregate", "outliers")
ABOUT = (
    ("aggregate", r"skew"),
    ("normality", r"normal|distribut"),
    ("correlation", r"corr|relation|strength|direction|linear"),
    ("test", r"signif|differ|hypothesis|conclusion|reject|equal"),
    ("chi2", r"independ|associat|signif"),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its text, and the cell it rests on."""

    slot: Slot
    text: str
    cell: int | None
    label: str = ""
    """What the result is called, where one result was taken."""


def fill(intent: Intent, results: Sequence[Outcome]) -> list[Filled]:
    """The templates that could be filled, in their order."""
    pool = [labelled(fact, intent, one.analysis) for one in results for fact in facts(one)]
    filled = [one for slot in intent.slots if (one := _one(intent, slot, results, pool))]
    return [one for one in filled if not _shared(one, filled)]


def _shared(one: Filled, filled: Sequence[Filled]) -> bool:
    """Whether another template got the same result, which then is not all that this one asks for."""
    same = [words(f.slot.name) for f in filled if f.label and (f.label, f.text) == (one.label, one.text)]
    own = words(one.slot.name) - frozenset[str]().union(words(one.label), {"before", "after"})
    return len(same) > 1 and bool(own - frozenset.intersection(*same))


def _one(
    intent: Intent,
    slot: Slot,
    results: Sequence[Outcome],
    pool: Sequence[Label],
) -> Filled | None:
    if slot.options and (verdict := _verdict(intent, slot, results)):
        return Filled(slot, verdict[0], verdict[1])
    if slot.hint.startswith("{") or LISTED.search(f"{slot.hint} {slot.about}"):
        return _collection(slot, results, intent.body)
    only = len(intent.slots) == 1 == len(pool) and not isinstance(pool[0].fact.value, str)
    best = pool[0].fact if only and not slot.options else best_fact(slot, pool)
    if best is None or (slot.options and str(best.value) not in slot.options):
        return None
    value = best.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        fraction = FRACTION.search(slot.about) or AS_FRACTION.search(intent.body)
        value = value / 100 if "percentage" in best.label and fraction else value
        value = abs(value) if "absolute value" in slot.about else value
    text = shown(value, slot.decimals)
    text = f'"{text}"' if slot.quoted and isinstance(value, str) else text
    return Filled(slot, text, best.cell, f"{best.label} {best.said}")


def _verdict(intent: Intent, slot: Slot, results: Sequence[Outcome]) -> tuple[str, int] | None:
    name = f"{slot.name} {slot.hint} {' '.join(slot.options)}".casefold()
    if re.search(r"missing|null|_nan", slot.name, re.IGNORECASE):
        return _has_gaps(slot, results)
    ranked = [kind for kind, pattern in ABOUT if re.search(pattern, name)] + list(VERDICTS)
    for kind in ranked:
        for outcome in results:
            if outcome.analysis.kind == kind and (numbers := _numbers(outcome, slot)):
                subject = "skew" if kind == "aggregate" else "sameness" if _upholds(kind, name) else kind
                chosen = verdicts.choose(slot.options, f"{slot.about}\n{intent.body}", numbers, subject)
                if chosen:
                    return chosen, outcome.cell.id
    return None


def _upholds(kind: str, name: str) -> bool:
    """Whether `yes` says that a test finds no difference: `equal variances`, `independent`."""
    return kind in {"test", "chi2"} and bool(SAMENESS.search(name.replace("_", " ")))


def _row_of(outcome: Outcome, slot: Slot) -> tuple[Value, ...]:
    """The group that a template names, the first row where there are no groups."""
    said = words(slot.name)
    named = (row for row in outcome.rows if words(str(row[0])) <= said)
    return next(named if outcome.analysis.by else iter(outcome.rows), ())


def _has_gaps(slot: Slot, results: Sequence[Outcome]) -> tuple[str, int] | None:
    table = next((o for o in results if o.analysis.kind == "missing" and o.rows), None)
    if table is None:
        return None
    gaps = sum(row[table.keys] for row in table.rows if isinstance(row[table.keys], int | float))  # type: ignore[misc]
    chosen = verdicts.choose(slot.options, "", {"truth": float(gaps > 0)}, "missing")
    return (chosen, table.cell.id) if chosen else None


def _numbers(outcome: Outcome, slot: Slot) -> dict[str, float]:
    """The test's numbers under the names that the rules of a verdict use."""
    numbers: dict[str, float] = {}
    found: dict[str, Value] = dict(outcome.values)
    if row := _row_of(outcome, slot):
        found |= dict(zip(outcome.columns, row, strict=True))
    for label, value in found.items():
        first = label.split()[0]
        if first in {"p", "r", "r2", "skew", "kurt"} and isinstance(value, int | float):
            numbers.setdefault(first, float(value))
    return numbers


def _collection(slot: Slot, results: Sequence[Outcome], body: str) -> Filled | None:
    """A list of names or a dict of values asked for in one template."""
    flagged = next((o for o in results if o.analysis.kind == "outliers" and o.lists), None)
    if flagged and not slot.hint.startswith("{"):
        key = (
            "values"
            if re.search(r"value", slot.name)
            else "places"
            if PLACES.search(f"{slot.name} {slot.about}")
            else "labels"
        )
        items: Iterable[Value] = flagged.lists.get(key, ())
        items = sorted(items, key=str) if ALPHABETICAL.search(f"{slot.about} {body}") else items
        return Filled(slot, _joined(items, slot), flagged.cell.id)
    table = next((o for o in results if o.rows and o.keys), None)
    if table is None:
        named = next((o for o in results if o.lists), None)
        if named is None:
            return None
        return Filled(slot, _joined(sorted(map(str, next(iter(named.lists.values())))), slot), named.cell.id)
    pairs = [(str(row[0]), row[table.keys]) for row in table.rows]
    if not slot.hint.startswith("{"):
        ranked = [name for name, _ in pairs[: table.analysis.top]]
        kept = ranked or sorted(name for name, value in pairs if value)
        return Filled(slot, _joined(kept, slot), table.cell.id)
    prefix = re.match(r"\{\s*[\"']?([A-Za-z]\w*_)\d", slot.hint)
    shaped = {
        f"{prefix[1] if prefix else ''}{name.strip()}": _rounded(value, slot.decimals)
        for name, value in pairs
    }
    return Filled(slot, str(shaped), table.cell.id)


def _joined(items: Iterable[Value], slot: Slot) -> str:
    """A list with the separator that the template shows."""
    tight = "," in slot.hint and ", " not in slot.hint
    return ("," if tight else ", ").join(str(_rounded(item, slot.decimals)) for item in items)


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
