"""Words for the ends of an order, what some of them measure, and how many are asked for."""

import re

from agents.offline.vocabulary.patterns import by_word, whole_words, word_set

COUNTS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
HIGH = word_set("""
    highest largest greatest biggest maximum max top best longest heaviest oldest tallest furthest farthest
    happiest richest deadliest busiest warmest hottest strongest fastest newest latest wealthiest widest
    deepest hardest peak safest priciest costliest strictest cleanest healthiest
""")
LOW = word_set("""
    lowest smallest fewest minimum min bottom worst shortest lightest youngest cheapest unhappiest poorest
    coldest coolest slowest weakest narrowest earliest shallowest nearest closest
""")
HIGHEST = whole_words(rf"(?<!at )most(?! negative)|least negative|{'|'.join(HIGH)}|最大|最高|最も多い?")
LOWEST = whole_words(rf"(?<!at )least(?! negative)|most negative|{'|'.join(LOW)}|最小|最低|最も少ない?")
MEASURES = by_word(
    {
        "age": "old older younger oldest youngest",
        "mass weight": "weigh heavy heavier heaviest lighter lightest",
        "height": "tall tallest",
        "length": "longest shortest",
        "price cost": "expensive cheapest",
        "happiness": "happiest unhappiest",
        "temperature": "warmest coldest hottest",
    }
)
"""Words that name what they measure, without its name."""
ENDS = dict.fromkeys(("most", "strongest", *HIGH), "max") | dict.fromkeys(("least", *LOW), "min")
ENDS |= {"earliest": "first", "latest": "last"}
"""The end of an order that each word means."""
COUNT = rf"(\d+|{'|'.join(list(COUNTS)[2:])})"
TOP = re.compile(
    rf"\b(?:top|bottom|first|last|best|worst|highest|largest|lowest|smallest)[\s-]+{COUNT}\b"
    rf"|\b{COUNT}\s+(?:[\w-]+\s+){{0,3}}?"
    r"(?:highest|largest|most|biggest|lowest|smallest|heaviest|oldest|best|worst)"
    r"|(?:上位|下位)\s*(\d+)",
    re.IGNORECASE,
)


def top_count(text: str) -> int:
    """How many rows a `top 5` asks for; 0 where none is asked."""
    found = TOP.search(text)
    word = next((group for group in found.groups() if group), "") if found else ""
    return number(word) if word else 0


def number(text: str) -> int:
    """A whole number in digits or in words; 0 for other words."""
    digits = text.replace(",", "")
    return int(digits) if digits.isdigit() else COUNTS.get(text.casefold(), 0)
