"""What a single cell of text is: a number, a date, a time, a mark for a missing value, or words."""

import re
from functools import lru_cache

from agents.in_session.reading.calendar.shapes import shape_of
from agents.in_session.reading.values.words import NUMBER_MISSING, PANDAS_MISSING

PADDING = "\ufeff \t\0\r\n\x1a\u00a0\u3000"
"""What surrounds a text or stands for none: spaces of all kinds, NUL bytes, the end of file of DOS."""

Kind = str
"""One of: blank, missing, date, time, number, text."""

_CODES = (
    "USD|EUR|GBP|JPY|CNY|KRW|INR|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|ILS|THB|VND|HKD|SGD|"
    "TWD|IDR|MYR|PHP|NGN|KZT|BRL|MXN|ZAR|zł|Kč|Ft|TL|Rp|RM|lei|грн|тг|R"
)
_ABBREVIATIONS = "Rs|kr|Fr|fr|lv|лв|руб|din|дин"
"""Names of money that are written with a point behind them, or without."""
SIGNS = "$¢£¤¥֏؋৲৳৻૱௹฿៛\u20a0-\u20cf﷼﹩＄￠￡￥￦"
"""The signs of currencies, all that Unicode has."""
MINUS = "\u2212△▲"
"""Other signs for minus; the triangles are those of Japanese offices."""
DASH = rf"[{SIGNS}]\s*-"
"""How ledgers write that there is no money: `$ -`."""
_SIGN = rf"[-+{MINUS}]?"
_NAMED = rf"(?:{_ABBREVIATIONS}|{_CODES})"
_MONEY = rf"(?:[A-Z]{{0,3}}[{SIGNS}\\]|[%‰](?=\s?\d)|(?:{_ABBREVIATIONS})\.|{_NAMED}(?=\s))"
_GROUPED = r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{2,3})*[.,'’ \u00a0\u202f]\d{3}(?:[.,]\d+)?"
_BODY = rf"(?:{_GROUPED}|\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?"
_TAIL = rf"(?:\s?(?:%|‰|[{SIGNS}元円원])|\s(?:(?:{_ABBREVIATIONS}|р)\.?|{_NAMED})|[.,][-–—]{{1,2}})?"
NUMBER = re.compile(
    rf"{_SIGN}\s?{_MONEY}?\s?{_SIGN}{_BODY}{_TAIL}|{_MONEY}?\({_MONEY}?\s?{_BODY}{_TAIL}\)"
    rf"|{_MONEY}?\s?\d[\d.,'’ \u00a0\u202f]*[.,]\d{{2,3}}\s?-{_TAIL}|{_SIGN}[Ii]nf(?:inity)?"
    rf"|{DASH}"
)

TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?|\d{1,2}\.\d{2}\.\d{2}")

_NARROW = {0xFF01 + place: 0x21 + place for place in range(94)}
"""The ASCII characters, by those that are as wide as ideographs."""


@lru_cache(maxsize=200_000)
def kind(cell: str) -> Kind:
    """Tell what a cell looks like by itself; its column may know better."""
    text = cell.strip(PADDING)
    if not text:
        return "blank"
    if text.isdecimal():
        return "number"
    if text in PANDAS_MISSING or text in NUMBER_MISSING:
        return "missing"
    if shape_of(text):
        return "date"
    if TIME.fullmatch(text):
        return "time"
    return "number" if is_number(text) else "text"


def is_number(text: str) -> bool:
    """Tell whether a text is a number in any format, with or without a currency or percent sign."""
    return bool(NUMBER.fullmatch(text) or (not text.isascii() and NUMBER.fullmatch(text.translate(_NARROW))))


def is_blank(cell: str) -> bool:
    """Tell whether nothing is written in the cell; NUL bytes are padding."""
    return not cell.strip(PADDING)


def is_value(cell: str) -> bool:
    """Tell whether the cell is a number, a date or a time: what headers and titles seldom are."""
    return kind(cell) in {"number", "date", "time"}


def filled(cells: list[str]) -> int:
    """Count the cells in which something is written."""
    return sum(not is_blank(cell) for cell in cells)
