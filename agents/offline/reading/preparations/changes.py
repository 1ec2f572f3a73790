"""Preparations that a question asks for: gaps filled or dropped, outliers removed, scaling, encoding."""

import re
from collections.abc import Callable, Sequence

from agents.offline.intent import Change
from agents.offline.language.columns import Mention, find_columns, names
from agents.offline.language.fitting import EXACT
from agents.offline.language.sentences import sentences
from agents.offline.language.types import NUMERIC
from agents.offline.reading.preparations import derived, moments, rowwise, texts, units
from agents.offline.reading.preparations.naming import is_entity
from agents.offline.vocabulary.actions import FILL, GAPS, KEEP, OUTLIER, REMOVE, WITHOUT
from agents.values import Column, ColumnType

MINMAX = re.compile(
    r"min-?\s?max|normali[sz](?:e|es|ed|ing|ation)|feature scaling|range (?:of )?\[?0"
    r"|scal(?:e|ed|ing) .{0,30}(?:0 (?:and|to) 1|\[0)",
    re.IGNORECASE,
)
ZSCORE = re.compile(
    r"standardi[sz]\w*|standard ?scaler|z-?score (?:normali|scal|standardi)\w*|normali\w* .{0,40}z-?score",
    re.IGNORECASE,
)
SHAPE = re.compile(r"distribution|normality", re.IGNORECASE)
FILLER = re.compile(
    r"\b(?:with|using|by|as|to)\s+(?:the\s+|its\s+|their\s+)?(?:\w+\s+)?(?:value\s+)?"
    r"(?:(?P<interpolate>(?:linear )?interpolat\w*)|(?P<mean>mean|average)|(?P<median>median)"
    r"|(?P<mode>mode|most (?:common|frequent))"
    r"|(?P<zero>zeros?|0)\b|[\"'`](?P<value>[^\"'`]+)[\"'`])"
    r"|\b(?:(?P<ffill>forward|ffill|previous value)|(?P<bfill>backward|bfill|next value))",
    re.IGNORECASE,
)
WITHIN = re.compile(
    r"\b(?:same|own|its|their|respective)\b|\bwithin (?:each|the)\b|\b(?:each|per|by) (?:\w+ )?group\b",
    re.IGNORECASE,
)
ROWS = re.compile(
    r"\brows?|\bwith (?:an? |no )?(?:missing|empty)|record|entr|dropna|individual|values?|data ?points?",
    re.IGNORECASE,
)
EVERYWHERE = re.compile(
    r"\b(?:any|all) (?:rows?|columns?|records?)|entire|whole|dataset|data ?frame", re.IGNORECASE
)
BEFORE_OUTLIER = re.compile(r"[\"'`]?\s*(?:column\s+|values?\s+)?outliers?\b", re.IGNORECASE)
AFTER_OUTLIER = re.compile(
    r"\boutliers?\s+(?:in|of|for|from|on)\s+(?:the\s+)?(?:columns?\s+)?[\"'`]?$", re.IGNORECASE
)
WITHOUT_GAPS = re.compile(
    rf"(?:{WITHOUT.pattern})\s+(?:(?:the|any|all|its)\s+)?(?:{GAPS.pattern})", re.IGNORECASE
)
BY_DEVIATION = re.compile(r"z-?score|standard deviations? (?:away )?from", re.IGNORECASE)
SAMPLED = re.compile(r"sample standard deviation|\bddof\s*=\s*1\b", re.IGNORECASE)
BY_QUARTILES = re.compile(r"\biqr\b|interquartile|q1\s*[-–]", re.IGNORECASE)
Z_LIMIT = re.compile(
    r"(?:threshold|than|of|>|above|over|exceed\w*|beyond|±|\|)\s*(?:of\s+)?(\d(?:\.\d+)?)(?!\d)",
    re.IGNORECASE,
)
IQR_FACTOR = re.compile(r"(\d(?:\.\d+)?)\s*(?:\*|x|times)\s*(?:the\s+)?(?:iqr|interquartile)", re.IGNORECASE)
ENCODE = re.compile(r"\b(?:binary|encod\w*|dummy|numeric(?:al)? (?:format|values?|form))\b", re.IGNORECASE)
REPEATED = re.compile(
    r"\b(?:duplicat\w*|repeat(?:s|ed)|occurr?(?:s|ed) (?:before|already|earlier)"
    r"|(?:appear|list|occur)\w* twice)\b",
    re.IGNORECASE,
)
SORTED = re.compile(r"\b(?:sort|order)(?:ed|ing)?\s+(?:[\w\s]{0,25}?\s)?by\b", re.IGNORECASE)
DESCENDING = re.compile(r"descending|newest first|latest first", re.IGNORECASE)
YEAR_NAME = re.compile(r"^years?$", re.IGNORECASE)
EARLY = frozenset({"drop", "fill", "fill_by"})
MADE_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("bins", "qcut", "season", "extract", "day_name"), "text"),
    **dict.fromkeys(("hour", "day", "month", "year", "quarter", "week", "dayofweek"), "integer"),
    "date": "date",
}
Reader = Callable[[str, Sequence[Mention], str], list[Change]]


