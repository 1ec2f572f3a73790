"""How numbers are written in many countries: the patterns by which they are found."""

import re

# Every character stands for one character, so that positions stay what they are.
PLAIN = str.maketrans(
    "０１２３４５６７８９．，％＋－：（）　−﹣’\u202f\u2009\u2007",
    "0123456789.,%+-:() --'\u00a0\u00a0\u00a0",
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
SCALES = {
    **dict.fromkeys(("k", "thousand", "tausend", "tsd", "mille", "milliers", "mil"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions", "millionen", "millones"), 1e6),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("milliard", "milliards", "miljard"), 1e9),
    "trillion": 1e12,
    **dict.fromkeys("十십", 1e1),
    **dict.fromkeys("百백", 1e2),
    **dict.fromkeys("千천", 1e3),
    **dict.fromkeys("万萬만", 1e4),
    **dict.fromkeys("億亿억", 1e8),
    **dict.fromkeys("兆조", 1e12),
}
CORE = r"""
    \d{1,3}(?:(?:,|\{,\})\d{3})+(?:\.\d+)?(?!\d|[.,]\d)   # 1,234,567.8; in formulas 1{,}234
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
    r"\b(?:und|der|das|ist|sind|mit|im|für|nur|mehr|als|etwa|rund|Rund|Etwa|Tsd|Mio|Mrd|liegt|beträgt|insgesamt|les|des|est|sont|pour|dans|"
    r"el|es|son|una|con|fue|los|las|está|más|por|del|della|sono|het|een|och|är|foi|teve|houve|maior|menor|média|são|não|dos|uma)\b"
)
"""Words of languages that write a thousand as 1.000."""
CODED_MONEY = re.compile(r"\b(?:USD|EUR|JPY|GBP|CNY)(?=\d)")
TEN_TO = re.compile(r"\^\{?([+-]?\d+)\}?|([⁺⁻⁰¹²³⁴-⁹]+)")
PERCENT = re.compile(
    r"\s?(?:\\?%(?:p\b)?|percent(?:age[ -]points?)?\b|per cent\b|pct\b|pp\b|"
    r"Prozent(?:punkte?n?)?\b|pour cent\b|por ciento\b|"
    r"points? de pourcentage\b|パーセント|ポイント|퍼센트(?:포인트)?|个百分点)"
)
PERCENT_BEFORE = re.compile(r"百分之$")
PER_MILLE = re.compile(r"\s?(?:‰|per (?:thousand|mille)\b|Promille\b)")
TENTHS = re.compile(r"\s?割(?!引)")
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
ORDINAL = re.compile(r"(?:st|nd|rd|th)\b|位")
LETTERS = re.compile(
    rf"\s?((?i:{'|'.join(word for word in SCALES if len(word) > 1)}))\b|(\s?)([kKMB])(?![A-Za-z0-9])"
)
CJK = re.compile(r" ?[十百千십백천]?[万萬億亿兆만억조]|[百千백천]")
CJK_NEXT = re.compile(
    r"\s?(\d{1,3}(?:,\d{3})+|\d+)(?=[십백천만억조])|(?<=[만억조])\s?(\d{4})(?!\d)|(\d{1,3}(?:,\d{3})+|\d+)"
)
