"""How outputs are cut into blocks of lines, and how much of them is looked at."""

from collections.abc import Iterator, Sequence

MAX_LINES = 400
"""Lines of a block, or above a number, that are looked at for labels and heads."""

MAX_LITERAL = 20_000
"""Characters of a literal that is read."""


def blocks_of(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines without an empty one between them, with the place of the first."""
    begin, block = 0, list[str]()
    for at, line in enumerate([*lines, ""]):
        if line.strip():
            block.append(line)
            continue
        if block:
            yield begin, block
        begin, block = at + 1, []


def begin_of(lines: Sequence[str], line: int) -> int:
    """The first line of the block that a line is in."""
    while line > 0 and lines[line - 1].strip():
        line -= 1
    return line
