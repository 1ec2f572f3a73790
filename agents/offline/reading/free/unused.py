"""What of a question came to nothing: then it is not answered, as the answer would be to another question.

Only free questions are held to it: templates come with pages of conditions, and there an attempt is wanted.
"""

import re
from collections.abc import Callable, Iterator

from agents.offline.intent import Intent
from agents.offline.language.columns import Mention
from agents.offline.language.types import DATED
from agents.offline.language.words import stem, tokens, without
from agents.offline.reading.context import DONE_BY, Context
from agents.offline.reading.free.coverage import DESCRIBED
from agents.offline.reading.free.used import Reading
from agents.offline.reading.free.wanted import WANTED
from agents.offline.reading.gather import SURE
from agents.offline.vocabulary.actions import REMOVE
from agents.offline.vocabulary.everyday import GLUE, ROW_NOUNS
from agents.offline.vocabulary.statistics import ASKED
from agents.offline.vocabulary.times import MONTHS
from agents.offline.vocabulary.times import UNITS as TIME_UNITS

HAS = re.compile(
    r"\b(?:with|had|has|have|having|there (?:is|was|were|are))\s+(?:(?:an?|any|some)\s+)?$", re.IGNORECASE
)
RELATIONS = frozenset({"correlation", "model", "test", "chi2", "crosstab", "missing", "trend", "list"})
"""Kinds of analysis that are of one column with another."""
HOW_MANY = re.compile(r"\b(?:how many|per|each|every) (?!different|distinct|unique)([a-z]+)", re.IGNORECASE)
PER = re.compile(
    r"(?<!ted )(?<!ked )(?<!red )(?<!ded )(?<!ied )(?<!wed )\b(per|by)\s+(?:the\s+)?$", re.IGNORECASE
)
NUMBER = re.compile(r"(?<![\w.-])-?\d[\d,]*(?:\.\d+)?(?=(\s?%|(?:st|nd|rd|th)\b)?)")
ISO_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}:\d\d\b")
MONTH = re.compile(rf"\b(?:{'|'.join(name.capitalize() for name in MONTHS)})\b|\d{{1,2}}月")
NOT = re.compile(
    r"\b(?:not|no|never|without|except|excluding|exclude|neither|nor|none|non|apart from|besides|other than"
    r"|lack(?:s|ing)?)\b"
    r"|n't\b|以外|除[いくきけ]|ない|なし",
    re.IGNORECASE,
)
BOUND = re.compile(
    r"\s*(?:more|less|fewer|greater|below|above|over|under|older|younger|later|earlier)\b", re.IGNORECASE
)
"""After `not`, what turns a comparison round."""
ORDINAL = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))[\s-]+(?:to\s+)?(?=most\b|least\b|last\b|\w+est\b)",
    re.IGNORECASE,
)
AND_UNIT = re.compile(
    r"\b(?:and|,)\s+(?:by\s+|per\s+)?(year|quarter|month|week|weekday|day)s?\b", re.IGNORECASE
)
NEGATIVE = frozenset({"!=", "not in", "missing", "present"})
ASKED_FOR = re.compile(r"\b(?:which|who|top(?:\s+\w+)?|bottom(?:\s+\w+)?)\s+$", re.IGNORECASE)


STATED = ("median", "std", "var", "skew", "kurt", "sem", "cv")
"""Statistics that have no other meaning."""
NUMBER_OF = re.compile(r"\bnumber of (?:the )?[a-z]\w+", re.IGNORECASE)


def unused(context: Context, intent: Intent) -> str:
    """The first part of a question that nothing was made of, as it is written; empty where there is none."""
    reading = Reading(context, intent)
    return next((part for check in CHECKS for part in check(reading)), "")


def _values(reading: Reading) -> Iterator[str]:
    """Values of a column that neither filter nor group."""
    for value in reading.context.values:
        if value.column.name not in reading.columns:
            yield reading.context.body[value.start : value.end]
    for column in reading.context.table.columns:
        for example in (
            column.examples if column.type == "text" and column.name not in reading.columns else ()
        ):
            if len(example) < 2 or example.casefold() in GLUE or example[0].islower():
                continue
            found = re.search(rf"(?<![\w-]){re.escape(example)}(?![\w-])", reading.outside_names())
            if found and not any(
                m.start <= found.start() < m.end and _is_exact(m, reading) for m in reading.context.mentions
            ):
                yield example


def _is_exact(mention: Mention, reading: Reading) -> bool:
    return reading.context.body[mention.start : mention.end].casefold() == mention.column.name.casefold()


def _mentions(reading: Reading) -> Iterator[str]:
    """Columns that are neither measured nor grouped by nor filtered; `customers` are rows."""
    for mention in reading.context.mentions:
        said = reading.context.body[mention.start : mention.end]
        if mention.column.name in reading.columns or mention.score < SURE or not said:
            continue
        dated = mention.column.type in DATED
        is_verb = dated and not _is_exact(mention, reading)  # `sold`, of a column sold_on
        is_rows = is_verb or all(token.stem in ROW_NOUNS | GLUE for token in tokens(said))
        if not is_rows or ASKED_FOR.search(reading.context.body[: mention.start]):
            yield said


def _divisors(reading: Reading) -> Iterator[str]:
    """`revenue per kilometre`, `revenue by region`, where the second column does not group."""
    grouping = {name for analysis in reading.intent.analyses for name in analysis.by}
    for mention in reading.context.mentions:
        before = reading.context.body[: mention.start]
        per = None if DONE_BY.search(before) else PER.search(before)
        by_text = per and (mention.column.type == "text" or per[1].casefold() == "per")
        if per and by_text and mention.column.name not in grouping and mention.column.type not in DATED:
            yield reading.context.body[per.start() : mention.end]


