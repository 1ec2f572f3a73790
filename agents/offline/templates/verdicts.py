"""Verdicts in words: which of the offered words a number earns, by the thresholds that the question gives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.offline.vocabulary.comparisons import SIGN, sign

NUMBER = r"-?\d+(?:\.\d+)?"
COMPARE = re.compile(rf"{SIGN}|(?P<zero>(?<=\bis)(?=\s+0\b))", re.IGNORECASE)
VALUE = re.compile(
    r"\s*(?:the |a |an |significance level |threshold |of |alpha |level |\(?alpha\)? |=)*"
    rf"({NUMBER}|alpha\b|zero\b)"
)
BETWEEN = re.compile(
    rf"between ({NUMBER}) and ({NUMBER})|({NUMBER})\s*(?:<=?|≤)[^<≤.,;]*?(?:<=?|≤)\s*({NUMBER})",
    re.IGNORECASE,
)
QUANTITIES = (
    ("p", re.compile(r"\bp[\s_-]?values?|\bp\b", re.IGNORECASE)),
    ("r2", re.compile(r"r[\s-]?squared?|r²|r2\b|determination", re.IGNORECASE)),
    ("skew", re.compile(r"skew", re.IGNORECASE)),
    ("kurt", re.compile(r"kurtosis", re.IGNORECASE)),
    ("r", re.compile(r"correlation|coefficient|\br\b|\brho\b", re.IGNORECASE)),
)
SENTENCE = re.compile(r"(?<=[.;?!])\s+|\n+")
ABSOLUTE = re.compile(r"absolute|\|\s*\w[\w\s]*\|", re.IGNORECASE)
CONDITION_WORD = re.compile(r"\b(if|when|where|as long as|provided)\b", re.IGNORECASE)
SAYING = re.compile(
    r"consider|report|conclu|assum|accept|reject|stat(?:e|ing)\b|classif|call|indicat", re.IGNORECASE
)
NEGATIVE = re.compile(
    r"\b(no|not|non\w*|n't|neither|insignificant|false|reject(?:s|ed)?|fails?)\b|^in(?=significant|dependent)",
    re.IGNORECASE,
)
NOTHING = re.compile(r"none\b|no\b|neither\b", re.IGNORECASE)
ELSE = re.compile(r"\b(?:else|otherwise|if not)\b", re.IGNORECASE)
KEPT = re.compile(r"(?:not|fail(?:s|ed)? to|cannot) reject", re.IGNORECASE)
UPHELD = frozenset({"normality", "sameness"})
"""What a test affirms where its null hypothesis stands."""
MAIN = {"skew": "skew", "correlation": "r"}
"""What is compared where a rule names no quantity: `between 0.5 and 1`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison with a threshold, and its place in the sentence."""

    quantity: str
    absolute: bool
    op: str
    number: float
    start: int
    end: int

    def holds(self, facts: Mapping[str, float]) -> bool:
        """Whether the fact of that name passes the threshold."""
        value = facts.get(self.quantity)
        if value is None or value != value:
            return False
        value = abs(value) if self.absolute else value
        tests = {">=": value >= self.number, "<=": value <= self.number, ">": value > self.number}
        return tests.get(self.op, value < self.number if self.op == "<" else value == self.number)


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that hold together, and the words on either side of them."""

    conditions: tuple[Condition, ...]
    outcomes: tuple[str, ...]


def choose(options: Sequence[str], text: str, facts: Mapping[str, float], kind: str) -> str:
    """The option that the rules in `text` give for `facts`, else the one that fits the kind of test."""
    main = facts.get(MAIN.get(kind, "p"))
    facts = {"value": main, **facts} if main is not None else facts
    for rule in read_rules(text):
        if all(condition.holds(facts) for condition in rule.conditions):
            for outcome in rule.outcomes:
                if option := _match(options, outcome, kind):
                    return option
    return _other(options, text, facts, kind) or _default(options, facts, kind)


def _other(options: Sequence[str], text: str, facts: Mapping[str, float], kind: str) -> str:
    """Of two options, the one that is left where the rule for the first is known not to hold."""
    for rule in read_rules(text) if len(options) == 2 else ():
        known = all(condition.quantity in facts for condition in rule.conditions)
        named = next((o for outcome in rule.outcomes if (o := _match(options, outcome, kind))), "")
        if known and named:
            return next(option for option in options if option != named)
    return ""


def read_rules(text: str) -> list[Rule]:
    """The if-then rules of a text, in order."""
    return [rule for sentence in SENTENCE.split(text) for rule in _sentence_rules(sentence)]


def _sentence_rules(sentence: str) -> list[Rule]:
    groups: list[list[Condition]] = []
    for condition in _conditions(sentence):
        if groups and _joint(sentence, groups[-1][-1], condition):
            groups[-1].append(condition)
        else:
            groups.append([condition])
    return [_rule(sentence, groups, i) for i in range(len(groups))]


def _joint(sentence: str, first: Condition, second: Condition) -> bool:
    """Two comparisons hold together where only `and` stands between them, or where both are one range."""
    between = sentence[first.end : second.start]
    linked = re.fullmatch(r".{0,60}?\band\b.{0,60}", between, re.DOTALL)
    return first.start == second.start or bool(linked and not re.search(r"\bif\b|\"", between))


