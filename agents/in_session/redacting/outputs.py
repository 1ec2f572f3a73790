"""Splits texts into what a model may be told and what it may not. Here no code of a model ever runs.

What code has put out is withheld but for what is known to be none of the data: the words of the code itself,
names of columns, words of messages, and the aggregates of `aggregates.py`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from agents.in_session.redacting.aggregates import Aggregates
from agents.in_session.redacting.cells import Cells
from agents.in_session.redacting.dates import dates_in
from agents.in_session.redacting.numbers import NUMBER, SPACED, digits_of, normal, readings, scaled
from agents.in_session.redacting.words import FREE_WORDS, LEAST_KNOWN, VOCABULARY, form, words_in

Kind = Literal["output", "prose", "typed", "code"]
"""Output of code; prose of a model, where only its words are trusted; what a person typed, also as code."""

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LEFT_OUT = re.compile(r"[^\n]*\n… \d+ characters left out …\n[^\n]*")
_RUN = re.compile(r"([\W_])\1{3,}")
"""Blanks, dots or dashes in a row may count out a number."""
_SYMBOL = r"[^\w \n\t!-~]+"
_TOKEN = re.compile(rf"{SPACED.pattern}|(?<![^\W_])(?:{NUMBER.pattern})(?![^\W_])|[^\W_]+|{_SYMBOL}")
_PUNCTUATION = frozenset("–—…‘’“”«»×±≤≥≠→°€£¥%·•²³│─")
_QUARTILE = re.compile(r"^(?:(?:25|50|75)%|0\.(?:25|50?|75))(?=\s)", re.MULTILINE)
_SHAPE = re.compile(r"\((\d{1,12}), (\d{1,9})\)|\[?\b(\d{1,12}) rows x (\d{1,9}) columns\]?")
_REFERENCE = re.compile(r"\[\d{1,2}\]|\bcells? \d{1,2}\b")
_JOINED = re.compile(r"[-./:@'’+_]|")


class Hidden(NamedTuple):
    """What is hidden: its key, equal for equal values, and how it is written."""

    key: str
    written: str


class Kept(str):
    """Text that a later rule does not look into, such as the name of a column."""


Part = str | Hidden

Replace = Callable[[re.Match[str]], Sequence[Part] | None]
"""Gives what stands for a match, or None where it may be shown."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The cells of a thread, what its code allows to be shown, and which kind of text is looked at."""

    cells: Cells
    kind: Kind
    words: frozenset[str]
    aggregates: Aggregates | None

    def hides_number(self, token: str, factor: float) -> bool:
        """Whether a number is a cell, or not known to be anything else."""
        if self.is_cell(token, factor):
            return True
        return self.aggregates is not None and not self.aggregates.shows(token)

    def is_cell(self, token: str, factor: float) -> bool:
        """Whether a number is a cell, also in the unit that follows it."""
        hides = self.aggregates.is_cell if self.aggregates else self.cells.is_hidden
        return any(hides(number * by, unit * by) for number, unit in readings(token) for by in {1.0, factor})

    def hides_word(self, word: str) -> bool:
        """Whether a word is of a cell, or not known to be anything else."""
        folded = word.casefold()
        if folded in FREE_WORDS | self.cells.known or (
            not word[0].isalnum() and _PUNCTUATION.issuperset(word)
        ):
            return False
        if self.cells.words.hides(folded):
            return True
        doubtful = self.kind == "output" or (self.kind == "prose" and any(map(str.isdigit, word)))
        return doubtful and folded not in self.words


def split(
    cells: Cells, code: str, texts: Sequence[str], kind: Kind, known: Mapping[str, str]
) -> list[list[str | tuple[str, str]]]:
    """Split each text into what may be shown, and key and spelling of what is hidden.

    `code` is what the model has written in the thread, `known` what its answers had put back, with its keys.
    """
    aggregates = cells.aggregates(code) if kind in ("output", "prose") else None
    guard = Guard(cells, kind, VOCABULARY | words_in(code) | cells.known, aggregates)
    return [_parts(guard, text, known) for text in texts]


def _parts(guard: Guard, text: str, known: Mapping[str, str]) -> list[str | tuple[str, str]]:
    text = form(_LEFT_OUT.sub("", _ANSI.sub("", text).replace("⟦", "[").replace("⟧", "]")))
    if guard.kind == "output":
        text = _RUN.sub(r"\1\1\1", text.replace("\r\n", "\n"))
    pieces: list[Part] = [text]
    passes: list[tuple[re.Pattern[str] | None, Replace]] = [
        (_written(known), lambda found: [Hidden(known[found[0]], found[0])]),
        (_whole_cells(guard, text), lambda found: _whole_cell(guard.cells, found)),
        (_SHAPE, lambda found: _shape(guard.cells, found)),
        (_QUARTILE if guard.kind == "output" else None, lambda found: [Kept(found[0])]),
        (_REFERENCE if guard.kind == "prose" else None, lambda found: [Kept(found[0])]),
        (_TOKEN, lambda found: _token(guard, found)),
    ]
    for pattern, replace in passes:
        if pattern:
            pieces = [new for piece in pieces for new in _applied(pattern, replace, piece)]
    joined = _joined([piece for piece in pieces if piece])
    return [str(piece) if isinstance(piece, str) else (piece.key, piece.written) for piece in joined]


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


