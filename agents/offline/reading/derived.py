"""New columns that a question asks for: sums, ratios, logarithms, lengths of texts, labelled ranges."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agents.offline.intent import Change
from agents.offline.language.bins import read_bins
from agents.offline.language.columns import Mention, find_columns, names
from agents.offline.language.words import parts

NUMERIC = frozenset({"integer", "number"})
NAME = r"[\"'`“]([^\"'`”]{1,60})[\"'`”]"
NEW = re.compile(
    rf"\b(?:feature|column|variable|metric)s?(?:\s+(?:called|named|labell?ed))?\s*{NAME}"
    rf"|\b(?:called|named|create|generate|calculate|define)\s+(?:an?\s+)?{NAME}"
    rf"|{NAME}\s+(?:feature|column|variable)",
    re.IGNORECASE,
)
UNQUOTED = re.compile(r"\b(?:called|named)\s+(\w+)\b")
MAKING = re.compile(
    r"\b(creat\w*|generat\w*|new|deriv\w*|engineer\w*|defin\w*|add an?|represents?)\b", re.IGNORECASE
)
CALCULATES = re.compile(r"^[\W\d]*calculate [\"'`]", re.IGNORECASE)
FORMULAS: dict[str, str] = {
    "subtract_from": r"\bsubtract\w*\s+(?:the\s+)?(?:values?\s+of\s+)?.{0,60}?\bfrom\b",
    "ratio": r"\bdivid\w+|\bratio\b|\bquotient\b",
    "product": r"\bmultipl\w+|\bproduct of\b|\btimes\b",
    "difference": r"\bdifference\b|\bsubtract\w*|\bminus\b",
    "mean_of": r"\baverag\w+\b.{0,60}\bof\b|\bmean of\b",
    "sum": r"\bsum\w*|\badding\b|\baddition\b|\bcombin\w+|\bplus\b|\btotal of\b|\badd(?:ed)?\b",
}
WHOLE_LISTS = frozenset({"sum", "mean_of"})
SIGNS = {
    "+": "sum",
    "-": "difference",
    "−": "difference",
    "*": "product",
    "×": "product",
    "/": "ratio",
    "plus": "sum",
    "minus": "difference",
    "times": "product",
    "multiplied by": "product",
    "divided by": "ratio",
    "over": "ratio",
}
PREVIOUS = re.compile(
    (
        r"\b(?:previous|prior|preceding) (?:day|row|month|year|week|value|record)"
        r"|pct_change"
    ),
    re.IGNORECASE,
)
PERCENT = re.compile(r"percent|pct|return|relative|%|\*\s*100", re.IGNORECASE)
PART_OF_DATE = re.compile(r"\b(hour|month|year|day of the week|weekday|day|minute)\b", re.IGNORECASE)
TIMED = re.compile(r"\b(?:extract\w*|creat\w*|new (?:feature|column)|deriv\w*)\b", re.IGNORECASE)
TIME_NAME = re.compile(r"date|time|day|stamp", re.IGNORECASE)
DURATION = re.compile(
    r"\bduration|\bsubtract\w*|\bdifference|\bdays between|\belapsed|\blength of", re.IGNORECASE
)
STARTS = re.compile(r"start|begin|from|open|first", re.IGNORECASE)
LOG = re.compile(r"\blog(?:arithm\w*|10|2|1p)?\b", re.IGNORECASE)
LOGGED = re.compile(r"transform|creat|new|calculat|appl|\btak(?:e|ing)\b", re.IGNORECASE)
BASES = {
    "log1p": r"log1p|log\(1\s*\+|\+\s*1\)|(?:adding|plus|add) (?:one|1)\b",
    "log10": r"base[\s-]*(?:10|ten)|log10|common log",
    "log2": r"base[\s-]*2|log2",
}
LENGTHS = {
    "words": r"\bword counts?|number of words|count of words",
    "solid": r"non-?space char",
    "length": r"\b(?:lengths?|number of characters|character counts?)\b",
}


def _name(sentence: str, mentions: Sequence[Mention], body: str, default: str) -> str:
    """The name given to a new column in the sentence, else anywhere, else `default`."""
    old = set(names(mentions))
    for text in (sentence, body):
        quoted = [m[1] or m[2] or m[3] for m in NEW.finditer(text)]
        plain = [m[1] for m in UNQUOTED.finditer(text)]
        for name in (*quoted, *plain):
            if name not in old:
                return name
    return default


def formula(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A column worked out of others, by a sign between them or by a word for it."""
    numeric = [m for m in mentions if m.column.type in NUMERIC]
    if signs := _arithmetic(sentence, numeric):
        pair = names(numeric[signs[0] : signs[0] + 2])
        return Change(signs[1], pair, _name(sentence, mentions, body, " ".join(pair)))
    if not (MAKING.search(sentence) or CALCULATES.search(sentence)):
        return None
    name = _name(sentence, mentions, body, "new feature")
    used = tuple(column for column in names(numeric) if column != name)
    kind, place = next(
        ((k, m.start()) for k, w in FORMULAS.items() if (m := re.search(w, sentence, re.IGNORECASE))), ("", 0)
    )
    later = tuple(column for column in names(m for m in numeric if m.start > place) if column != name)
    used = later if len(later) > 1 else used
    if not kind or len(used) < 2:
        return None
    if kind == "subtract_from":
        return Change("difference", (used[1], used[0]), name)
    return Change(kind, _operands(sentence, numeric, used) if kind in WHOLE_LISTS else used[:2], name)