def _rule(sentence: str, groups: list[list[Condition]], i: int) -> Rule:
    start = groups[i - 1][-1].end if i else 0
    end = groups[i + 1][0].start if i + 1 < len(groups) else len(sentence)
    before, after = sentence[start : groups[i][0].start], sentence[groups[i][-1].end : end]
    if re.search(r"\([^()]{0,25}$", before):  # `"dependent" (p < 0.05)`
        return Rule(tuple(groups[i]), (before,))
    led = list(CONDITION_WORD.finditer(before))
    first = before[: led[-1].start()] if led else ""
    told = not led or SAYING.search(first) or len(first.split()) < 5
    return Rule(tuple(groups[i]), (first, after, before) if told else (after,))


def _conditions(sentence: str) -> list[Condition]:
    found: list[Condition] = []
    taken: list[tuple[int, int]] = []
    for m in BETWEEN.finditer(sentence):
        quantity, absolute = _quantity(sentence[: m.start()] + m[0], found)
        low, high = float(m[1] or m[3]), float(m[2] or m[4])
        found += [
            Condition(quantity, absolute, op, n, m.start(), m.end()) for op, n in ((">=", low), ("<", high))
        ]
        taken.append((m.start(), m.end()))
    for m in COMPARE.finditer(sentence):
        value = VALUE.match(sentence, m.end())
        if value and not any(a <= m.start() < b for a, b in taken):
            quantity, absolute = _quantity(sentence[: m.start()], found)
            found.append(Condition(quantity, absolute, sign(m), _number(value[1]), m.start(), value.end()))
    return sorted(found, key=lambda c: c.start)


def _number(text: str) -> float:
    return {"alpha": 0.05, "zero": 0.0}.get(text) if text in {"alpha", "zero"} else float(text)  # type: ignore[return-value]


def _quantity(before: str, found: Sequence[Condition]) -> tuple[str, bool]:
    """What is compared: the quantity named last before the sign, else that of the condition before."""
    near = before[-90:]
    places = [(m.start(), name) for name, pattern in QUANTITIES for m in pattern.finditer(near)]
    if not places:
        return (found[-1].quantity, found[-1].absolute) if found else ("value", bool(ABSOLUTE.search(near)))
    start, name = max(places)
    return name, bool(ABSOLUTE.search(near[max(0, start - 30) :]))


def negative(text: str) -> bool:
    """Whether a verdict denies: `no`, `not normal`, `reject`; `not rejected` does not."""
    text = text.replace("_", " ").strip()
    return not KEPT.search(text) and bool(NEGATIVE.search(text))


def _match(options: Sequence[str], outcome: str, kind: str) -> str:
    text = ELSE.split(outcome.casefold())[0]
    for option in sorted(options, key=len, reverse=True):
        spelled = r"\W+(?:\w+\W+){0,2}?".join(map(re.escape, re.split(r"[\s_]+", option.casefold())))
        if re.search(rf"(?<![\w-]){spelled}(?![\w-])", text):
            return option if not _denied(text, option) else _opposite(options, option)
    if len(options) > 2 and negative(text):
        return next((option for option in options if NOTHING.match(option)), "")
    if len(options) == 2 and re.search(
        r"normal|signific|differ|correlat|reject|distribut|report|conclu|consider", text
    ):
        return _by_polarity(options, _affirms(text, kind))
    return ""


def _denied(text: str, option: str) -> bool:
    place = text.find(option.casefold())
    return bool(re.search(r"\b(not|no|non-?)\b[^.;,]{0,30}$", text[:place])) and not negative(option)


def _opposite(options: Sequence[str], option: str) -> str:
    return next((other for other in options if other != option and negative(other)), "")


def _affirms(text: str, kind: str) -> bool:
    """A rejected null hypothesis denies normality, and affirms any difference or relationship."""
    if re.search(r"\breject", text) and not KEPT.search(text):
        return kind not in UPHELD
    if KEPT.search(text):
        return kind in UPHELD
    return not negative(text)


def _by_polarity(options: Sequence[str], positive: bool) -> str:
    signed = [option for option in options if negative(option) != positive]
    return signed[0] if signed and len(signed) < len(options) else ""


def _default(options: Sequence[str], facts: Mapping[str, float], kind: str) -> str:
    lowered = {option: option.casefold() for option in options}
    value = facts.get("skew", facts.get("r")) if kind in {"skew", "correlation"} else None
    signed = [o for o, low in lowered.items() if low.startswith(("posit", "right"))] if value else []
    if value is not None and signed:
        turned = [o for o, low in lowered.items() if low.startswith(("negat", "left"))]
        return signed[0] if value > 0 else (turned or list(options))[0]
    if value is not None and any("strong" in low for low in lowered.values()):
        return _strength(lowered, abs(value))
    return _by_polarity(options, positive(facts, kind))


def _strength(lowered: Mapping[str, str], size: float) -> str:
    word = "strong" if size >= 0.7 else "moderate" if size >= 0.3 else "weak"
    return next((option for option, low in lowered.items() if word in low), next(iter(lowered)))


def positive(facts: Mapping[str, float], kind: str, alpha: float = 0.05) -> bool:
    """Whether a test affirms what it is asked: normal, different, related."""
    if "truth" in facts:
        return bool(facts["truth"])
    if kind in UPHELD:
        return facts.get("p", 0.0) > alpha
    if kind == "skew":
        return abs(facts.get("skew", 0.0)) > 0.5
    return facts["p"] < alpha if "p" in facts else abs(facts.get("r", 0.0)) >= 0.5
