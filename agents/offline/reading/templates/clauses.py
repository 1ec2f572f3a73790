"""Cuts a question into what it asks and what it defines: `strong wind means a speed of 8 or more`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.offline.intent import Filter, Slot
from agents.offline.language.columns import Mention, find_columns
from agents.offline.language.filters import find_filters
from agents.offline.language.fitting import EXACT
from agents.offline.language.sentences import SENTENCE, spans
from agents.offline.language.types import NUMERIC
from agents.offline.language.words import tokens
from agents.offline.templates.matching import words
from agents.offline.vocabulary.everyday import GLUE
from agents.values import Column

ASKS = (
    r"(?:how (?:many|much|large|big|high|strong(?:ly)?|does|do|is|did|often|long)"
    r"|which|what|who|whose|when|whether|is there|are there)"
)
VERBS = (
    r"(?:calculate|compute|determine|find|report|identify|count|give|provide|list|return|state|test|check|perform"
    r"|fit|train|predict|compare|create|generate|derive|define|build|group|fill|convert|remove|clean)"
)
CUT = re.compile(
    rf"(?<=\?)\s+|[;,]\s*(?:and|then|but)?\s*(?=(?:at |on |in |by |for |of |to |from )?{ASKS}\b)"
    rf"|,?\s+and\s+(?=(?:also\s+)?(?:the (?:total )?(?:number|count|percentage|share|proportion) of\b"
    rf"|at |on |in |by |for |of |to |from )?(?:{ASKS}|{VERBS})\b)"
    rf"|[;,]\s*(?:and\s+)?(?:then\s+|also\s+|finally\s+)?(?={VERBS}\b)",
    re.IGNORECASE,
)
COUNTS = re.compile(
    r"\bhow (?:many|often)\b|\b(?:the )?(?:total )?(?:number|count) of\b|\bcount (?:the|how|all|rows)\b",
    re.IGNORECASE,
)
PARTS = re.compile(r"\bpercent|\bshare\b|\bproportion|\bfraction\b|\bratio of\b", re.IGNORECASE)
NAMES = re.compile(
    r"\b(?:which|who|whose|when|what (?:is|are) the (?:name|date)|identify|find)\b", re.IGNORECASE
)
COUNT_SLOT = re.compile(
    r"(?:^|_)(?:n|num|number|count|counts|total_count|how_many)(?:_|\d|$)|count\d?$", re.IGNORECASE
)
PART_SLOT = re.compile(r"percent|pct|share|proportion|fraction", re.IGNORECASE)
TEXT_SLOT = re.compile(
    r"\b(?:strings?|names?|date in|as (?:written|spelled)|label|category|code)\b", re.IGNORECASE
)
INTEGER = re.compile(r"\binteger|\bcount\b|\bwhole number", re.IGNORECASE)
LEANS = re.compile(r"\b(?:they|their|them|these|those (?!with|that|who|in|from))\b", re.IGNORECASE)
POINTS = re.compile(
    r"\b(?:it|its|this|that (?:day|date|year|month|row|group|region|country)|there|they|their|them|these)\b",
    re.IGNORECASE,
)
ASKING = re.compile(rf"\b(?:{ASKS}|{VERBS})\b", re.IGNORECASE)
STATED = re.compile(
    r"^[\W\d]*(?:also\s+|then\s+|finally\s+)?(?:report|calculate|compute|count|give|determine|provide|find|return|state)\b",
    re.IGNORECASE,
)
DEFINED = re.compile(
    r"^\W*(?:\d+[.)]\s*)?(?P<term>[^.:;?=]{2,70}?)\s*(?:,\s*)?\b(?:if(?: and only if)?|when(?:ever)?"
    r"|means?(?: that)?|refers? to"
    r"|(?:is|are)(?: defined as| considered| called)?(?: an?| the| all| those)?\s+(?:rows?|records?"
    r"|ones?|entr(?:y|ies)|observations?"
    r"|those|\w+s?)?\s*(?:with|where|whose|that have|having|in which))\b(?P<condition>.+)$",
    re.IGNORECASE | re.DOTALL,
)
BRACKET = re.compile(r"((?:[\w'-]+\s+){1,2})\(([^()]{3,60})\)")
VERB = re.compile(r"\b(?:has|have|is|are|was|were|counts?)\b(?=\s+\w)", re.IGNORECASE)
"""After it stands what is said of the rows: `a window has no tree`."""
CODE = re.compile(r"\b(?P<code>\d{1,3})\s*(?:=|:|–|is|means|for)\s*[\"'`]?(?P<label>[A-Za-z][\w-]+)")
SCALED = re.compile(
    r"\bz-?scores?\b|\b(?:scaled|standardi[sz]ed|normali[sz]ed)(?: (?:values?|scores?))?\b", re.IGNORECASE
)
ENDING = re.compile(r"(?<=\w{3})(?:ing|ed)$")
COMMON_TERM = frozenset(
    {"counted", "count", "considered", "exist", "called", "defined", "row", "record", "data", "valid"}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked, with its place in the body."""

    text: str
    start: int
    end: int

    @property
    def counts(self) -> bool:
        """Whether a number or a share of rows is asked for, so that its conditions are its own."""
        return bool(COUNTS.search(self.text) or PARTS.search(self.text))

    @property
    def asks(self) -> bool:
        """Whether it asks for something."""
        return bool(ASKING.search(self.text))

    @property
    def shares(self) -> bool:
        """Whether a share of rows is asked for."""
        return bool(PARTS.search(self.text))

    @property
    def points(self) -> bool:
        """Whether it speaks of one thing that the clause before it picked."""
        return bool(POINTS.search(self.text))

    @property
    def leans(self) -> bool:
        """Whether it goes on with the rows of the clause before it."""
        return bool(LEANS.search(self.text))


