"""How numbers are written: decimal mark, thousands separators, currency and percent signs."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from unicodedata import normalize

from agents.in_session.reading.values.cells import DASH, MINUS, is_number
from agents.in_session.reading.values.units import is_unit


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
        rf"[-+]?(?:(?:{whole}(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][-+]?\d+)?|[Ii]nf(?:inity)?)", re.ASCII
    )


def find_format(columns: Iterable[Mapping[str, int]], sep: str, *, points: bool = False) -> NumberFormat:
    """Return the format that reads most columns of a file; each counts its distinct texts.

    In doubt a comma in a `;` file marks decimals and a point before three digits thousands. Where dates are
    written with `points` a comma marks decimals too, if no number under 1000 is without one.
    """
    columns = [column for column in columns if sep != "," or not are_choices(column)]
    form = _format_of(columns, sep)
    if form == FORMATS[2] and points and not any(map(_mixes_commas, columns)):
        return _format_of(columns, sep, (COMMA, *FORMATS[2:]))
    return form


def _mixes_commas(values: Iterable[str]) -> bool:
    """Tell whether numbers under 1000 stand without a comma beside some with one."""
    return any("," in text for text in values) and any(text.lstrip("+-").isdigit() for text in values)


def _format_of(
    columns: Iterable[Iterable[str]], sep: str, order: Sequence[NumberFormat] = ()
) -> NumberFormat:
    columns = [[_bare(text) if _needs_cleaning(text) else text for text in column] for column in columns]
    order = order or (
        (COMMA, FORMATS[3], PLAIN, *FORMATS[2:]) if sep == ";" else (PLAIN, FORMATS[2], COMMA, *FORMATS[3:])
    )
    if all(text.lstrip("+-").isdigit() for column in columns for text in column):
        return PLAIN
    scores = [sum(all(map(form.fits, column)) for column in columns) for form in order]
    return order[scores.index(max(scores))] if columns else PLAIN


def doubt(form: NumberFormat, sep: str, columns: Iterable[Iterable[str]]) -> str:
    """Say what is guessed of the marks in a file's numbers, with a place for a column's name; or nothing."""
    texts = [text for column in columns for text in column]
    if form.thousands == ".":
        if any(text.count(".") > 1 or {".", ","} <= set(text) for text in texts):
            return ""
        return "Points in {} are read as marks of thousands: a guess, as no number has two marks."
    if form == COMMA and sep != ";" and all(_IN_THREES.fullmatch(text) for text in texts if "," in text):
        return "Commas in {} are read as decimal marks: a guess, as the dates have points."
    return ""


def may_be_thousands(values: Collection[str]) -> bool:
    """Tell whether numbers with a decimal point, few as large as another, look like ones with thousands."""
    if len(values) < 3 or not all("." in text and _IN_THREES.fullmatch(text) for text in values):
        return False
    numbers = [float(text) for text in values]
    return max(numbers) > 100 and max(numbers) > 10 * min(numbers)


_IN_THREES = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def are_choices(values: Mapping[str, int]) -> bool:
    """Tell whether texts are choices out of a few, as surveys write them: `1,3`, `2,5`, each often."""
    lists = [[int(part) for part in text.split(",")] for text in values if _CHOICES.fullmatch(text)]
    several = [choices for choices in lists if len(choices) > 1]
    return (
        len(lists) == len(values)
        and len(several) > 2
        and all(a < b for choices in several for a, b in pairwise(choices))
        and sum(values.values()) >= 3 * len(values)
    )


def are_sections(values: Iterable[str]) -> bool:
    """Tell whether texts are chapters or versions, as `1.9`, `1.10`: numbers keep all zeros or none."""
    decimals = [text.rpartition(".")[2] for text in values if "." in text]
    written = [text for text in decimals if text != "0"]
    return len({len(text) for text in written}) > 1 and any(text.endswith("0") for text in written)


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
    beside: bool = False
    """Whether something with a point or comma of its own stands beside: `Fr. 5`, `5,-`."""
    wide: bool = False
    """Whether digits are as wide as ideographs."""
    dash: bool = False
    """Whether a dash behind the sign of money stands for 0."""

    def expression(self) -> str:
        """Return Python that cleans the column `c` of the table `t`."""
        code = "t[c]"
        if self.wide:
            code += '.str.normalize("NFKC")'
        if self.beside:
            code += f'.str.replace(r"{BESIDE}", "", regex=True)'
        if self.brackets:
            code += r'.str.replace("(", "-")'
        if self.minus:
            code += f'.str.replace(r"[{self.minus}]", "-", regex=True)'
        code += f'.str.replace(r"[^{self.kept}]", "", regex=True)'
        if self.dash:
            code += '.replace("-", "0")'
        if self.behind:
            code += r'.str.replace(r"^(.+)-$", r"-\1", regex=True)'
        if self.decimal == ",":
            code += '.str.replace(",", ".")'
        return f"pd.to_numeric({code})"


def find_cleaning(values: Mapping[str, int], usual: NumberFormat, sep: str) -> Cleaning | None:
    """Return how to make numbers of the texts of one column, or None where that would guess."""
    bare = [_bare(text) for text in values]
    form = usual if all(map(usual.fits, bare)) else _format_of([bare], sep)
    if not all(map(form.fits, bare)):
        return None
    if (
        form.decimal != usual.decimal
        and bare == list(values)
        and (are_choices(values) or are_sections(values))
    ):
        return None
    text = "".join(values)
    exponent = "eE+" if re.search(r"\d[eE][-+]?\d", text) else ""
    minus = "".join(sign for sign in MINUS if sign in text)
    return Cleaning(
        rf"\d{form.decimal}{exponent}-",
        form.decimal,
        "(" in text,
        minus,
        behind=any(map(_MINUS_BEHIND.search, values)),
        beside=any(map(_BESIDE.search, values)),
        wide=not all(character.isascii() for character in text if character.isdigit()),
        dash=any(map(_DASH.fullmatch, values)),
    )


def signs_of(values: Iterable[str]) -> set[str]:
    """Return the currency and percent signs of texts, an empty one where a text has none."""
    signs = {_NO_SIGN.sub("", normalize("NFKC", text)) for text in values}
    # In the encodings of Japan the backslash is the sign of the yen.
    return {sign.replace("\\", "¥") for sign in signs}


def is_measured(values: Iterable[str]) -> bool:
    """Tell whether all texts are numbers with the same unit behind them: `68.7 kg`."""
    found = [_MEASURED.fullmatch(text) for text in values]
    units = {match[1] for match in found if match}
    return all(found) and len(units) == 1 and is_unit(units.pop().strip())


def are_degrees(name: str, values: Iterable[str]) -> bool:
    """Tell whether a column is named as one of latitudes or longitudes, and holds such with points."""
    return bool(_DEGREES.search(name)) and all(re.fullmatch(r"-?\d{1,3}\.\d+", text) for text in values)


def are_flagged(values: Collection[str]) -> bool:
    """Tell whether texts are numbers, of which at most half have a flag behind them: `58.1`, `18.2 b`."""
    others = [text for text in values if not is_number(text)]
    return 0 < len(others) * 2 <= len(values) and all(map(_FLAGGED.fullmatch, others))


def flags_of(values: Collection[str]) -> list[str]:
    """Return the flags behind numbers, or none."""
    found = {text.rpartition(" ")[2] for text in values if _FLAGGED.fullmatch(text)}
    return sorted(found) if are_flagged(values) else []


def is_flag(text: str) -> bool:
    """Tell whether a text is a flag behind no number: `: c`."""
    return bool(_FLAGGED_MARK.fullmatch(text))


_DEGREES = re.compile(
    r"(?i)(?:^|[\W_])(?:lat|lon|lng|long|latitude|longitude|breite|breitengrad|länge|längengrad)(?:$|[\W_])"
)
_FLAGGED = re.compile(r"-?\d[\d.,]* [beprz]{1,2}")
"""A number with what statistics offices write behind it: a break in the series, estimated, provisional.
Letters that are units too, as in `5 d`, are left out."""
_FLAGGED_MARK = re.compile(r": ?[bcdefinprsuz]{1,2}")
_DASH = re.compile(DASH)
_LETTERS = r"[^\W\d_]"
_MEASURED = re.compile(
    rf"[-+]?\d[\d.,]*(\s{_LETTERS}{{1,9}}|{_LETTERS}{{2,9}}|\s?°[CFK]?|\s?{_LETTERS}{{1,4}}/{_LETTERS}{{1,4}})"
)
_PLAIN = frozenset("0123456789.,-+")
BESIDE = r"[^\W\d_]+\.|[.,][-–—]+"
"""What matches a shortened word and the dashes for no cents."""
_BESIDE = re.compile(BESIDE)
_NO_SIGN = re.compile(rf"(?<=\d)[eE](?=[-+\d])|[-–—+{MINUS}()\d.,'’\s]")
_NO_CENTS = re.compile(r"([.,])[-–—]+")
_CHOICES = re.compile(r"[1-9]\d?(?:,[1-9]\d?)*")
_MINUS_BEHIND = re.compile(r"\d\s?-\D*$")


def _needs_cleaning(text: str) -> bool:
    return bool(set(text) - _PLAIN) or text[-1:] == "-"


def _bare(text: str) -> str:
    """Leave digits, marks and sign: `($1’200.50)` gives `-1'200.50`."""
    if _DASH.fullmatch(text):
        return "0"
    text = _NO_CENTS.sub(r"\g<1>00", text if text.isascii() else normalize("NFKC", text))
    text = _BESIDE.sub("", text)
    number = re.search(r"\d[\d.,'’ \u00a0\u202f]*(?:[eE][-+]?\d+)?|[.,]\d+", text)
    digits = re.sub(r"[ \u00a0\u202f]", " ", number[0].strip()).replace("’", "'") if number else ""
    negative = any(mark in text.split(digits[:1])[0] for mark in f"-({MINUS}") if digits else False
    return ("-" if negative else "") + digits
