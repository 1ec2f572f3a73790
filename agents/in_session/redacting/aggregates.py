"""Which aggregates of a thread's tables a model may see: those of enough rows, by what its code names.

Nothing of the model's code runs here, and nothing that it printed is believed: the aggregates are made anew
from the tables, for whole columns and for groups by one or two of the columns that the code names.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from agents.in_session.redacting.numbers import digits_of, is_cell, last_place, readings, within

METHODS = ("mean", "sum", "std", "var", "sem", "skew")
DESCRIBED = {"mean", "std"}
OTHER_WORDS = {"average": "mean", "total": "sum"}
QUANTILES = {"median": (0.5,), "describe": (0.25, 0.5, 0.75)}
QUANTILES |= dict.fromkeys(("quantile", "percentile"), (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95))
LIMIT = re.compile(r"([<>]=?)\s*(-?\d+(?:_\d+)*(?:\.\d+)?)")
MOST_LIMITS = 12
DATE_PARTS = {
    "year": r"year|period|resample|grouper|freq|strftime|month|quarter",
    "month": r"month|period|resample|grouper|freq|strftime",
    "quarter": r"quarter",
    "dayofweek": r"weekday|day_of_week|dayofweek|day_name",
}
"""Parts of dates, each with the words of code that group by it."""
ALL_NUMBERS = re.compile(r"describe|numeric_only|select_dtypes|corr\w*\(")
FILLED = re.compile(r"isna|isnull|notna|notnull|count|info|describe")
MOST_KEYS = 20
MOST_CROSSED = 4
MOST_MEASURES = 24
LEAST_DIGITS = 2
ROUNDED_DIGITS = 3
"""A number of fewer digits looks like too many others to pass for a rounded one."""
EXACT = 1e-9


class Aggregates:
    """The aggregates of enough rows that go with some code, and those of few, which may look the same."""

    def __init__(self, tables: Sequence[Any], code: str, least_rows: int) -> None:
        self._code = code.casefold()
        self._least = least_rows
        self._shown: list[Any] = []
        self._few: list[Any] = []
        self.columns: list[Any] = []
        """The numbers of each column that the code names, sorted."""
        for table in tables:
            self._add_table(table)
        percent = bool(re.search(r"%|(?<!\d)100(?!\d)", code))
        self._enough, self._small = (_sorted(found, percent) for found in (self._shown, self._few))

    def shows(self, token: str) -> bool:
        """Tell whether a number is one of the aggregates, to the digits shown."""
        return any(self._has(number, min(last_place(token), 1.0)) for number, _ in readings(token))

    def is_cell(self, number: float, unit: float) -> bool:
        """Tell whether a number is also a cell, as a median may be."""
        return is_cell(self.columns, number, unit, self._least)

    def _has(self, number: float, unit: float) -> bool:
        digits = len(digits_of(f"{number:.15g}".partition("e")[0]).lstrip("0"))
        if digits < LEAST_DIGITS:
            return False
        rounded = unit / 2 if digits >= ROUNDED_DIGITS else 0.0
        wide = max(EXACT * number, rounded * (1 + EXACT))
        return bool(within(self._enough, number, wide)) and not within(self._small, number, wide)

    def _add_table(self, table: Any) -> None:
        columns = [table.iloc[:, position] for position in range(table.shape[1])]
        named = sorted((one for one in columns if self._last(one) >= 0), key=self._last, reverse=True)
        measures = self._measures(columns, named, len(table))
        self._add_sizes(table, columns)
        if len(table) >= self._least:
            self._add_groups(measures, [np.zeros(len(table), dtype=int)])
            self._add_correlations(measures)
        keys = [_numbered(key) for key in itertools.islice(self._keys(named), MOST_KEYS)]
        for one in keys:
            self._add_groups(measures, [one])
        crossed = [one for one in keys if (one.max() + 1) * self._least <= len(table)][:MOST_CROSSED]
        for pair in itertools.combinations(crossed, 2):
            self._add_groups(measures, list(pair))
        for one in filter(_is_numeric, named):
            self._add_limits(measures, _floats(one))

    def _measures(self, columns: Sequence[Any], named: Sequence[Any], rows: int) -> Any:
        """The columns of numbers that the code takes aggregates of; their cells stay hidden."""
        numbers = [one for one in named if _is_numeric(one)]
        if ALL_NUMBERS.search(self._code) or (not numbers and (self._methods() or self._parts())):
            numbers = [one for one in columns if _is_numeric(one)]
        self.columns += [np.sort(abs(_floats(one.dropna()))) for one in numbers]
        return pd.DataFrame({at: _floats(one) for at, one in enumerate(numbers[:MOST_MEASURES])}, range(rows))

    def _add_sizes(self, table: Any, columns: Sequence[Any]) -> None:
        self._shown.append([len(table)])
        if FILLED.search(self._code):
            self._shown += [table.notna().sum(), table.isna().sum()]
        if "unique" in self._code:
            self._shown.append([one.nunique() for one in columns if _is_hashable(one)])

    def _last(self, column: Any) -> int:
        """Where the code last names a column; -1 where it does not."""
        name = re.escape(str(column.name).casefold())
        return max(
            (found.start() for found in re.finditer(rf"(?<![^\W_]){name}(?![^\W_])", self._code)), default=-1
        )

    def _keys(self, columns: Sequence[Any]) -> Iterator[Any]:
        """What rows are grouped by: columns with values that rows share, and the parts of dates."""
        for column in columns:
            if types.is_datetime64_any_dtype(column.dtype):
                asked = (part for part, words in DATE_PARTS.items() if re.search(words, self._code))
                yield from (getattr(column.dt, part) for part in asked)
            elif _is_hashable(column) and 1 < column.nunique() * 2 <= len(column):
                yield column

    def _methods(self) -> set[str]:
        words = {word: word for word in METHODS} | OTHER_WORDS
        asked = {method for word, method in words.items() if word in self._code}
        return asked | DESCRIBED if "describe" in self._code else asked

    def _parts(self) -> set[float]:
        return {part for word, parts in QUANTILES.items() if word in self._code for part in parts}

    def _add_groups(self, measures: Any, keys: list[Any]) -> None:
        groups = measures.groupby(keys)
        sizes = groups.size()
        if len(sizes) > 1:
            shown = self._with_enough(_with_key(sizes, keys))
            self._sort_out(pd.concat([sizes, *_shares(sizes)], axis=1), shown, sizes)
        if not len(measures.columns):
            return
        filled, behind = groups.count(), _behind(measures, keys)
        counted = filled.apply(lambda rows: self._with_enough(_with_key(rows, keys)))
        self._sort_out(filled, counted, filled)
        enough = behind.apply(self._with_enough)
        for method in sorted(self._methods()):
            self._sort_out(getattr(groups, method)(), enough, behind)
        for part in sorted(self._parts()):
            beyond = filled * min(part, 1 - part) >= self._least
            self._sort_out(groups.quantile(part), enough & beyond, behind)

    def _add_limits(self, measures: Any, values: Any) -> None:
        """Groups above and below what the code compares with; none where rows between two limits are few."""
        known = np.sort(values[~np.isnan(values)])
        limits = [(float(limit), operator in (">", "<=")) for operator, limit in LIMIT.findall(self._code)]
        below = {int(known.searchsorted(limit, "right" if within else "left")) for limit, within in limits}
        cuts = sorted(below - {0, len(known)})
        kept = [
            cut
            for before, cut, after in zip([0, *cuts], cuts, [*cuts[1:], len(known)], strict=False)
            if cut - before >= self._least and after - cut >= self._least
        ][:MOST_LIMITS]
        parts = np.where(np.isnan(values), -1, np.searchsorted([known[cut - 1] for cut in kept], values))
        behind = _behind(measures, [parts])
        whole = measures.loc[:, ((behind == 0) | (behind >= self._least)).all()]
        for at in range(len(kept)):
            self._add_groups(whole, [np.where(parts < 0, -1, parts > at)])

    def _add_correlations(self, measures: Any) -> None:
        for method in ("pearson", "spearman"):
            if method in self._code or (method == "pearson" and "corr" in self._code):
                self._shown.append(measures.corr(method, min_periods=self._least))

    def _sort_out(self, values: Any, shown: Any, rows: Any) -> None:
        if isinstance(shown, pd.Series):
            shown, rows = (pd.concat([one] * values.shape[1], axis=1) for one in (shown, rows))
        mask, few = shown.to_numpy(dtype=bool), rows.to_numpy() > 1
        found = values.to_numpy(dtype=float)
        self._shown.append(found[mask])
        self._few.append(found[~mask & few])

    def _with_enough(self, rows: Any) -> Any:
        """Which groups have enough rows, so that all that are left out of a whole have enough together."""
        shown = rows >= self._least
        for level in [*_levels(rows), *_levels(rows)]:  # what one leaves out, the other has to make up
            left_out = rows.where(~shown, 0).groupby(level).transform("sum")
            lacking = shown & (left_out > 0) & (left_out < self._least)
            smallest = rows.where(lacking).groupby(level).transform("min")
            shown &= ~(lacking & (rows == smallest))
        return shown


def _behind(measures: Any, keys: list[Any]) -> Any:
    """How many rows of each group have something but zero."""
    return (measures.notna() & (measures != 0)).groupby(keys).sum()


def _with_key(rows: Any, keys: list[Any]) -> Any:
    """The rows of groups but of those without the one key: how many these are is no secret."""
    return rows if len(keys) > 1 else rows.where(rows.index >= 0, 0)


def _numbered(key: Any) -> Any:
    """A number for each value of a key, -1 where there is none."""
    return pd.factorize(key)[0]


def _shares(sizes: Any) -> Iterator[Any]:
    """Of all rows, and of the groups that share a key, with the rows that have no key and without them."""
    levels = _levels(sizes)
    with_keys = np.logical_and.reduce(
        [sizes.index.get_level_values(at) >= 0 for at in range(sizes.index.nlevels)]
    )
    for one in (sizes, sizes.where(with_keys)):
        yield one / one.sum()
        for level in levels:
            yield one / one.groupby(level).transform("sum")


def _levels(rows: Any) -> list[Any]:
    """What the groups are parts of: all of them together, or those that share one of two keys."""
    if rows.index.nlevels == 1:
        return [np.zeros(len(rows))]
    return [rows.index.codes[level] for level in range(rows.index.nlevels)]


def _is_numeric(column: Any) -> bool:
    return types.is_numeric_dtype(column.dtype) and not types.is_complex_dtype(column.dtype)


def _floats(column: Any) -> Any:
    return column.to_numpy(dtype=float, na_value=np.nan)


def _is_hashable(column: Any) -> bool:
    return column.dtype != object or all(types.is_hashable(value) for value in column)


def _sorted(found: Sequence[Any], percent: bool) -> Any:
    flat = [np.asarray(one, dtype=float).ravel() for one in found]
    numbers = abs(np.concatenate(flat)) if flat else np.array([])
    numbers = numbers[np.isfinite(numbers)]
    return np.unique(np.concatenate([numbers, numbers[numbers < 1] * 100]) if percent else numbers)
