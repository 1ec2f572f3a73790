"""New columns that a question asks for: formulas, labelled ranges, conditions as columns."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.intent import Change
from agents.offline.language.bins import read_bins
from agents.offline.language.columns import Mention, find_columns, names
from agents.offline.language.expressions import CALL, DAYS, LISTS, read_expression
from agents.offline.language.filters import find_filters
from agents.offline.language.types import DATED, NUMERIC
from agents.offline.language.words import parts
from agents.offline.reading.preparations.naming import bracketed_name, led_name, new_name
from agents.offline.vocabulary.ranks import COUNTS, number

MAKING = re.compile(
    r"\b(creat\w*|generat\w*|new|deriv\w*|engineer\w*|defin\w*|add an?|represents?|calculated as"
    r"|computed as)\b",
    re.IGNORECASE,
)
FORMULAS: dict[str, str] = {
    "subtract_from": r"\bsubtract\w*\s+(?:the\s+)?(?:values?\s+of\s+)?.{0,60}?\bfrom\b",
    "ratio": r"\bdivid\w+|\bratio\b|\bquotient\b",
    "product": r"\bmultipl\w+|\bproduct of\b|\btimes\b",
    "difference": r"\bdifference\b|\bsubtract\w*|\bminus\b",
    "mean_of": r"\baverag\w+\b.{0,60}\bof\b|\bmean of\b",
    "sum": r"\bsum\w*|\badding\b|\baddition\b|\bcombin\w+|\bplus\b|\btotal of\b|\badd(?:ed)?\b",
}
WHOLE_LISTS = frozenset({"sum", "mean_of"})
LOG = re.compile(r"\blog(?:arithm\w*|10|2|1p)?\b(?!\s*\([A-Z]{2,}\))", re.IGNORECASE)
LOGGED = re.compile(
    r"transform|creat|new|calculat|comput|appl|\btak(?:e|ing)\b|target is|predict", re.IGNORECASE
)
VALUE = r"(?:[\"'`“‘][\w -]{1,30}[\"'`”’]|1|0|True|False)"
FLAG = re.compile(
    rf"(?P<yes>{VALUE})\s*,?\s*(?:if|when|where|for)\s+(?:the\s+|a\s+|rows? (?:where|with)\s+)*",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    rf"(?P<no>{VALUE})\s*,?\s*(?:otherwise|else|if not|for all others|for the (?:rest|others))"
    rf"|(?:otherwise|else|if not|(?:and|the) (?:rest|others) (?:is|are|as))\s*:?\s*(?P<no2>{VALUE})",
    re.IGNORECASE,
)
BASES = {
    "log1p": r"log1p|log\(1\s*\+|\+\s*1\)|(?:adding|plus|add) (?:one|1)\b",
    "log10": r"base[\s-]*(?:10|ten)|log10|common log",
    "log2": r"base[\s-]*2|log2",
}
QUANTILES = {"tercile": 3, "quartile": 4, "quintile": 5, "decile": 10}
QCUT = re.compile(
    r"\b(?:by|per|into|in|each|every|of each)\s+(?:the\s+|each\s+|its\s+)?(?:[\w()]+\s+){0,3}?"
    r"(?P<name>tercile|quartile|quintile|decile)s?\b"
    rf"|\b(?P<number>\d+|{'|'.join(COUNTS)}) (?:equal(?:ly)?[- ](?:sized|large|populated|frequent)|quantile)"
    r"[- ](?:groups|bins|parts|classes)",
    re.IGNORECASE,
)


def formula(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A column worked out of others: by an expression after its name, or by a word for it."""
    numeric = [m for m in mentions if m.column.type in NUMERIC]
    dated = [m for m in mentions if m.column.type in NUMERIC | DATED]
    return _expression(sentence, mentions, dated, body) or _worded(sentence, mentions, numeric, body)


