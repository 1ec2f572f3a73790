"""Comparisons: the words for each, what it is turned round, and how an answer shows it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of a column with a value, or with a range, a list or nothing."""

    contrary: str
    words: str = ""
    shown: str = ""


COMPARISONS: dict[str, Comparison] = {
    ">=": Comparison(
        "<",
        r"(?:greater|more|larger|higher|older) than or equal(?: to|s)|equal to or (?:greater|more) than"
        r"|at least|no less than|>=|≥|以上",
        "≥",
    ),
    "<=": Comparison(
        ">",
        r"(?:less|lower|smaller|fewer|younger) than or equal(?: to|s)|equal to or less than"
        r"|at most|no more than|up to|<=|≤|以下",
        "≤",
    ),
    "!=": Comparison("==", r"not equal to|is not|!=|≠|other than", "≠"),
    ">": Comparison(
        "<=",
        r"(?:greater|more|larger|higher|bigger|older|longer|heavier) than|above|over|exceeding|exceeds|>|超",
        ">",
    ),
    "<": Comparison(
        ">=", r"(?:less|fewer|lower|smaller|younger|shorter|lighter) than|below|under|<|未満", "<"
    ),
    "==": Comparison("!=", r"equal to|equals|exactly|==?", "="),
    "in": Comparison("not in", shown="="),
    "not in": Comparison("in", shown="≠"),
    "like": Comparison("not like", shown="="),
    "not like": Comparison("like", shown="≠"),
    "missing": Comparison("present"),
    "present": Comparison("missing"),
    "not starts with": Comparison("starts with", shown="does not start with"),
    "not ends with": Comparison("ends with", shown="does not end with"),
    "not contains": Comparison("contains", shown="does not contain"),
}
SIGNS = tuple(op for op, one in COMPARISONS.items() if one.words)
SIGN = "|".join(f"(?P<s{i}>{COMPARISONS[op].words})" for i, op in enumerate(SIGNS))
"""The words for all comparisons, to stand once in a pattern; `sign` says which was found."""


def sign(match: re.Match[str], default: str = "==") -> str:
    """The comparison that a pattern with `SIGN` found."""
    found = match.groupdict()
    return next((op for i, op in enumerate(SIGNS) if found.get(f"s{i}")), default)


def words_for(*ops: str) -> str:
    """The alternatives for some comparisons, to stand in a pattern."""
    return "|".join(COMPARISONS[op].words for op in ops)


def contrary(op: str) -> str:
    """The comparison that keeps the other rows."""
    if op in COMPARISONS:
        return COMPARISONS[op].contrary
    return op.removeprefix("not ") if op.startswith("not ") else f"not {op}"


def shown(op: str) -> str:
    """How an answer writes a comparison."""
    return (COMPARISONS[op].shown if op in COMPARISONS else "") or op
