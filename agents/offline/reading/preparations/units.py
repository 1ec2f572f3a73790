"""Columns in another unit: `the duration in hours`, `convert the weight to kg`."""

import re
from collections.abc import Sequence

from agents.offline.intent import Change
from agents.offline.language.columns import Mention
from agents.offline.language.words import parts
from agents.units import factor
from agents.values import Column

CONVERTS = re.compile(r"\bconver\w+", re.IGNORECASE)
WORKED_OUT = re.compile(r"\bdivid\w+|\btimes\b|\bmultipl\w+", re.IGNORECASE)
UNIT_AFTER = re.compile(r"[\"'`]?\s+(?:from\s+[a-z]+\s+)?(?:in|to|into)\s+([a-z]+)\b", re.IGNORECASE)


def converted(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    """`the duration in hours`, `convert the weight to kg`, of a column whose unit is known."""
    found = {}
    for m in mentions if CONVERTS.search(body) or WORKED_OUT.search(sentence) else ():
        unit = UNIT_AFTER.match(sentence[m.end :])
        times = factor(_unit(m.column, body), unit[1]) if unit else None
        if times not in {None, 1.0}:
            name = m.column.name
            found[name] = Change("formula", (name,), name, how=f"{{0}} * {times!r}")
    return list(found.values())


def _unit(column: Column, body: str) -> str:
    """The unit of a column, as the question or the table says it."""
    said = re.search(rf"\b{re.escape(column.name)}\b[\"'`]?\s+(?:is|are)\s+(?:\w+\s+)?in\s+(\w+)", body)
    return said[1] if said else column.unit or parts(column.name)[-1]
