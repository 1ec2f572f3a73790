"""How numbers are written in many countries: the patterns by which they are found."""

import re

# Every character stands for one character, so that positions stay what they are.
PLAIN = str.maketrans(
    "０１２３４５６７８９．，％＋－：（）　−﹣’\u202f\u2009\u2007",
    "0123456789.,%+-:() --'\u00a0\u00a0\u00a0",
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
    "trillion": 1e12,
    "十": 1e1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "億": 1e8,
    "亿": 1e8,
    "兆": 1e12,
}
CORE = r"""
    \d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d|[.,]\d)           # 1,234,567.8
  | \d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d|[.,]\d)     # 12,34,567
  | \d{1,3}(?:\.\d{3})+,\d+(?!\d|[.,]\d)                # 1.234,5
  | \d{1,3}(?:\.\d{3}){2,}(?!\d|[.,]\d)                 # 1.234.567
  | \d{1,3}(?:[ '\u00a0]\d{3})+(?:[.,]\d+)?(?!\d|[.,]\d)  # 1 234 567,8
  | (?<!\d,)\d+,\d+(?!\d|[.,]\d)                        # 3,5
  | \d+(?:\.\d+)?(?!\d|\.\d)                            # 1234.5
  | (?<![\w)])\.\d+(?!\d|\.\d)                          # .5
"""
POWER = r"""
    [eE][+-]?\d+
  | \s?(?:×|x|\*|·|\\times|\\cdot)\s?10(?:(?:\^|\*\*)\{?[+-]?\d+\}?|<sup>[+-]?\d+</sup>|[⁺⁻⁰¹²³⁴-⁹]+)
"""
NUMBER = re.compile(
    rf"""
    (?<![A-Za-z_\d\u00c0-\u024f^]) (?<!\d\.) (?<!\^\{{) (?<![A-Za-z]-)
    (?P<sign>(?<![A-Za-z0-9_)\]%.])[-+–](?=[$€£¥￥₩]?\s?[\d.]))?
    (?P<money>(?:[$€£¥￥₩]|US\$|(?:USD|EUR|JPY|GBP|CNY)\s?)\s?)?
    (?P<core>{CORE})
    (?P<power>{POWER})?
    """,
    re.VERBOSE,
)
CONTINENTAL = re.compile(
    r"\b(?:und|der|das|ist|sind|mit|im|für|nur|les|des|est|sont|pour|dans|los|las|está|del|della|sono|het|een|och|är)\b"
)
CODED_MONEY = re.compile(r"\b(?:USD|EUR|JPY|GBP|CNY)(?=\d)")
TEN_TO = re.compile(r"\^\{?([+-]?\d+)\}?|([⁺⁻⁰¹²³⁴-⁹]+)")
PERCENT = re.compile(
    r"\s?(?:%|percent(?:age[ -]points?)?\b|per cent\b|pct\b|pp\b|パーセント|ポイント|个百分点)"
)
PER_MILLE = re.compile(r"\s?‰")
TENTHS = re.compile(r"\s?割(?!引)")
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
ORDINAL = re.compile(r"(?:st|nd|rd|th)\b|位")
LETTERS = re.compile(r"\s?((?i:thousand|millions?|billions?|trillion|mn|bn))\b|(\s?)([kKMB])(?![A-Za-z0-9])")
CJK = re.compile(r"[十百千]?[万萬億亿兆]|[百千]")
CJK_NEXT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
