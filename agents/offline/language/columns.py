"""Which columns a text speaks of: by name, unit, plural, part of a name, synonym and close spelling."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.offline.language.words import (
    ASIAN,
    GLUE,
    Token,
    alike,
    is_cjk,
    parts,
    tokens,
    without_units,
)
from agents.offline.vocabulary.patterns import word_set
from agents.offline.vocabulary.ranks import MEASURES
from agents.values import Column

COMMON = word_set("""
    mean average median sum total min max minimum maximum count value number date time year month day
    name type rate score range mode high low open close percent percentage change difference first last
    top best index rank class level status distribution correlation outlier missing null standard
    deviation variance group test result sample size feature model normal variable coefficient
    relationship trend significant highest lowest unique distinct most least common frequent share
    proportion quarter week daily monthly yearly annual
""")
KIN = (
    "sex gender", "salary income wage pay earning", "price cost", "cost expense charge fee", "weight mass",
    "revenue sale turnover", "nation country", "beak bill culmen", "unit quantity", "fare ticket",
    "education school degree", "closing close", "opening open",
)  # fmt: skip
"""Words that stand for one another in the names of columns."""
SYNONYMS: dict[str, set[str]] = {word: set(said.split()) for word, said in MEASURES.items()}
for group in map(str.split, KIN):
    for word in group:
        SYNONYMS[word] = SYNONYMS.get(word, set()) | set(group) - {word}
QUOTED, EXACT, FOLDED, WORDS, CLOSE, PREFIX, SYNONYM, PART = (
    200.0,
    150.0,
    120.0,
    100.0,
    80.0,
    70.0,
    60.0,
    30.0,
)
LONGEST = 7
MOST_CUT = 8
STOPS = re.compile(r"[.;:!?]\s|\n")
EDGES = (rf"(?<![^\W{ASIAN}])", rf"(?![^\W{ASIAN}])")
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
ASKED_BY = re.compile(r"\b(?:by|per|each)\s+$", re.IGNORECASE)
"""Before a name that is also an everyday word: `by item`."""
UNCUT = word_set("order event birth publication delivery")
MEASURED = frozenset({"amount", "value"})
"""Small words of a question that are also what many tables call their measure."""
INNER = frozenset({"of", "the", "in", "no", "number", "s"})
MINIMUM_CLOSE = 0.82


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the text that speaks of a column; `rivals` matched there equally well."""

    column: Column
    start: int
    end: int
    score: float
    rivals: tuple[str, ...] = ()


def find_columns(text: str, columns: Sequence[Column]) -> list[Mention]:
    """Every mention of a column in `text`, in order, the best match winning where two overlap."""
    words, folded = tokens(text), _fold(text)
    near = (c for c in columns if _fold(BRACKETS.sub("", c.name.strip())) in folded)
    found = [m for column in near for m in _literal(text, column)]
    worded = (m for column in columns for m in _worded(words, column))
    found += [m for m in worded if not STOPS.search(text, m.start, m.end)]
    return _decided(_settle(found), {word.stem for word in words}, columns)


def _decided(mentions: Sequence[Mention], words: set[str], columns: Sequence[Column]) -> list[Mention]:
    """Of columns that fit a word equally well, the one is meant that another word of the text tells apart."""
    sure = {m.column.name for m in mentions if not m.rivals}
    by_name = {column.name: column for column in columns}
    return [
        replace(m, column=by_name[name], rivals=()) if (name := _told_apart(m, sure, words)) else m
        for m in mentions
    ]


def _told_apart(mention: Mention, sure: set[str], words: set[str]) -> str:
    """The rival that is named itself, or of whose name a word stands in the text that no other has."""
    rivals = (mention.column.name, *mention.rivals) if mention.rivals else ()
    shared = set.intersection(*(set(parts(name)) for name in rivals)) if rivals else set()
    own = [name for name in rivals if (set(parts(name)) - shared - GLUE) & words]
    return next((name for name in rivals if name in sure), own[0] if len(own) == 1 else "")


