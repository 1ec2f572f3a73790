"""What the cells of tables hold: spellings of texts, their words, and the numbers of each column."""

import math
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd
from pandas.api import types

from agents.in_session.redacting.aggregates import Aggregates
from agents.in_session.redacting.numbers import PLAIN, is_cell, numbers_in, readings, within
from agents.in_session.redacting.words import FREE_WORDS, WORD, Words, form, words_of

MAX_SPELLINGS = 400_000
START = 4
"""So many characters at the beginning of a spelling tell whether it may be in a text."""
MAX_CHARACTERS = 20_000_000
MOST_EXACT = 2.0**53
MAX_NUMBERS = 60_000_000


class Cells:
    """The cells of a thread's tables, ready to be looked for.

    A number that `least_rows` rows of a column share is no longer a cell of somebody.
    """

    def __init__(self, tables: Iterable[Any], least_rows: int, names: Iterable[str] = ()) -> None:
        self._least_rows = least_rows
        self.names: set[str] = set()
        self.texts: dict[str, str] = {}
        self.columns: list[Any] = []
        self.alone: list[float] = []
        """Numbers that are hidden however many rows share them: of texts and of mixed columns."""
        self.shapes: set[tuple[int, int]] = set()
        self._words: set[str] = set()
        self._characters = 0
        tables = [
            table if isinstance(table.index, pd.RangeIndex) else table.reset_index() for table in tables
        ]
        for table in tables:
            self._add_table(table)
        self.alone.sort()
        self._by_start: dict[str, list[str]] = {}
        for spelling in self.texts:
            self._by_start.setdefault(spelling[:START], []).append(spelling)
        told = (*self.names, *(form(name).casefold() for name in names))
        self.known = frozenset(word for name in told for word in WORD.findall(name))
        """The words of the names of columns, tables and files."""
        self.words = Words(self._words - self.known - FREE_WORDS)
        self.aggregates = lru_cache(4)(lambda code: Aggregates(tables, code, least_rows))
        """Gives what may be shown of the output of some code."""
        if sum(map(len, self.columns)) + len(self.alone) > MAX_NUMBERS:
            raise OverflowError("more numbers than can be looked for")

    def is_hidden(self, number: float, unit: float) -> bool:
        """Tell whether a number, shown down to `unit`, is a cell, or one rounded or cut to it."""
        if within(self.alone, number, max(unit * (1 - 1e-9), 1e-9 * number)):
            return True
        return is_cell(self.columns, number, unit, self._least_rows)

    def spellings_in(self, text: str) -> list[str]:
        """The spellings of cells that occur in a text, which is in lower case."""
        starts = {text[at : at + length] for length in range(1, START + 1) for at in range(len(text))}
        maybe = (spelling for start in starts for spelling in self._by_start.get(start, ()))
        return [spelling for spelling in maybe if spelling in text]

    def _add_table(self, table: Any) -> None:
        self.shapes.add(table.shape)
        for position, name in enumerate(table.columns):
            self.names.add(" ".join(form(str(name)).casefold().split()))
            self._add_column(table.iloc[:, position].dropna())

    def _add_column(self, column: Any) -> None:
        if types.is_bool_dtype(column.dtype):
            return
        if types.is_numeric_dtype(column.dtype) and not types.is_complex_dtype(column.dtype):
            numbers = abs(column.to_numpy(dtype=float))
            numbers.sort()
            self.columns.append(numbers)
            self.alone.extend(set(numbers[numbers >= MOST_EXACT]))  # neighbours are the same float
            return
        if types.is_datetime64_any_dtype(
            column.dtype
        ):  # no number nor month of it is known to be anything else
            return
        texts: set[str] = set()
        if types.infer_dtype(column) == "string":
            texts = {text.strip() for text in column.unique()}
        else:
            for value in column:
                self._add_value(value, texts)
        for text in texts:
            self._add_text(text)

    def _add_value(self, value: Any, texts: set[str]) -> None:
        if isinstance(value, dict):
            value = [*value.keys(), *value.values()]
        if hasattr(value, "tolist") and not isinstance(value, str):
            value = value.tolist()
        if isinstance(value, (list, tuple, set, frozenset)):
            for item in value:
                self._add_value(item, texts)
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            self.alone.append(abs(_as_float(value)))
        else:
            text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
            texts.add(text.strip())

    def _add_text(self, text: str) -> None:
        self._characters += len(text)
        if len(self.texts) > MAX_SPELLINGS or self._characters > MAX_CHARACTERS:
            raise OverflowError("more different texts than can be looked for")
        numbers = readings(text)
        self.alone.extend(number for number, _ in numbers)
        self.alone.extend(numbers_in(form(text)))
        self._words |= words_of(text)
        if text and not PLAIN.fullmatch(text):
            self.texts.setdefault(" ".join(form(text).casefold().split()), text)


def _as_float(number: int | float | Decimal) -> float:
    """Return a number as a float, infinity where it is beyond all of them."""
    try:
        return float(number)
    except OverflowError:
        return math.inf
