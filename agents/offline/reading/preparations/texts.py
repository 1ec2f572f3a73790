"""New columns out of texts: their lengths, and parts of them."""

import re
from collections.abc import Sequence

from agents.offline.intent import Change
from agents.offline.language.columns import Mention, names
from agents.offline.language.types import NUMERIC
from agents.offline.language.words import blanked
from agents.offline.reading.preparations.naming import is_entity, new_name

LENGTHS = {
    "words": r"\bword counts?|number of words|count of words",
    "solid": r"non-?space char",
    "length": r"\b(?:lengths?|number of (?:characters|letters)|character counts?|characters? long)\b",
}
EXTRACTS: tuple[tuple[str, str], ...] = (
    (r"between the (?:first )?comma and the (?:first )?(?:period|full stop|dot)", r",\s*([^.]*?)\s*\."),
    (
        r"(?:word|part|text)s? (?:that )?(?:directly |immediately )?(?:precedes?|before|preceding)"
        r" the (?:first )?(?:period|full stop|dot)",
        r"([^\s.]+)\.",
    ),
    (r"(?:before|preceding|precedes) the (?:first )?comma", r"^\s*([^,]*?)\s*,"),
    (r"(?:after|following|follows) the (?:first )?comma", r",\s*(.*?)\s*$"),
    (r"(?:before|preceding|precedes) the (?:first )?(?:space|blank)|first (?:word|token)", r"^\s*(\S+)"),
    (r"last (?:word|token)", r"(\S+)\s*$"),
    (r"(?:before|preceding|precedes) the (?:first )?(?:hyphen|dash)", r"^\s*([^-]*?)\s*-"),
    (r"(?:after|following|follows) the (?:last |first )?(?:hyphen|dash)", r"-\s*([^-]*?)\s*$"),
    (r"(?:before|preceding|precedes) the (?:first )?(?:slash)", r"^\s*([^/]*?)\s*/"),
    (r"first (?:letter|character)", r"^\s*(.)"),
    (r"first two (?:letters|characters|digits)|first 2 (?:letters|characters|digits)", r"^\s*(..)"),
    (r"first three (?:letters|characters|digits)|first 3 (?:letters|characters|digits)", r"^\s*(...)"),
    (r"last (?:letter|character)", r"(.)\s*$"),
)  # fmt: skip
EXTRACTED = re.compile(
    r"extract\w*|the (\w+) is the|take\w*|deriv\w*|creat\w*|split|defin\w*|get", re.IGNORECASE
)
WHAT = re.compile(r"\b(?:extract|derive|get)\w*\s+(?:the\s+)?(\w+)|\bthe (\w+) is the\b", re.IGNORECASE)


def length(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """The length of a text, in characters or words."""
    texts = [m for m in mentions if m.column.type == "text" and not is_entity(m)]
    # names of numeric columns may hold words such as `length`
    rest = blanked(sentence, [(m.start, m.end) for m in mentions if m.column.type in NUMERIC])
    for kind, words in LENGTHS.items():
        if texts and (place := re.search(words, rest, re.IGNORECASE)):
            name = _nearest(texts, place.start()).column.name
            given = new_name(sentence, mentions, "", f"{name} length")
            return Change(kind, (name,), given)
    return None


def extracted(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A part of each text: the first word, what stands before a comma, a title."""
    texts = names(m for m in mentions if m.column.type == "text")
    if not texts or not EXTRACTED.search(sentence):
        return None
    said = next((code for words, code in EXTRACTS if re.search(words, sentence, re.IGNORECASE)), "")
    said = said or next((code for words, code in EXTRACTS if re.search(words, body, re.IGNORECASE)), "")
    if not said:
        return None
    what = WHAT.search(sentence)
    default = next((g for g in what.groups() if g), "part") if what else "part"
    return Change("extract", texts[:1], new_name(sentence, mentions, body, default), how=said)


def _nearest(mentions: Sequence[Mention], place: int) -> Mention:
    return min(mentions, key=lambda m: abs(m.start - place))
