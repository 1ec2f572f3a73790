"""Numbers in words, such as `twenty-one` and `三つ`, and shares: `one in three`, `two thirds of`, `1/3`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.tracing.language.blanks import blanked

_SMALL = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: number for number, word in enumerate(_SMALL)}
_VALUES |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_ROUND = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_VALUES |= dict.fromkeys(("ein", "eine", "einem", "eines", "einer", "un"), 1)
_VALUES |= {"zwei": 2, "drei": 3, "vier": 4, "deux": 2, "trois": 3}
_PARTS |= {
    "hälfte": 2,
    "moitié": 2,
    "drittel": 3,
    "tiers": 3,
    "viertel": 4,
    "quart": 4,
    "fünftel": 5,
}
_KANJI = {kanji: number for number, kanji in enumerate("一二三四五六七八九十", 1)}
_COUNTERS = "つ種個件人回か国カ国ヶ月年名位匹羽校社店类个组種"

_UNITS = "|".join(_SMALL[1:10])
_EDGES = r"(?<![\w-])", r"(?![\w-])"
_CARDINAL = re.compile(
    rf"{_EDGES[0]}(?:(?P<few>a|{_UNITS}) (?P<round>{'|'.join(_ROUND)})"
    rf"|(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<unit>{_UNITS}))?"
    rf"|(?P<small>{'|'.join(word for word in _SMALL if word != 'one')})){_EDGES[1]}"
    r"(?P<half> and a half\b)?",
    re.IGNORECASE,
)
_KANJI_WORD = re.compile(rf"(?<![\u4e00-\u9fff])[二三四五六七八九十](?=[{_COUNTERS}])")
_COUNT = rf"(?:{'|'.join(_SMALL[1:])}|{'|'.join(_TENS)})"
_RATIO = re.compile(r"(?<![\d:.,/])(?P<part>\d{1,3})[:∶](?P<whole>\d{1,3})(?![\d:/]|[.,]\d)")
_SHARES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_EDGES[0]}(?P<part>{_COUNT}) (?:in|out of)(?: every)? (?P<whole>{_COUNT}){_EDGES[1]}",
        r"(?<![\w/.,-])(?P<part>\d{1,2}) (?:in|out of)(?: every)? (?P<whole>\d{1,2})(?![\w/-]|[.,]\d)",
        r"(?<![\w/.,-])(?P<part>\d{1,3}) out of(?: every)? (?P<whole>\d{1,3})(?![\w/-]|[.,]\d)",
        r"(?<![\w/.,-])(?P<part>\d)/(?P<whole>\d{1,2})(?![\w/-]|[.,]\d)",
        r"(?<![\d.,])(?P<whole>\d{1,2})分[の之](?P<part>\d{1,2})(?!\d)",
        r"(?P<whole>[二三四五六七八九十])分[の之](?P<part>[一二三四五六七八九])",
        r"(?<![\d.,])(?P<whole>\d{1,2})(?:명|개|건|곳) 중 (?P<part>\d{1,2})(?!\d)",
        r"(?<![\d.,])(?P<whole>\d{1,2})분의 (?P<part>\d{1,2})(?!\d)",
        rf"{_EDGES[0]}(?:(?P<part>an?|{_UNITS})[ -])?(?P<whole>half|third|quarter|fourth|fifth|tenth)s?"
        r"(?= (?:of|are|is|were|was|have|has)\b)",
        rf"{_EDGES[0]}(?P<part>{_UNITS})[ -](?P<whole>third|quarter|fourth|fifth|tenth)s(?!\w)",
        r"(?<!\w)(?P<part>ein(?:e|em|es|er)?|zwei|drei|vier) (?P<whole>drittel|viertel|fünftel)(?!\w)",
        r"(?<!\w)(?P<part>un|deux|trois) (?P<whole>tiers|quart)s?(?! d'heure)(?!\w)",
        r"(?<!\w)(?:die|der|zur|la) (?P<whole>hälfte|moitié)(?!\w)",
    )
)
_NO_SHARE = re.compile(r"\b(?:first|second|other|latter|last|each|this|that|and a)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words and its value; of a share in digits also its two numbers, should it be none."""

    start: int
    end: int
    value: float
    share: bool = False
    ratio: bool = False
    factor: bool = False
    parts: tuple[tuple[int, int, int], ...] = ()

    @property
    def half(self) -> float:
        """A share is what one says for anything near it; `62 out of 100` is nearer than `one in three`."""
        near = 0.06 * self.value if self.share or self.ratio or self.factor else 0.0
        return min(near, 0.5 / self.parts[-1][2]) if self.parts else near


def spelled_in(flat: str) -> Iterator[Spelled]:
    """Find them; what is part of a share is not found again."""
    for pattern in _SHARES:
        for match in pattern.finditer(flat):
            if found := _share(flat, match):
                yield found
                flat = blanked(flat, [(found.start, found.end)])
    for match in _RATIO.finditer(flat):
        if found := _ratio(match):
            yield found
    for match in _CARDINAL.finditer(flat):
        yield Spelled(match.start(), match.end(), _cardinal(match) + 0.5 * bool(match["half"]))
    for match in _KANJI_WORD.finditer(flat):
        yield Spelled(match.start(), match.end(), _KANJI[match.group()])


def _cardinal(match: re.Match[str]) -> float:
    if match["round"]:
        return _VALUES.get(match["few"].lower(), 1) * _ROUND[match["round"].lower()]
    if match["tens"]:
        return _VALUES[match["tens"].lower()] + _VALUES[(match["unit"] or "zero").lower()]
    return _VALUES[match["small"].lower()]


def _share(flat: str, match: re.Match[str]) -> Spelled | None:
    """A true fraction; `the third of May` and `the second half of` are none."""
    part, whole = (match.groupdict().get("part") or "").lower(), match["whole"].lower()
    if whole in _PARTS and ((not part and _PARTS[whole] != 2) or _NO_SHARE.search(flat[: match.start()])):
        return None
    one, all_ = _value(part or "one"), _PARTS.get(whole) or _value(whole)
    if not 0 < one < all_:
        return None
    digits = (
        tuple((*match.span(name), _value(match[name])) for name in ("part", "whole"))
        if part.isdigit()
        else ()
    )
    return Spelled(match.start(), match.end(), one / all_, share=True, parts=digits)


def _ratio(match: re.Match[str]) -> Spelled | None:
    """`3:1`, which is a score too where both of its numbers are found."""
    one, other = int(match["part"]), int(match["whole"])
    parts = tuple((*match.span(name), int(match[name])) for name in ("part", "whole"))
    return (
        Spelled(match.start(), match.end(), one / other, ratio=True, parts=parts) if one and other else None
    )


def _value(word: str) -> int:
    return int(word) if word.isdecimal() else _VALUES.get(word) or _KANJI.get(word, 1)
