"""Which rows a question is about: values found among a column's examples, comparisons, ranges, years."""

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise

from agents.offline.intent import Filter, Scalar
from agents.offline.language.columns import Mention
from agents.offline.language.fitting import PREFIX
from agents.offline.language.gaps import gap, is_removed, without_number
from agents.offline.language.named import NOT
from agents.offline.language.types import DATED, NUMERIC
from agents.offline.language.words import sober, tokens
from agents.offline.language.years import YEAR_ONLY, year_column, year_filters
from agents.offline.vocabulary.comparisons import SIGN, SIGNS, contrary, sign
from agents.offline.vocabulary.everyday import ROW_NOUNS
from agents.offline.vocabulary.ranks import COUNTS
from agents.units import factor
from agents.values import Column

NUMBER = rf"[$€£]?(-?\d[\d,]*(?:\.\d+)?|(?:{'|'.join(COUNTS)})\b)"
JOINT = (
    r"[\"'`)\]]*\s*(?:(?:columns?|values?|scores?|years?|is|are|was|were|be|that"
    r"|which|with|of|for|has|have|a|an|the|its|strictly|が|は)\s+)*"
)
NEGATED = r"(?P<negated>not\s+)?"
AFTER = re.compile(rf"{JOINT}{NEGATED}(?:{SIGN})\s*{NUMBER}(?!\s+standard)", re.IGNORECASE)
AVERAGE = re.compile(
    rf"{JOINT}(?:{SIGN}|than)\s*(?:the\s+)?(?:\w+\s+)?(?P<stat>average|mean|median)\b", re.IGNORECASE
)
MORE = re.compile(r"\b(?:(more|higher|larger|greater)|less|lower|smaller|fewer)\s+$", re.IGNORECASE)
TEXT_PART = re.compile(
    r"\b(?:(?P<start>(?:begin|start)\w*\s+with)|(?P<end>end\w*\s+(?:with|in))|contain\w*)"
    r"\s+(?:the\s+)?(?:word\s+|text\s+|letter\s+)?[\"“‘'`](?P<text>[^\"”’'`]{1,60})[\"”’'`]",
    re.IGNORECASE,
)
LEFT_OUT = re.compile(
    r"\b(?:not|never|ignor\w+|exclud\w+|except|without|other than)\b[^.;,]*$", re.IGNORECASE
)
KEPT = re.compile(r"\b(?:stay|remain|are kept|are included|do not (?:drop|remove|exclude))\b", re.IGNORECASE)
OPEN_END = re.compile(
    rf"{JOINT}{NUMBER}\s*(?:[^\s\d,.;:?!]+\s+)?(?:or|and|oder|und)\s+"
    r"(?:more|above|over|older|higher|greater|longer|up|mehr"
    r"|less|fewer|below|under|younger|lower|shorter|weniger)\b",
    re.IGNORECASE,
)
UPWARDS = re.compile(r"(?:more|above|over|older|higher|greater|longer|up|mehr)$", re.IGNORECASE)
RANGE = re.compile(
    rf"{JOINT}(?:between|from|in the range of)\s*{NUMBER}\s*(?:and|to|-|–)\s*{NUMBER}", re.IGNORECASE
)
BEFORE = re.compile(
    rf"{NEGATED}(?:{SIGN})\s*{NUMBER}\s*(?:[a-z%²/]+\s+){{0,2}}(?:of\s+|in\s+)?[\"'`]?$", re.IGNORECASE
)
IS = re.compile(
    r"[\"'`)\]]*\s*(?:column\s+)?(?:values?\s+)?(?:is|are|=|==|equals?|equal to|of|being|value of)\s+",
    re.IGNORECASE,
)
OF_GROUP = re.compile(r"\b(?:in|for|from)\s+(?:the\s+)?[\"'`]?$", re.IGNORECASE)
PERCENT = re.compile(r"\s*(?:%|percent\b)")
AFTER_NUMBER = re.compile(r"\s*([^\W\d_]+)\b")
SCALES = {"k": 1_000, "thousand": 1_000, "million": 1_000_000, "千": 1_000, "万": 10_000}
QUOTED = re.compile(r"[\"“‘'`]([^\"”’'`]{1,60})[\"”’'`]")


BESIDE_COLUMN = re.compile(
    rf"{JOINT}(?:{SIGN})\s*(?:the\s+|its\s+|own\s+|their\s+|same\s+|corresponding\s+)*[\"'`(]?$",
    re.IGNORECASE,
)


COUNTING = re.compile(
    r"\b(how many|number of|count of|percentage of|proportion of|share of|what percent)", re.IGNORECASE
)
STATE = re.compile(
    r"\b(?:(?:that|which|who)\s+(?:was|were|is|are|got)|(?<=\w )who)\s+(?:not\s+)?$", re.IGNORECASE
)
GROUPS = re.compile(r"\b(?:by|per|each)\s+(?:the\s+)?[\"'`]?$", re.IGNORECASE)
BESIDE = re.compile(r"\b(by|per|each|between|in|of|the)\s+(?:the\s+)?[\"'`]?$", re.IGNORECASE)


