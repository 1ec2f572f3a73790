"""Texts of cells: one form of what looks the same, the ways to write it out, and its words."""

import bisect
import builtins
import json
import re
import unicodedata
from collections.abc import Collection

WORD = re.compile(r"[^\W_]{3,}")
PART = 5
"""So many letters of a word give it away: its beginning, or a longer word that it is in."""
SHORTEST_JOINED = 6
LONGEST = 60
"""A longer word is something encoded."""
_UNESCAPED = re.compile(r"[ !#-&(-\[\]-~]*")
_ONE_CASE = {0x130: "I", 0x131: "i", 0x307: None, 0xDF: "ss", 0x1E9E: "SS"}
_FREE = """
and are array arg args bool call cell columns count data dataframe date datetime64 dtype dtypes empty error
false file float float32 float64 for found frame from has import index input int int32 int64 invalid
keyerror last length line list max mean median min missing module most name nameerror nan nat none not
number object percent print range recent rows self series shape size std stderr str string sum the to total
traceback true type typeerror utf8 value valueerror values was with
"""
_EXCEPTIONS = {
    name.casefold()
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}
FREE_WORDS = frozenset(re.findall(r"\w+", _FREE)) | _EXCEPTIONS
"""Words of outputs and error text that stay although they also stand in longer cells."""


class Words:
    """The words of cells, which are also found where they were cut short or joined with others."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._sorted = sorted(word for word in words if len(word) > PART and not word.isdigit())

    def hides(self, word: str) -> bool:
        """Whether a word, in lower case, is a word of a cell, begins one, or has one in it."""
        if word in self._words or len(word) > LONGEST:
            return True
        return len(word) >= PART and not word.isdigit() and (self._begins(word) or self._holds(word))

    def _begins(self, word: str) -> bool:
        at = bisect.bisect_left(self._sorted, word)
        return at < len(self._sorted) and self._sorted[at].startswith(word)

    def _holds(self, word: str) -> bool:
        parts = (word[i:j] for i in range(len(word)) for j in range(i + PART, len(word) + 1))
        return any(part in self._words and not part.isdigit() for part in parts)


def words_of(text: str) -> set[str]:
    """The words of a text, in lower case, with and without their accents."""
    shapes = {form(text), form(without_accents(text))}
    return {word.casefold() for shape in shapes for word in WORD.findall(shape)}


def spellings(text: str) -> set[str]:
    """How a text may be written out: as it is, escaped, in other forms of Unicode, joined to one word."""
    plain = without_accents(text)
    joined = {re.sub(r"[\W_]+", "", shape) for shape in (form(text), plain)}
    shapes = {text, text.lower(), plain, *(word for word in joined if len(word) >= SHORTEST_JOINED)}
    if not _UNESCAPED.fullmatch(text):
        shapes |= {repr(text)[1:-1], ascii(text)[1:-1], json.dumps(text)[1:-1]}
    return {" ".join(form(shape).casefold().split()) for shape in shapes}


def form(text: str) -> str:
    """One form of what looks the same, without what upper and lower case change: the dots of i, and ß."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_ONE_CASE)


def without_accents(text: str) -> str:
    """The text as it is often written in names of files: `Ångström` as `Angstrom`."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
