"""How numbers are written: decimal mark, thousands separators, currency and percent signs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from agents.in_session.reading.cells import MINUS, NUMBER
from agents.in_session.reading.units import is_unit


@dataclass(frozen=True)
class NumberFormat:
    """The marks of a number; `pandas.read_csv` takes both where they are single ASCII characters."""

    decimal: str = "."
    thousands: str = ""

    def fits(self, text: str) -> bool:
        """Tell whether a text is a number in this format and nothing else."""
        return bool(_pattern(self).fullmatch(text))

    def arguments(self) -> dict[str, str]:
        """Return what `pandas.read_csv` must be told."""
        marks = {"decimal": self.decimal, "thousands": self.thousands}
        return {
            name: mark
            for name, mark in marks.items()
            if mark not in {"", "."} or (name, mark) == ("thousands", ".")
        }


PLAIN = NumberFormat()
COMMA = NumberFormat(",")
FORMATS = (
    PLAIN,
    COMMA,
    NumberFormat(".", ","),
    NumberFormat(",", "."),
    NumberFormat(".", " "),
    NumberFormat(",", " "),
    NumberFormat(".", "'"),
    NumberFormat(",", "'"),
)
"""The formats that are tried, the plainer first."""


@cache
def _pattern(form: NumberFormat) -> re.Pattern[str]:
    decimal = re.escape(form.decimal)
    whole = r"\d+"
    if form.thousands:
        mark = re.escape(form.thousands)
        # India groups by two above the last three digits.
        whole = rf"(?:[1-9]\d{{0,2}}(?:{mark}\d{{3}})+|[1-9]\d?(?:{mark}\d{{2}})+{mark}\d{{3}}|\d+)"
    return re.compile(
        rf"[-+]?(?:(?:{whole}(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][-+]?\d+)?|[Ii]nf(?:inity)?)"
    )


def is_number(text: str) -> bool:
    """Tell whether a text is a number in any format, with or without a currency or percent sign."""
    return bool(NUMBER.fullmatch(text))


def find_format(columns: Iterable[Iterable[str]], sep: str) -> NumberFormat:
    """Return the format that reads most columns of a file.

    In doubt a comma in a `;` file marks decimals and a point before three digits thousands.
    """
    columns = [[_bare(text) if set(text) - _PLAIN else text for text in column] for column in columns]
    order = (
        (COMMA, FORMATS[3], PLAIN, *FORMATS[2:]) if sep == ";" else (PLAIN, FORMATS[2], COMMA, *FORMATS[3:])
    )
    if all(text.lstrip("+-").isdigit() for column in columns for text in column):
        return PLAIN
    scores = [sum(all(map(form.fits, column)) for column in columns) for form in order]
    return order[scores.index(max(scores))] if columns else PLAIN


def is_guess(form: NumberFormat, columns: Iterable[Iterable[str]]) -> bool:
    """Tell whether nothing in a file proves that its points mark thousands: no comma, no number with two."""
    numbers = (text for column in columns for text in column)
    return form.thousands == "." and not any("," in text or text.count(".") > 1 for text in numbers)


@dataclass(frozen=True)
class Cleaning:
    """What makes numbers of texts that pandas cannot read: all but `kept` goes, `decimal` becomes a point."""

    kept: str
    decimal: str = "."
    brackets: bool = False
    minus: str = ""
    """Other signs for minus that the column has."""
    behind: bool = False
    """Whether the minus stands behind the digits, as in ledgers."""

    def expression(self) -> str:
        """Return Python that cleans the column `c` of the table `t`."""
        code = "t[c]"
        if self.brackets:
            code += r'.str.replace("(", "-")'
        if self.minus:
            code += f'.str.replace(r"[{self.minus}]", "-", regex=True)'
        code += f'.str.replace(r"[^{self.kept}]", "", regex=True)'
        if self.behind:
            code += r'.str.replace(r"^(.+)-$", r"-\1", regex=True)'
        if self.decimal == ",":
            code += '.str.replace(",", ".")'
        return f"pd.to_numeric({code})"


def find_cleaning(values: Mapping[str, int], usual: NumberFormat, sep: str) -> Cleaning | None:
    """Return how to make numbers of the texts of one column, or None where that would guess."""
    bare = [_bare(text) for text in values]
    form = usual if all(map(usual.fits, bare)) else find_format([bare], sep)
    if not all(map(form.fits, bare)):
        return None
    text = "".join(values)
    exponent = "eE+" if re.search(r"\d[eE][-+]?\d", text) else ""
    minus = "".join(sign for sign in MINUS if sign in text)
    behind = any(map(_MINUS_BEHIND.search, values))
    return Cleaning(rf"\d{form.decimal}{exponent}-", form.decimal, "(" in text, minus, behind)


def sign_of(values: Iterable[str]) -> str:
    """Return the currency or percent sign that all texts share, or nothing."""
    signs = {re.sub(rf"[-+{MINUS}()\d.,'’\s]", "", text) for text in values}
    # In the encodings of Japan the backslash is the sign of the yen.
    return signs.pop().replace("\\", "¥") if len(signs) == 1 else ""


def is_measured(values: Iterable[str]) -> bool:
    """Tell whether all texts are numbers with the same unit behind them: `68.7 kg`."""
    found = [_MEASURED.fullmatch(text) for text in values]
    units = {match[1] for match in found if match}
    return all(found) and len(units) == 1 and is_unit(units.pop().strip())


_LETTERS = r"[^\W\d_]"
_MEASURED = re.compile(
    rf"[-+]?\d[\d.,]*(\s{_LETTERS}{{1,9}}|{_LETTERS}{{2,9}}|\s?°[CFK]?|\s?{_LETTERS}{{1,4}}/{_LETTERS}{{1,4}})"
)
_PLAIN = frozenset("0123456789.,-+")
_MINUS_BEHIND = re.compile(r"\d\s?-\D*$")


def _bare(text: str) -> str:
    """Leave digits, marks and sign: `($1’200.50)` gives `-1'200.50`."""
    number = re.search(r"\d[\d.,'’ \u00a0\u202f]*(?:[eE][-+]?\d+)?|[.,]\d+", text)
    digits = re.sub(r"[ \u00a0\u202f]", " ", number[0].strip()).replace("’", "'") if number else ""
    negative = any(mark in text.split(digits[:1])[0] for mark in f"-({MINUS}") if digits else False
    return ("-" if negative else "") + digits
