"""Preparations that a question asks for: new columns, filled or dropped gaps, outliers removed, scaling."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agents.offline.bins import read_bins
from agents.offline.columns import Mention, find_columns, names
from agents.offline.intent import Change
from agents.values import Column

SENTENCE = re.compile(r"(?<=[.?!;])\s+(?=[A-Z\d\"'(@-])|\n+")
NAME = r"[\"'`“]([^\"'`”]{1,60})[\"'`”]"
NEW = re.compile(
    rf"\b(?:feature|column|variable|metric)s?(?:\s+(?:called|named|labell?ed))?\s*{NAME}"
    rf"|\b(?:called|named|create|generate)\s+(?:a\s+)?{NAME}|{NAME}\s+(?:feature|column|variable)",
    re.IGNORECASE,
)
MAKING = re.compile(
    r"\b(creat\w*|generat\w*|new|deriv\w*|engineer\w*|defin\w*|add a|represents?)\b", re.IGNORECASE
)
FORMULAS: tuple[tuple[str, str], ...] = (
    ("subtract_from", r"\bsubtract\w*\s+(?:the\s+)?(?:values?\s+of\s+)?.{0,60}?\bfrom\b"),
    ("ratio", r"\bdivid\w+|\bratio\b|\bquotient\b"),
    ("product", r"\bmultipl\w+|\bproduct of\b|\btimes\b"),
    ("difference", r"\bdifference\b|\bsubtract\w*|\bminus\b"),
    ("mean_of", r"\baverag\w+\b.{0,60}\bof\b|\bmean of\b"),
    ("sum", r"\bsum\w*|\badding\b|\baddition\b|\bcombin\w+|\bplus\b|\btotal of\b|\badd(?:ed)?\b"),
)
ARITHMETIC = {
    "+": "sum",
    "-": "difference",
    "−": "difference",
    "*": "product",
    "×": "product",
    "/": "ratio",
    "÷": "ratio",
}
LOG = re.compile(r"\blog(?:arithm\w*|arithmic|\d+|1p)?\b(?!ist)", re.IGNORECASE)
BASES = (
    ("log1p", r"log1p|log\(1\s*\+|\+\s*1\)"),
    ("log10", r"base[\s-]*(?:10|ten)|log10|common log"),
    ("log2", r"base[\s-]*2|log2"),
)
LENGTHS = (
    ("words", r"\bword counts?|number of words|count of words"),
    ("solid", r"non-?space char"),
    ("length", r"\b(?:lengths?|number of characters|character counts?)\b"),
)
MINMAX = re.compile(
    (
        r"min-?\s?max|normali[sz](?:e|es|ed|ing|ation)|feature scaling|range (?:of )?\[?0"
        r"|scal(?:e|ed|ing) .{0,30}(?:0 (?:and|to) 1|\[0)"
    ),
    re.IGNORECASE,
)
ZSCORE = re.compile(
    r"standardi[sz]\w*|standard ?scaler|z-?score (?:normali|scal|standardi)\w*|normali\w* .{0,40}z-?score",
    re.IGNORECASE,
)
FILL = re.compile(r"\b(?:fill\w*|replac\w*|imput\w*|substitut\w*)\b", re.IGNORECASE)
GAPS = re.compile(r"missing|null|\bna\b|nan|empty|absent|欠損", re.IGNORECASE)
FILLERS = (
    ("mean", r"\bmean\b|\baverage\b"),
    ("median", r"\bmedian\b"),
    ("mode", r"\bmode\b|most (?:common|frequent)"),
    ("0", r"\bzeros?\b|\b0\b"),
    ("ffill", r"forward|previous value"),
    ("bfill", r"backward|next value"),
)
FILL_VALUE = re.compile(r"\bwith\s+(?:the\s+)?(?:value\s+)?[\"'`]([^\"'`]+)[\"'`]", re.IGNORECASE)
DROP = re.compile(
    (
        r"\b(?:drop\w*|remov\w*|delet\w*|exclud\w*|ignor\w*|discard\w*|without|omit\w*"
        r"|eliminat\w*|non-?null|dropna)\b"
    ),
    re.IGNORECASE,
)
OUTLIER = re.compile(r"\boutliers?\b", re.IGNORECASE)
REMOVE = re.compile(
    r"\b(?:remov\w*|drop\w*|exclud\w*|eliminat\w*|filter(?:ed|ing)? out|without|after removing|cleaned)\b",
    re.IGNORECASE,
)
KEEP = re.compile(r"\b(?:do not|don't|no need to|never)\b", re.IGNORECASE)
NUMERIC = frozenset({"integer", "number"})


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop inside a number or a name ends none."""
    return [part.strip() for part in SENTENCE.split(text) if part.strip()]


