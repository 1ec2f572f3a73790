"""How words of a table become a pattern."""

import re

LETTER = "A-Za-z"


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def whole_words(words: str) -> re.Pattern[str]:
    """Whole words in English; anywhere in Japanese, which sets no spaces."""
    return re.compile(rf"(?<![{LETTER}])(?:{words})(?![{LETTER}])", re.IGNORECASE)


def any_of(words: str) -> re.Pattern[str]:
    """A pattern over whole English words, in either case."""
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def by_word(groups: dict[str, str]) -> dict[str, str]:
    """From `name: words` to the name of each word."""
    return {word: name for name, words in groups.items() for word in words.split()}
