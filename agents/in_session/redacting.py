"""Finds the cells of tables in texts. It runs in a session where no code of a model ever runs.

Whatever the rules leave open is decided for hiding: the person gets the values back, the model never does.
"""

import bisect
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
from pandas.api import types

LEAST_ROWS = 5
"""A number that this many rows of a column share is no longer a cell of somebody."""
MAX_SPELLINGS = 200_000
MAX_CHARACTERS = 20_000_000
MAX_NUMBERS = 60_000_000

Part = str | tuple[str, str]
"""Text that may be shown, or what is hidden: its key, equal for equal values, and how it is written."""

Replace = Callable[[re.Match[str]], list[Part] | None]
"""Gives what stands for a match, or None where it may be shown."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:Z|[+-]\d{2}:?\d{2})\b)?"
DATE = re.compile(
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T ]+{_TIME})?"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}(?:[T ]+{_TIME})?"
    rf"|\d{{2,4}}\s*[年년]\s*\d{{1,2}}\s*[月월](?:\s*\d{{1,2}}\s*[日일])?|\d{{1,2}}\s*[月월]\s*\d{{1,2}}\s*[日일]"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ .\-/]*{_MONTH}(?:[ ,.\-/]*\d{{2,4}})?(?!\w)"
    rf"|(?<![a-z]){_MONTH}[ ,.\-/]*\d{{1,4}}(?:st|nd|rd|th)?(?:[ ,.\-/]+\d{{2,4}})?(?!\w)"
    r"|\d{4}[-/]\d{1,2}(?!\d)|\b(?:date|datetime|time)\(\d+(?:,\s*\d+)+"
    rf"|{_TIME}",
    re.IGNORECASE,
)
CUT_OFF = re.compile(r"[^\W_]+(?=\.\.\.|…)|(?:(?<=\.\.\.)|(?<=…))[^\W_]+")
WORD = re.compile(r"[^\W_]{3,}")
CODED = re.compile(r"\b0[xbo][0-9a-f]+", re.IGNORECASE)
_DIGITS = r"\d+(?:[.,'’_\u00a0\u202f]\d+)*|(?<!\d)\.\d+"
NUMBER = re.compile(rf"(?:{_DIGITS})(?:[eE][-+]?\d+)?")
SPACED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)")
_GROUPED = re.compile(r"\d{1,3}(?:[,'’_ \u00a0\u202f]\d{2,3})+(?:\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d*\.?\d+")
_SCALE = re.compile(r"\s?(%|‰|thousand|million|billion|bn|[kKmMB千万億])")
_SCALES = {"%": 0.01, "‰": 0.001, "k": 1e3, "thousand": 1e3, "千": 1e3, "万": 1e4, "m": 1e6}
_SCALES |= {"million": 1e6, "億": 1e8, "b": 1e9, "bn": 1e9, "billion": 1e9}
_ONE_CASE = {0x130: "I", 0x131: "i", 0x307: None, 0xDF: "ss", 0x1E9E: "SS"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LEFT_OUT = re.compile(r"[^\n]*\n… \d+ characters left out …\n[^\n]*")
_FREE = """
and are array arg args bool call cell columns count data dataframe date datetime64 dtype dtypes empty error
false file float float32 float64 for found frame from has import index input int int32 int64 invalid
keyerror last length line list max mean median min missing module most name nameerror nan nat none not
number object percent print range recent rows self series shape size std stderr str string sum the to total
traceback true type typeerror utf8 value valueerror values was with
"""
FREE_WORDS = frozenset(re.findall(r"\w+", _FREE))
"""Words of outputs and error text that stay although they also stand in longer cells."""


class Cells:
    """What the cells of tables hold: spellings of texts, their words, and the numbers of each column."""

    def __init__(self, tables: Iterable[Any]) -> None:
        self.names: set[str] = set()
        self.texts: dict[str, str] = {}
        self.words: set[str] = set()
        self.columns: list[Any] = []
        self.alone: list[float] = []
        """Numbers that are hidden however many rows share them: of texts, of dates, of mixed columns."""
        self._seen: set[str] = set()
        self._characters = 0
        for table in tables:
            self._add_table(table)
        self.alone.sort()
        known = {word for name in self.names for word in WORD.findall(name)}
        self.words -= known | FREE_WORDS
        if sum(map(len, self.columns)) + len(self.alone) > MAX_NUMBERS:
            raise OverflowError("more numbers than can be looked for")

    def is_hidden(self, number: float, unit: float) -> bool:
        """Tell whether a number, shown down to `unit`, is a cell, or one rounded or cut to it."""
        wide = max(unit * (1 - 1e-9), 1e-9 * number)
        if _within(self.alone, number, wide):
            return True
        counts = (_within(c, number, w) for c in self.columns for w in (1e-9 * number, wide))
        return any(0 < count < LEAST_ROWS for count in counts)

    def _add_table(self, table: Any) -> None:
        if not isinstance(table.index, pd.RangeIndex):
            table = table.reset_index()
        for position, name in enumerate(table.columns):
            self.names.add(" ".join(_form(str(name)).casefold().split()))
            self._add_column(table.iloc[:, position].dropna())

    def _add_column(self, column: Any) -> None:
        if types.is_bool_dtype(column.dtype):
            return
        if types.is_numeric_dtype(column.dtype) and not types.is_complex_dtype(column.dtype):
            numbers = abs(column.to_numpy(dtype=float))
            numbers.sort()
            self.columns.append(numbers)
        elif types.is_datetime64_any_dtype(column.dtype):
            self._add_dates(column)
        else:
            for value in column:
                self._add_value(value)

    def _add_value(self, value: Any) -> None:
        if isinstance(value, dict):
            value = [*value.keys(), *value.values()]
        if hasattr(value, "tolist") and not isinstance(value, str):
            value = value.tolist()
        if isinstance(value, (list, tuple, set, frozenset)):
            for item in value:
                self._add_value(item)
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            self.alone.append(abs(float(value)))
        else:
            self._add_text(value.decode(errors="replace") if isinstance(value, bytes) else str(value))
            if isinstance(value, (date, datetime)):
                self.alone.append(float(f"{value:%Y%m%d}"))

    def _add_text(self, text: str) -> None:
        text = text.strip()
        if text in self._seen or not any(map(str.isalnum, text)):
            return
        self._seen.add(text)
        self._characters += len(text)
        if len(self.texts) > MAX_SPELLINGS or self._characters > MAX_CHARACTERS:
            raise OverflowError("more different texts than can be looked for")
        numbers = [number for number, _ in readings(text)]
        self.alone.extend(numbers)
        if not numbers or not _PLAIN.fullmatch(text):
            for spelling in _spellings(text):
                self.texts.setdefault(spelling, text)
        self.words.update(word.casefold() for word in WORD.findall(_form(text)))

    def _add_dates(self, column: Any) -> None:
        """Dates as numbers; as dates they are hidden by their shape, whether they are cells or not."""
        stamps = column.dt.tz_convert(None) if column.dt.tz is not None else column
        seconds = ((stamps - pd.Timestamp(0)) / pd.Timedelta("1s")).drop_duplicates().abs()
        days = (column.dt.year * 10000 + column.dt.month * 100 + column.dt.day).drop_duplicates()
        self.alone.extend(float(day) for day in days)
        self.alone.extend(float(second) * scale for second in seconds for scale in (1, 1e3, 1e6, 1e9))


def parts(cells: Cells, text: str) -> list[Part]:
    """Split a text into what may be shown and what is hidden."""
    text = _form(_LEFT_OUT.sub("", _ANSI.sub("", text).replace("⟦", "[").replace("⟧", "]")))
    pieces: list[Part] = [text]
    passes: list[tuple[re.Pattern[str] | None, Replace]] = [
        (_whole_cells(cells, text), lambda found: _whole_cell(cells, found)),
        (CUT_OFF, _as_written),
        (DATE, _as_written),
        (WORD, lambda found: _word(cells, found[0])),
        (CODED, _as_written),
        (SPACED, lambda found: _number(cells, found)),
        (NUMBER, lambda found: _number(cells, found)),
    ]
    for pattern, replace in passes:
        if pattern:
            pieces = [new for piece in pieces for new in _applied(pattern, replace, piece)]
    return [str(piece) if isinstance(piece, Kept) else piece for piece in pieces]


class Kept(str):
    """Text that a later rule does not look into, such as the name of a column."""


def _applied(pattern: re.Pattern[str], replace: Replace, piece: Part) -> Iterator[Part]:
    if isinstance(piece, (tuple, Kept)):
        yield piece
        return
    end = 0
    for found in pattern.finditer(piece):
        if (new := replace(found)) is not None:
            yield piece[end : found.start()]
            yield from new
            end = found.end()
    yield piece[end:]


def _whole_cells(cells: Cells, text: str) -> re.Pattern[str] | None:
    """A pattern of the cells and of the names of columns that occur in a text, the longest first."""
    folded = text.casefold()
    both = folded + "\n" + " ".join(folded.split())
    found = {spelling: _bounded(spelling) for spelling in cells.texts if spelling in both}
    names = (name for name in cells.names if any(map(str.isalpha, name)))  # years are names, and cells too
    found |= {name: _bounded(name, always=True) for name in names if name in both}
    longest = sorted(found, key=len, reverse=True)
    return re.compile("|".join(found[one] for one in longest), re.IGNORECASE) if found else None


def _bounded(spelling: str, always: bool = False) -> str:
    """A pattern of a spelling; a short one, or a name, must stand alone."""
    escaped = r"\s+".join(re.escape(word) for word in spelling.split())
    apart = always or len(spelling) < 4
    before = r"(?<![^\W_])" if apart and spelling[0].isascii() and spelling[0].isalnum() else ""
    after = r"(?![^\W_])" if apart and spelling[-1].isascii() and spelling[-1].isalnum() else ""
    return before + escaped + after


def _whole_cell(cells: Cells, found: re.Match[str]) -> list[Part]:
    folded = " ".join(found[0].casefold().split())
    if folded in cells.names:
        return [Kept(found[0])]
    text = cells.texts.get(folded, found[0])
    return [(f"text:{text}", text)]


def _as_written(found: re.Match[str]) -> list[Part]:
    return [(f"shape:{found[0]}", found[0])]


def _word(cells: Cells, word: str) -> list[Part] | None:
    folded = word.casefold()
    if folded in cells.words:
        return [(f"word:{folded}", word)]
    return [Kept(word)] if folded in FREE_WORDS else None


def _number(cells: Cells, found: re.Match[str]) -> list[Part] | None:
    """Hide a number that is a cell, as a whole, else in its parts: `1,2` may be two numbers."""
    token = found[0]
    scale = _SCALE.match(found.string, found.end())
    factor = _SCALES[scale[1] if scale[1] in _SCALES else scale[1].lower()] if scale else 1.0
    if _is_cell(cells, token, factor):
        return [(f"number:{_normal(token)}", token)]
    if " " in token or not re.search(r"[,'’_\u00a0\u202f]|\..*\.", token):
        return None
    pieces = re.split(r"([,'’_\u00a0\u202f])", token)
    shown: list[Part] = []
    for piece in pieces:
        inner = re.split(r"(\.)", piece) if piece.count(".") > 1 else [piece]
        shown += [(f"number:{_normal(p)}", p) if _is_cell(cells, p, factor) else Kept(p) for p in inner]
    return shown


def _is_cell(cells: Cells, token: str, factor: float) -> bool:
    return any(
        cells.is_hidden(number * by, unit * by) for number, unit in readings(token) for by in {1.0, factor}
    )


def readings(token: str) -> list[tuple[float, float]]:
    """The numbers that a token may stand for, without sign, each with the unit of its last digit."""
    body, _, exponent = token.strip().lstrip("+-−$€£¥ ").lower().partition("e")
    if exponent and not re.fullmatch(r"[-+]?\d{1,4}", exponent):
        return []
    plain = re.sub(r"[,'’_ \u00a0\u202f]", "", body) if _GROUPED.fullmatch(body) else body
    european = re.sub(r"[.'’ \u00a0\u202f]", "", body).replace(",", ".")
    written = {plain} if _PLAIN.fullmatch(plain) else set()
    if _GROUPED_BY_POINTS.fullmatch(body) or re.fullmatch(r"\d+,\d+", body):
        written.add(european)
    return [_value(one, int(exponent or 0)) for one in written]


def _value(written: str, exponent: int) -> tuple[float, float]:
    """The unit is that of the last digit that is no zero, as `48214.0` and `48200` were rounded."""
    whole, _, decimals = written.partition(".")
    decimals, digits = decimals.rstrip("0"), whole.lstrip("0").rstrip("0")
    places = len(decimals) or (len(digits) - len(whole.lstrip("0")) if len(digits) > 2 else 0)
    return float(f"{written}e{exponent}"), float(f"1e{exponent - places}")


def _normal(token: str) -> str:
    """The same key for one number, whatever its separators and trailing zeros."""
    found = readings(token)
    return repr(found[0][0]) if len(found) == 1 else token


def _within(ordered: Any, number: float, wide: float) -> int:
    """How many of the sorted numbers are nearer than `wide`."""
    if isinstance(ordered, list):
        return bisect.bisect_right(ordered, number + wide) - bisect.bisect_left(ordered, number - wide)
    low, high = ordered.searchsorted(number - wide, "left"), ordered.searchsorted(number + wide, "right")
    return int(high - low)


def _spellings(text: str) -> set[str]:
    """How a text may be written out: as it is, as repr and JSON escape it, in other forms of Unicode."""
    shapes = (text, text.lower(), repr(text)[1:-1], ascii(text)[1:-1], json.dumps(text)[1:-1])
    return {" ".join(_form(shape).casefold().split()) for shape in shapes}


def _form(text: str) -> str:
    """One form of what looks the same, without what upper and lower case change: the dots of i, and ß."""
    return unicodedata.normalize("NFKC", text).translate(_ONE_CASE)
