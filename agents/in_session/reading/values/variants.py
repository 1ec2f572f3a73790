"""Categories that are written in more than one way, and would be counted apart."""

from collections.abc import Collection

_FEW = 200
"""A column with more distinct texts holds no categories."""


def variants_note(name: str, texts: Collection[str]) -> str:
    """Say which of a column's distinct texts differ only in case or in spaces; nothing where none do."""
    if len(texts) > _FEW:
        return ""
    groups: dict[str, list[str]] = {}
    for text in sorted(texts):
        groups.setdefault(" ".join(text.split()).casefold(), []).append(text)
    alike = [group for group in groups.values() if len(group) > 1]
    if not alike:
        return ""
    example = ", ".join(f'"{text[:30]}"' for text in alike[0][:3])
    return f"{name}: {sum(map(len, alike))} values differ only in case or spaces, such as {example}."
