"""Words: those of cells, those of code, and those of messages and outputs that are none of the data."""

import bisect
import builtins
import keyword
import re
import unicodedata
from collections.abc import Collection

import pandas as pd

WORD = re.compile(r"[^\W_]{3,}")
PART = 5
"""So many letters of a word give it away: its beginning, or a longer word that it is in."""
LEAST_KNOWN = 3
LONGEST = 60
"""A longer word is something encoded."""
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
_MESSAGES = """
above according aggregate alias aligned allowed already ambiguous an another any arguments arrays as assign
astype at attribute attributes available average axes axis bad be before between bin bins boolean both
broadcast but by bytes can cannot categorical category cause cells change character closed code codec column
comma compare comparison complex concat contain contains convert converting copy correct could
dataframegroupby day days decode default defined deprecated device did different dimension dimensions direct
directory divide division do does dtype duplicate duplicates during element elements encode encoding end
equal exceeds exception exist existing exists expected expression extension failed figure files fill first
float32 following format freq function future given greater group groupby grouper groups had half handling
has have help hours how id if ignore ignored implemented import in incompatible inconsistent indexer indexes
indexing infer inferred infinite infinity inplace input instance instead int8 integer integers into invalid
is it item items iterable join key keys keyword keywords label labels last left len length less level levels
library like list literal locate lower many map mask match matched matching max memory merge method min
minutes mismatch missing mixed mode module month more ms multiple must name named names nan neither never
new no nonetype nor normal np ns numeric numpy occurred of on one only operand operands operation operator
operators option or order ordered out output overflow package pandas parameter parse parser passed path pd
permission placeholder position positional possible process proportion provide provided py python quarter
query raise range rank read real reference replace require required requires reset resolution result
results return returned right row runtime same sample scalar scale seconds see sequence setting shapes
share should show single size slice some sort sorted specified specify stack start static stop string style
subset such supported syntax table take than that their them there these this time timedelta times
timestamp timezone too truth try tuple two type types unable undefined unexpected unhashable unique unit
unknown unmatched unnamed unrecognized unsupported unterminated upper us use used user using valid variable
version view warning weekday well when where which while will with within without write wrong year years
you your zero
"""
_API = " ".join([*dir(pd.DataFrame), *dir(pd.Series), *dir(builtins), *keyword.kwlist])
VOCABULARY = frozenset(re.findall(r"[^\W_]{2,}", f"{_MESSAGES} {_API}".casefold()))
"""Words of messages and of what code calls; they stay where no cell has them."""


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


def words_in(code: str) -> frozenset[str]:
    """The words of code: names, and what its texts say. A letter says nothing; a number may be a cell."""
    words = {word.casefold() for word in re.findall(r"[^\W_]{2,}", form(code))}
    return frozenset(word for word in words if not word.isdigit())


def form(text: str) -> str:
    """One form of what looks the same, without what upper and lower case change: the dots of i, and ß."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_ONE_CASE)


def without_accents(text: str) -> str:
    """The text as it is often written in names of files: `Ångström` as `Angstrom`."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
