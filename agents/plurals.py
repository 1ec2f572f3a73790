"""Counts with their nouns."""


def counted(number: float, noun: str) -> str:
    """Such as `1 file`, `2 files` or `1,000 files`."""
    return f"{number:,.10g} {noun}" if number == 1 else f"{number:,.10g} {noun}s"
