"""Units of measure in the names of columns and in rows below them."""

import re

from agents.in_session.reading.values.words import PLAIN_WORDS, UNITS

_SUFFIXES = (
    frozenset(unit for unit in UNITS if len(unit) > 1 and unit.isascii() and unit.isalpha()) - PLAIN_WORDS
)
_EXPONENT = re.compile(r"(?:\^|\*\*)?[-\u207b]?[\d\u00b2\u00b3\u00b9]+$")


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit, alone or made up of some: `mm`, `(kg/m²)`, `mg per 100 ml`."""
    text = text.strip()
    if text[:1] in "([" and text[-1:] in ")]":
        text = text[1:-1].strip()
    if text in UNITS or text in {"-", "1"}:
        return bool(text)
    parts = [part for part in re.split(r"\s*(?:/|·|\*|\bper\b|\s)\s*", text) if part]
    return (
        bool(parts)
        and any(_is_base(part) for part in parts)
        and all(_is_base(p) or p.isdigit() for p in parts)
    )


def _is_base(part: str) -> bool:
    return part in UNITS or _EXPONENT.sub("", part) in UNITS


def unit_of(name: str) -> str:
    """Return the unit that ends a column's name, or nothing: `Mass (g)`, `wind_mph`, `Speed in knots`."""
    name = name.strip()
    bracket = re.search(r"[(（\[]([^()（）\[\]]{1,20})[)）\]]\s*$", name)
    if bracket:
        text = re.sub(r"^(?:in|unit:|unité:|単位[::]|单位[::])\s*", "", bracket[1].strip())
        return text if is_unit(text) else ""
    words = re.search(r"(?:,\s*|\sin\s)([^\s,]{1,12})$", name)
    if words and is_unit(words[1]) and (words[1] in _SUFFIXES or not words[1].isalpha() or "," in words[0]):
        return words[1]
    last = re.search(r"[_\s]([A-Za-z]{2,8}|[%$€£¥°]C?)$", name)
    if last and (
        last[1] in _SUFFIXES or last[1].lower() in {"usd", "eur", "gbp", "pct", "kwh", "mwh", "hz", "km"}
    ):
        return {"pct": "%", "percent": "%"}.get(last[1], last[1])
    return last[1] if last and not last[1].isalpha() else ""
