"""Which columns a text speaks of: by name, unit, plural, part of a name, synonym and close spelling."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agents.offline.language.fitting import (
    COMMON,
    EXACT,
    FOLDED,
    MEASURED,
    PART,
    PREFIX,
    QUOTED,
    fit,
    may_begin,
)
from agents.offline.language.words import ASIAN, Token, fold, is_cjk, parts, tokens
from agents.offline.vocabulary.everyday import GLUE
from agents.values import Column

LONGEST = 7
STOPS = re.compile(r"[.;:!?]\s|\n")
EDGES = (rf"(?<![^\W{ASIAN}])", rf"(?![^\W{ASIAN}])")
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
ASKED_BY = re.compile(r"\b(?:by|per|each)\s+$", re.IGNORECASE)
"""Before a name that is also an everyday word: `by item`."""
EQUAL = 8.0
"""Scores that differ by less are equally good."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the text that speaks of a column; `rivals` matched there equally well."""

    column: Column
    start: int
    end: int
    score: float
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A mention by the name of its column."""

    name: str
    start: int
    end: int
    score: float
    rivals: tuple[str, ...] = ()


def find_columns(text: str, columns: Sequence[Column]) -> list[Mention]:
    """Every mention of a column in `text`, in order, the best match winning where two overlap."""
    named = {column.name: column for column in columns}
    found = _found(text, tuple(named))
    return [Mention(named[one.name], one.start, one.end, one.score, one.rivals) for one in found]


@lru_cache(maxsize=1_000)
def _found(text: str, names: tuple[str, ...]) -> tuple[Place, ...]:
    """The same texts are looked at many times while a question is read."""
    words, folded = tokens(text), fold(text)
    near = (name for name in names if _folded(name) in folded)
    found = [place for name in near for place in _literal(text, name)]
    found += _worded(text, words, names)
    return _decided(_settle(found), {word.stem for word in words})


def _decided(places: Sequence[Place], words: set[str]) -> tuple[Place, ...]:
    """Of columns that fit a word equally well, the one is meant that another word of the text tells apart."""
    sure = {place.name for place in places if not place.rivals}
    told: dict[tuple[str, ...], str] = {(): ""}
    for place in places:
        rivals = (place.name, *place.rivals) if place.rivals else ()
        if rivals not in told:
            told[rivals] = _told_apart(rivals, sure, words)
    return tuple(
        replace(place, name=name, rivals=())
        if place.rivals and (name := told[(place.name, *place.rivals)])
        else place
        for place in places
    )


def _told_apart(rivals: tuple[str, ...], sure: set[str], words: set[str]) -> str:
    """The rival that is named itself, or of whose name a word stands in the text that no other has."""
    shared = set.intersection(*(set(parts(name)) for name in rivals))
    own = [name for name in rivals if (set(parts(name)) - shared - GLUE) & words]
    return next((name for name in rivals if name in sure), own[0] if len(own) == 1 else "")


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return fold(BRACKETS.sub("", name.strip()))


def _literal(text: str, called: str) -> Iterator[Place]:
    name = called.strip()
    if not name:
        return
    edge = ("", "") if is_cjk(name) else EDGES
    short = BRACKETS.sub("", name)
    for spelled in dict.fromkeys((name, short)) if len(short) > 1 else (name,):
        for m in re.finditer(edge[0] + re.escape(spelled) + edge[1], text, re.IGNORECASE):
            quoted = text[m.start() - 1 : m.start()] in {'"', "'", "`", "“", "‘"}
            score = _literal_score(spelled, m[0], quoted)
            if not score and ASKED_BY.search(text[: m.start()][-9:]):
                score = PREFIX
            if score:
                yield Place(called, m.start(), m.end(), score if spelled == name else min(score, FOLDED))


def _literal_score(name: str, found: str, quoted: bool) -> float:
    """A one-letter or everyday name counts only as it is written, or in quotes."""
    everyday = name.casefold() in COMMON or name.casefold() in GLUE
    if quoted:
        return QUOTED if found == name else FOLDED
    if found == name:
        if everyday and name.islower():
            return 0.0 if name in GLUE - MEASURED else PREFIX
        return EXACT if len(name) > 1 else PREFIX * name.isupper()
    return 0.0 if len(name) < 3 else PART + 5 if everyday else FOLDED


def _worded(text: str, words: Sequence[Token], names: tuple[str, ...]) -> Iterator[Place]:
    """The places of which the words fit a name; words that come again are looked at once."""
    windows: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for i, first in enumerate(words):
        for j in range(i + 1, min(i + LONGEST, len(words)) + 1):
            window = words[i:j]
            if STOPS.search(text, first.start, window[-1].end) or all(word.text.isdigit() for word in window):
                break
            stems = tuple(word.stem for word in window)
            windows.setdefault(stems, []).append((first.start, window[-1].end))
    begun = {stem: may_begin(stem, names) for stem in {stems[0] for stems in windows}}
    for stems, places in windows.items():
        if best := _best(stems, begun[stems[0]]):
            name, score, rivals = best
            yield from (Place(name, start, end, score, rivals) for start, end in places)


def _best(stems: tuple[str, ...], names: Sequence[str]) -> tuple[str, float, tuple[str, ...]] | None:
    """The name that some words fit best, and those that they fit equally well."""
    scores = {name: score for name in names if (score := fit(stems, name))}
    ranked = sorted(scores, key=lambda name: (-scores[name], len(name)))
    if not ranked:
        return None
    best = scores[ranked[0]]
    return ranked[0], best, tuple(name for name in ranked[1:] if best - scores[name] < EQUAL)


def _settle(found: Iterable[Place]) -> list[Place]:
    """Keep the best of what overlaps; equals at one place become rivals of the first."""
    kept: list[Place] = []
    ranked = sorted(found, key=lambda m: (-m.score, -(m.end - m.start), len(m.name)))
    for place in ranked:
        over = [k for k in kept if place.start < k.end and k.start < place.end]
        if not over:
            kept.append(place)
        elif _ties(over[0], place):
            kept[kept.index(over[0])] = _with_rivals(over[0], (place.name, *place.rivals))
    return sorted(kept, key=lambda m: m.start)


def _ties(first: Place, second: Place) -> bool:
    same_place = (first.start, first.end) == (second.start, second.end)
    return same_place and first.score - second.score < EQUAL


def _with_rivals(place: Place, rivals: tuple[str, ...]) -> Place:
    both = dict.fromkeys((*place.rivals, *rivals))
    return replace(place, rivals=tuple(name for name in both if name != place.name))


def names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The columns mentioned, each once, in order."""
    return tuple(dict.fromkeys(mention.column.name for mention in mentions))