@dataclass(frozen=True, slots=True)
class Definition:
    """Words that stand for a condition on rows."""

    term: frozenset[str]
    filters: tuple[Filter, ...]
    start: int
    end: int

    def names(self, text: str) -> bool:
        """Whether `text` uses the term."""
        return bool(self.term) and _roots(self.term) <= _roots(words(text))


def _roots(found: frozenset[str]) -> frozenset[str]:
    """Words without the ending of a verb: `failing` and `failed`."""
    return frozenset(ENDING.sub("", word) for word in found)


def question_part(body: str) -> str:
    """The question itself, without the constraints below it."""
    return body.split("\n", 1)[0]


def clauses(body: str) -> list[Clause]:
    """The parts of the question, each of which asks one thing, and of constraints that ask for more."""
    question = question_part(body)
    found = _cut(question, 0)
    for start, end in spans(body, len(question)):
        found += _cut(body[start:end], start) if STATED.match(body[start:end]) else []
    return found


def _cut(text: str, offset: int) -> list[Clause]:
    found, start = [], 0
    ends = [m.span() for m in SENTENCE.finditer(text)] + [m.span() for m in CUT.finditer(text)]
    for a, b in (*sorted(set(ends)), (len(text), len(text))):
        if text[start:a].strip() and a > start:
            found.append(Clause(text[start:a].strip(), offset + start, offset + a))
        start = max(start, b)
    return found


def definitions(body: str, columns: Sequence[Column], scaled: Sequence[str] = ()) -> list[Definition]:
    """What the text says that its words mean, where that is a condition on columns or on scaled values."""
    found = [one for a, b in spans(body) for one in _defined(body[a:b], a, columns, scaled)]
    return [_told_apart(one, found) for one in found]


def _told_apart(one: Definition, found: Sequence[Definition]) -> Definition:
    """The definition without words that those of other values share: `treated hives`, `spared hives`."""
    columns = {f.column for f in one.filters}
    others = [d.term for d in found if d.filters != one.filters and {f.column for f in d.filters} == columns]
    shared = frozenset.intersection(one.term, *others) if others else frozenset[str]()
    return replace(one, term=one.term - shared) if one.term - shared else one