BEFORE_NAME = re.compile(
    r"\b(?:in|for|of|from|the)\s+(?:the\s+)?[\"“‘']([^\"”’']{1,40})[\"”’']\s+$", re.IGNORECASE
)


PRONOUN = re.compile(
    r"\b(?:of (?:them|these|those)|they)\b(?=\s+(?:is|are|was|were|lie|fall)\b)", re.IGNORECASE
)
JOINED = re.compile(
    r"[\"'`)]*\s*(?:,|,?\s*\b(?:and|or|as well as)\b)\s*(?:in\s+|the\s+)*[\"'`(]*", re.IGNORECASE
)
BOTH = re.compile(r"\b(?:both|each|all)\b", re.IGNORECASE)


def find_filters(
    text: str, mentions: Sequence[Mention], columns: Sequence[Column], gaps: bool = False
) -> list[Filter]:
    """Comparisons, equalities, ranges and years of columns, and with `gaps` missing values."""
    found: list[Filter] = []
    dated = year_column(columns)
    text = sober(text)
    named = {column.name.casefold() for column in columns}
    found += _text_parts(text, [m for m in mentions if m.column.type == "text"])
    for mention in mentions:
        if KEPT.search(text[mention.end :].split("\n")[0].split(". ")[0]):
            continue
        filter_ = (gap(text, mention) if gaps else None) or _of_mention(text, mention, dated)
        if filter_ and (
            filter_.op.endswith(" column") or not {str(v).casefold() for v in filter_.value} & named
        ):
            found.append(_turned(filter_) if is_removed(text, mention) else filter_)
    found += _between_columns(text, mentions)
    found += _of_pronouns(text, mentions)
    return _shared(text, mentions, found) or year_filters(text, columns)


def _of_pronouns(text: str, mentions: Sequence[Mention]) -> list[Filter]:
    """`how many of them are above 5`: said of the numeric column named last."""
    found = []
    for m in PRONOUN.finditer(text):
        before = [one for one in mentions if one.start < m.start() and one.column.type in NUMERIC]
        value = AFTER.match(text, m.end())
        found += [
            Filter(one.column.name, sign(value), (_amount(value, value.lastindex or 1, one.column),))
            for one in before[-1:]
            if value
        ]
    return found


def _shared(text: str, mentions: Sequence[Mention], found: Sequence[Filter]) -> list[Filter]:
    """`under 50 in A, B or C` is of any of the three, `A and B are both above 5` of each of the two."""
    shared = list(found)
    for series in _series(text, mentions):
        names = tuple(dict.fromkeys(one.column.name for one in series))
        first = next((one for one in found if one.column in names and one.op in SIGNS), None)
        between = text[series[0].end : series[-1].start]
        around = text[max(series[0].start - 12, 0) : series[-1].end + 16]
        outside = BEFORE.search(text[: series[0].start]) or AFTER.match(text, series[-1].end)
        alone = sum(one.column in names for one in found) == 1 and not is_removed(text, series[0])
        if first is None or not outside or not alone:
            continue
        if re.search(r"\bor\b", between):
            shared[shared.index(first)] = replace(
                first, column=names[0], also=tuple(name for name in names[1:])
            )
        elif BOTH.search(around):
            shared += [replace(first, column=name) for name in names if name != first.column]
    return shared