def read_changes(body: str, columns: Sequence[Column]) -> tuple[Change, ...]:
    """The preparations in the order in which they have to run."""
    found: list[Change] = []
    names_apart = _without_names(body, columns)
    mentions: Sequence[Mention] = ()
    for sentence in sentences(body):
        known = [*columns, *(made(change) for change in found if change.into)]
        named = find_columns(sentence, known)
        if not named and (change := derived.binned(sentence, mentions, names_apart)):
            found.append(change)  # of the column of the sentence before
        mentions = named
        if change := moments.season(sentence, mentions, names_apart, columns):
            found.append(change)
        is_made = {change.into for change in found if change.into} & set(names(mentions))
        for reader in (_again, *READERS[1:]) if is_made else READERS:
            found += [c for c in reader(sentence, mentions, names_apart) if not _repeats(c, found)]
    made_columns = {change.into for change in found if change.into}
    sources = {name for change in found if change.into for name in change.columns}
    return tuple(sorted(found, key=lambda change: _place(change, made_columns, sources)))


def _place(change: Change, made_columns: set[str], sources: set[str]) -> int:
    """Gaps of a made column are filled after it is made; what it is made of is scaled before."""
    if change.kind in EARLY and made_columns & set(change.columns):
        return 1
    if _in_place(change) or (
        change.kind in {"minmax", "zscore"} and set(change.columns) <= sources - made_columns
    ):
        return 0
    return _order(change)


def _in_place(change: Change) -> bool:
    """Whether a column stays what it is, in another unit."""
    return change.into in change.columns


def _without_names(body: str, columns: Sequence[Column]) -> str:
    """The text without quoted names of columns, so that what is left in quotes may name a new one."""
    spelled = "|".join(re.escape(column.name) for column in columns)
    return re.sub(rf"([\"'`])(?:{spelled})\1", " ", body) if spelled else body