def _expression(
    sentence: str, mentions: Sequence[Mention], numeric: Sequence[Mention], body: str
) -> Change | None:
    """`EMI = loan / term`, `the swing is (high - low) / open`: the widest that has a name."""
    old = {m.column.name for m in mentions}
    best: tuple[int, Change] | None = None
    for start in _starts(sentence, numeric):
        found = read_expression(sentence, numeric, start)
        name = led_name(sentence[:start]) if found else ""
        if found and not name and sentence[start] == "(" and "/" in found.text + "*":
            name = bracketed_name(sentence[:start])
        if not found or name in old:
            continue
        if not name and MAKING.search(sentence) and (len(found.columns) > 1 or "np." in found.text):
            name = new_name(sentence, mentions, body, "")
        if name and (best is None or found.end - start > best[0]):
            best = (found.end - start, Change("formula", found.columns, name, how=found.text))
    return best[1] if best else None


def _starts(sentence: str, numeric: Sequence[Mention]) -> list[int]:
    """Where an expression may begin: at a column, a bracket or the name of an operation."""
    found = {m.start() for m in re.finditer(r"\(|(?<![\w.])\d[\d.]*\s*[-+*/×](?!\d)", sentence)}
    found |= {m.start for m in numeric}
    for m in numeric:
        quoted = m.start and sentence[m.start - 1] in "\"'`“‘"
        found |= {m.start - 1} if quoted else set()
    for pattern in (CALL, DAYS, *(pattern for pattern, _ in LISTS)):
        found |= {m.start() for m in pattern.finditer(sentence)}
    return sorted(found)


def _worded(
    sentence: str, mentions: Sequence[Mention], numeric: Sequence[Mention], body: str
) -> Change | None:
    """`subtract A from B`, `by combining A and B`, where a new column is spoken of."""
    if not MAKING.search(sentence):
        return None
    name = new_name(sentence, mentions, body, "new feature")
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


def binned(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A column of labels for ranges of a number."""
    bins = read_bins(sentence)
    numeric = [m.column for m in mentions if m.column.type in NUMERIC]
    if not bins:
        return None
    name = new_name(sentence, mentions, body, "group")
    source = [
        m.column for m in find_columns(" ".join(parts(name)), numeric or [m.column for m in mentions])
    ] or numeric
    return Change("bins", (source[0].name,), name, bins=bins) if source else None


def quantiles(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """Equally large groups of a number: `by price quartile`, `into five equally sized groups of age`."""
    found = QCUT.search(sentence)
    numeric = [m for m in mentions if m.column.type in NUMERIC]
    if not found or not numeric:
        return None
    name = (found["name"] or "quantile").casefold()
    before = [m for m in numeric if m.start < found.end()]
    near = (before[-1] if before else numeric[0]).column.name
    groups = QUANTILES.get(name) or number(found["number"])
    return Change("qcut", (near,), new_name(sentence, mentions, body, f"{near} {name}"), how=str(groups))


def flagged(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """`1 if affairs is greater than 0 and 0 otherwise`: a condition as a column of two values."""
    found = FLAG.search(sentence)
    inside = [m for m in mentions if found and m.start >= found.start()]
    kept = find_filters(sentence[found.end() :], _moved(inside, found.end()), ()) if found else []
    if found is None or not kept:
        return None
    other = OTHERWISE.search(sentence, found.end())
    yes = found["yes"].strip("\"'`“”‘’")
    no = (other["no"] or other["no2"]).strip("\"'`“”‘’") if other else "0"
    return Change("flag", (), new_name(sentence, mentions, body, "flag"), how=f"{yes}|{no}", where=(kept[0],))


def _moved(mentions: Sequence[Mention], by: int) -> list[Mention]:
    return [replace(m, start=m.start - by, end=m.end - by) for m in mentions if m.start >= by]


def logarithm(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """The logarithm of a column, natural where no base is named."""
    numeric = [m for m in mentions if m.column.type in NUMERIC]
    if not numeric or not LOG.search(sentence) or not LOGGED.search(sentence):
        return None
    base = next((base for base, words in BASES.items() if re.search(words, body, re.IGNORECASE)), "log")
    column = numeric[0].column.name
    return Change(base, (column,), new_name(sentence, mentions, body, f"log {column}"))