def _written(known: Mapping[str, str]) -> re.Pattern[str] | None:
    longest = sorted((one for one in known if len(one) >= LEAST_KNOWN), key=len, reverse=True)
    return re.compile("|".join(map(_bounded, longest))) if longest else None


def _whole_cells(guard: Guard, text: str) -> re.Pattern[str] | None:
    """A pattern of the cells, dates and names of columns that occur in a text, the longest first.

    Any date may be that of a row, in another spelling. Those of outputs are no words of theirs.
    """
    cells = guard.cells
    folded = text.casefold()
    both = folded + "\n" + " ".join(folded.split())
    found = {spelling: _bounded(spelling) for spelling in cells.spellings_in(both)}
    names = (name for name in cells.names if any(map(str.isalpha, name)))  # years are names, and cells too
    found |= {name: _bounded(name, always=True) for name in names if name in both}
    if guard.kind != "output":
        found |= {date.casefold(): _bounded(date) for date in dates_in(text)}
    longest = sorted(found, key=len, reverse=True)
    return re.compile("|".join(found[one] for one in longest), re.IGNORECASE) if found else None


def _bounded(spelling: str, always: bool = False) -> str:
    """A pattern of a spelling; a short one, or a name, must stand alone."""
    escaped = r"\s+".join(re.escape(word) for word in spelling.split())
    if not any(map(str.isalnum, spelling)):
        return rf"(?<![^\s'\"\[({{,]){escaped}(?![^\s'\"\])}},])"
    apart = always or len(spelling) < 4
    before = r"(?<![^\W_])" if apart and spelling[0].isascii() and spelling[0].isalnum() else ""
    after = r"(?![^\W_])" if apart and spelling[-1].isascii() and spelling[-1].isalnum() else ""
    return before + escaped + after


def _whole_cell(cells: Cells, found: re.Match[str]) -> list[Part]:
    folded = " ".join(found[0].casefold().split())
    if folded in cells.names:
        return [Kept(found[0])]
    text = cells.texts.get(folded, found[0])
    return [Hidden(f"text:{text}", text)]


def _shape(cells: Cells, found: re.Match[str]) -> list[Part] | None:
    """The numbers of rows and columns of a table, which the profile tells."""
    rows, columns = (int(number) for number in found.groups() if number)
    return [Kept(found[0])] if (rows, columns) in cells.shapes else None


def _token(guard: Guard, found: re.Match[str]) -> Sequence[Part] | None:
    token = found[0]
    if token.isascii() and (SPACED.fullmatch(token) or NUMBER.fullmatch(token)):
        return _number(guard, token, scaled(found))
    return [Hidden(f"text:{token}", token)] if guard.hides_word(token) else None


def _number(guard: Guard, token: str, factor: float) -> Sequence[Part] | None:
    """Hide a number as a whole, or in its parts: `1,2` may be two numbers."""
    if not guard.hides_number(token, factor):
        return None
    parts = re.split(r"([,'_ ])", token)
    if len(parts) == 1 or guard.is_cell(token, factor):
        return [Hidden(f"number:{normal(token)}", token)]
    return [
        Hidden(f"number:{normal(one)}", one)
        if digits_of(one) and guard.hides_number(one, factor)
        else Kept(one)
        for one in parts
    ]


def _joined(pieces: Sequence[Part]) -> list[Part]:
    """The pieces with one hidden part where several make up one, such as the words of a name or a date."""
    joined: list[Part] = []
    for piece in pieces:
        joined.append(piece)
        if not isinstance(piece, Hidden) or len(joined) < 2:
            continue
        before = joined[-2]
        if isinstance(before, Hidden):
            joined[-2:] = [_one(before, "", piece)]
        elif len(joined) > 2 and isinstance(first := joined[-3], Hidden) and _belongs(first, before, piece):
            joined[-3:] = [_one(first, before, piece)]
    return joined


def _belongs(first: Hidden, between: str, last: Hidden) -> bool:
    words = first.key.startswith("text:") and last.key.startswith("text:")
    return bool(_JOINED.fullmatch(between)) or (words and between == " ")


def _one(first: Hidden, between: str, last: Hidden) -> Hidden:
    written = f"{first.written}{between}{last.written}"
    return Hidden(f"text:{written}", written)