def _operands(sentence: str, mentions: Sequence[Mention], used: tuple[str, ...]) -> tuple[str, ...]:
    """The columns added up: those before the sentence goes on to something else."""
    end = re.search(r"\b(?:then|correlat\w*|compare)\b", sentence, re.IGNORECASE)
    first = [n for n in names(m for m in mentions if not end or m.start < end.start()) if n in used]
    return tuple(first) if len(first) > 1 else used


def _arithmetic(sentence: str, mentions: Sequence[Mention]) -> tuple[int, str] | None:
    """Two columns with a sign between them, as in `High - Low`."""
    for i, (left, right) in enumerate(pairwise(mentions)):
        between = sentence[left.end : right.start].strip(" \"'`()").removesuffix(" the")
        if between in SIGNS:
            return i, SIGNS[between]
    return None


def over_rows(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """The change from the row before, in percent or as a difference."""
    numeric = names(m for m in mentions if m.column.type in NUMERIC)
    if not numeric or not PREVIOUS.search(sentence):
        return None
    kind = "pct_change" if PERCENT.search(sentence) else "diff"
    return Change(kind, numeric[:1], _name(sentence, mentions, body, "change"))


def date_part(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A part of a date as a column: the hour, the month, the day of the week."""
    dates = [m.column.name for m in mentions if m.column.type in {"date", "datetime", "time", "text"}]
    part = PART_OF_DATE.search(sentence)
    if not part or not dates or not TIMED.search(sentence):
        return None
    kind = {"day of the week": "dayofweek", "weekday": "dayofweek"}.get(
        part[1].casefold(), part[1].casefold()
    )
    timed = [name for name in dates if TIME_NAME.search(name)] or dates
    return Change(kind, (timed[0],), _name(sentence, mentions, body, kind))


def duration(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """The days between two dates."""
    dates = names(m for m in mentions if m.column.type in {"date", "datetime"})
    if len(dates) != 2 or not DURATION.search(sentence):
        return None
    first, last = sorted(dates, key=lambda name: not STARTS.search(name))
    return Change("days", (last, first), _name(sentence, mentions, body, "duration"))


def logarithm(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """The logarithm of a column, natural where no base is named."""
    numeric = [m for m in mentions if m.column.type in NUMERIC]
    if not numeric or not LOG.search(sentence) or not LOGGED.search(sentence):
        return None
    base = next((base for base, words in BASES.items() if re.search(words, body, re.IGNORECASE)), "log")
    column = numeric[0].column.name
    return Change(base, (column,), _name(sentence, mentions, body, f"log {column}"))


def length(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """The length of a text, in characters or words."""
    texts = [m for m in mentions if m.column.type == "text"]
    blanked = _blanked(sentence, mentions)
    for kind, words in LENGTHS.items():
        if texts and (place := re.search(words, blanked, re.IGNORECASE)):
            name = _nearest(texts, place.start()).column.name
            return Change(kind, (name,), _name(sentence, mentions, "", f"{name} length"))
    return None


def _nearest(mentions: Sequence[Mention], place: int) -> Mention:
    return min(mentions, key=lambda m: abs(m.start - place))


def _blanked(sentence: str, mentions: Sequence[Mention]) -> str:
    """The sentence without the names of numeric columns, which may hold words such as `length`."""
    for m in mentions:
        if m.column.type in NUMERIC:
            sentence = sentence[: m.start] + " " * (m.end - m.start) + sentence[m.end :]
    return sentence


def binned(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A column of labels for ranges of a number."""
    bins = read_bins(sentence)
    numeric = [m.column for m in mentions if m.column.type in NUMERIC]
    if not bins:
        return None
    name = _name(sentence, mentions, body, "group")
    source = [
        m.column for m in find_columns(" ".join(parts(name)), numeric or [m.column for m in mentions])
    ] or numeric
    return Change("bins", (source[0].name,), name, bins=bins) if source else None