def _series(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The numeric mentions that follow one another with a comma, `or` or `and` between them."""
    series: list[list[Mention]] = []
    for one in (m for m in mentions if m.column.type in NUMERIC):
        joined = series and JOINED.fullmatch(text[series[-1][-1].end : one.start])
        series[-1].append(one) if joined else series.append([one])
    return [each for each in series if len({m.column.name for m in each}) > 1]


def _between_columns(text: str, mentions: Sequence[Mention]) -> list[Filter]:
    """`Close above its moving average`: one column set against the next."""
    pairs = [(a, b) for a, b in pairwise(mentions) if {a.column.type, b.column.type} <= NUMERIC | DATED]
    found = []
    for a, b in pairs:
        m = BESIDE_COLUMN.fullmatch(text[a.end : b.start])
        if m and m[0].strip(" \"'`(").casefold() not in {"over", "under", "="}:
            found.append(Filter(a.column.name, f"{sign(m)} column", (b.column.name,)))
    return found


def _text_parts(text: str, mentions: Sequence[Mention]) -> list[Filter]:
    """`names that begin with "Un"`, said of the text column named last."""
    found = []
    for part in TEXT_PART.finditer(text):
        before = [m for m in mentions if m.start < part.start()] or list(mentions[:1])
        verb = "starts with" if part["start"] else "ends with" if part["end"] else "contains"
        verb = f"not {verb}" if LEFT_OUT.search(text[: part.start()]) else verb
        found += [Filter(m.column.name, verb, (part["text"],)) for m in before[-1:]]
    return found


def _of_mention(text: str, mention: Mention, dated: Column | None) -> Filter | None:
    after, before = text[mention.end :], text[: mention.start]
    if mention.column.type in NUMERIC and (compared := _comparison(text, mention, dated)):
        return compared
    if told := without_number(text, mention):
        return told
    return _equality(mention, before, after)


def _comparison(text: str, mention: Mention, dated: Column | None) -> Filter | None:
    """A number or a range beside a column; `value between 1940 and 1945` speaks of a column of years."""
    column, after = mention.column, text[mention.end :]
    if m := RANGE.match(after):
        years = dated not in (None, column) and all(YEAR_ONLY.fullmatch(m[i]) for i in (1, 2))
        return (
            None if years else Filter(column.name, "between", (_amount(m, 1, column), _amount(m, 2, column)))
        )
    own = text[mention.start :]  # `older than 60` names the column by its sign
    if m := AVERAGE.match(after) or AVERAGE.match(own):
        more = MORE.search(text[: mention.start])
        op = sign(m, (">" if more[1] else "<") if more else "")
        stat = "median" if m["stat"].casefold() == "median" else "mean"
        return Filter(column.name, op, (stat,)) if op not in {"", "=="} else None
    if m := OPEN_END.match(after):
        return Filter(column.name, ">=" if UPWARDS.search(m[0]) else "<=", (_amount(m, 1, column),))
    for m in (AFTER.match(after), AFTER.match(own), BEFORE.search(text[: mention.start][-70:])):
        if m:
            op = contrary(sign(m)) if m["negated"] else sign(m)
            return Filter(column.name, op, (_amount(m, m.lastindex or 1, column),))
    return None


def _equality(mention: Mention, before: str, after: str) -> Filter | None:
    """`island is "Biscoe"`, `the "Biscoe" island`, `DIR equal to 180`, and `CON value of 1`."""
    joint = IS.match(after)
    if (quoted := BEFORE_NAME.search(before)) and mention.column.type == "text":
        return _text_filter(mention.column, quoted[1])
    beside = "" if mention.column.examples else after.lstrip("\"'`").lstrip()  # `the title 'Master'`
    rest = after[joint.end() :] if joint else beside if mention.column.type == "text" else ""
    if quoted := QUOTED.match(rest):
        return _text_filter(mention.column, quoted[1])
    if not joint and mention.column.type == "integer" and mention.score >= PREFIX and OF_GROUP.search(before):
        rest = after.lstrip("\"'`").lstrip()  # `in class 1`
    number = re.match(r"(-?\d+(?:\.\d+)?)(?![\w%.-]*\w)", rest)
    if number and mention.column.type == "text":
        return _text_filter(mention.column, number[1])
    return Filter(mention.column.name, "==", (_number(number[1]),)) if number else None


def _text_filter(column: Column, text: str) -> Filter:
    """An exact comparison with a value that the profile shows, else one that forgives case."""
    return Filter(column.name, "==" if text in column.examples else "like", (text,))


def _turned(one: Filter) -> Filter:
    """The filter that keeps the other rows."""
    return Filter(one.column, contrary(one.op), one.value)


def _amount(match: re.Match[str], group: int, column: Column) -> int | float:
    """A number in the unit of its column: `5 kg` of a column in g is 5000, and `5k` is so everywhere."""
    said = AFTER_NUMBER.match(match.string, match.end(match.lastindex or group))
    word = said[1] if said else ""
    times = SCALES.get(word.casefold()) or factor(word, column.unit) or 1
    if PERCENT.match(match.string, match.end(match.lastindex or group)) and is_part(column):
        return round(_number(match[group]) / 100, 10)  # `over 5 %` of a column from 0 to 1
    value = _number(match[group]) * times
    return int(value) if float(value).is_integer() and times != 1 else value


def is_part(column: Column) -> bool:
    """Whether a column holds parts of one."""
    try:
        return column.type == "number" and float(column.low or -1) >= 0 and float(column.high or 2) <= 1
    except ValueError:
        return False


def _number(text: str) -> int | float:
    if text.casefold() in COUNTS:
        return COUNTS[text.casefold()]
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() and "." not in text else value


def find_flags(text: str, mentions: Sequence[Mention], taken: Container[str]) -> list[Filter]:
    """`How many were returned`, `returned orders`: a yes-or-no column that tells of rows keeps the yes."""
    told = [m for m in mentions if m.column.name not in taken and _tells_of_rows(text, m)]
    found = [(m, _yes(m.column)) for m in told]
    return [
        Filter(m.column.name, "!=" if NOT.search(text[: m.start]) else "==", (y,))
        for m, y in found
        if y != ""
    ]


def _tells_of_rows(text: str, mention: Mention) -> bool:
    before, following = text[: mention.start], tokens(text[mention.end :])[:2]
    if STATE.search(before) or (
        any(word.stem in ROW_NOUNS for word in following) and not GROUPS.search(before)
    ):
        return True
    return bool(COUNTING.search(before[-90:].split("\n")[-1])) and not BESIDE.search(before)


def _yes(column: Column) -> Scalar:
    """The value of a yes-or-no column that says yes, as the session has it; empty for other columns."""
    known = {example.casefold(): example for example in column.examples}
    if column.type == "boolean" and set(known) <= {"true", "false"}:
        return True
    if set(known) == {"0", "1"}:
        return 1
    return known.get("yes", "") if set(known) == {"yes", "no"} else ""
