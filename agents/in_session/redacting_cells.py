"""What the cells of tables hold: spellings of texts, their words, dates, and the numbers of each column."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
from pandas.api import types

from agents.in_session.redacting_numbers import PLAIN, numbers_in, readings, within
from agents.in_session.redacting_words import FREE_WORDS, WORD, Words, form, spellings, words_of

MAX_SPELLINGS = 400_000
START = 4
"""So many characters at the beginning of a spelling tell whether it may be in a text."""
MAX_CHARACTERS = 20_000_000
EXACT = 1e-15
MOST_EXACT = 2.0**53
MAX_NUMBERS = 60_000_000


class Cells:
    """The cells of a thread's tables, ready to be looked for.

    What `least_rows` rows of a column share is no longer a cell of somebody, nor an aggregate of a few.
    """

    def __init__(self, tables: Iterable[Any], least_rows: int) -> None:
        self._least_rows = least_rows
        self.names: set[str] = set()
        self.texts: dict[str, str] = {}
        self.columns: list[Any] = []
        self.alone: list[float] = []
        """Numbers that are hidden however many rows share them: of texts, of dates, of mixed columns."""
        self._rows: Counter[str] = Counter()
        self._words: set[str] = set()
        self._characters = 0
        for table in tables:
            self._add_table(table)
        self.alone.sort()
        self._by_start: dict[str, list[str]] = {}
        for spelling in self.texts:
            self._by_start.setdefault(spelling[:START], []).append(spelling)
        known = {word for name in self.names for word in WORD.findall(name)}
        self.words = Words(self._words - known - FREE_WORDS)
        if sum(map(len, self.columns)) + len(self.alone) > MAX_NUMBERS:
            raise OverflowError("more numbers than can be looked for")

    def is_hidden(self, number: float, unit: float) -> bool:
        """Tell whether a number, shown down to `unit`, is a cell, or one rounded or cut to it."""
        rounded = unit * (1 - 1e-9)
        if within(self.alone, number, max(rounded, 1e-9 * number)):
            return True
        widths = {EXACT * number, 1e-9 * number, rounded, max(rounded, 1e-9 * number)}
        counts = (within(column, number, wide) for column in self.columns for wide in widths)
        return any(0 < count < self._least_rows for count in counts)

    def has_few(self, key: str) -> bool:
        """Whether only a few rows have a text, a word, or a day or month in the form 2031-07-19."""
        return 0 < self._rows[key] < self._least_rows

    def spellings_in(self, text: str) -> list[str]:
        """The spellings of cells that occur in a text, which is in lower case."""
        starts = {text[at : at + length] for length in range(1, START + 1) for at in range(len(text))}
        maybe = (spelling for start in starts for spelling in self._by_start.get(start, ()))
        return [spelling for spelling in maybe if spelling in text]

    def _add_table(self, table: Any) -> None:
        if not isinstance(table.index, pd.RangeIndex):
            table = table.reset_index()
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
        if types.is_datetime64_any_dtype(column.dtype):
            self._add_dates(column)
            return
        texts: Counter[str] = Counter()
        if types.infer_dtype(column) == "string":
            for text, rows in column.value_counts().items():
                texts[text.strip()] += rows
        else:
            for value in column:
                self._add_value(value, texts)
        self._add_texts(texts)

    def _add_value(self, value: Any, texts: Counter[str]) -> None:
        if isinstance(value, dict):
            value = [*value.keys(), *value.values()]
        if hasattr(value, "tolist") and not isinstance(value, str):
            value = value.tolist()
        if isinstance(value, (list, tuple, set, frozenset)):
            for item in value:
                self._add_value(item, texts)
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            self.alone.append(abs(float(value)))
        else:
            text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
            texts[text.strip()] += 1
            if isinstance(value, (date, datetime)):
                self.alone.append(float(f"{value:%Y%m%d}"))

    def _add_texts(self, texts: Counter[str]) -> None:
        """Take in the texts of a column and how many rows have each."""
        words: Counter[str] = Counter()
        for text, rows in texts.items():
            if any(map(str.isalnum, text)):
                self._add_text(text)
                words.update(dict.fromkeys(words_of(text), rows))
        self._words |= words.keys()
        self._rows |= texts | words

    def _add_text(self, text: str) -> None:
        self._characters += len(text)
        if len(self.texts) > MAX_SPELLINGS or self._characters > MAX_CHARACTERS:
            raise OverflowError("more different texts than can be looked for")
        numbers = readings(text)
        self.alone.extend(number for number, _ in numbers)
        self.alone.extend(numbers_in(form(text)))
        if not numbers or not PLAIN.fullmatch(text):
            for spelling in spellings(text):
                self.texts.setdefault(spelling, text)

    def _add_dates(self, column: Any) -> None:
        """Dates as numbers; as dates they are hidden by their shape, whether they are cells or not."""
        zone = column.dt.tz is not None
        stamps = column.dt.tz_convert(None) if zone else column
        seconds = ((stamps - pd.Timestamp(0)) / pd.Timedelta("1s")).drop_duplicates().abs()
        self.alone.extend(float(second) * scale for second in seconds for scale in (1, 1e3, 1e6, 1e9))
        rows: Counter[str] = Counter()
        days = (column.dt.tz_localize(None) if zone else column).dt.normalize()
        for day, count in days.value_counts().items():
            self.alone.extend(float(day.strftime(order)) for order in ("%Y%m%d", "%d%m%Y", "%m%d%Y"))
            rows.update({day.strftime("%Y-%m-%d"): count, day.strftime("%Y-%m"): count})
        self._rows |= rows