def read_changes(body: str, columns: Sequence[Column]) -> tuple[Change, ...]:
    """The preparations in the order in which they have to run."""
    found: list[Change] = []
    for sentence in sentences(body):
        known = [*columns, *(made(change) for change in found if change.into)]
        mentions = find_columns(sentence, known)
        for read in (_binned, _formula, _logged, _length, _filled, _dropped, _without_outliers, _scaled):
            change = read(sentence, mentions, body)
            if change and not _repeats(change, found):
                found.append(change)
    return tuple(sorted(found, key=_order))


def made(change: Change) -> Column:
    """The column that a change makes, as the profile would know it."""
    return Column(
        name=change.into,
        type="text" if change.kind == "bins" else "number",
        examples=tuple(b.label for b in change.bins),
    )


def _order(change: Change) -> int:
    return {"outliers": 2, "minmax": 3, "zscore": 3}.get(change.kind, 1)


def _repeats(change: Change, found: Sequence[Change]) -> bool:
    """Constraints say again what the question said: the first reading of a column stands."""
    same = [c for c in found if c.kind == change.kind or (c.into and c.into == change.into)]
    return any(set(change.columns) <= set(c.columns) or (c.into and c.into == change.into) for c in same)


def _name(sentence: str, mentions: Sequence[Mention], body: str, default: str) -> str:
    """The name given to a new column in the sentence, else anywhere, else `default`."""
    old = set(names(mentions))
    for text in (sentence, body):
        for m in NEW.finditer(text):
            name = m[1] or m[2] or m[3]
            if name not in old:
                return name
    return default


