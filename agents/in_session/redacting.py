"""Finds the cells of tables in texts. It runs in a session where no code of a model ever runs.

Whatever the rules leave open is decided for hiding: the person gets the values back, the model never does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from agents.in_session.redacting_cells import Cells
from agents.in_session.redacting_numbers import NUMBER, SPACED, normal, readings, scaled
from agents.in_session.redacting_shapes import CODED, CUT_OFF, DATE
from agents.in_session.redacting_words import FREE_WORDS, WORD, form

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LEFT_OUT = re.compile(r"[^\n]*\n… \d+ characters left out …\n[^\n]*")
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


class Hidden(NamedTuple):
    """What is hidden: its key, equal for equal values, how it is written, and whether few rows have it."""

    key: str
    written: str
    few: bool = False


class Kept(str):
    """Text that a later rule does not look into, such as the name of a column."""


Part = str | Hidden

Replace = Callable[[re.Match[str]], list[Part] | None]
"""Gives what stands for a match, or None where it may be shown."""


def parts(cells: Cells, text: str, printed: bool) -> list[str | tuple[str, str]]:
    """Split a text into what may be shown, and key and spelling of what is hidden.

    `printed` is what code put out: there, the numbers on the line of a small group are hidden too.
    """
    text = form(_LEFT_OUT.sub("", _ANSI.sub("", text).replace("⟦", "[").replace("⟧", "]")))
    pieces: list[Part] = [text]
    passes: list[tuple[re.Pattern[str] | None, Replace]] = [
        (_whole_cells(cells, text), lambda found: _whole_cell(cells, found)),
        (CUT_OFF, _as_written),
        (CODED, _as_written),
        (DATE, lambda found: _date(cells, found)),
        (WORD, lambda found: _word(cells, found[0])),
        (SPACED, lambda found: _number(cells, found)),
        (NUMBER, lambda found: _number(cells, found)),
    ]
    for pattern, replace in passes:
        if pattern:
            pieces = [new for piece in pieces for new in _applied(pattern, replace, piece)]
    if printed:
        pieces = [piece for line in _lines(pieces) for piece in _without_aggregates(line)]
    return [str(piece) if isinstance(piece, str) else (piece.key, piece.written) for piece in pieces]


def _applied(pattern: re.Pattern[str], replace: Replace, piece: Part) -> Iterator[Part]:
    if isinstance(piece, (Hidden, Kept)):
        yield piece
        return
    end = 0
    for found in pattern.finditer(piece):
        if (new := replace(found)) is not None:
            yield piece[end : found.start()]
            yield from new
            end = found.end()
    yield piece[end:]


def _whole_cells(cells: Cells, text: str) -> re.Pattern[str] | None:
    """A pattern of the cells and of the names of columns that occur in a text, the longest first."""
    folded = text.casefold()
    both = folded + "\n" + " ".join(folded.split())
    found = {spelling: _bounded(spelling) for spelling in cells.spellings_in(both)}
    names = (name for name in cells.names if any(map(str.isalpha, name)))  # years are names, and cells too
    found |= {name: _bounded(name, always=True) for name in names if name in both}
    longest = sorted(found, key=len, reverse=True)
    return re.compile("|".join(found[one] for one in longest), re.IGNORECASE) if found else None


def _bounded(spelling: str, always: bool = False) -> str:
    """A pattern of a spelling; a short one, or a name, must stand alone."""
    escaped = r"\s+".join(re.escape(word) for word in spelling.split())
    apart = always or len(spelling) < 4
    before = r"(?<![^\W_])" if apart and spelling[0].isascii() and spelling[0].isalnum() else ""
    after = r"(?![^\W_])" if apart and spelling[-1].isascii() and spelling[-1].isalnum() else ""
    return before + escaped + after


def _whole_cell(cells: Cells, found: re.Match[str]) -> list[Part]:
    folded = " ".join(found[0].casefold().split())
    if folded in cells.names:
        return [Kept(found[0])]
    text = cells.texts.get(folded, found[0])
    return [Hidden(f"text:{text}", text, cells.has_few(text))]


def _as_written(found: re.Match[str]) -> list[Part]:
    return [Hidden(f"shape:{found[0]}", found[0])]


def _date(cells: Cells, found: re.Match[str]) -> list[Part]:
    day = _DAY.match(found[0])
    return [Hidden(f"shape:{found[0]}", found[0], cells.has_few(day[0] if day else ""))]


def _word(cells: Cells, word: str) -> list[Part] | None:
    folded = word.casefold()
    if folded in FREE_WORDS:
        return [Kept(word)]
    return [Hidden(f"word:{folded}", word, cells.has_few(folded))] if cells.words.hides(folded) else None


def _number(cells: Cells, found: re.Match[str]) -> list[Part] | None:
    """Hide a number that is a cell, as a whole, else in its parts: `1,2` may be two numbers."""
    token, factor = found[0], scaled(found)
    if _is_cell(cells, token, factor):
        return [_hidden_number(token)]
    if " " in token or not re.search(r"[,'’_\u00a0\u202f]|\..*\.", token):
        return None
    pieces = re.split(r"([,'’_\u00a0\u202f])", token)
    shown: list[Part] = []
    for piece in pieces:
        inner = re.split(r"(\.)", piece) if piece.count(".") > 1 else [piece]
        shown += [_hidden_number(one) if _is_cell(cells, one, factor) else Kept(one) for one in inner]
    return shown


def _is_cell(cells: Cells, token: str, factor: float) -> bool:
    return any(
        cells.is_hidden(number * by, unit * by) for number, unit in readings(token) for by in {1.0, factor}
    )


def _hidden_number(token: str) -> Hidden:
    return Hidden(f"number:{normal(token)}", token)


def _lines(pieces: Sequence[Part]) -> Iterator[list[Part]]:
    """The pieces of each line, with its end."""
    line: list[Part] = []
    for piece in pieces:
        if isinstance(piece, Hidden):
            line.append(piece)
            continue
        for text in piece.splitlines(keepends=True):
            line.append(Kept(text) if isinstance(piece, Kept) else text)
            if text.splitlines()[0] != text:
                yield line
                line = []
    yield line


def _without_aggregates(line: Sequence[Part]) -> Iterator[Part]:
    """Hide all numbers on a line about a cell that few rows have: they are aggregates of a small group."""
    if not any(isinstance(piece, Hidden) and piece.few for piece in line) and not _begins_with_number(line):
        yield from line
        return
    for piece in line:
        if isinstance(piece, Kept) and NUMBER.fullmatch(piece):
            yield _hidden_number(piece)
        else:
            yield from _applied(NUMBER, lambda found: [_hidden_number(found[0])], piece)


def _begins_with_number(line: Sequence[Part]) -> bool:
    """Whether a line has a number that is a cell for its label."""
    first = next((piece for piece in line if isinstance(piece, Hidden) or piece.strip(" \t([{'\"")), "")
    return isinstance(first, Hidden) and first.key.startswith("number:")
