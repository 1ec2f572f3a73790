"""Words of a question: splitting, plurals, close spellings, and the words that carry no column."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from agents.offline.vocabulary.actions import NEVER, REMOVES
from agents.offline.vocabulary.everyday import UNITS

ASIAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
WORD = re.compile(rf"[{ASIAN}]+|[^\W_{ASIAN}]+(?:'[^\W\d_{ASIAN}]+)?")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
IRREGULAR = {
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "females": "female",
    "feet": "foot",
    "mice": "mouse",
    "criteria": "criterion",
    "species": "specie",
    "series": "series",
}
EXAMPLE = re.compile(
    r"\b(?:e\.g\.|for example|for instance|i\.e\. like)[^;\n()]*?(?=\)|;|\n|\.\s|\.?$)", re.IGNORECASE
)
UNDONE = re.compile(
    rf"(?:(?<=[.;{{(\n])|^)[\s\-*\d.)]*(?:{NEVER})\s+(?:{REMOVES}|filter|modify|change|merge)\b[^.;\n]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its place in it."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Fold case and the plural, so that `Islands` and `island` are one."""
    word = word.casefold().removesuffix("'s")
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=1_000)
def fold(text: str) -> str:
    """Either case, and one letter for the four that patterns take for an i."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


def tokens(text: str) -> list[Token]:
    """The words of `text`, in order."""
    return [Token(m[0], stem(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def parts(name: str) -> tuple[str, ...]:
    """The stems of a column's name: `bodyMass_g` gives body, mass, g."""
    spaced = CAMEL.sub(" ", name.replace("_", " "))
    return tuple(stem(m[0]) for m in WORD.finditer(spaced))


def without_units(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop a unit at the end of a name, unless nothing else is left."""
    kept = words[:-1] if len(words) > 1 and words[-1] in UNITS else words
    return kept or words


def alike(left: str, right: str) -> float:
    """How close two spellings are, from 0 to 1."""
    return difflib.SequenceMatcher(None, left, right).ratio()


def is_cjk(text: str) -> bool:
    """Whether `text` has a letter of Japanese, Chinese or Korean, which are not split by spaces."""
    return bool(re.search(f"[{ASIAN}]", text))


def is_japanese(text: str) -> bool:
    """Whether a question is asked in Japanese: kana, or one of its question words in kanji."""
    return bool(re.search(r"[\u3040-\u30ff]|平均|合計|件数|最大|最小|推移|相関|分布|何件", text))


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in place of some spans, so that what is left keeps its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def without(pattern: re.Pattern[str], text: str) -> str:
    """The text with all that a pattern finds blanked out."""
    return blanked(text, [m.span() for m in pattern.finditer(text)])


def sober(text: str) -> str:
    """The text with examples, and sentences that say what not to do, blanked out."""
    return without(UNDONE, without(EXAMPLE, text))
