"""Texts without what is not to be read: markup, or blanks in its place so that all else stays where it is."""

import re
from collections.abc import Iterable

LONG = re.compile(r"\d{61,}")
"""Rows of digits that are no number: to look for one in each part of them would take too long."""


_MARKUP = re.compile(r"[*_`\"'“”「」]")


def bare(text: str) -> str:
    """The text without the signs of Markdown and without quotes."""
    return _MARKUP.sub("", text)


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks at these places; its lines stay lines."""
    parts, at = list[str](), 0
    for start, end in sorted(spans):
        begin = max(start, at)
        parts += text[at:begin], re.sub(r"[^\n]", " ", text[begin:end])
        at = max(end, at)
    return "".join(parts) + text[at:]


def without(pattern: re.Pattern[str], text: str) -> str:
    """The text with blanks for what a pattern finds in it."""
    return blanked(text, (match.span() for match in pattern.finditer(text)))
