"""Templates `@name[hint]` that an answer has to end with: where they stand, how they round, what fits."""

import re

from agents.offline.intent import Slot
from agents.offline.templates.matching import words
from agents.offline.vocabulary.ranks import COUNTS, number

TEMPLATE = re.compile(r"@+(\w+)\[([^\]\n]*)\]?")
CONDITIONAL = re.compile(r"if there(?: is|'s| are)? no\b[^@\n]{0,80}$", re.IGNORECASE)
QUOTES = "\"'`“”‘’"
QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]+)[{QUOTES}]")
PLACES = {"integer": 0, "whole": 0, "tenth": 1, "hundredth": 2, "thousandth": 3}
COUNT = rf"(\d+|{'|'.join(COUNTS)})"
DECIMALS = re.compile(
    rf"\b{COUNT}(?:st|nd|rd|th)?[\s-]+(?:decimal"
    r"|digits? after|d\.?p\.?\b)"
    r"|\b(?:first|second|third|fourth)\s+decimal|nearest\s+(integer|whole|tenth|hundredth|thousandth)",
    re.IGNORECASE,
)
SAID_OF = re.compile(
    rf"\b(?:to|with|in|of)\s+{COUNT}\b(?!\s*%|\.?\d)|^\s*{COUNT}\s+(?:decimals?\s+)?for\b", re.IGNORECASE
)
PART = re.compile(r"[,;]|\band\b|(?<=\.)\s")
ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4}
LISTED = re.compile(r",\s*(\.\.\.|…|\w+2)|\blist of\b|list_of", re.IGNORECASE)
DEFINED = re.compile(r"\b(\w+)(?=\s+(?:is|are|represents?|can|denotes?|refers)\b)")
CHOICE = re.compile(
    r"\b(either|can be|could be|is a string|one of|exact|should be|boolean|must be)\b"
    r"|^\s*(?:is|are) [\"'][^\"']+[\"'](?:,| or | if | when )",
    re.IGNORECASE,
)
GIVEN = re.compile(r"\bone of the (?:given|listed|above|following|mentioned)", re.IGNORECASE)
EITHER = re.compile(r"\beither ([\w -]+?) or ([\w -]+?)(?= based| depend| if\b|[.,;]|$)", re.IGNORECASE)


def split(question: str) -> tuple[str, tuple[Slot, ...]]:
    """The question without its templates, and the templates."""
    matches = [m for m in TEMPLATE.finditer(question) if not CONDITIONAL.search(question[: m.start()])]
    if not matches:
        return question, ()
    body = question[: matches[0].start()]
    tail = TEMPLATE.sub(" ", question[matches[0].start() :])
    keys = {m[1] for m in matches} | {m[2].strip(QUOTES + " ") for m in matches}
    return body, tuple(_slot(m, tail, keys, body) for m in matches)


def decimals(text: str) -> int | None:
    """The number of decimal places that `text` asks for."""
    found = DECIMALS.search(text)
    if not found:
        return None
    if found[2]:
        return PLACES[found[2].casefold()]
    if not found[1]:
        return ORDINAL[found[0].split()[0].casefold()]
    return number(found[1])


def _slot(match: re.Match[str], tail: str, keys: set[str], body: str) -> Slot:
    name, hint = match[1], match[2].strip(QUOTES + " ")
    about = _about(tail, name, hint, keys)
    if GIVEN.search(about):
        about += " " + " ".join(sentence for sentence in body.split("\n")[1:] if re.search(r"\d", sentence))
    places = _places(f"{name} {hint}", about, tail, body)
    return Slot(name, hint, about, places, _options(about, hint, keys), match[2].strip()[:1] in set(QUOTES))


def _places(called: str, about: str, tail: str, body: str) -> int | None:
    """The decimal places said of a template itself, of what it is called, and else of all."""
    if (own := decimals(about)) is not None:
        return own
    if re.search(r"\binteger\b", about):
        return 0
    texts = (_named_places(called, body), decimals(tail), decimals(body))
    return next((places for places in texts if places is not None), None)


def _named_places(called: str, body: str) -> int | None:
    """`R² with three decimals, MSE with two`: the number in the part of a sentence that shares a word."""
    for sentence in re.split(r"(?<=[.;])\s|\n", body):
        if not DECIMALS.search(sentence):
            continue
        for part in PART.split(sentence):
            said = SAID_OF.search(part)
            if words(called) & words(part) and (said or DECIMALS.search(part)):
                places = next((g for g in said.groups() if g), "") if said else ""
                return number(places) if places else decimals(part)
    return None


def _about(tail: str, name: str, hint: str, keys: set[str]) -> str:
    """What the text after the templates says of this one: from its name up to the next one's."""
    quoted = [(m.start(), m.end(), m[1]) for m in QUOTED.finditer(tail) if m[1] in keys]
    places = sorted(quoted or [(m.start(), m.end(), m[1]) for m in DEFINED.finditer(tail) if m[1] in keys])
    if len(hint.split()) > 2 and not hint.startswith("{"):
        return hint
    mine = [i for i, place in enumerate(places) if place[2] in (hint, name)]
    if not mine:
        return tail if not places else ""
    texts = [_until_next(tail, places, i) for i in mine]
    return max(texts, key=len)


def _until_next(tail: str, places: list[tuple[int, int, str]], i: int) -> str:
    """Names listed together (`"mean" and "std" are`) share what follows the last of them."""
    last = i
    while last + 1 < len(places) and places[last + 1][0] - places[last][1] < 8:
        last += 1
    end = places[last + 1][0] if last + 1 < len(places) else len(tail)
    return tail[places[last][1] : end]


def _options(about: str, hint: str, keys: set[str]) -> tuple[str, ...]:
    if "/" in hint and "{" not in hint and not hint.startswith(("/", "http")):
        return tuple(part.strip() for part in hint.split("/"))
    truth = re.search(r"\b(true)\b.*?\b(false)\b|\bis (yes) or (no)\b", about, re.IGNORECASE | re.DOTALL)
    if truth:
        return (truth[1] or truth[3], truth[2] or truth[4])
    if not CHOICE.search(about):
        return ()
    quoted = [text.strip(" .,") for text in QUOTED.findall(about) if text not in keys or _is_choice(text)]
    if len(quoted) >= 2:
        return tuple(dict.fromkeys(quoted))
    either = EITHER.search(about)
    return (either[1].strip(), either[2].strip()) if either else ()


def _is_choice(text: str) -> bool:
    return text.casefold() in {
        "yes",
        "no",
        "true",
        "false",
        "normal",
        "positive",
        "negative",
        "none",
        "significant",
    }
