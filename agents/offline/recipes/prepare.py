"""The code that readies the data: join, filters, and the changes that a question asks for."""

from agents.offline.intent import KEPT_BEFORE, Filter, Intent
from agents.offline.recipes.changes import change_lines
from agents.offline.recipes.conditions import DATA, conditions
from agents.offline.recipes.joining import join_lines


def prepare(intent: Intent) -> tuple[list[str], set[str]]:
    """The lines that make `data` from the table, and the imports they need."""
    assert intent.table is not None  # noqa: S101 - a readable intent has its table
    name = intent.table.table
    lines = join_lines(DATA, name, intent.join) if intent.join else []
    frame = DATA if lines else name
    early = [c for c in intent.changes if c.kind in {"number", "seconds"}]
    late = [c for c in intent.changes if c not in early]
    if intent.changes and not lines:
        lines.append(f"{DATA} = {frame}.copy()")
        frame = DATA
    lines += [line for change in early for line in change_lines(change)]
    made = {c.into for c in late if c.into}
    first = [f for f in intent.filters if not _needs(f, made)]
    lines += _filtered(frame, first)
    frame = DATA if lines else frame
    if late:
        kept = next((i for i, c in enumerate(late) if c.kind in KEPT_BEFORE), None)
        for i, change in enumerate(late):
            lines += ["before = data.copy()"] if i == kept else []
            lines += change_lines(change)
        lines += _filtered(frame, [f for f in intent.filters if _needs(f, made)])
    needs = {"import numpy as np"} if any("np." in line for line in lines) else set()
    return lines, needs | {"import pandas as pd"} if any("pd." in line for line in lines) else needs


def _needs(one: Filter, made: set[str]) -> bool:
    """Whether a filter is of a column that has to be made first."""
    return one.column in made or (one.op.endswith(" column") and one.value[0] in made)


def frame_of(intent: Intent) -> str:
    """The variable that the analyses read."""
    assert intent.table is not None  # noqa: S101
    usual = DATA if intent.filters or intent.changes or intent.join else intent.table.table
    return intent.frame or usual


def _filtered(frame: str, filters: list[Filter]) -> list[str]:
    return [f"{DATA} = {frame}[{conditions(frame, filters)}]"] if filters else []