def _again(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    """A column worked out of one that was made before."""
    change = derived.formula(sentence, mentions, body)
    return [change] if change and change.kind == "formula" else []


def made(change: Change) -> Column:
    """The column that a change makes, as the profile would know it."""
    labels = tuple(one.label for one in change.bins)
    if change.kind == "season":
        labels = tuple(part.partition("=")[0] for part in change.how.split(";"))
    kind = MADE_TYPES.get(change.kind, "number")
    if change.kind == "flag":
        labels = tuple(change.how.split("|"))
        kind = "integer" if set(labels) <= {"0", "1"} else "text"
    return Column(name=change.into, type=kind, examples=labels, unique=len(labels))


def outlier_method(body: str) -> tuple[str, float]:
    """How outliers are found, and the z-score or factor beyond which they are; 0 where none is named."""
    zscore = BY_DEVIATION.search(body) and not BY_QUARTILES.search(body)
    number = (Z_LIMIT if zscore else IQR_FACTOR).search(body)
    name = "sample_zscore" if SAMPLED.search(body) else "zscore"
    return name if zscore else "iqr", float(number[1]) if number else 0.0


def _order(change: Change) -> int:
    return {
        "sort": -1,
        "unique": 0,
        "drop": 0,
        "fill": 0,
        "fill_by": 0,
        "outliers": 2,
        "minmax": 3,
        "zscore": 3,
    }.get(change.kind, 1)


def _repeats(change: Change, found: Sequence[Change]) -> bool:
    """Constraints say again what the question said: the first reading of a column stands."""
    return any(
        (change.into and change.into == c.into)
        or (c.kind == change.kind and not _in_place(change) and set(change.columns) <= set(c.columns))
        for c in found
    )


def _derived(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    readers = (
        derived.binned,
        derived.quantiles,
        derived.flagged,
        _worked_out,
        moments.date_part,
        derived.logarithm,
        texts.length,
        texts.extracted,
    )
    over_rows = rowwise.over_rows(sentence, mentions, body)
    return over_rows or [change for reader in readers if (change := reader(sentence, mentions, body))]


def _worked_out(sentence: str, mentions: Sequence[Mention], body: str) -> Change | None:
    """A formula, else the days between two dates."""
    return derived.formula(sentence, mentions, body) or moments.duration(sentence, mentions, body)


def _filled(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    """Each `with …` fills the columns named since the one before it."""
    if not FILL.search(sentence) or not GAPS.search(sentence) or OUTLIER.search(sentence):
        return []
    within = WITHIN.search(sentence)
    found, start = [], 0
    for m in FILLER.finditer(sentence):
        columns = names(c for c in mentions if start <= c.start < m.start()) or names(mentions)
        how = next(key for key, text in m.groupdict().items() if text)
        group = names(c for c in mentions if within and c.start > within.start())
        group = tuple(n for n in group if n != columns[0]) if columns else ()
        if columns and group:
            found.append(Change("fill_by", (columns[0], *group), how=how))
        elif columns:
            found.append(Change("fill", columns, how=f"={m['value']}" if how == "value" else how))
        start = m.end()
    return found


def _dropped(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    if (
        not REMOVE.search(sentence)
        or not GAPS.search(sentence)
        or FILL.search(sentence)
        or KEEP.search(sentence)
    ):
        return []
    columns = tuple(n for n in names(mentions) if not n.startswith("log return"))
    stated = bool(columns) or bool(EVERYWHERE.search(sentence))
    return [Change("drop", columns)] if stated and ROWS.search(sentence) else []


def _without_repeats(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    """Rows that repeat an earlier one dropped; of the columns named, where some are."""
    if not REMOVE.search(sentence) or not REPEATED.search(sentence) or KEEP.search(sentence):
        return []
    exact = names(m for m in mentions if m.score >= EXACT)
    return [Change("unique", exact)]


def _without_outliers(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    replaced = FILL.search(sentence)
    numeric = [m for m in mentions if m.column.type in NUMERIC and not YEAR_NAME.search(m.column.name)]
    columns = outlying(numeric, sentence)
    if not OUTLIER.search(sentence) or KEEP.search(sentence) or not columns:
        return []
    if not replaced and not WITHOUT.search(WITHOUT_GAPS.sub("", sentence)):
        return []
    method, threshold = outlier_method(body)
    return [
        Change("outliers", columns, how=f"{method} {'replace' if replaced else 'drop'}", threshold=threshold)
    ]


def outlying(numeric: Sequence[Mention], text: str) -> tuple[str, ...]:
    """The column whose outliers are meant: the one beside the word, else the first."""
    numeric = [m for m in numeric if not is_entity(m)]
    beside = [
        m for m in numeric if BEFORE_OUTLIER.match(text[m.end :]) or AFTER_OUTLIER.search(text[: m.start])
    ]
    exact = [m for m in numeric if m.score >= EXACT]
    return names(beside or exact or numeric)[:1]


def _scaled(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    kind = "zscore" if ZSCORE.search(sentence) else "minmax" if MINMAX.search(sentence) else ""
    columns = names(m for m in mentions if m.column.type in NUMERIC)
    return [Change(kind, columns)] if kind and columns and not SHAPE.search(sentence) else []


def _encoded(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    columns = names(m for m in mentions if m.column.type in {"text", "boolean"})
    return [Change("encode", columns)] if columns and ENCODE.search(sentence) else []


def _sorted(sentence: str, mentions: Sequence[Mention], body: str) -> list[Change]:
    found = SORTED.search(sentence)
    columns = names(m for m in mentions if found and m.start >= found.end() - 1)[:1]
    falling = bool(found and DESCENDING.search(sentence[found.start() :]))
    return [Change("sort", columns, how="falling" if falling else "rising")] if columns else []


READERS: tuple[Reader, ...] = (
    _derived,
    _filled,
    _dropped,
    _without_repeats,
    _without_outliers,
    _encoded,
    units.converted,
    _scaled,
    _sorted,
)