def _fold(text: str) -> str:
    """Either case, and one letter for the four that patterns take for an i."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


def _literal(text: str, column: Column) -> Iterator[Mention]:
    name = column.name.strip()
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
                yield Mention(column, m.start(), m.end(), score if spelled == name else min(score, FOLDED))


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


def _worded(words: Sequence[Token], column: Column) -> Iterator[Mention]:
    name = without_units(parts(column.name))
    core = tuple(part for part in name if part not in GLUE) or name
    for i in range(len(words)):
        for j in range(i + 1, min(i + LONGEST, len(words)) + 1):
            window = words[i:j]
            if all(word.text.isdigit() for word in window):
                break
            if score := _scored(window, name, core):
                yield Mention(column, window[0].start, window[-1].end, score)


def _scored(window: Sequence[Token], name: tuple[str, ...], core: tuple[str, ...]) -> float:
    """How well some words of a text fit the words of a name."""
    stems = tuple(w.stem for w in window)
    if _with_small_words(set(stems), name, core):
        return WORDS
    if stems[0] in GLUE or stems[-1] in GLUE:
        return PREFIX if stems == name and stems[0] in MEASURED else 0.0
    if score := _run_together("".join(stems), name):
        return score
    kept = tuple(one for one in stems if one not in GLUE)
    return 0.0 if _broken(window, name) else _window_score(kept, core)


def _with_small_words(stems: set[str], name: tuple[str, ...], core: tuple[str, ...]) -> bool:
    """Small words that are also part of a name: `median cases` is number_of_cases_median."""
    whole = stems <= set(name) and set(core) <= stems
    return len(stems) > 1 and whole and bool(stems & GLUE) and bool(stems & set(core))


def _run_together(window: str, name: tuple[str, ...]) -> float:
    """A name written in one word and cut short: `gdppercap` for GDP per capita."""
    whole = "".join(name)
    short, long = sorted((window, whole), key=len)
    near = 0 < len(long) - len(short) <= MOST_CUT
    return PREFIX if len(short) > 5 and len(name) == 1 and near and long.startswith(short) else 0.0


def _broken(window: Sequence[Token], core: tuple[str, ...]) -> bool:
    """Only small words may stand between the parts of a name, so that `length and width` is two."""
    return any(w.stem in GLUE and w.stem not in INNER and w.stem not in core for w in window)


def _window_score(window: tuple[str, ...], name: tuple[str, ...]) -> float:
    if not window or len(window) > len(name) + 1:
        return 0.0
    if window == name or (len(name) > 1 and sorted(window) == sorted(name)):
        return PART + 5 if len(name) == 1 and name[0] in COMMON else WORDS
    joined, whole = "".join(window), "".join(name)
    if joined == whole and len(whole) > 3:
        return WORDS - 5
    if len(window) == len(name) and min(len(joined), len(whole)) > 4 and _close(window, name):
        return CLOSE
    return max(_synonym(window, name), _part(window, name))


def _close(window: tuple[str, ...], name: tuple[str, ...]) -> bool:
    pairs = zip(window, name, strict=True)
    return all(w == n or (min(len(w), len(n)) > 3 and _nearly(w, n)) for w, n in pairs)


def _nearly(word: str, name: str) -> bool:
    """Close with or without a plural, as the end of a misspelt plural is not taken off."""
    return max(alike(word, name), alike(word, name + "s")) >= MINIMUM_CLOSE


def _synonym(window: tuple[str, ...], name: tuple[str, ...]) -> float:
    if len(window) == 1 and window[0] in SYNONYMS:
        shared = SYNONYMS[window[0]] & set(name)
        return SYNONYM / len(name) ** 0.5 if shared else 0.0
    if len(window) == len(name):
        same = [w == n or bool({n} & SYNONYMS.get(w, set())) for w, n in zip(window, name, strict=True)]
        return SYNONYM + 5 if all(same) else 0.0
    return 0.0


def _part(window: tuple[str, ...], name: tuple[str, ...]) -> float:
    """A part of the name (`mass` for body_mass), or a word cut short (`exper` for experience)."""
    if len(window) == len(name) == 1 and name[0] not in COMMON and len(name[0]) < len(window[0]):
        return PREFIX if _cut(window[0], name[0]) else 0.0
    if all(word in COMMON for word in window) or window[0] in UNCUT:
        return 0.0
    if len(window) < len(name) and set(window) <= set(name):
        share = sum(map(len, window)) / sum(map(len, name))
        return PART + 40 * share if share >= 0.15 else 0.0
    if len(window) == len(name) and all(_cut(w, n) for w, n in zip(window, name, strict=True)):
        return PREFIX
    return 0.0


def _cut(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return left == right or (len(short) >= 4 and long.startswith(short) and len(long) >= len(short) + 2)


def _settle(found: Iterable[Mention]) -> list[Mention]:
    """Keep the best of what overlaps; equals at one place become rivals of the first."""
    kept: list[Mention] = []
    ranked = sorted(found, key=lambda m: (-m.score, -(m.end - m.start), len(m.column.name)))
    for mention in ranked:
        over = [k for k in kept if mention.start < k.end and k.start < mention.end]
        if not over:
            kept.append(mention)
        elif _ties(over[0], mention):
            kept[kept.index(over[0])] = _with_rival(over[0], mention.column.name)
    return sorted(kept, key=lambda m: m.start)


def _ties(first: Mention, second: Mention) -> bool:
    same_place = (first.start, first.end) == (second.start, second.end)
    return same_place and first.column.name != second.column.name and first.score - second.score < 8


def _with_rival(mention: Mention, rival: str) -> Mention:
    rivals = mention.rivals if rival in mention.rivals else (*mention.rivals, rival)
    return Mention(mention.column, mention.start, mention.end, mention.score, rivals)


def names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The columns mentioned, each once, in order."""
    return tuple(dict.fromkeys(mention.column.name for mention in mentions))