def _defined(
    sentence: str, start: int, columns: Sequence[Column], scaled: Sequence[str]
) -> Iterator[Definition]:
    for bracket in BRACKET.finditer(sentence):
        if filters := _conditions(bracket[2], columns, scaled):
            yield Definition(
                _term(bracket[1], filters), filters, start + bracket.start(2), start + bracket.end(2)
            )
    found = DEFINED.match(sentence)
    if found and (filters := _conditions(found["condition"], columns, scaled)):
        yield Definition(_term(found["term"], filters), filters, start, start + len(sentence))


def _conditions(text: str, columns: Sequence[Column], scaled: Sequence[str]) -> tuple[Filter, ...]:
    told = dict.fromkeys(find_filters(text, find_columns(text, columns), columns, gaps=True))
    of_scaled = SCALED.search(text)
    if told or not of_scaled or not scaled:
        return tuple(told)
    by_name = {column.name: column for column in columns}
    each = [Mention(by_name[name], of_scaled.start(), of_scaled.end(), EXACT) for name in scaled]
    return tuple(one for m in each for one in find_filters(text, [m], columns))


def _term(text: str, filters: Sequence[Filter]) -> frozenset[str]:
    """The words of a term that tell it apart; the rows themselves are not among them."""
    told = VERB.search(text)
    said = [token.stem for token in tokens(text[told.end() :] if told else text)]
    return words(" ".join(word for word in said if word not in GLUE and word not in COMMON_TERM)) - {""}


def meant(text: str, defined: Sequence[Definition]) -> tuple[Filter, ...]:
    """The conditions of the terms that a text uses; `non-student` is not `student`."""
    used = [d for d in defined if d.names(text)]
    kept = [d for d in used if not any(d.term < other.term for other in used)]
    return tuple(f for d in kept for f in d.filters)


def codes(body: str, columns: Sequence[Column]) -> list[Definition]:
    """`The modes are 1 = air, 2 = train`: what the numbers of a column stand for."""
    found = []
    for start, end in spans(body):
        sentence = body[start:end]
        told = list(CODE.finditer(sentence))
        named = [one for one in find_columns(sentence, columns) if one.column.type in NUMERIC]
        if len(told) > 1 and named:
            column = max(
                (one for one in named if one.start < told[0].start()),
                key=lambda one: one.start,
                default=named[0],
            ).column
            found += [
                Definition(
                    words(code["label"]), (Filter(column.name, "==", (int(code["code"]),)),), start, end
                )
                for code in told
            ]
    return found


def aligned(slot: Slot, at: int, slots: Sequence[Slot], found: Sequence[Clause]) -> Clause | None:
    """The clause that asks what a template holds: by kind, by words, and by order."""
    asking = [clause for clause in found if clause.asks]
    scored = [
        (_agreement(slot, clause) + _order(at, len(slots), i, len(asking)), -i)
        for i, clause in enumerate(asking)
    ]
    best = max(scored, default=(0.0, 0))
    return asking[-best[1]] if best[0] >= 1.0 else None


def _order(i: int, slots: int, j: int, asked: int) -> float:
    return 1.0 if slots == asked and i == j else 0.3 if (i == 0) == (j == 0) else 0.0


def _agreement(slot: Slot, clause: Clause) -> float:
    name = f"{slot.name} {slot.hint}"
    counted = bool(COUNT_SLOT.search(slot.name) or COUNT_SLOT.search(slot.hint))
    named = bool(TEXT_SLOT.search(f"{slot.about} {slot.hint}"))
    shared = words(name) & words(clause.text)
    kinds = (
        2.0 * (counted and bool(COUNTS.search(clause.text)))
        + 1.0 * (bool(INTEGER.search(slot.about)) and not named and bool(COUNTS.search(clause.text)))
        - 2.0 * (not counted and not INTEGER.search(slot.about) and bool(COUNTS.search(clause.text)))
        + 2.0 * (bool(PART_SLOT.search(name)) and bool(PARTS.search(clause.text)))
        + 1.5 * (named and bool(NAMES.search(clause.text)))
    )
    return kinds + len(shared) + 0.2 * len(words(slot.about) & words(clause.text))
