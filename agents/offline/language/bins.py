"""Labelled ranges in a question: `'Child' (0-12 years), 'Adult' (13 and above)` and their like."""

import re
from collections.abc import Iterator
from itertools import pairwise

from agents.offline.intent import Bin
from agents.offline.vocabulary.comparisons import words_for

N = r"[$€£]?(-?\d[\d,]*(?:\.\d+)?)\s*%?"
UP = words_for(">=", ">")
DOWN = words_for("<=", "<")
OR_EQUAL = r"\s*(?:or equal to\s*)?"
WORDS = r"\s*(?:\w+\s+){0,2}?"
RANGE = re.compile(
    rf"(?:between\s+)?{N}\s*(?:\w+\s+)?(?:-|–|to|and)\s*{N}"
    rf"|{N}{WORDS}(?:or|and) (?:more|above|over|higher|older|greater)\s*,?\s*(?:and|but)?\s*(?:below"
    rf"|under|less than|<)\s*{N}"
    rf"|(?:at least|from|>=|≥)\s*{N}\s*(?:and|,|but|to)?\s*(?:and|but)?\s*(?:below|under|less than|<)\s*{N}"
    rf"|(?P<up>{UP}){OR_EQUAL}{N}"
    rf"|{N}{WORDS}(?:\+|(?:and|or) (?:above|over|older|more|up|later|after|higher))"
    rf"|(?P<down>{DOWN}|before){OR_EQUAL}{N}"
    rf"|{N}{WORDS}(?:and|or) (?:below|less|under|younger|earlier|lower)",
    re.IGNORECASE,
)
STRICT = re.compile(
    r"(?:above|over|more|greater|older|higher|below|before|under|less|lower|younger|>(?!=)|<(?!=))"
    r"(?!.*\bor equal)",
    re.IGNORECASE,
)
BELOW = re.compile(r"\d.*(?:below|under|less than|<(?!=))\s*[$€£]?\d", re.IGNORECASE)
"""A range that leaves out its upper edge: `25 or more, below 30`."""
LABEL = r"[\"'`‘“]?(?P<label>[A-Za-z][\w -]{0,30}?)[\"'`’”]?"
BRACKET = re.compile(
    rf"{LABEL}\s*(?:\((?P<inside>[^()]*\d[^()]*)\)"
    r"|(?::|(?<=[\"'`’”])\s+(?:is|are|means|for)\b)\s*(?P<after>[^,;:()\"'\n]*\d[^,;:()\"'\n]*))"
)


def read_bins(text: str) -> tuple[Bin, ...]:
    """The labelled ranges of `text` in rising order, or none where fewer than two stand there."""
    found = list(dict.fromkeys(_bins(text)))
    labels = {bin_.label for bin_ in found}
    if len(labels) < 2 or len(labels) != len(found):
        return ()
    return tuple(sorted(found, key=lambda b: float("-inf") if b.low is None else b.low))


def _bins(text: str) -> Iterator[Bin]:
    for m in BRACKET.finditer(text):
        label = re.sub(r"^(?:.*\b(?:as|into|in)|and|or|groups?|categories)\s+", "", m["label"].strip())
        inside = RANGE.search(m["inside"] or m["after"])
        if inside and label:
            low, high = _bounds(inside)
            yield Bin(label, low, high, bool(STRICT.match(inside[0]) or BELOW.search(inside[0])))


def _bounds(match: re.Match[str]) -> tuple[float | None, float | None]:
    numbers = [
        float(g.replace(",", "")) for g in match.groups() if g and re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?", g)
    ]
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    below = match["down"] or re.search(r"(below|less|under|younger)$", match[0], re.IGNORECASE)
    return (None, numbers[0]) if below else (numbers[0], None)


def edges(bins: tuple[Bin, ...]) -> list[tuple[float, bool]]:
    """The edges between neighbouring ranges, and whether the upper of the two holds the edge itself."""
    return [_edge(lower, upper) for lower, upper in pairwise(bins)]


def _edge(lower: Bin, upper: Bin) -> tuple[float, bool]:
    """`0-12, 13-19` are parted at 12; `18.5-24.9, 25-29.9` at 25, and `under 30, 30 and above` at 30."""
    if lower.high is None:
        return upper.low or 0.0, not upper.strict
    between = upper.low is not None and not lower.high.is_integer() and upper.low > lower.high
    return (upper.low, True) if upper.low is not None and between else (lower.high, lower.strict)
