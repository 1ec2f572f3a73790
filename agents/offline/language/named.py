"""Values of columns that a question names, found among the examples of the profile."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from agents.offline.intent import Filter
from agents.offline.language.columns import Mention
from agents.offline.language.words import fold, is_cjk, sober, stem
from agents.offline.vocabulary.everyday import GLUE
from agents.values import Column

FILLING = re.compile(r"\b(?:replac|fill|imput|substitut)[^.]*\bwith\s+[\"']?$", re.IGNORECASE)
NOT = re.compile(
    r"(?:\b(?:not|never|except|excluding|without|other than|non)|n't)[\s-]+"
    r"(?:in\s+|on\s+|at\s+|from\s+|the\s+)*[\"']?$",
    re.IGNORECASE,
)
SEXES = {
    "female": (
        "female",
        "f",
        "w",
        "woman",
        "women",
        "girl",
        "girls",
        "weiblich",
        "frau",
        "frauen",
        "女",
        "女性",
    ),
    "male": ("male", "m", "man", "men", "boy", "boys", "männlich", "mann", "männer", "男", "男性"),
}
EITHER = re.compile(r"^[^.]{0,20}\bor\b", re.IGNORECASE)
OPENED = re.compile(r"(?:^|[\s(\[,:=/])[\"'`“‘]$")


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a column that stands in the text."""

    column: Column
    value: str
    start: int
    end: int
    excluded: bool = False


def find_values(text: str, columns: Sequence[Column], mentions: Sequence[Mention]) -> list[Named]:
    """The example values of text columns that the text names, longest first where they overlap."""
    text = sober(text)
    found = [named for column in columns if _has_values(column) for named in _values_of(text, column)]
    named_columns = {m.column.name for m in mentions}
    found.sort(key=lambda n: (-(n.end - n.start), n.column.name not in named_columns, n.start))
    kept: list[Named] = []
    for named in found:
        inside = any(named.start < k.end and k.start < named.end for k in kept)
        if not inside and not _is_name(named, mentions) and not FILLING.search(text[: named.start]):
            kept.append(named)
    return sorted(kept, key=lambda n: n.start)


def _has_values(column: Column) -> bool:
    return column.type in {"text", "boolean"}


def _is_name(named: Named, mentions: Sequence[Mention]) -> bool:
    """A value that is also part of a column's name speaks of the column; `status ERR` names both."""
    over = [m for m in mentions if named.start < m.end and m.start < named.end and m.score >= 60]
    return any(m.column != named.column or named.value.casefold() in m.column.name.casefold() for m in over)


def _values_of(text: str, column: Column) -> Iterator[Named]:
    for value in column.examples:
        shown = value.strip()
        if not shown or shown.replace(".", "").isdigit():
            continue
        for spelling in (
            shown,
            *_short(shown, column.examples, column.unique),
            *_called(shown, column.examples),
        ):
            if _beginning(spelling) not in fold(text):
                continue
            for m in re.finditer(_pattern(spelling), text, re.IGNORECASE):
                if _counts(spelling, m[0], text[: m.start()], column):
                    yield Named(column, value, m.start(), m.end(), bool(NOT.search(text[: m.start()])))


@lru_cache(maxsize=20_000)
def _beginning(value: str) -> str:
    """What every spelling of a value begins with, but for what a plural changes."""
    first = next((part for part in re.split(r"[\W_]+", value) if part), value)
    return fold(first)[:-2] if first.isascii() else fold(first)[:1]


@lru_cache(maxsize=20_000)
def _short(value: str, examples: tuple[str, ...], unique: int) -> tuple[str, ...]:
    """The first word of a longer value, where it tells the value apart from all others of the column."""
    first = value.split()[0]
    others = [v for v in examples if first.casefold() in v.casefold().split()]
    known = 1 < unique <= len(examples) and len(others) == 1
    name = first != value and first.isalpha() and not first.islower() and len(first) > 3
    return (first,) if known and name else ()


@lru_cache(maxsize=20_000)
def _called(value: str, examples: tuple[str, ...]) -> tuple[str, ...]:
    """What else the people of a column of sexes are called: `women` where it holds F and M."""
    held = [next((sex for sex, words in SEXES.items() if v.casefold() in words), "") for v in examples]
    if set(SEXES) <= set(held):
        return next((words for words in SEXES.values() if value.casefold() in words), ())
    return ()


def _pattern(value: str) -> str:
    if is_cjk(value):
        return re.escape(value)
    if re.search(r"[^aeiou\W\d]y$", value):
        value, plural = value[:-1], "(?:y|ies)"
        return rf"(?<![\w]){re.escape(value)}{plural}(?![\w])"
    plural = r"(?:s|es)?" if value[-1].isalpha() and stem(value) == value.casefold() else ""
    irregular = {"woman": "women", "man": "men", "child": "children"}.get(value.casefold())
    spelled = r"[\W_]+".join(re.escape(part) for part in re.split(r"[\W_]+", value) if part) or re.escape(
        value
    )
    body = rf"(?:{spelled}{plural}|{irregular})" if irregular else spelled + plural
    return rf"(?<![\w]){body}(?![\w])"


def _counts(value: str, found: str, before: str, column: Column) -> bool:
    """Short and everyday words are values only in quotes or right after their column's name."""
    quoted = bool(OPENED.search(before))
    beside = re.search(
        rf"{re.escape(column.name)}[\"')]*\s*(?:is|=|==|equals?|of|:)?\s*[\"']?$", before, re.IGNORECASE
    )
    if quoted or beside:
        return True
    if len(value) < 2:
        return False
    if value.casefold() in GLUE:  # `in IT` is no `in it`
        return found == value == value.upper()
    return found == value or len(value) > 3 or (len(value) == 3 and stem(found) == value.casefold())


def spelled_twice(column: Column) -> tuple[str, ...]:
    """Two values of a column that differ in case only, which readers take for one."""
    first: dict[str, str] = {}
    for value in column.examples if column.type == "text" else ():
        other = first.setdefault(value.strip().casefold(), value)
        if other != value:
            return other, value
    return ()


def from_values(named: Sequence[Named], text: str = "") -> tuple[list[Filter], list[str]]:
    """One value of a column keeps its rows; several are compared, so the column groups as well.

    Values joined by `or` are no comparison.
    """
    filters, compared = [], []
    by_column: dict[str, list[Named]] = {}
    for one in named:
        by_column.setdefault(one.column.name, []).append(one)
    for name, group in by_column.items():
        values = tuple(dict.fromkeys(one.value for one in group))
        if any(one.excluded for one in group):
            filters.append(Filter(name, "not in", values))
        elif len(values) == 1:
            exact = group[0].column.type == "text" and not spelled_twice(group[0].column)
            filters.append(Filter(name, "==" if exact else "like", values))
        else:
            if not any(EITHER.search(text[a.end : b.start]) for a, b in pairwise(group)):
                compared.append(name)
            if len(values) < group[0].column.unique:
                filters.append(Filter(name, "in", values))
    return filters, compared
