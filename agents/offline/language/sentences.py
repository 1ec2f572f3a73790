"""Where the sentences of a question begin and end."""

import re
from collections.abc import Iterator

SENTENCE = re.compile(
    r"(?<=[.?!;])(?<!Inc\.)(?<!No\.)(?<!vs\.)(?<!Corp\.)(?<!e\.g\.)\s+(?=[A-Z\d\"'(@-])|\n+"
)
"""What parts two sentences; a full stop inside a number or an abbreviation ends none."""


def spans(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """The beginning and the end of each sentence from `start` on."""
    for m in SENTENCE.finditer(text, start):
        yield start, m.start()
        start = m.end()
    yield start, len(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for a, b in spans(text) if (part := text[a:b].strip())]


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """The sentence, or the line, in which a place stands."""
    return next(((a, b) for a, b in spans(text) if place < b), (0, len(text)))