def _presence(reading: Reading) -> Iterator[str]:
    """`orders with a discount`, `discounted orders`, where no filter asks whether there is one."""
    held = {one.column for one in reading.filters}
    for mention in reading.context.mentions:
        body, name = reading.context.body, mention.column.name
        has = HAS.search(body[: mention.start])
        said = body[mention.start : mention.end].casefold()
        first, *others = said.split() or [said]
        of_rows = DESCRIBED.match(" " + others[-1]) if others else DESCRIBED.match(body, mention.end)
        is_adjective = first not in name.casefold() and of_rows
        if (has or is_adjective) and name not in held and not reading.kinds & RELATIONS:
            yield body[has.start() if has else mention.start : mention.end]


def _whose(reading: Reading) -> Iterator[str]:
    """`how many customers`, `per customer`, of whom the rows of orders have several."""
    distinct = {"nunique", "distinct"} & (reading.stats | reading.kinds)
    table = reading.context.table
    rows = max(table.rows, *(column.unique for column in table.columns))  # a join may have more
    for found in HOW_MANY.finditer(reading.context.body) if not distinct else ():
        names = {f"{stem(found[1])}{ending}" for ending in ("", "id", "no", "code", "key", "number")}
        for column in table.columns:
            is_key = re.sub(r"[\W_]", "", column.name).casefold() in names and column.type != "number"
            if is_key and column.unique < rows and column.name not in reading.columns:
                yield found[0]


def _dates(reading: Reading) -> Iterator[str]:
    """Dates and months that no filter has."""
    held = {str(v) for f in reading.filters for v in f.value}
    text = reading.outside_names()
    for found in ISO_DATE.finditer(text):
        if not any(found[0] in value for value in held):
            yield found[0]
    for found in MONTH.finditer(text):
        if not any("month" in f.op or "-" in str(f.value[:1]) for f in reading.filters):
            yield found[0]


def _numbers(reading: Reading) -> Iterator[str]:
    """Numbers that nothing is compared with; a unit may have changed them."""
    text = without(ISO_DATE, reading.outside_names())
    changed = any(isinstance(v, int | float) for f in reading.filters for v in f.value)
    for found in NUMBER.finditer(text):
        value = float(found[0].replace(",", ""))
        if (found[1] or "").strip() == "%" and round(value / 100, 10) in reading.numbers:
            continue
        in_a_unit = changed and re.match(r"[%℃°]?\s?[^\W\d_]", text[found.end() :])
        if value in reading.numbers or in_a_unit or ("quantile" in reading.stats and found[1]):
            continue
        yield found[0]


def _negations(reading: Reading) -> Iterator[str]:
    """`not`, `without` and the like, where no filter leaves anything out."""
    text = reading.outside_names()
    turned = any(f.op in {"<=", ">=", "<", ">"} for f in reading.filters)
    left_out = any(f.op in NEGATIVE or f.op.startswith("not ") for f in reading.filters)
    for found in NOT.finditer(text):
        if (
            left_out
            or {"missing", "duplicates"} & reading.kinds
            or (turned and BOUND.match(reading.context.body, found.end()))
        ):
            continue
        yield text[found.start() : found.end() + 20].strip().split("\n")[0]


def _removals(reading: Reading) -> Iterator[str]:
    """`drop the records of …`, where nothing is left out."""
    text = reading.outside_names()
    left_out = any(f.op in NEGATIVE or f.op.startswith("not ") for f in reading.filters)
    if not left_out and not {"drop", "outliers", "missing", "duplicates", "fill"} & reading.kinds:
        yield from (found[0] for found in REMOVE.finditer(text))


def _counted(reading: Reading) -> Iterator[str]:
    """`mean number of cases`, where no column of that name is averaged and nothing is counted."""
    counting = {"count", "nested", "distinct", "share", "portion", "missing", "outliers", "duplicates"}
    if (counting & (reading.kinds | reading.stats)) or "nunique" in reading.stats:
        return
    yield from (found[0].strip() for found in NUMBER_OF.finditer(reading.outside_names()))


def _stats(reading: Reading) -> Iterator[str]:
    """Statistics that are not worked out; a description and the search for outliers name theirs."""
    if not {"describe", "histogram", "outliers", "model"} & reading.kinds:
        text = reading.outside_names()
        stated = (*STATED, "mean") if "missing" in reading.kinds else STATED
        missing = [stat for stat in stated if stat not in reading.stats]
        yield from (m[0] for stat in missing if (m := ASKED[stat].search(text)))


def _ranks(reading: Reading) -> Iterator[str]:
    """`second largest`: only the ends of an order are known."""
    yield from (found[0].strip() for found in ORDINAL.finditer(reading.context.body))


def _units(reading: Reading) -> Iterator[str]:
    """Units of time that group nothing."""
    text = reading.outside_names()
    held = reading.units | ({"weekday"} if "weekend" in reading.units else frozenset())
    named = " ".join(reading.columns).casefold()
    found = {unit: m[0] for unit, pattern in TIME_UNITS.items() if (m := pattern.search(text))}
    found |= {m[1].casefold(): m[1] for m in AND_UNIT.finditer(text)}
    yield from (said for unit, said in found.items() if unit not in held and unit not in named)


def _words(reading: Reading) -> Iterator[str]:
    """Words that ask for something of their own."""
    text = reading.outside_names()
    for pattern, is_used in WANTED:
        found = pattern.search(text)
        if found and not is_used(reading):
            yield found[0].strip()


CHECKS: tuple[Callable[[Reading], Iterator[str]], ...] = (
    _values, _mentions, _presence, _whose, _divisors, _dates, _numbers, _negations,
    _removals, _counted, _stats, _ranks, _units, _words,
)  # fmt: skip