def _formula(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    numeric = [m for m in mentions if m.column.type in NUMERIC]
    used = list(names(numeric))
    if signs := _arithmetic(sentence, numeric):
        pair = names(numeric[signs[0] : signs[0] + 2])
        return Change(signs[1], pair, _name(sentence, mentions, body, " ".join(pair)))
    making = MAKING.search(sentence) or re.search(r"^[\W\d]*calculate [\"'`]", sentence, re.IGNORECASE)
    if not making or len(used) < 2:
        return None
    name = _name(sentence, mentions, body, "new feature")
    kind = next((kind for kind, pattern in FORMULAS if re.search(pattern, sentence, re.IGNORECASE)), "")
    used = [column for column in used if column != name]
    if not kind or len(used) < 2:
        return None
    if kind == "subtract_from":
        return Change("difference", (used[1], used[0]), name)
    return Change(kind, tuple(used if kind in {"sum", "mean_of"} else used[:2]), name)


def _arithmetic(sentence: str, mentions: Sequence[Mention]) -> tuple[int, str] | None:
    """Two columns with a sign between them, as in `High - Low`."""
    for i, (left, right) in enumerate(pairwise(mentions)):
        between = sentence[left.end : right.start].strip(" \"'`()")
        if between in ARITHMETIC:
            return i, ARITHMETIC[between]
    return None


def _logged(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    if not LOG.search(sentence) or not re.search(
        r"transform|creat|new|calculat|apply|appl", sentence, re.IGNORECASE
    ):
        return None
    numeric = [m for m in mentions if m.column.type in NUMERIC]
    if not numeric:
        return None
    base = next((base for base, pattern in BASES if re.search(pattern, body, re.IGNORECASE)), "log")
    column = (
        numeric[-1].column.name if len(numeric) > 1 and MAKING.search(sentence) else numeric[0].column.name
    )
    return Change(base, (column,), _name(sentence, mentions, body, f"log {column}"))


def _length(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    texts = [m for m in mentions if m.column.type == "text"]
    sentence = _blanked(sentence, mentions)
    kind = next((kind for kind, pattern in LENGTHS if re.search(pattern, sentence, re.IGNORECASE)), "")
    if not kind or not texts:
        return None
    place = re.search(dict(LENGTHS)[kind], sentence, re.IGNORECASE)
    near = min(texts, key=lambda m: abs(m.start - (place.start() if place else 0)))
    return Change(kind, (near.column.name,), _name(sentence, mentions, "", f"{near.column.name} length"))


def _blanked(sentence: str, mentions: Sequence[Mention]) -> str:
    """The sentence without the names of numeric columns, which may hold words such as `length`."""
    for m in mentions:
        if m.column.type in NUMERIC:
            sentence = sentence[: m.start] + " " * (m.end - m.start) + sentence[m.end :]
    return sentence


def _binned(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    bins = read_bins(sentence)
    if not bins:
        return None
    numeric = [m.column for m in mentions if m.column.type in NUMERIC]
    source = numeric or [
        m.column for m in find_columns(_name(sentence, (), body, ""), [m.column for m in mentions])
    ]
    if not source:
        return None
    return Change(
        "bins", (source[0].name,), _name(sentence, mentions, body, f"{source[0].name} group"), bins=bins
    )


def _filled(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    fill = FILL.search(sentence)
    if not fill or not GAPS.search(sentence) or OUTLIER.search(sentence) or not mentions:
        return None
    value = FILL_VALUE.search(sentence)
    how = next((how for how, pattern in FILLERS if re.search(pattern, sentence, re.IGNORECASE)), "")
    if value and not how:
        how = f"={value[1]}"
    by = re.search(r"\bsame\b|within (?:each|the)|(?:each|per|by) (?:\w+ )?group", sentence, re.IGNORECASE)
    columns = names(m for m in mentions if not by or m.start < by.start()) or names(mentions)
    if not how:
        return None
    if by and (group := [m for m in mentions if m.start > by.start()]):
        return Change(
            "fill_by",
            (columns[0] if columns else _numeric_first(body, mentions), group[0].column.name),
            how=how,
        )
    return Change("fill", columns, how=how)


def _numeric_first(body: str, mentions: Sequence[Mention]) -> str:
    return mentions[0].column.name


def _dropped(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    if (
        not DROP.search(sentence)
        or not GAPS.search(sentence)
        or FILL.search(sentence)
        or KEEP.search(sentence)
    ):
        return None
    if not re.search(r"\brows?|record|entr|dropna|individual|values?|data ?points?", sentence, re.IGNORECASE):
        return None
    return Change("drop", names(mentions))


def _without_outliers(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    if not OUTLIER.search(sentence) or KEEP.search(sentence):
        return None
    replaced = FILL.search(sentence)
    if not replaced and not REMOVE.search(sentence):
        return None
    column = names(m for m in mentions if m.column.type in NUMERIC)
    method = "zscore" if re.search(r"z-?score|standard deviation", body, re.IGNORECASE) else "iqr"
    return (
        Change("outliers", column[:1], how=f"{method} {'replace' if replaced else 'drop'}")
        if column
        else None
    )


def _scaled(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    kind = "zscore" if ZSCORE.search(sentence) else "minmax" if MINMAX.search(sentence) else ""
    if not kind or re.search(r"distribution|normality", sentence, re.IGNORECASE):
        return None
    columns = names(m for m in mentions if m.column.type in NUMERIC)
    return Change(kind, columns) if columns else None
